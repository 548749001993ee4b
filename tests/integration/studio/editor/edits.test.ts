import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StudioClient } from '../../../../src/contract/index.ts';
import { followWorkout, RIDE, type ScratchStudio, saved, scratchStudio } from './editing.ts';

let studio: ScratchStudio;
let client: StudioClient;
let path: string;
beforeEach(async () => {
  studio = await scratchStudio();
  client = studio.connect();
  path = studio.write('ride.json', RIDE);
});
afterEach(() => studio.remove());

const place = (id: string, time_ms: number) => ({ op: 'cues.place' as const, places: [{ id, time_ms }] });
const timesOf = ({ cues }: { cues?: { id?: string | null; time_ms: number }[] }) =>
  Object.fromEntries((cues ?? []).map(({ id, time_ms }) => [id, time_ms]));

describe('edits', () => {
  it('are told to every window with what they touched, undone and done again', async () => {
    const window = await followWorkout(client, path);
    expect(window.opened).toMatchObject({ document: RIDE, notice: null, history: { undo: null, redo: null } });
    const first = window.opened.revision;
    const done = await client.call('edit.apply', { path, edits: [place('b', 61_000)] });
    expect(done).toMatchObject({ revision: first + 1, history: { redo: null }, touched: ['b'], savedAt: null });
    const label = done.history.undo;
    expect(label).toEqual(expect.stringContaining('ove'));
    expect(window.changes).toMatchObject([{ label, touched: ['b'], revision: first + 1 }]);
    expect(timesOf(window.now().document)).toEqual({ a: 1000, b: 61_000, c: 120_000 });

    expect(await client.call('edit.undo', { path })).toMatchObject({ history: { undo: null, redo: label } });
    expect(window.changes[1]).toMatchObject({ label: `Undo: ${label}`, touched: ['b'], revision: first + 2 });
    expect(window.now().document).toEqual(RIDE);
    expect(await client.call('edit.history', { path })).toEqual({ labels: [label], undone: 1 });
    await client.call('edit.redo', { path });
    expect(window.changes[2]).toMatchObject({ label: `Redo: ${label}`, touched: ['b'], revision: first + 3 });
    expect(timesOf(window.now().document).b).toBe(61_000);
    expect(await client.call('edit.history', { path })).toEqual({ labels: [label], undone: 0 });
    await expect(client.call('edit.redo', { path })).rejects.toMatchObject({ failure: { code: 'nothing-to-undo' } });
  });

  it('that change nothing leave no entry and are told to nobody', async () => {
    const window = await followWorkout(client, path);
    const same = await client.call('edit.apply', { path, edits: [place('b', 60_000)] });
    expect(same).toMatchObject({ revision: window.opened.revision, history: { undo: null } });
    await expect(client.call('edit.apply', { path, edits: [place('nobody', 1)] })).rejects.toMatchObject({
      failure: { code: 'bad-argument' },
    });
    expect(window.changes).toEqual([]);
    expect(await client.call('edit.history', { path })).toEqual({ labels: [], undone: 0 });
  });

  it('after an undo take the place of what was undone', async () => {
    const window = await followWorkout(client, path);
    await client.call('edit.apply', { path, edits: [place('a', 2000)], label: 'One' });
    await client.call('edit.apply', { path, edits: [place('a', 3000)], label: 'Two' });
    await client.call('edit.undo', { path });
    await client.call('edit.apply', { path, edits: [place('a', 4000)], label: 'Three' });
    expect(await client.call('edit.history', { path })).toEqual({ labels: ['One', 'Three'], undone: 0 });
    await client.call('edit.undo', { path });
    expect(timesOf(window.now().document).a).toBe(2000);
  });

  it('bring what was removed back as it was, and say so', async () => {
    const window = await followWorkout(client, path);
    await client.call('edit.apply', { path, edits: [{ op: 'cues.remove', ids: ['a', 'c'] }] });
    expect(window.now().document.cues).toEqual([RIDE.cues[1]]);
    await client.call('edit.undo', { path });
    expect(window.now().document).toEqual(RIDE);
    expect(window.changes[1].touched).toEqual(['a', 'c']);
  });
});

describe('edits that merge', () => {
  const drag = (id: string, time_ms: number, merge: string) =>
    client.call('edit.apply', { path, edits: [place(id, time_ms)], merge });

  it('become one entry, undone as one', async () => {
    const window = await followWorkout(client, path);
    for (const at of [61_000, 62_000, 63_000, 64_000]) await drag('b', at, 'drag 1');
    expect(window.changes).toHaveLength(4);
    expect((await client.call('edit.history', { path })).labels).toHaveLength(1);
    await client.call('edit.undo', { path });
    expect(window.now().document).toEqual(RIDE);
    await client.call('edit.redo', { path });
    expect(timesOf(window.now().document).b).toBe(64_000);
  });

  it('stay apart where the words differ, 5 s have gone by, or something was undone', async () => {
    await followWorkout(client, path);
    await drag('b', 61_000, 'drag 1');
    await drag('b', 62_000, 'drag 2');
    studio.clock.at += 4999;
    await drag('b', 63_000, 'drag 2');
    studio.clock.at += 5000;
    await drag('b', 64_000, 'drag 2');
    expect((await client.call('edit.history', { path })).labels).toHaveLength(3);
    await drag('b', 65_000, 'drag 3');
    await client.call('edit.undo', { path });
    await drag('b', 66_000, 'drag 2');
    await client.call('edit.apply', { path, edits: [place('b', 67_000)] });
    await client.call('edit.apply', { path, edits: [place('b', 68_000)] });
    expect((await client.call('edit.history', { path })).labels).toHaveLength(6);
  });

  it('that end where they began leave no entry', async () => {
    const window = await followWorkout(client, path);
    await drag('a', 5000, 'before');
    await drag('b', 61_000, 'drag');
    await drag('b', 60_000, 'drag');
    expect(window.changes).toHaveLength(3);
    expect((await client.call('edit.history', { path })).labels).toHaveLength(1);
    await client.call('edit.undo', { path });
    expect(window.now().document).toEqual(RIDE);
  });
});

it('two windows that edit at once end with the same workout', async () => {
  const windows = [client, studio.connect()];
  const followers = await Promise.all(windows.map((window) => followWorkout(window, path)));
  const calls = Array.from({ length: 60 }, (_, n) => {
    const window = windows[n % 2];
    if (n % 7 === 5) return window.call('edit.undo', { path });
    if (n % 11 === 8) return window.call('edit.redo', { path });
    const id = ['a', 'b', 'c'][n % 3];
    return window.call('edit.apply', { path, edits: [place(id, 1000 * n + 7)], merge: n % 4 ? null : 'drag' });
  });
  const ended = await Promise.allSettled(calls);
  expect(ended.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(40);
  const [one, other] = followers.map((follower) => follower.now());
  expect(other).toEqual(one);
  const { document, revision } = await client.call('edit.open', { path });
  expect({ document, revision }).toEqual(one);
  await saved(followers[0]);
  expect(studio.json('ride.json')).toEqual(document);
});
