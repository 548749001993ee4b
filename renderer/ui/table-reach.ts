import type { MouseEvent } from 'react';

/** How many rows on a key goes, a page being `page` of them; null: it goes nowhere. */
export const stepOf = (key: string, page: number): number | null =>
  ({
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: Number.NEGATIVE_INFINITY,
    End: Number.POSITIVE_INFINITY,
  })[key] ?? null;

/** What a click chooses besides the row under it, by the keys that are held. */
export const reachOf = ({ shiftKey, ctrlKey, metaKey }: MouseEvent): 'only' | 'extend' | 'toggle' =>
  shiftKey ? 'extend' : ctrlKey || metaKey ? 'toggle' : 'only';

/** The place of the row that something is in; null: it is in none. */
export const indexUnder = (target: EventTarget): number | null => {
  const row = (target as Element).closest<HTMLElement>('[data-index]');
  return row ? Number(row.dataset.index) : null;
};
