import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createClient,
  createInMemoryChannels,
  type Job,
  type StudioClient,
  serve,
} from '../../../src/contract/index.ts';
import { type OpenService, openStudioService } from '../../../src/studio/index.ts';
import { toneWav } from './tone-wav.ts';

/** A studio as a window sees it: over a channel, with a library and a cache of its own. */
const open = async (folder: string): Promise<{ client: StudioClient; close(): Promise<void> }> => {
  const opened: OpenService = await openStudioService({
    host: 'web',
    libraryPath: join(folder, 'library'),
    cachePath: join(folder, 'cache'),
  });
  const { client, studio } = createInMemoryChannels();
  serve(studio, opened.service);
  return { client: createClient(client), close: opened.close };
};

const ended = (client: StudioClient, id: string): Promise<Job> =>
  new Promise((resolve) => {
    const stop = client.on('jobs.changed', (job) => {
      if (job.id !== id || job.endedAt === null) return;
      stop();
      resolve(job);
    });
  });

describe('a studio behind its contract', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cueforge-service-'));
  const music = join(folder, 'music');
  let studio: Awaited<ReturnType<typeof open>>;
  const imported = async (...paths: string[]): Promise<Job> => {
    const { job } = await studio.client.call('library.import', { paths });
    return ended(studio.client, job);
  };
  const rows = async (query = {}) => (await studio.client.call('library.search', query)).rows;

  beforeAll(async () => {
    toneWav(join(music, 'low.wav'), { hertz: 220, seconds: 3, level: 0.5 });
    toneWav(join(music, 'deep', 'high.wav'), { hertz: 1000, seconds: 2, level: 0.1 });
    writeFileSync(join(music, 'notes.txt'), 'no sound');
    studio = await open(folder);
  });
  afterAll(async () => {
    await studio.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('imports what is sound in a folder and says what is not', async () => {
    const job = await imported(music, join(music, 'notes.txt'), join(folder, 'nowhere'));
    expect(job).toMatchObject({ state: 'done', detail: '2 added, 1 not readable' });
    expect(job.problems).toEqual([expect.stringContaining('nowhere'), expect.stringContaining('notes.txt')]);
    const found = await rows();
    expect(found.map(({ title, seconds, analysis }) => [title, seconds, analysis])).toEqual([
      ['high', 2, 'done'],
      ['low', 3, 'done'],
    ]);
    // A 1 kHz sine of peak 0.1 on both channels: -20 dBFS peak is -20 LUFS, within the K filter's gain at 1 kHz.
    expect(found[0].lufs).toBeCloseTo(-20, 0);
    expect(found[0].dbtp).toBeCloseTo(-20, 1);
  });

  it('takes the same file twice as one, and finds a moved one again', async () => {
    copyFileSync(join(music, 'low.wav'), join(music, 'low copy.wav'));
    expect(await imported(join(music, 'low copy.wav'))).toMatchObject({ detail: '0 added, 1 were there' });
    expect(await rows()).toHaveLength(2);
    unlinkSync(join(music, 'low copy.wav'));
    renameSync(join(music, 'low.wav'), join(music, 'bass.wav'));
    await imported(join(music, 'bass.wav'));
    expect((await rows({ text: 'low' }))[0]).toMatchObject({ path: join(music, 'bass.wav'), missing: false });
  });

  it('undoes an edit, also after it was closed and opened again', async () => {
    const [{ id }] = await rows({ text: 'high' });
    await studio.client.call('library.edit', { ids: [id], change: { tags: ['climb'], notes: 'Leave 2 bars' } });
    await studio.close();
    studio = await open(folder);
    expect((await studio.client.call('library.asset', { id })).tags).toEqual(['climb']);
    expect((await studio.client.call('history.get', {})).undo).toContain('high');
    expect(await studio.client.call('history.undo', {})).toMatchObject({ undo: null });
    expect((await studio.client.call('library.asset', { id })).tags).toEqual([]);
    await expect(studio.client.call('history.undo', {})).rejects.toMatchObject({
      failure: { code: 'nothing-to-undo' },
    });
  });

  it('tells a missing file at the next start, and finds it by content below a folder', async () => {
    renameSync(join(music, 'bass.wav'), join(folder, 'elsewhere.wav'));
    await studio.close();
    studio = await open(folder);
    await expect.poll(() => rows({ needs: 'missing' }), { timeout: 5000 }).toHaveLength(1);
    const [{ id }] = await rows({ needs: 'missing' });
    const other = join(music, 'deep', 'high.wav');
    await expect(studio.client.call('library.relink', { id, path: other })).rejects.toMatchObject({
      failure: { code: 'asset-differs' },
    });
    expect(await studio.client.call('library.relinkFolder', { path: folder })).toEqual({ found: 1, missing: 1 });
    expect(await rows({ needs: 'missing' })).toEqual([]);
  });

  it('exports a workout, knows it as made, and as stale once it was changed', async () => {
    const workout = join(folder, 'ride.json');
    const document = { id: 'ride', music_url: 'elsewhere.wav', cues: [{ time_ms: 500, text: 'Go.' }] };
    writeFileSync(workout, JSON.stringify(document));
    await studio.client.call('settings.set', { exportFolder: join(folder, 'exports') });
    await studio.client.call('settings.set', { welcomed: true }); // and nothing else changes
    await studio.client.call('workouts.open', { path: workout });
    const { job } = await studio.client.call('export.start', { path: workout, variants: ['music'] });
    expect(await ended(studio.client, job)).toMatchObject({ state: 'done', detail: '1 file made' });
    const stateOf = async () => {
      const [{ variants }] = (await studio.client.call('workouts.list', {})).workouts;
      return variants.map(({ id, state, reason }) => [id, state, reason]);
    };
    expect(await stateOf()).toEqual([
      ['music', 'made', null],
      ['coaching', 'not-made', null],
      ['coached', 'not-made', null],
    ]);
    expect(existsSync(join(folder, 'exports', 'ride', 'ride_music.mp3'))).toBe(true);
    writeFileSync(workout, JSON.stringify({ ...document, title: 'Another' }));
    expect((await stateOf())[0]).toEqual(['music', 'stale', 'the workout has changed']);
  });

  it('shows a workout with errors, and refuses to export it', async () => {
    const workout = join(folder, 'wrong.json');
    writeFileSync(workout, '{"id":"wrong","cues":[{"time_ms":-1,"text":"Go."}]}');
    const opened = await studio.client.call('workouts.open', { path: workout });
    expect(opened.errors.join('\n')).toContain('cues[0].time_ms');
    const { job } = await studio.client.call('export.start', { path: workout });
    expect(await ended(studio.client, job)).toMatchObject({ state: 'failed', failure: { code: 'workout-invalid' } });
    await expect(studio.client.call('workouts.open', { path: join(folder, 'none.json') })).rejects.toMatchObject({
      failure: { code: 'workout-missing' },
    });
  });

  it('imports what comes into a watched folder, once it is whole', async () => {
    const watched = join(folder, 'watched');
    toneWav(join(watched, 'here before.wav'), { hertz: 440, seconds: 1, level: 0.2 });
    await studio.client.call('settings.set', { watchedFolders: [watched] });
    await expect.poll(() => rows({ text: 'here before' }), { timeout: 20_000 }).toHaveLength(1);
    toneWav(join(watched, 'deeper', 'comes later.wav'), { hertz: 550, seconds: 1, level: 0.2 });
    writeFileSync(join(watched, 'no sound.txt'), 'text');
    await expect.poll(async () => (await rows({ text: 'comes later' }))[0]?.analysis, { timeout: 20_000 }).toBe('done');
    await studio.client.call('settings.set', { watchedFolders: [] });
    const { jobs } = await studio.client.call('jobs.list', {});
    expect(jobs.flatMap(({ problems }) => problems)).not.toContainEqual(expect.stringContaining('no sound'));
  });

  it('cancels an import, and finishes it when it is opened again', async () => {
    toneWav(join(music, 'long.wav'), { hertz: 300, seconds: 600, level: 0.3 });
    const { job } = await studio.client.call('library.import', { paths: [join(music, 'long.wav')] });
    await expect.poll(() => rows({ text: 'long' }), { timeout: 10_000, interval: 10 }).toHaveLength(1);
    await studio.client.call('jobs.cancel', { id: job });
    await expect
      .poll(async () => (await studio.client.call('jobs.list', {})).jobs.find(({ id }) => id === job)?.state, {
        timeout: 20_000,
      })
      .toBe('cancelled');
    expect((await rows({ text: 'long' }))[0].analysis).toBe('waiting');
    await studio.close();
    studio = await open(folder);
    await expect.poll(async () => (await rows({ text: 'long' }))[0].analysis, { timeout: 60_000 }).toBe('done');
  });
});
