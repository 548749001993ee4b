import type { AssetRow } from '../../src/contract/index.ts';

/** Rows that are fetched together. */
export const PAGE_ROWS = 100;
/** Pages kept at most: those furthest from where one looks go first. */
export const MOST_PAGES = 40;

/** Rows as they were at a revision of the library. */
export interface Page {
  readonly revision: number;
  readonly rows: readonly AssetRow[];
}
/** Fetched rows by number of page: a window on a list that may be far longer. */
export type Pages = ReadonlyMap<number, Page>;

export const rowAt = (pages: Pages, index: number): AssetRow | null =>
  pages.get(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS] ?? null;

/** Pages of rows [first, last] that are not there or older than `revision`. `total` null: unknown yet. */
export const pagesToFetch = (
  pages: Pages,
  { first, last }: { first: number; last: number },
  total: number | null,
  revision: number,
): number[] => {
  const end = Math.max(0, Math.min(last, (total ?? Number.POSITIVE_INFINITY) - 1));
  const wanted: number[] = [];
  for (let page = Math.floor(Math.max(0, first) / PAGE_ROWS); page <= Math.floor(end / PAGE_ROWS); page++)
    if ((pages.get(page)?.revision ?? -1) < revision) wanted.push(page);
  return wanted;
};

/** The pages with one more, those furthest from it dropped where there are too many. */
export const withPage = (pages: Pages, at: number, page: Page): Pages => {
  const next = new Map(pages).set(at, page);
  if (next.size <= MOST_PAGES) return next;
  const furthest = [...next.keys()].sort((a, b) => Math.abs(b - at) - Math.abs(a - at));
  for (const far of furthest.slice(0, next.size - MOST_PAGES)) next.delete(far);
  return next;
};

/** Where an asset stands among the rows that are there; null: not among them. */
export const indexOf = (pages: Pages, id: string): number | null => {
  for (const [page, { rows }] of pages) {
    const at = rows.findIndex((row) => row.id === id);
    if (at >= 0) return page * PAGE_ROWS + at;
  }
  return null;
};
