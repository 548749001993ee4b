import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MediaFile, MediaRequest } from '../../../src/contract/index.ts';
import { CueforgeError } from '../../../src/model/index.ts';
import { eventually } from '../../unit/contract/conformance.ts';
import { createScriptedService } from '../../unit/contract/scripted-service.ts';
import { type Hosted, host } from './hosted.ts';
import { type Asked, ask } from './requests.ts';

const LIMIT = 300_000;
const SOUND = 'a'.repeat(32);
const EMPTY = 'b'.repeat(32);
const FOLDER = 'c'.repeat(32);
const GONE = 'd'.repeat(32);
const bytes = Buffer.from(Uint8Array.from({ length: 200_000 }, (_, n) => (n * 7919) >> 3));

let studio: Hosted;
const asked: MediaRequest[] = [];
beforeAll(async () => {
  const media = async (wanted: MediaRequest): Promise<MediaFile> => {
    asked.push(wanted);
    if (wanted.kind === 'waveform') return { type: 'application/octet-stream', bytes };
    if (wanted.kind !== 'original') throw new CueforgeError('asset-missing', 'The library has no such sound');
    const name = { [SOUND]: 'sound.flac', [EMPTY]: 'empty.wav', [FOLDER]: 'folder' }[wanted.asset] ?? 'gone.wav';
    return { type: 'audio/flac', path: join(studio.folder, name) };
  };
  studio = await host(createScriptedService({ media }), { uploadLimit: LIMIT });
  writeFileSync(join(studio.folder, 'sound.flac'), bytes);
  writeFileSync(join(studio.folder, 'empty.wav'), '');
  mkdirSync(join(studio.folder, 'folder'));
});
afterAll(() => studio.remove());
const get = (path: string, how: Asked = {}) =>
  ask(studio.port, path, { ...how, headers: { cookie: `cueforge-${studio.port}=${studio.token}`, ...how.headers } });

describe.each([
  ['a file', `/media/original/${SOUND}`, 'audio/flac'],
  ['bytes', `/media/waveform/${SOUND}/1024`, 'application/octet-stream'],
])('%s of the library', (_, path, type) => {
  it('comes whole', async () => {
    const answer = await get(path);
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': type, 'content-length': '200000', 'accept-ranges': 'bytes' },
    });
    expect(answer.body.equals(bytes)).toBe(true);
  });

  it.each([
    ['bytes=0-', 0, 200_000],
    ['bytes=0-0', 0, 1],
    ['bytes=100-199', 100, 200],
    ['bytes=199999-', 199_999, 200_000],
    ['bytes=150000-999999', 150_000, 200_000],
    ['bytes=-500', 199_500, 200_000],
    ['bytes=-999999', 0, 200_000],
    ['Bytes= 5-9', 5, 10],
  ])('comes in the part that %s asks for', async (range, start, end) => {
    const answer = await get(path, { headers: { range } });
    expect(answer.status).toBe(206);
    expect(answer.headers['content-range']).toBe(`bytes ${start}-${end - 1}/200000`);
    expect(answer.headers['content-length']).toBe(String(end - start));
    expect(answer.body.equals(bytes.subarray(start, end))).toBe(true);
  });

  it.each(['bytes=200000-', 'bytes=200000-200001', 'bytes=-0', 'bytes=99999999999999999999-'])(
    'is refused where %s asks for none of it',
    async (range) => {
      const answer = await get(path, { headers: { range } });
      expect(answer).toMatchObject({ status: 416, headers: { 'content-range': 'bytes */200000' } });
      expect(answer.body).toHaveLength(0);
    },
  );

  it.each(['bytes=5-2', 'bytes=-', 'bytes=a-b', 'bytes=0-1,5-6', 'frames=0-1', 'bytes=1.5-2'])(
    'comes whole where %s is no range of bytes, or several',
    async (range) => {
      const answer = await get(path, { headers: { range } });
      expect(answer.status).toBe(200);
      expect(answer.body.equals(bytes)).toBe(true);
    },
  );

  it('is told of by HEAD, in part too, without a byte of it', async () => {
    const whole = await get(path, { method: 'HEAD' });
    expect(whole).toMatchObject({ status: 200, headers: { 'content-length': '200000' } });
    const part = await get(path, { method: 'HEAD', headers: { range: 'bytes=10-19' } });
    expect(part).toMatchObject({ status: 206, headers: { 'content-length': '10' } });
    expect(whole.body.length + part.body.length).toBe(0);
  });
});

describe('what is not there', () => {
  it('an empty file is an empty answer', async () => {
    expect(await get(`/media/original/${EMPTY}`)).toMatchObject({ status: 200, headers: { 'content-length': '0' } });
    expect((await get(`/media/original/${EMPTY}`, { headers: { range: 'bytes=0-' } })).status).toBe(416);
  });

  it.each([
    [`/media/original/${GONE}`, 404, 'file-missing'],
    [`/media/original/${FOLDER}`, 500, 'file-unreadable'],
    [`/media/cover/${SOUND}`, 404, 'asset-missing'],
    ['/media/original/elsewhere', 404, 'asset-missing'],
    [`/media/waveform/${SOUND}/1000`, 404, 'asset-missing'],
  ])('%s: %i, with the failure', async (path, status, code) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({ code, message: expect.any(String) });
  });

  it('an address that is none is never looked up', async () => {
    asked.length = 0;
    for (const path of ['/media/original/', `/media/original/${SOUND}/..`, '/media/', '/media/upload']) await get(path);
    expect(asked).toEqual([]);
  });
});

describe('an upload', () => {
  const stored = () => readdirSync(studio.uploads).sort();
  const put = (name: string, body: Buffer, headers: Record<string, string> = {}) =>
    get(`/media/upload?name=${encodeURIComponent(name)}`, { method: 'POST', body, headers });

  it('is kept under its name, twice as two files, and its path is told', async () => {
    const answers = [await put('Größer – ride.flac', bytes), await put('Größer – ride.flac', bytes)];
    const paths = answers.map(({ status, text }) => {
      expect(status).toBe(200);
      return String(JSON.parse(text).path);
    });
    expect(new Set(paths).size).toBe(2);
    for (const path of paths) {
      expect(path.startsWith(studio.uploads)).toBe(true);
      expect(basename(path)).toBe('Größer – ride.flac');
      expect(readFileSync(path).equals(bytes)).toBe(true);
    }
  });

  it.each([
    ['../../../escaped.wav', 'escaped.wav'],
    ['..\\..\\escaped.wav', 'escaped.wav'],
    ['/etc/passwd', 'passwd'],
    ['..', 'sound'],
    ['', 'sound'],
    ['.hidden.mp3', 'hidden.mp3'],
    ['a:b*c?"<>|\u0000.wav', 'a_b_c______.wav'],
    ['CON.wav', '_CON.wav'],
    [`${'ö'.repeat(400)}.flac`, `${'ö'.repeat(75)}.flac`],
  ])('named %j stays in its folder', async (name, safe) => {
    const before = stored();
    const path = String(JSON.parse((await put(name, Buffer.from('RIFF'))).text).path);
    const [folder] = stored().filter((each) => !before.includes(each));
    expect(path).toBe(join(studio.uploads, folder, safe));
    expect(readFileSync(path, 'utf8')).toBe('RIFF');
  });

  it('over the limit is refused, said or unsaid, and leaves nothing', async () => {
    const before = stored();
    const long = Buffer.alloc(LIMIT + 1);
    for (const [name, value] of [...[['content-length', String(long.length)]], ['transfer-encoding', 'chunked']]) {
      const answer = await put('long.wav', long, { [name]: value });
      expect(answer.status).toBe(413);
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'bad-argument', details: { limit: LIMIT } });
    }
    expect(stored()).toEqual(before);
    expect((await put('exact.wav', long.subarray(1))).status).toBe(200);
  });

  it('whose connection breaks leaves nothing', async () => {
    const before = stored();
    const sent = request({
      ...{ host: '127.0.0.1', port: studio.port, method: 'POST', path: '/media/upload?name=cut.wav', agent: false },
      headers: { cookie: `cueforge-${studio.port}=${studio.token}`, 'content-length': '250000' },
    });
    sent.on('error', () => undefined);
    sent.write(bytes.subarray(0, 100_000));
    await eventually(() => expect(stored().filter((name) => name.endsWith('.partial'))).toHaveLength(1));
    sent.destroy();
    await eventually(() => expect(stored()).toEqual(before));
  });

  it('that cannot be written says so, and half-written ones are gone after a start', async () => {
    rmSync(studio.uploads, { recursive: true });
    const answer = await put('nowhere.wav', bytes);
    expect(answer.status).toBe(500);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'folder-unwritable' });
    mkdirSync(studio.uploads);
    writeFileSync(join(studio.uploads, '.0123456789abcdef.partial'), 'half');
    writeFileSync(join(studio.uploads, 'kept.wav'), 'whole');
    await studio.restart();
    expect(stored()).toEqual(['kept.wav']);
  });

  it('that is under way when the studio closes leaves nothing, and is waited for', async () => {
    const sent = request({
      ...{ host: '127.0.0.1', port: studio.port, method: 'POST', path: '/media/upload?name=cut.wav', agent: false },
      headers: { cookie: `cueforge-${studio.port}=${studio.token}`, 'content-length': '250000' },
    });
    sent.on('error', () => undefined);
    sent.write(bytes.subarray(0, 100_000));
    await eventually(() => expect(stored().filter((name) => name.endsWith('.partial'))).toHaveLength(1));
    await studio.close();
    expect(existsSync(join(studio.uploads, 'kept.wav'))).toBe(true);
    expect(stored()).toEqual(['kept.wav']);
  });
});
