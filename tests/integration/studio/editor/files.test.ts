import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StudioClient } from '../../../../src/contract/index.ts';
import { openLibrary } from '../../../../src/library/index.ts';
import type { WorkoutEdit } from '../../../../src/model/index.ts';
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

const retitle = (title: string, at = path) => {
  const edits: WorkoutEdit[] = [{ op: 'workout.change', change: { title } }];
  return client.call('edit.apply', { path: at, edits, label: `Title ${title}` });
};
const restart = async (): Promise<void> => {
  await studio.reopen();
  client = studio.connect();
};
const labels = async (at = path) => (await client.call('edit.history', { path: at })).labels;
const partials = () => readdirSync(studio.folder).filter((name) => name.endsWith('.partial'));

describe('the file', () => {
  it('follows the edits, with keys nobody knows and the layout it had', async () => {
    const text = JSON.stringify(RIDE, null, '\t').replaceAll('\n', '\r\n');
    studio.write('ride.json', text);
    const window = await followWorkout(client, path);
    await retitle('Evening ride');
    await saved(window);
    const wanted = { ...RIDE, title: 'Evening ride' };
    expect(readFileSync(path, 'utf8')).toBe(JSON.stringify(wanted, null, '\t').replaceAll('\n', '\r\n'));
    expect(partials()).toEqual([]);
  });

  it('is what it was, to the byte, once everything is undone', async () => {
    // No ids, an odd layout: what opening adds goes again.
    const text =
      '{"id": "ride",\n "cues": [ {"time_ms": 500, "audio": "a.wav"}, {"time_ms": 900, "audio": "b.wav"} ] }';
    studio.write('ride.json', text);
    const window = await followWorkout(client, path);
    expect(window.opened.document.cues?.map(({ id }) => id)).toEqual(['cue-1', 'cue-2']);
    expect(readFileSync(path, 'utf8')).toBe(text);
    await retitle('One');
    await saved(window);
    expect(studio.json('ride.json').cues?.[0].id).toBe('cue-1');
    await restart();
    await client.call('edit.undo', { path });
    await studio.close();
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('is written a few times while edits go on, and soon after the last', async () => {
    const window = await followWorkout(client, path);
    for (let n = 1; n <= 100; n++) await retitle(`Ride ${n}`);
    await saved(window);
    expect(studio.json('ride.json').title).toBe('Ride 100');
    expect(window.saves.length).toBeLessThan(50);
  });

  it('is the same workout by another name', async () => {
    symlinkSync(path, studio.at('link.json'));
    const window = await followWorkout(client, path);
    const linked = await client.call('edit.open', { path: studio.at('link.json') });
    expect(linked.path).toBe(path);
    await retitle('Through the link', studio.at('link.json'));
    expect(window.now().document.title).toBe('Through the link');
    // Asked for by the link, the workout on the shelf is the one that is edited.
    const shelved = await client.call('workouts.open', { path: studio.at('link.json') });
    expect(shelved.title).toBe('Through the link');
  });
});

describe('a restart', () => {
  it('goes on with document, history and revision', async () => {
    const window = await followWorkout(client, path);
    for (const title of ['One', 'Two', 'Three']) await retitle(title);
    await client.call('edit.undo', { path });
    const { revision } = window.now();
    await restart();
    const opened = await client.call('edit.open', { path });
    expect(opened).toMatchObject({ revision, notice: null, history: { undo: 'Title Two', redo: 'Title Three' } });
    expect(opened.savedAt).not.toBeNull();
    expect(studio.json('ride.json').title).toBe('Two');
    expect((await client.call('edit.redo', { path })).revision).toBe(revision + 1);
    for (let n = 0; n < 3; n++) await client.call('edit.undo', { path });
    expect((await client.call('edit.open', { path })).document).toEqual(RIDE);
  });
});

describe('a studio that died', () => {
  /** Leaves the library as a process does that ended while it wrote `text`. */
  const dieWriting = async (text: string): Promise<void> => {
    const window = await followWorkout(client, path);
    await retitle('One');
    await saved(window);
    await studio.close();
    const library = await openLibrary({ folder: studio.at('library'), now: () => studio.clock.at });
    library.documents.add(
      path,
      { document: { ...RIDE, title: 'Two' }, revision: 3 },
      { label: 'Title Two', mergeKey: null, forward: [], inverse: [], at: 1 },
    );
    library.documents.beginWrite(path, createHash('sha256').update(text).digest('hex'));
    await library.close();
  };

  it.each(['before', 'after'])('%s the file had its name: what the library holds is written', async (when) => {
    const text = JSON.stringify({ ...RIDE, title: 'One and a half' });
    await dieWriting(text);
    if (when === 'after') studio.write('ride.json', text);
    await restart();
    const opened = await client.call('edit.open', { path });
    expect(opened).toMatchObject({ notice: null, document: { title: 'Two' }, history: { undo: 'Title Two' } });
    await expect.poll(() => studio.json('ride.json').title, { timeout: 10_000 }).toBe('Two');
    expect(await labels()).toEqual(['Title One', 'Title Two']);
  });
});

describe('a change by another program', () => {
  const OTHER = { ...RIDE, title: 'From elsewhere', cues: RIDE.cues.slice(1) };

  it('that was made meanwhile is shown, told once, and can be undone', async () => {
    await retitle('Mine');
    await restart();
    studio.write('ride.json', OTHER);
    const window = await followWorkout(client, path);
    expect(window.opened).toMatchObject({ document: OTHER, history: { undo: 'Changed outside Cueforge', redo: null } });
    expect(window.opened.notice).toContain('ride.json was changed by another program');
    expect((await client.call('edit.open', { path })).notice).toBeNull();
    await client.call('edit.undo', { path });
    expect(window.now().document.title).toBe('Mine');
    expect(window.changes[0]).toMatchObject({ label: 'Undo: Changed outside Cueforge', touched: ['a'] });
    await saved(window);
    expect(studio.json('ride.json').title).toBe('Mine');
  });

  it('comes into windows by itself', async () => {
    const window = await followWorkout(client, path);
    studio.write('ride.json', OTHER);
    await expect.poll(() => window.now().document, { timeout: 20_000 }).toEqual(OTHER);
    expect(window.changes).toMatchObject([{ label: 'Changed outside Cueforge', saveTrouble: null }]);
    expect(window.changes[0].savedAt).toBeNull();
    expect(window.saves.at(-1)?.savedAt).not.toBeNull();
    expect(studio.json('ride.json')).toEqual(OTHER);
  });

  it('between two edits is taken in before the file is written again', async () => {
    const window = await followWorkout(client, path);
    await retitle('Mine');
    await saved(window);
    studio.write('ride.json', OTHER);
    await retitle('Mine too');
    await expect.poll(() => window.now().document.title, { timeout: 10_000 }).toBe('From elsewhere');
    expect(await labels()).toEqual(['Title Mine', 'Title Mine too', 'Changed outside Cueforge']);
    await client.call('edit.undo', { path });
    expect(window.now().document.title).toBe('Mine too');
    await saved(window);
    expect(studio.json('ride.json').title).toBe('Mine too');
  });

  it('of the layout alone is no change, and is kept', async () => {
    const window = await followWorkout(client, path);
    studio.write('ride.json', JSON.stringify(RIDE));
    await retitle('Mine');
    await saved(window);
    expect(await labels()).toEqual(['Title Mine']);
    expect(readFileSync(path, 'utf8')).toBe(JSON.stringify({ ...RIDE, title: 'Mine' }));
  });

  it('that is no workout is left as it is until it is one', async () => {
    const window = await followWorkout(client, path);
    studio.write('ride.json', '{ "id": "ri');
    await retitle('Mine');
    await expect.poll(() => window.saves.at(-1)?.saveTrouble, { timeout: 10_000 }).toContain('ride.json has an error');
    await restart();
    const opened = await client.call('edit.open', { path });
    expect(opened).toMatchObject({ document: { title: 'Mine' }, savedAt: null });
    expect(opened.saveTrouble).toContain('ride.json has an error');
    expect(readFileSync(path, 'utf8')).toBe('{ "id": "ri');
    const again = await followWorkout(client, path);
    studio.write('ride.json', OTHER);
    await expect.poll(() => again.now().document.title, { timeout: 10_000 }).toBe('From elsewhere');
    expect(await labels()).toEqual(['Title Mine', 'Changed outside Cueforge']);
  });

  it('that took the file away: it is written anew with the next edit', async () => {
    const window = await followWorkout(client, path);
    rmSync(path);
    await retitle('Mine');
    await saved(window);
    expect(studio.json('ride.json').title).toBe('Mine');
  });
});

describe('a folder that cannot be written', () => {
  // Where the tests run as root no mode keeps anyone out; a file in the folder's place does.
  it('loses nothing: told, tried again, written in the end', async () => {
    mkdirSync(studio.at('stick'));
    const there = studio.write('stick/ride.json', RIDE);
    const window = await followWorkout(client, there);
    renameSync(studio.at('stick'), studio.at('gone'));
    studio.write('stick', 'in the way');
    await retitle('Mine', there);
    await expect
      .poll(() => window.saves.at(-1)?.saveTrouble, { timeout: 10_000 })
      .toContain('ride.json cannot be written');
    expect(window.saves.at(-1)?.savedAt).toBeNull();
    await retitle('Mine too', there);
    expect((await client.call('edit.open', { path: there })).document.title).toBe('Mine too');
    rmSync(studio.at('stick'));
    renameSync(studio.at('gone'), studio.at('stick'));
    await saved(window);
    expect(window.saves.at(-1)?.saveTrouble).toBeNull();
    expect(studio.json('stick/ride.json').title).toBe('Mine too');
  });

  it('says so where only reading is allowed', { skip: process.getuid?.() === 0 }, async () => {
    mkdirSync(studio.at('locked'));
    const there = studio.write('locked/ride.json', RIDE);
    chmodSync(studio.at('locked'), 0o555);
    const window = await followWorkout(client, there);
    await retitle('Mine', there);
    await expect.poll(() => window.saves.at(-1)?.saveTrouble, { timeout: 10_000 }).toContain('cannot be written');
    chmodSync(studio.at('locked'), 0o755);
    await saved(window);
  });

  it('has the file written by the next start', async () => {
    mkdirSync(studio.at('stick'));
    const there = studio.write('stick/ride.json', RIDE);
    await followWorkout(client, there);
    renameSync(studio.at('stick'), studio.at('gone'));
    await retitle('Mine', there);
    await studio.close();
    renameSync(studio.at('gone'), studio.at('stick'));
    expect(studio.json('stick/ride.json').title).toBe('Morning ride');
    await restart();
    await expect.poll(() => studio.json('stick/ride.json').title, { timeout: 10_000 }).toBe('Mine');
  });
});

describe('a .zwo or a .csv', () => {
  const ZWO = `<workout_file><name>Hill day</name><workout><SteadyState Duration="300" Power="0.8">
    <textevent timeoffset="10" message="Up we go."/></SteadyState></workout></workout_file>`;

  it('becomes a workout file beside it, never over another', async () => {
    const zwo = studio.write('ride.zwo', ZWO);
    await client.call('workouts.open', { path: zwo });
    const opened = await client.call('edit.open', { path: zwo });
    expect(opened.path).toBe(studio.at('ride-2.json'));
    expect(opened.document).toMatchObject({ title: 'Hill day', cues: [{ id: 'cue-1', text: 'Up we go.' }] });
    expect(studio.json('ride-2.json')).toEqual(opened.document);
    expect(studio.json('ride.json')).toEqual(RIDE);
    const { workouts } = await client.call('workouts.list', {});
    expect(workouts.map((each) => each.path)).toEqual([opened.path]);
    await retitle('Mine', opened.path);
    // The same file is the same workout, later too; another content is another one.
    await restart();
    expect(await client.call('edit.open', { path: zwo })).toMatchObject({
      path: opened.path,
      document: { title: 'Mine' },
    });
    studio.write('ride.zwo', ZWO.replace('Hill', 'Flat'));
    expect((await client.call('edit.open', { path: zwo })).path).toBe(studio.at('ride-3.json'));
  });

  it('is refused with its errors, and leaves nothing', async () => {
    const csv = studio.write('plan.csv', 'time,text\nsoon,Go.\n');
    await expect(client.call('edit.open', { path: csv })).rejects.toMatchObject({
      failure: { code: 'workout-invalid' },
    });
    expect(existsSync(studio.at('plan.json'))).toBe(false);
  });
});
