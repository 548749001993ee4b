import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Job, StudioClient } from '../../../../src/contract/index.ts';
import { toneWav } from '../tone-wav.ts';
import { followWorkout, RIDE, type ScratchStudio, saved, scratchStudio } from './editing.ts';

let studio: ScratchStudio;
let client: StudioClient;
beforeEach(async () => {
  studio = await scratchStudio();
  client = studio.connect();
  await client.call('settings.set', { exportFolder: studio.at('exports') });
});
afterEach(() => studio.remove());

const ended = (id: string): Promise<Job> =>
  new Promise((resolve) => {
    const stop = client.on('jobs.changed', (job) => {
      if (job.id !== id || job.endedAt === null) return;
      stop();
      resolve(job);
    });
  });

describe('a new workout', () => {
  it('has its own file and id, its music in sequence, and is on the shelf', async () => {
    toneWav(studio.at('low.wav'), { hertz: 220, seconds: 1, level: 0.5 });
    toneWav(studio.at('exports/Workouts/here.wav'), { hertz: 440, seconds: 1, level: 0.5 });
    const { job } = await client.call('library.import', { paths: [studio.at('low.wav')] });
    await ended(job);
    const [{ id }] = (await client.call('library.search', {})).rows;
    const music = [id, studio.at('exports/Workouts/here.wav')];
    const made = await Promise.all([1, 2].map(() => client.call('edit.create', { title: 'Été: 4×4!', music })));
    expect(made.map(({ path }) => path).sort()).toEqual([
      studio.at('exports/Workouts/ete-4-4-2.json'),
      studio.at('exports/Workouts/ete-4-4.json'),
    ]);
    expect(studio.json('exports/Workouts/ete-4-4.json')).toMatchObject({
      ...{ id: 'ete-4-4', title: 'Été: 4×4!' },
      tracks: [
        { id: 'track-1', file: studio.at('low.wav') },
        { id: 'track-2', file: 'here.wav' },
      ],
    });
    expect(studio.json('exports/Workouts/ete-4-4-2.json').id).toBe('ete-4-4-2');
    const { workouts } = await client.call('workouts.list', {});
    expect(workouts.map(({ errors }) => errors)).toEqual([[], []]);
    expect((await client.call('edit.open', { path: made[0].path })).history.undo).toBeNull();
  });

  it('takes more music in with its length known, so that what follows keeps its place', async () => {
    for (const [name, seconds] of [
      ['one', 2],
      ['two', 3],
    ] as const)
      toneWav(studio.at(`${name}.wav`), { hertz: 220, seconds, level: 0.5 });
    const { path } = await client.call('edit.create', { title: 'Two', music: [studio.at('one.wav')] });
    await client.call('edit.open', { path });
    // A stated length grows to that of the music: which the edit can only know of music that was measured first.
    const [first] = studio.json('exports/Workouts/two.json').tracks ?? [];
    studio.write('exports/Workouts/two.json', {
      ...studio.json('exports/Workouts/two.json'),
      ...{ duration_seconds: 2, cues: [{ id: 'a', time_ms: 1500, audio: 'none.wav' }] },
    });
    await client.call('edit.open', { path });
    const track = { id: 'two', file: studio.at('two.wav') };
    await client.call('edit.apply', {
      path,
      edits: [
        { op: 'tracks.add', tracks: [track], index: null },
        { op: 'cues.place', places: [{ id: 'a', time_ms: 4000 }] },
      ],
    });
    const { document } = await client.call('edit.open', { path });
    expect(document).toMatchObject({ duration_seconds: 5, tracks: [first, track] });
  });

  it('is refused where its music is not there', async () => {
    const music = [studio.at('none.wav')];
    await expect(client.call('edit.create', { title: 'X', music })).rejects.toMatchObject({
      failure: { code: 'file-missing' },
    });
    const unknown = ['0'.repeat(32)];
    await expect(client.call('edit.create', { title: 'X', music: unknown })).rejects.toMatchObject({
      failure: { code: 'asset-missing' },
    });
    expect(existsSync(studio.at('exports/Workouts'))).toBe(false);
  });
});

describe('a recording', () => {
  const coaches = [{ id: 'maya' }];

  it('is copied beside the workout, trimmed to its speech, and chosen for its coach', async () => {
    const path = studio.write('ride.json', { ...RIDE, coaches });
    const window = await followWorkout(client, path);
    // A second of silence, a second of sound, two of silence.
    toneWav(studio.at('tone.wav'), { hertz: 300, seconds: 1, level: 0.3 });
    toneWav(studio.at('Take.WAV'), { hertz: 300, seconds: 4, level: 0 });
    const [tone, take] = [readFileSync(studio.at('tone.wav')), readFileSync(studio.at('Take.WAV'))];
    tone.copy(take, 44 + 48_000 * 4, 44);
    writeFileSync(studio.at('Take.WAV'), take);

    const file = studio.at('Take.WAV');
    const first = await client.call('edit.addTake', { path, cue: 'b', coach: 'maya', file, name: '' });
    expect(first).toMatchObject({ take: 'take-1', revision: window.opened.revision + 1 });
    const second = await client.call('edit.addTake', { path, cue: 'b', coach: 'maya', file, name: 'Louder' });
    const cue = window.now().document.cues?.find(({ id }) => id === 'b');
    expect(cue?.takes).toEqual([
      expect.objectContaining({ id: 'take-1', name: 'Take 1', coach: 'maya', audio: 'takes/ride/b-1.wav' }),
      expect.objectContaining({ id: second.take, name: 'Louder', audio: 'takes/ride/b-2.wav', chosen: true }),
    ]);
    expect(cue?.takes?.[0].chosen).not.toBe(true);
    expect(cue?.takes?.[0].start_ms).toBeGreaterThan(850);
    expect(cue?.takes?.[0].start_ms).toBeLessThanOrEqual(900);
    expect(cue?.takes?.[0].end_ms).toBeGreaterThanOrEqual(2300);
    expect(cue?.takes?.[0].end_ms).toBeLessThan(2500);
    expect(window.changes.map(({ touched }) => touched)).toEqual([['b'], ['b']]);
    // A cue that was made for a recording is undone with it.
    const edits = [{ op: 'cues.add' as const, cues: [{ id: 'dropped', time_ms: 30_000, text: 'Dropped' }] }];
    const before = window.now().document;
    await client.call('edit.apply', { path, edits, merge: 'drop' });
    await client.call('edit.addTake', { path, cue: 'dropped', coach: null, file, name: '', merge: 'drop' });
    await client.call('edit.undo', { path });
    expect(window.now().document).toEqual(before);
    await client.call('edit.undo', { path });
    await client.call('edit.redo', { path });
    await saved(window);
    expect(readdirSync(studio.at('takes/ride')).sort()).toEqual(['b-1.wav', 'b-2.wav', 'dropped-1.wav']);
  });

  it('that is none leaves nothing behind', async () => {
    const path = studio.write('ride.json', { ...RIDE, coaches });
    mkdirSync(studio.at('in'));
    const file = studio.write('in/take.wav', 'no sound');
    const add = (over: object) =>
      client.call('edit.addTake', { path, cue: 'b', coach: 'maya', file, name: '', ...over }).then(
        () => null,
        (error) => error.failure.code,
      );
    expect(await add({})).toBe('media-not-audio');
    expect(await add({ file: studio.at('in/none.wav') })).toBe('file-missing');
    expect(await add({ cue: 'x' })).toBe('bad-argument');
    expect(await add({ coach: 'x' })).toBe('bad-argument');
    expect(existsSync(studio.at('takes'))).toBe(false);
    expect(await client.call('edit.history', { path })).toEqual({ labels: [], undone: 0 });
  });
});
