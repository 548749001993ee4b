import { describe, expect, test } from 'vitest';
import {
  indexOf,
  MOST_PAGES,
  PAGE_ROWS,
  type Pages,
  pagesToFetch,
  rowAt,
  withPage,
} from '../../../../renderer/library/library-pages.ts';
import { isNarrowed, searchOf, toggleTag } from '../../../../renderer/library/library-query.ts';
import { extended, NOTHING, only, rangeTo, toggled, without } from '../../../../renderer/library/library-selection.ts';
import type { AssetRow } from '../../../../src/contract/index.ts';

const rows = (page: number): AssetRow[] =>
  Array.from({ length: PAGE_ROWS }, (_, at) => ({ id: `id${page * PAGE_ROWS + at}` }) as AssetRow);
const title = { by: 'title', descending: false } as const;

describe('pages', () => {
  const pages: Pages = new Map([[1, { revision: 3, rows: rows(1) }]]);

  test('fetches what is on show and not there, nothing past the end', () => {
    expect(pagesToFetch(pages, { first: 50, last: 260 }, 1000, 3)).toEqual([0, 2]);
    expect(pagesToFetch(pages, { first: 50, last: 260 }, 150, 3)).toEqual([0]);
  });
  test('fetches again what is older than the library', () => {
    expect(pagesToFetch(pages, { first: 100, last: 199 }, 1000, 4)).toEqual([1]);
  });
  test('an empty list is asked for once', () => {
    expect(pagesToFetch(new Map(), { first: 0, last: 99 }, null, 0)).toEqual([0]);
    expect(pagesToFetch(new Map([[0, { revision: 0, rows: [] }]]), { first: 0, last: 99 }, 0, 0)).toEqual([]);
  });
  test('finds rows by index and indexes by id', () => {
    expect(rowAt(pages, 142)?.id).toBe('id142');
    expect(rowAt(pages, 99)).toBeNull();
    expect(indexOf(pages, 'id142')).toBe(142);
    expect(indexOf(pages, 'id5')).toBeNull();
  });
  test('keeps the pages nearest to where one looks', () => {
    let many: Pages = new Map();
    for (let page = 0; page < MOST_PAGES + 5; page++) many = withPage(many, page, { revision: 0, rows: [] });
    expect(many.size).toBe(MOST_PAGES);
    expect(many.has(4)).toBe(false);
    expect(many.has(MOST_PAGES + 4)).toBe(true);
  });
});

describe('searches', () => {
  test('two bounds on the same figure narrow together', () => {
    expect(searchOf({ of: 'all' }, 'bpm >120 bpm <140', title).bpm).toEqual({ least: 120, most: 140 });
    expect(searchOf({ of: 'all' }, 'loud lufs < -8', title).lufs).toEqual({ least: -11, most: -8 });
  });
  test('a typed kind counts before the shelf; the shelf narrows without one', () => {
    expect(searchOf({ of: 'kind', kind: 'track' }, '', title).kinds).toEqual(['track']);
    expect(searchOf({ of: 'kind', kind: 'track' }, 'kind voice', title).kinds).toEqual(['voice']);
    expect(searchOf({ of: 'needs', needs: 'missing' }, '', title)).toMatchObject({ kinds: null, needs: 'missing' });
  });
  test('of several tags one filters and the others are words', () => {
    expect(searchOf({ of: 'all' }, 'neon #climb #calm', title)).toMatchObject({ text: 'neon climb', tag: 'calm' });
  });
  test('a tag is put in, replaced and taken out', () => {
    expect(toggleTag('neon', 'climb')).toBe('neon #climb');
    expect(toggleTag('neon #climb', 'long mix')).toBe('neon #{long mix}');
    expect(toggleTag('neon #{long mix}', 'long mix')).toBe('neon');
  });
  test('knows whether anything narrows', () => {
    expect(isNarrowed({ of: 'all' }, '  ')).toBe(false);
    expect(isNarrowed({ of: 'needs', needs: 'failed' }, '')).toBe(true);
  });
});

describe('selection', () => {
  test('toggling twice leaves nothing, and the focus stays', () => {
    const twice = toggled(toggled(NOTHING, 3, 'c'), 3, 'c');
    expect([...twice.ids]).toEqual([]);
    expect(twice.focus).toBe(3);
  });
  test('a range grows from where it began, to either side', () => {
    const start = only(5, 'f');
    expect(rangeTo(start, 8)).toEqual({ first: 5, last: 8 });
    const down = extended(start, 8, 'i', ['f', 'g', 'h', 'i']);
    expect(rangeTo(down, 2)).toEqual({ first: 2, last: 5 });
    expect(down.ids.size).toBe(4);
  });
  test('what is gone is not chosen any more, nor focused', () => {
    expect(without(only(2, 'c'), ['c'])).toMatchObject({ focus: 2, focusId: null });
    expect(without(only(2, 'c'), ['d']).focusId).toBe('c');
  });
});
