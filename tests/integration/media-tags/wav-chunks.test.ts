import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseFile } from 'music-metadata';
import { afterAll, describe, expect, it } from 'vitest';
import type { FileTags } from '../../../src/media/tags.ts';
import { appendToWav, wavChunks } from '../../../src/media/wav-chunks.ts';
import { seconds } from '../../../src/model/index.ts';
import { FFMPEGS, plucks, runFfmpeg } from './ffmpeg.ts';

const folder = mkdtempSync(join(tmpdir(), 'cueforge-wav-'));
afterAll(() => rmSync(folder, { recursive: true }));

const pcm = new Uint8Array(plucks(4 * 48_000).buffer);
const cover = runFfmpeg(FFMPEGS[0], [
  ...['-f', 'lavfi', '-i', 'testsrc=size=64x64', '-frames:v', '1', '-f', 'image2pipe', '-c:v', 'mjpeg', 'pipe:1'],
]);
const tags: FileTags = {
  ...{ title: 'Élan · 1 🚴', artist: 'Coach', album: 'Ride', comment: 'Made' },
  chapters: [
    { title: 'Warm-up', start: seconds(0), end: seconds(1.5) },
    { title: 'Über den Berg', start: seconds(1.5), end: seconds(4) },
  ],
  cover: { mime: 'image/jpeg', data: cover },
};

const written = async (name: string, given: FileTags, ...options: string[]): Promise<string> => {
  const file = join(folder, `${name}.wav`);
  const input = ['-f', 'f32le', '-ar', '48000', '-ac', '2', '-i', 'pipe:0'];
  runFfmpeg(FFMPEGS[0], [...input, '-c:a', 'pcm_s24le', ...options, '-f', 'wav', '-y', file], pcm);
  await appendToWav(file, wavChunks(given));
  return file;
};
const decoded = (ffmpeg: string, file: string): Uint8Array =>
  runFfmpeg(ffmpeg, ['-i', file, '-map', '0:a', '-f', 's24le', 'pipe:1']);

/** The chunks of a RIFF file, in order, read as the format has them: nothing between them and nothing after. */
const chunksOf = (file: string): { name: string; content: Buffer }[] => {
  const bytes = readFileSync(file);
  expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
  const chunks: { name: string; content: Buffer }[] = [];
  for (let at = 12; at < bytes.length; ) {
    const size = bytes.readUInt32LE(at + 4);
    chunks.push({ name: bytes.toString('latin1', at, at + 4), content: bytes.subarray(at + 8, at + 8 + size) });
    at += 8 + size + (size & 1);
  }
  return chunks;
};

describe('a WAV with chunks of ours', () => {
  it('keeps texts in Unicode, the cover and the length for readers of tags', async () => {
    const { common, format } = await parseFile(await written('tagged', tags), { duration: true });
    expect([common.title, common.artist, common.album]).toEqual([tags.title, tags.artist, tags.album]);
    expect(common.picture?.map(({ data }) => Buffer.compare(data, cover))).toEqual([0]);
    expect(format.duration).toBe(4);
  });

  it('has markers with names and lengths at its chapters, and well-formed chunks', async () => {
    const chunks = chunksOf(await written('markers', tags));
    const cue = chunks.find(({ name }) => name === 'cue ')!.content;
    expect([cue.readUInt32LE(0), cue.length]).toEqual([2, 4 + 2 * 24]);
    expect([0, 1].map((i) => cue.readUInt32LE(4 + 24 * i + 20))).toEqual([0, 72_000]);
    const adtl = chunks.findLast(({ name }) => name === 'LIST')!.content;
    expect(adtl.toString('utf8')).toContain('Über den Berg\0');
    const region = adtl.indexOf('ltxt');
    expect(adtl.readUInt32LE(region + 12)).toBe(72_000); // the first chapter's length
  });

  it('has the same samples for every ffmpeg, and chapters for those that read them there', async () => {
    const file = await written('read', tags);
    for (const ffmpeg of FFMPEGS) {
      expect(decoded(ffmpeg, file).length).toBe(4 * 48_000 * 2 * 3);
    }
    const text = new TextDecoder().decode(
      runFfmpeg(FFMPEGS[FFMPEGS.length - 1], ['-i', file, '-f', 'ffmetadata', 'pipe:1']),
    );
    if (FFMPEGS.length > 1) expect(text).toMatch(/title=Warm-up[\s\S]*START=1500[\s\S]*title=Über den Berg/);
  });

  it('is corrected where it is an RF64, and the same every time', async () => {
    const file = await written('rf64', tags, '-rf64', 'always');
    const bytes = readFileSync(file);
    expect(bytes.toString('latin1', 0, 4)).toBe('RF64');
    expect(Number(bytes.readBigUInt64LE(20))).toBe(bytes.length - 8);
    expect(decoded(FFMPEGS[0], file).length).toBe(4 * 48_000 * 2 * 3);
    expect(Buffer.compare(bytes, readFileSync(await written('again', tags, '-rf64', 'always')))).toBe(0);
  });

  it('has no markers where there are no chapters', async () => {
    const chunks = chunksOf(await written('bare', { ...tags, chapters: [], cover: null }));
    expect(chunks.map(({ name }) => name).filter((name) => name === 'cue ')).toEqual([]);
  });
});
