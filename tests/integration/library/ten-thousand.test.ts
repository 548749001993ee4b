import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Library, openLibrary } from '../../../src/library/index.ts';
import { query, scratchLibrary, sound } from './sounds.ts';
import { fillLibrary, TEN_THOUSAND } from './ten-thousand.ts';

const files = scratchLibrary();
let library: Library;
beforeAll(async () => {
  library = await openLibrary(files);
  await fillLibrary(library);
});
afterAll(async () => {
  await library.close();
  files.remove();
});

test('every page of a long list is there once', () => {
  const ids = new Set<string>();
  for (let offset = 0; offset < TEN_THOUSAND; offset += 500) {
    const { total, rows } = library.search(query({ sort: { by: 'bpm', descending: true }, offset, limit: 500 }));
    expect(total).toBe(TEN_THOUSAND);
    for (const { id } of rows) ids.add(id);
  }
  expect(ids.size).toBe(TEN_THOUSAND);
});

test('words, filters and counts agree', () => {
  // Sound 42, 420 to 429, 4200 to 4299; one in four is tagged.
  expect(library.search(query({ text: '42' })).total).toBe(111);
  expect(library.search(query({ text: '42', tag: 'fourth' })).total).toBe(28);
  expect(library.search(query({ bpm: { least: 100, most: 100 } })).total).toBe(100);
  expect(library.summary()).toMatchObject({ assets: TEN_THOUSAND, tags: [{ tag: 'fourth', count: 2500 }] });
});

test('all of them are one edit, taken back as a whole', () => {
  const ids = Array.from({ length: TEN_THOUSAND }, (_, n) => sound(`Sound ${n}`).id);
  expect(library.edit(ids, { tags: ['climb'] }).undo).toBe('Change the tags of 10,000 sounds');
  expect(library.search(query({ tag: 'climb' })).total).toBe(TEN_THOUSAND);
  library.undo();
  expect(library.search(query({ tag: 'fourth' })).total).toBe(2500);
  library.remove(ids);
  expect(library.summary().assets).toBe(0);
  library.undo();
  expect(library.summary()).toMatchObject({ assets: TEN_THOUSAND, tags: [{ tag: 'fourth', count: 2500 }] });
});
