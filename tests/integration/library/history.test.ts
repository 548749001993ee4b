import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commands } from '../../../src/contract/index.ts';
import { type Library, openLibrary } from '../../../src/library/index.ts';
import { emptyModel, imagine, imagined, perform, seen, someDeed } from './edit-model.ts';
import { codeOf, measured, query, scratchLibrary, sound, titles } from './sounds.ts';

let files: ReturnType<typeof scratchLibrary>;
let library: Library;
beforeEach(async () => {
  files = scratchLibrary();
  library = await openLibrary(files);
});
afterEach(async () => {
  await library.close();
  files.remove();
});
const again = async (): Promise<void> => {
  await library.close();
  library = await openLibrary(files);
};

test('an edit of every field is undone and redone, across restarts', async () => {
  const { id } = sound('Neon Divide');
  await library.addFile(sound('Neon Divide', { tags: ['warm'] }));
  library.setAnalysis(id, measured());
  const before = library.asset(id);
  const change = {
    title: 'Other',
    artist: 'Kaya',
    kind: 'bed',
    tags: ['climb', 'cool'],
    notes: 'loud',
    origin: 'generated',
    source: 'a place',
    licence: 'CC0',
    bpm: 64,
  } as const;
  expect(commands['history.get'].output.strict().parse(library.edit([id], change))).toEqual({
    undo: 'Edit “Neon Divide”',
    redo: null,
  });
  const after = library.asset(id);
  expect(after).toEqual({ ...before, ...change });
  await again();
  expect(library.asset(id)).toEqual(after);
  expect(library.undo()).toEqual({ undo: null, redo: 'Edit “Neon Divide”' });
  expect(library.asset(id)).toEqual(before);
  await again();
  expect(library.redo()).toEqual({ undo: 'Edit “Neon Divide”', redo: null });
  expect(library.asset(id)).toEqual(after);
});

test('removing is taken back with everything the sounds had', async () => {
  for (const title of ['A', 'B']) {
    await library.addFile(sound(title, { tags: ['keep'] }));
    library.setAnalysis(sound(title).id, measured({ warnings: ['hm'] }));
    library.edit([sound(title).id], { notes: `of ${title}`, bpm: null });
  }
  const ids = ['A', 'B'].map((title) => sound(title).id);
  const before = ids.map((id) => library.asset(id));
  expect(library.remove(ids)).toEqual({ undo: 'Remove 2 sounds', redo: null });
  expect(library.summary()).toMatchObject({ assets: 0, tags: [] });
  expect(library.search(query({ text: 'a' })).total).toBe(0);
  expect(library.allPaths()).toEqual([]);
  await again();
  library.undo();
  expect(ids.map((id) => library.asset(id))).toEqual(before);
  expect(titles(library, { text: 'keep' })).toEqual(['A', 'B']);
  library.redo();
  expect(library.summary().assets).toBe(0);
});

test('a removed sound that is imported again has all it had; undoing its removal then changes nothing', async () => {
  const { id } = sound('A');
  await library.addFile(sound('A'));
  library.edit([id], { tags: ['mine'] });
  library.remove([id]);
  expect(await library.addFile(sound('A', { path: files.write('elsewhere.mp3') }))).toBe('added');
  expect(library.row(id)).toMatchObject({ tags: ['mine'], path: files.at('elsewhere.mp3') });
  library.undo();
  expect(library.row(id)).toMatchObject({ tags: ['mine'] });
  library.redo();
  expect(library.summary().assets).toBe(0);
});

describe('tempo', () => {
  test('a person’s word outlasts a measurement, before and after', async () => {
    const { id } = sound('A');
    await library.addFile(sound('A'));
    library.edit([id], { bpm: 90 });
    library.setAnalysis(id, measured({ bpm: 128 }));
    expect(library.row(id).bpm).toBe(90);
    library.edit([id], { bpm: null });
    expect(library.row(id).bpm).toBeNull();
    expect(titles(library, { bpm: { least: 1, most: null } })).toEqual([]);
    library.undo();
    library.undo();
    expect(library.row(id).bpm).toBe(128);
  });
});

test('what is so already is no edit, and keeps what can be redone', async () => {
  const { id } = sound('A');
  await library.addFile(sound('A', { tags: ['x'] }));
  library.setAnalysis(id, measured({ bpm: 128 }));
  library.edit([id], { title: 'B' });
  library.undo();
  const same = { title: 'A', tags: ['x', 'x'], bpm: 128, notes: '' };
  expect(library.edit([id], same)).toEqual({ undo: null, redo: 'Rename “A”' });
  expect(library.edit([id], {})).toEqual({ undo: null, redo: 'Rename “A”' });
  expect(library.edit([id], { ...same, title: 'C' })).toEqual({ undo: 'Rename “A”', redo: null });
  expect(await codeOf(() => library.redo())).toBe('nothing-to-undo');
});

test('an edit that names one sound too many changes none', async () => {
  await library.addFile(sound('A'));
  expect(await codeOf(() => library.edit([sound('A').id, sound('B').id], { title: 'X' }))).toBe('asset-missing');
  expect(await codeOf(() => library.remove([sound('A').id, sound('B').id]))).toBe('asset-missing');
  expect(titles(library)).toEqual(['A']);
  expect(library.history()).toEqual({ undo: null, redo: null });
  expect(await codeOf(() => library.undo())).toBe('nothing-to-undo');
});

test('a label counts what changes', async () => {
  for (const title of ['A', 'B', 'C']) await library.addFile(sound(title, { tags: title === 'B' ? ['climb'] : [] }));
  const ids = ['A', 'B', 'C', 'A'].map((title) => sound(title).id);
  expect(library.edit(ids, { tags: ['climb'] }).undo).toBe('Tag 2 sounds “climb”');
  expect(library.remove(ids).undo).toBe('Remove 3 sounds');
});

test('the last 500 edits are kept, and the sounds that older ones removed are let go', async () => {
  for (const title of ['A', 'B', 'C']) await library.addFile(sound(title));
  library.remove([sound('B').id]);
  for (let n = 1; n <= 499; n++) library.edit([sound('A').id], { title: `A${n}` });
  library.remove([sound('C').id]);
  // B went with the 501st; C is still in reach, and A goes back to what the oldest edit that is left found.
  library.undo();
  expect(titles(library)).toEqual(['A499', 'C']);
  for (let n = 1; n < 500; n++) library.undo();
  expect(library.history().undo).toBeNull();
  expect(titles(library)).toEqual(['A', 'C']);
  expect(await library.addFile(sound('B', { tags: ['new'] }))).toBe('added');
  expect(library.row(sound('B').id).tags).toEqual(['new']);
});

test('any row of deeds ends as the plainest model does, undone to its start and redone to its end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 40, maxLength: 400 }),
      async (dice) => {
        const place = scratchLibrary();
        const some = await openLibrary(place);
        const model = emptyModel();
        let thrown = 0;
        const random = (): number => dice[thrown++ % dice.length];
        for (let n = 0; n < dice.length / 2; n++) {
          const deed = someDeed(model, random, n);
          await perform(some, deed);
          imagine(model, deed);
          expect(seen(some)).toEqual(imagined(model));
        }
        for (; model.done.length > 0; imagine(model, { do: 'undo' })) some.undo();
        expect(seen(some)).toEqual(imagined(model));
        for (; model.undone.length > 0; imagine(model, { do: 'redo' })) some.redo();
        expect(seen(some)).toEqual(imagined(model));
        await some.close();
        place.remove();
      },
    ),
    { numRuns: 25 },
  );
});
