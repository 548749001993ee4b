import { create } from 'zustand';
import type { AssetRow, LibrarySummary } from '../../src/contract/index.ts';
import { toFailure } from '../../src/model/index.ts';
import { ask } from '../state/ask.ts';
import { indexOf, PAGE_ROWS, type Pages, pagesToFetch, rowAt, withPage } from './library-pages.ts';
import { type Place, type Search, type Sort, samePlace, searchOf } from './library-query.ts';
import { extended, NOTHING, only, rangeTo, type Selection, toggled, without } from './library-selection.ts';

/** What the room shows: a window on the answer to the last search, and what is chosen in it. */
export interface LibraryState {
  readonly place: Place;
  /** The search field, as it is typed. */
  readonly typed: string;
  readonly sort: Sort;
  /** Rows in all; null: never answered yet. */
  readonly total: number | null;
  readonly pages: Pages;
  /** `loading`: rows on show belong to the search before, or there are none. */
  readonly state: 'loading' | 'ready' | 'failed';
  /** Why the search failed: a sentence. */
  readonly trouble: string | null;
  readonly summary: LibrarySummary | null;
  readonly selection: Selection;
}

export const useLibrary = create<LibraryState>()(() => ({
  place: { of: 'all' },
  typed: '',
  sort: { by: 'title', descending: false },
  total: null,
  pages: new Map(),
  state: 'loading',
  trouble: null,
  summary: null,
  selection: NOTHING,
}));

const get = useLibrary.getState;
const set = useLibrary.setState;

/** Milliseconds of rest before what is typed is searched, and between two looks at a library that keeps changing. */
const TYPING_MS = 120;
const CHANGES_MS = 300;

let search: Search = searchOf(get().place, get().typed, get().sort);
let abort = new AbortController();
let revision = 0;
/** The revision at which the search last changed: pages from before it belong to another list. */
let searchedAt = 0;
let looking = { first: 0, last: PAGE_ROWS - 1 };
/** Pages on their way, and as of which revision. */
const running = new Map<number, number>();
/** The row to choose once the list is known again: something was taken out of it. */
let chooseNext: number | null = null;
let typing: ReturnType<typeof setTimeout> | undefined;
let changing: ReturnType<typeof setTimeout> | undefined;
let summaryAsked = 0;

/** Says which rows are on show; what is missing of them is fetched. */
export const lookAt = (first: number, last: number): void => {
  looking = { first, last };
  fetchMissing();
};

const fetchMissing = (): void => {
  const { pages, total } = get();
  const fresh = searchedAt > 0 && [...pages.values()].every((page) => page.revision < searchedAt);
  for (const page of pagesToFetch(pages, looking, fresh ? null : total, revision))
    if ((running.get(page) ?? -1) < revision) void fetchPage(page);
};

const fetchPage = async (page: number): Promise<void> => {
  const asked = { revision, signal: abort.signal };
  running.set(page, asked.revision);
  try {
    const query = { ...search, offset: page * PAGE_ROWS, limit: PAGE_ROWS };
    const { total, rows } = await ask('library.search', query, { signal: asked.signal });
    if (asked.signal.aborted) return;
    set(({ pages, selection }) => {
      const kept = new Map([...pages].filter(([at, old]) => old.revision >= searchedAt && at * PAGE_ROWS < total));
      if ((kept.get(page)?.revision ?? -1) > asked.revision) return {};
      const next = withPage(kept, page, { revision: asked.revision, rows });
      return { total, pages: next, selection: followed(selection, next), state: 'ready', trouble: null };
    });
    if (chooseNext !== null && asked.revision === revision) {
      const index = chooseNext;
      chooseNext = null;
      void choose(index, 'only');
    }
  } catch (error) {
    if (!asked.signal.aborted) tellTrouble(error);
    return;
  } finally {
    if (running.get(page) === asked.revision) running.delete(page);
  }
  fetchMissing();
};

/** A lost connection is the frame's to tell, and mended by asking again; what is on show stays. */
const tellTrouble = (error: unknown): void => {
  const { code, message } = toFailure(error);
  if (code !== 'connection-lost' && code !== 'cancelled') set({ state: 'failed', trouble: message });
};

/** The focus goes with its row when the list around it changed. */
const followed = (selection: Selection, pages: Pages): Selection => {
  if (selection.focusId === null) return selection;
  const index = indexOf(pages, selection.focusId);
  return index === null || index === selection.focus ? selection : { ...selection, focus: index };
};

const searchAnew = (): void => {
  const { place, typed, sort } = get();
  const next = searchOf(place, typed, sort);
  if (JSON.stringify(next) === JSON.stringify(search) && get().state === 'ready') return;
  search = next;
  abort.abort();
  abort = new AbortController();
  running.clear();
  searchedAt = ++revision;
  looking = { first: 0, last: Math.max(PAGE_ROWS - 1, looking.last - looking.first) };
  set({ state: 'loading', selection: NOTHING });
  fetchMissing();
};

const askSummary = async (): Promise<void> => {
  const asked = ++summaryAsked;
  try {
    const summary = await ask('library.summary', {});
    if (asked === summaryAsked) set({ summary });
  } catch {
    // The rows tell what is wrong; the figures keep what they were.
  }
};

/** Looks again: the library changed, or the connection is new. While it keeps changing, at most every 300 ms. */
export const lookAgain = (): void => {
  if (changing !== undefined) return;
  changing = setTimeout(
    () => {
      changing = undefined;
      revision++;
      running.clear();
      fetchMissing();
      void askSummary();
    },
    get().total === null ? 0 : CHANGES_MS,
  );
};

/** Tries a failed search again. */
export const retry = (): void => {
  set({ state: 'loading', trouble: null });
  lookAgain();
};

export const setTyped = (typed: string): void => {
  set({ typed });
  clearTimeout(typing);
  typing = setTimeout(searchAnew, TYPING_MS);
};

/** Narrows at once: a chip was taken away, a tag pressed. */
export const narrow = (change: { typed?: string; place?: Place }): void => {
  clearTimeout(typing);
  const same = change.place && samePlace(change.place, get().place) && change.typed === undefined;
  if (same) return;
  set(change);
  searchAnew();
};

/** Sorts by a column; by the same one again, the other way round. Times and figures start with the largest. */
export const sortBy = (by: Sort['by']): void => {
  const { sort } = get();
  const first = by === 'addedAt' || by === 'lufs';
  set({ sort: { by, descending: sort.by === by ? !sort.descending : first } });
  searchAnew();
};

export type Reach = 'only' | 'toggle' | 'extend' | 'focus';

/** Chooses a row: alone, as well, or up to it. Nothing happens where the list ends. */
export const choose = async (index: number, reach: Reach): Promise<void> => {
  const { total } = get();
  if (total === null || total === 0) return;
  const at = Math.min(Math.max(index, 0), total - 1);
  const row = rowAt(get().pages, at) ?? (await rowsBetween(at, at))[0];
  if (!row) return;
  if (reach === 'only') set({ selection: only(at, row.id) });
  else if (reach === 'toggle') set(({ selection }) => ({ selection: toggled(selection, at, row.id) }));
  else if (reach === 'focus') set(({ selection }) => ({ selection: { ...selection, focus: at, focusId: row.id } }));
  else {
    const { first, last } = rangeTo(get().selection, at);
    const rows = await rowsBetween(first, last);
    set(({ selection }) => ({
      selection: extended(
        selection,
        at,
        row.id,
        rows.map(({ id }) => id),
      ),
    }));
  }
};

export const chooseAll = async (): Promise<void> => {
  const { total, selection } = get();
  if (!total) return;
  const rows = await rowsBetween(0, total - 1);
  const focus = selection.focus ?? 0;
  set({ selection: { ids: new Set(rows.map(({ id }) => id)), anchor: 0, focus, focusId: rows[focus]?.id ?? null } });
};

/** Takes assets out of the selection; the row where the first of them stood is chosen when the list came anew. */
export const letGo = (ids: ReadonlySet<string>): void => {
  const { pages, selection } = get();
  const places = [...ids].flatMap((id) => indexOf(pages, id) ?? []);
  chooseNext = places.length > 0 ? Math.min(...places) : selection.focus;
  set({ selection: without(selection, ids) });
};

export const chooseNothing = (): void =>
  set(({ selection }) => ({ selection: { ...selection, ids: new Set(), anchor: selection.focus } }));

/** The rows of these assets, wherever in the list they stand. */
export const rowsOf = async (ids: ReadonlySet<string>): Promise<AssetRow[]> => {
  const { pages, total } = get();
  const known = [...pages.values()].flatMap(({ rows }) => rows).filter(({ id }) => ids.has(id));
  if (known.length === ids.size || !total) return known;
  return (await rowsBetween(0, total - 1)).filter(({ id }) => ids.has(id));
};

/** Most rows that one call gives. */
const MOST_ROWS = 500;

/** The rows [first, last], fetched where they are not on show. Empty where the studio cannot tell. */
const rowsBetween = async (first: number, last: number): Promise<AssetRow[]> => {
  const { pages } = get();
  const known = Array.from({ length: last - first + 1 }, (_, at) => rowAt(pages, first + at));
  if (known.every((row) => row !== null)) return known as AssetRow[];
  const asked = abort.signal;
  const rows: AssetRow[] = [];
  try {
    for (let offset = first; offset <= last; offset += MOST_ROWS) {
      const limit = Math.min(MOST_ROWS, last - offset + 1);
      rows.push(...(await ask('library.search', { ...search, offset, limit }, { signal: asked })).rows);
    }
  } catch (error) {
    if (!asked.aborted) tellTrouble(error);
    return [];
  }
  return rows;
};
