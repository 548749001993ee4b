import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportJob } from '../../../../src/contract/index.ts';
import { cellsOf, type Desk, openDesk, scratch, settled, writeRide } from './desk.ts';

describe('what stops an export', () => {
  const place = scratch();
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk(place.folder);
  });
  afterAll(async () => {
    await desk.close();
    place.remove();
  });
  const jobsOf = async (path: string) =>
    (await desk.client.call('exports.list', {})).jobs.filter(({ workout }) => workout === path);

  it('a folder that cannot be written to is tried again, and said', async () => {
    const path = writeRide(place.folder, 'locked', 4);
    const blocked = join(place.folder, 'out');
    writeFileSync(blocked, 'a file where the folder should be');
    await desk.client.call('settings.set', { exportFolder: blocked });
    await desk.client.call('exports.enqueue', {
      what: 'cells',
      cells: [{ path, variant: 'music', format: 'mp3' }],
    });
    await expect
      .poll(async () => (await jobsOf(path))[0]?.failure?.code, { timeout: 60_000 })
      .toBe('folder-unwritable');
    const [job] = await jobsOf(path);
    expect(job.state).toBe('queued');
    expect(job.nextTry).toBeGreaterThan(Date.now());
    expect(job.failure!.message).toContain(`${blocked}/locked cannot be written to: what would be a folder`);
    const cell = (await cellsOf(desk, path)).get('music.mp3')!;
    expect([cell.state, cell.why]).toEqual(['queued', [job.failure!.message]]);
    rmSync(blocked);
    await desk.client.call('exports.retry', { ids: [job.id] });
    await settled(desk);
    expect((await jobsOf(path))[0]).toMatchObject({ state: 'done', failure: null });
  });

  it('a folder that vanishes while a file is made is said by the file, which is tried again', async () => {
    const path = writeRide(place.folder, 'moved', 120);
    const out = join(place.folder, 'drive');
    await desk.client.call('settings.set', { exportFolder: out });
    const deaf = desk.client.on('exports.changed', ({ progress }) => {
      if (!progress.some(({ fraction }) => fraction > 0) || !existsSync(join(out, 'moved'))) return;
      deaf();
      rmSync(out, { recursive: true });
    });
    await desk.client.call('exports.enqueue', { what: 'cells', cells: [{ path, variant: 'music', format: 'mp3' }] });
    await expect.poll(async () => (await jobsOf(path))[0]?.failure?.code, { timeout: 60_000 }).toBe('file-missing');
    const [job] = await jobsOf(path);
    const file = join(out, 'moved', 'moved_music.mp3');
    expect(job.failure!.message).toBe(
      `${file} is not there any more: its folder was moved or removed, or its drive is away`,
    );
    await settled(desk);
    expect((await jobsOf(path))[0]).toMatchObject({ state: 'done', failure: null });
    expect(existsSync(file)).toBe(true);
  });

  it('a folder of the name of a file is said, and not replaced', async () => {
    const path = writeRide(place.folder, 'taken', 4);
    const out = join(place.folder, 'taken-out');
    const file = join(out, 'taken', 'taken_music.mp3');
    mkdirSync(file, { recursive: true });
    await desk.client.call('settings.set', { exportFolder: out });
    await desk.client.call('exports.enqueue', { what: 'cells', cells: [{ path, variant: 'music', format: 'mp3' }] });
    await expect
      .poll(async () => (await jobsOf(path))[0]?.failure?.message, { timeout: 60_000 })
      .toBe(`${file} cannot be written: there is a folder of that name`);
    rmSync(file, { recursive: true });
    await settled(desk);
    expect((await jobsOf(path))[0]).toMatchObject({ state: 'done' });
  });

  it('refuses what is about jobs that are not there', async () => {
    const missing = { failure: { code: 'job-missing' } };
    await expect(desk.client.call('exports.cancel', { ids: ['none'] })).rejects.toMatchObject(missing);
    await expect(desk.client.call('exports.move', { ids: ['none'], before: null })).rejects.toMatchObject(missing);
    await expect(desk.client.call('exports.matrix', { preset: 'none' })).rejects.toMatchObject({
      failure: { code: 'bad-argument', message: 'There is no preset "none"' },
    });
  });

  it.skipIf(process.platform === 'win32')('a full disk ends its jobs with a sentence, and loses nothing', async () => {
    const folder = join(place.folder, 'full');
    const path = writeRide(folder, 'wide', 60);
    let other = await openDesk(folder);
    await other.client.call('settings.set', { exportFolder: join(folder, 'out') });
    await other.client.call('exports.enqueue', { what: 'all', paths: [path] });
    await settled(other);
    const made = (await cellsOf(other, path)).get('music.mp3')!.made!;
    await other.client.call('settings.set', { targetLufs: -18 });
    await other.client.call('exports.clear', {});
    await other.close();
    // ulimit stands for the full disk: a write past it fails at the same place.
    const body = fileURLToPath(new URL('full-exporter.ts', import.meta.url));
    const said = execFileSync('sh', ['-c', 'ulimit -f 1500; exec "$@"', 'sh', process.execPath, body, folder, path], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const jobs = JSON.parse(said.toString()) as ExportJob[];
    const music = jobs.find(({ variant }) => variant === 'music')!;
    expect([music.state, music.failure]).toEqual(['failed', { code: 'disk-full', message: expect.any(String) }]);
    expect(music.failure!.message).toContain(join(folder, 'out', 'wide'));
    // A small file had room.
    expect(jobs.find(({ variant }) => variant === 'coaching')!.state).toBe('done');
    expect(readFileSync(made.path).length).toBe(made.bytes);
    expect(readdirSync(join(folder, 'out', 'wide')).filter((name) => name.endsWith('.partial'))).toEqual([]);
    other = await openDesk(folder);
    const cell = (await cellsOf(other, path)).get('music.mp3')!;
    expect([cell.state, cell.why]).toEqual(['failed', [music.failure!.message]]);
    await other.client.call('exports.retry', { ids: null });
    expect((await settled(other)).every(({ state }) => state === 'done')).toBe(true);
    await other.close();
  });
});
