import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSocketChannel } from '../../../renderer/host/socket-channel.ts';
import {
  coverPath,
  createClient,
  decodePcmFrame,
  type FromPcmSource,
  originalPath,
  PCM_PATH,
  UPLOAD_PATH,
  waveformPath,
} from '../../../src/contract/index.ts';
import { eventually } from '../../unit/contract/conformance.ts';
import { type Desk, openDesk } from '../export/cueforge.ts';
import { tone, writeFloatWav } from '../export/material.ts';
import { framesIn } from './pcm-material.ts';
import { type Asked, ask } from './requests.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

describe('cueforge studio', () => {
  let desk: Desk;
  beforeAll(() => {
    desk = openDesk();
    if (!existsSync(`${ROOT}out/renderer/index.html`)) execFileSync('npm', ['run', 'build'], { cwd: ROOT });
  });
  afterAll(() => desk.clear());

  /** Starts it in the desk's folder and waits for the line with its address. */
  const start = async (...args: string[]) => {
    const studio = desk.start('studio', '--no-open', '--library', 'library', ...args);
    let said = '';
    studio.process.stdout!.on('data', (text: string) => {
      said += text;
    });
    await eventually(() => expect(said).toContain('\n'), 20_000);
    const url = new URL(/http:[^\s"]+/.exec(said)![0]);
    return { ...studio, url, said, port: Number(url.port), token: url.searchParams.get('token')! };
  };

  it('prints its address in one line, serves the page and the studio, and ends with 0 on Ctrl-C', async () => {
    const { process, ended, url, said, port, token } = await start();
    expect(said).toBe(`Cueforge is at ${url.href} (Ctrl-C ends it)\n`);
    expect((await ask(port, '/')).text).toContain('<title>Cueforge</title>');
    const client = createClient(await openSocketChannel(`ws://127.0.0.1:${port}/contract?token=${token}`));
    expect(await client.call('app.info', {})).toMatchObject({ host: 'web', libraryPath: desk.at('library') });
    await client.call('settings.set', { targetLufs: -19 });
    const uploaded = await ask(port, `/media/upload?name=a.wav&token=${token}`, { method: 'POST', body: Buffer.of(1) });
    expect(JSON.parse(uploaded.text).path.startsWith(desk.at('library', 'dropped'))).toBe(true);
    process.kill('SIGINT');
    expect(await ended).toEqual({ code: 0, stdout: said, stderr: '' });
    await client.closed;

    const again = await start('--port', String(port), '--json');
    expect(JSON.parse(again.said)).toEqual({ event: 'serving', url: again.url.href });
    expect([again.port, again.token === token]).toEqual([port, false]);
    const next = createClient(await openSocketChannel(`ws://127.0.0.1:${port}/contract?token=${again.token}`));
    expect(await next.call('settings.get', {})).toMatchObject({ targetLufs: -19 });
    again.process.kill('SIGTERM');
    expect((await again.ended).code).toBe(0);
  });

  it('takes a sound that is sent, and finds, draws and plays it', async () => {
    const { process, ended, port, token } = await start();
    const client = createClient(await openSocketChannel(`ws://127.0.0.1:${port}/contract?token=${token}`));
    const get = (path: string, how: Asked = {}) =>
      ask(port, `${path}${path.includes('?') ? '&' : '?'}token=${token}`, how);
    writeFloatWav(desk.at('Warm up.wav'), tone(440, 3, 0.25));
    const bytes = readFileSync(desk.at('Warm up.wav'));
    const sent = await get(`${UPLOAD_PATH}?name=Warm%20up.wav`, { method: 'POST', body: bytes });
    const { path } = JSON.parse(sent.text);
    const { job } = await client.call('library.import', { paths: [path] });
    await eventually(async () => {
      const { jobs } = await client.call('jobs.list', {});
      expect(jobs.find(({ id }) => id === job)).toMatchObject({ state: 'done', problems: [] });
    }, 60_000);
    const { rows } = await client.call('library.search', { text: 'warm' });
    expect(rows).toMatchObject([{ title: 'Warm up', path, analysis: 'done', seconds: 3 }]);
    const part = await get(originalPath(rows[0].id), { headers: { range: 'bytes=44-1043' } });
    expect(part.body.equals(bytes.subarray(44, 1044))).toBe(true);
    const waveform = await get(waveformPath(rows[0].id, 1024));
    expect(waveform.status).toBe(200);
    expect(waveform.body.readInt32LE(0)).toBe(2); // .dat version 2
    expect((await get(coverPath(rows[0].id))).status).toBe(404);

    const socket = new WebSocket(`ws://127.0.0.1:${port}${PCM_PATH}?token=${token}`);
    socket.binaryType = 'arraybuffer';
    const heard: FromPcmSource[] = [];
    socket.addEventListener('message', ({ data }) => heard.push(decodePcmFrame(data as string | ArrayBuffer)));
    await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
    socket.send(JSON.stringify({ kind: 'open', epoch: 1, sound: { kind: 'asset', asset: rows[0].id }, from: 48_000 }));
    socket.send(JSON.stringify({ kind: 'credit', epoch: 1, frames: 10_000 }));
    await eventually(() => expect(framesIn(heard, 1)).toBe(10_000), 20_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(framesIn(heard, 1)).toBe(10_000);
    const first = heard.find((message) => message.kind === 'pcm');
    expect(first).toMatchObject({ epoch: 1, frame: 48_000 });
    const expected = tone(440, 3, 0.25).subarray(48_000 * 2, 48_000 * 2 + first!.samples.length);
    expect(Math.max(...expected.map((sample, n) => Math.abs(sample - first!.samples[n])))).toBeLessThan(1e-6);
    socket.close();
    process.kill('SIGINT');
    expect((await ended).code).toBe(0);
  });

  it('ends with a sentence where its port is taken, its options are wrong, or its library is in use', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port));
    });
    const taken = await desk.cueforge('studio', '--no-open', '--library', 'second', '--port', String(port));
    other.close();
    expect(taken).toMatchObject({ code: 2, stdout: '' });
    expect(taken.stderr).toBe(`cueforge: Port ${port} of 127.0.0.1 is taken by another program\n`);
    for (const [option, value] of [...[['--port', '65536']], ['--out', 'x']]) {
      expect(await desk.cueforge('studio', '--no-open', option, value)).toMatchObject({ code: 2, stdout: '' });
    }
    expect(readdirSync(desk.folder).sort()).toEqual(['Warm up.wav', 'library', 'second']);
    const running = await start();
    const twice = await desk.cueforge('studio', '--no-open', '--library', 'library');
    expect(twice).toMatchObject({ code: 5, stdout: '' });
    running.process.kill('SIGINT');
    expect((await running.ended).code).toBe(0);
  });
});
