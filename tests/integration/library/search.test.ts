import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AssetQuery } from '../../../src/contract/index.ts';
import { type Library, openLibrary } from '../../../src/library/index.ts';
import { DAY, measured, query, scratchLibrary, sound, titles } from './sounds.ts';

const files = scratchLibrary();
let library: Library;

beforeAll(async () => {
  library = await openLibrary(files);
  const add = async (file: ReturnType<typeof sound>, levels: Parameters<typeof measured>[0] | null): Promise<void> => {
    files.clock.at += DAY;
    await library.addFile(file);
    if (levels !== null) library.setAnalysis(file.id, measured(levels));
  };
  await add(sound('Neon Divide', { artist: 'Kaya', album: 'Long Roads', tags: ['climb'] }), { bpm: 128, lufs: -9 });
  await add(sound('Étude für Straße', { artist: 'Ångström', tags: ['calm', 'warm'] }), { bpm: 70.5, lufs: -20 });
  await add(sound('Track 10', { path: '/music/set/IMG_0042-final.wav', kind: 'bed', format: 'WAV 24' }), {
    bpm: null,
    lufs: null,
    clipped: 5,
  });
  await add(sound('Track 2', { kind: 'voice', seconds: 12, format: 'flac' }), null);
  await add(sound('东京 夜曲', { artist: 'kaya', path: 'C:\\sets\\tokyo.mp3' }), { bpm: 128, lufs: -14, seconds: 200 });
  await add(sound('Removed Divide'), null);
  library.remove([sound('Removed Divide').id]);
  library.edit([sound('Track 2').id], { notes: 'Count-in: "three, two" — 100% *loud* (2nd take)' });
  library.setFailed(sound('Track 2').id, 'why');
  library.markMissing(sound('Neon Divide').id, true);
});
afterAll(async () => {
  await library.close();
  files.remove();
});

const ALL = ['Étude für Straße', 'Neon Divide', 'Track 2', 'Track 10', '东京 夜曲'];

describe('text', () => {
  test.each([
    ['', ALL],
    ['   ', ALL],
    ['neon', ['Neon Divide']],
    ['NE', ['Neon Divide']],
    ['eon', []],
    ['div neo', ['Neon Divide']],
    ['div nothing', []],
    ['kaya', ['Neon Divide', '东京 夜曲']],
    ['roads', ['Neon Divide']],
    ['clim', ['Neon Divide']],
    ['etude', ['Étude für Straße']],
    ['ÉTUDE', ['Étude für Straße']],
    ['e\u0301tude', ['Étude für Straße']],
    ['strasse angstrom', ['Étude für Straße']],
    ['Straße', ['Étude für Straße']],
    ['img_0042', ['Track 10']],
    ['0042 wav', ['Track 10']],
    ['tokyo', ['东京 夜曲']],
    ['sets', []],
    ['东', ['东京 夜曲']],
    ['loud three', ['Track 2']],
  ])('%j finds %j', (text, found) => {
    expect(titles(library, { text })).toEqual(found);
  });

  test.each([
    '"',
    '""',
    "'; DROP TABLE assets; --",
    '*',
    'neon*',
    '-neon',
    '^neon',
    'title:neon',
    '{title artist}: neon',
    'NEAR(neon divide, 2)',
    'neon AND',
    'OR',
    'NOT neon',
    '(',
    '\\',
    '%_',
    '\0neon',
    '\uD800',
    '🎧',
    'a'.repeat(500),
    'a '.repeat(250),
  ])('%j is only words, never a question of its own', (text) => {
    const { total, rows } = library.search(query({ text }));
    expect(rows).toHaveLength(total);
  });

  test('operators are words like others', () => {
    expect(titles(library, { text: '-neon*' })).toEqual(['Neon Divide']);
    expect(titles(library, { text: 'title:neon' })).toEqual([]);
    expect(titles(library, { text: 'neon OR tokyo' })).toEqual([]);
    expect(titles(library, { text: '***' })).toEqual(ALL);
  });

  test('follows every edit', () => {
    const id = sound('Track 10').id;
    library.edit([id], { title: 'Zephyr', artist: 'Ola', tags: ['brandnew'], notes: 'quince' });
    for (const text of ['zeph', 'ola', 'brandnew', 'quince']) expect(titles(library, { text })).toEqual(['Zephyr']);
    expect(titles(library, { text: 'track' })).toEqual(['Track 2']);
    library.undo();
    for (const text of ['zeph', 'ola', 'brandnew', 'quince']) expect(titles(library, { text })).toEqual([]);
    expect(titles(library, { text: 'track' })).toEqual(['Track 2', 'Track 10']);
  });
});

describe('filters', () => {
  const none = { least: null, most: null };
  test.each<[string, Partial<AssetQuery>, string[]]>([
    ['a kind', { kinds: ['bed'] }, ['Track 10']],
    ['two kinds', { kinds: ['bed', 'voice'] }, ['Track 2', 'Track 10']],
    ['no kinds at all', { kinds: [] }, []],
    ['a tag', { tag: 'warm' }, ['Étude für Straße']],
    ['the beginning of a tag', { tag: 'war' }, []],
    ['a tag of what was removed', { tag: 'gone' }, []],
    ['a tempo, bounds included', { bpm: { least: 128, most: 128 } }, ['Neon Divide', '东京 夜曲']],
    ['a least tempo', { bpm: { least: 71, most: null } }, ['Neon Divide', '东京 夜曲']],
    ['a greatest tempo: none is none', { bpm: { least: null, most: 127 } }, ['Étude für Straße']],
    ['no bounds', { bpm: none, lufs: none, seconds: none }, ALL],
    ['loudness', { lufs: { least: -15, most: -9 } }, ['Neon Divide', '东京 夜曲']],
    ['length', { seconds: { least: 0, most: 12 } }, ['Track 2']],
    ['clipping', { needs: 'clipping' }, ['Track 10']],
    ['missing', { needs: 'missing' }, ['Neon Divide']],
    ['failed', { needs: 'failed' }, ['Track 2']],
    [
      'all at once',
      { text: 'kaya', kinds: ['track'], bpm: { least: 100, most: null }, needs: 'missing' },
      ['Neon Divide'],
    ],
  ])('%s', (_, over, found) => {
    expect(titles(library, over)).toEqual(found);
  });
});

describe('sorting', () => {
  test.each<[AssetQuery['sort']['by'], string[], string[]]>([
    ['title', ALL, [...ALL].reverse()],
    [
      'artist',
      ['Étude für Straße', 'Neon Divide', '东京 夜曲', 'Track 2', 'Track 10'],
      ['Neon Divide', '东京 夜曲', 'Étude für Straße', 'Track 2', 'Track 10'],
    ],
    [
      'bpm',
      ['Étude für Straße', 'Neon Divide', '东京 夜曲', 'Track 2', 'Track 10'],
      ['Neon Divide', '东京 夜曲', 'Étude für Straße', 'Track 2', 'Track 10'],
    ],
    [
      'lufs',
      ['Étude für Straße', '东京 夜曲', 'Neon Divide', 'Track 2', 'Track 10'],
      ['Neon Divide', '东京 夜曲', 'Étude für Straße', 'Track 2', 'Track 10'],
    ],
    [
      'seconds',
      ['Track 2', 'Étude für Straße', 'Neon Divide', 'Track 10', '东京 夜曲'],
      ['东京 夜曲', 'Étude für Straße', 'Neon Divide', 'Track 10', 'Track 2'],
    ],
    [
      'kind',
      ['Track 10', 'Étude für Straße', 'Neon Divide', '东京 夜曲', 'Track 2'],
      ['Track 2', 'Étude für Straße', 'Neon Divide', '东京 夜曲', 'Track 10'],
    ],
    [
      'format',
      ['Track 2', 'Étude für Straße', 'Neon Divide', '东京 夜曲', 'Track 10'],
      ['Track 10', 'Étude für Straße', 'Neon Divide', '东京 夜曲', 'Track 2'],
    ],
    [
      'addedAt',
      ['Neon Divide', 'Étude für Straße', 'Track 10', 'Track 2', '东京 夜曲'],
      ['东京 夜曲', 'Track 2', 'Track 10', 'Étude für Straße', 'Neon Divide'],
    ],
  ])('by %s: what is equal goes by title, what has none comes last', (by, up, down) => {
    expect(titles(library, { sort: { by, descending: false } })).toEqual(up);
    expect(titles(library, { sort: { by, descending: true } })).toEqual(down);
  });

  test('pages follow each other without a gap', () => {
    const pages = [0, 2, 4, 6].map((offset) => library.search(query({ offset, limit: 2 })));
    expect(pages.flatMap(({ rows }) => rows.map(({ title }) => title))).toEqual(ALL);
    expect(pages.map(({ total }) => total)).toEqual([5, 5, 5, 5]);
  });
});
