import type { AssetKind, AssetQuery } from '../../src/contract/index.ts';
import { type Range, readTypedSearch, type TypedFilter, typedTag, withoutFilter } from './typed-filters.ts';

/** Which shelf of the library is open, in the left column. */
export type Place =
  | { readonly of: 'all' }
  | { readonly of: 'kind'; readonly kind: AssetKind }
  | { readonly of: 'needs'; readonly needs: 'clipping' | 'missing' | 'failed' };

export type Sort = AssetQuery['sort'];
/** A search without its window. */
export type Search = Omit<AssetQuery, 'offset' | 'limit'>;

const WORDS_LONGEST = 500;

/**
 * What to ask the library for. Ranges typed twice narrow together; a kind that is typed counts before the shelf's; of
 * several tags the last is the filter and the others are searched as words, which tags are, too.
 */
export const searchOf = (place: Place, typed: string, sort: Sort): Search => {
  const { words, filters } = readTypedSearch(typed);
  const tags = filters.flatMap((filter) => (filter.by === 'tag' ? [filter.tag] : []));
  const kind = filters.flatMap((filter) => (filter.by === 'kind' ? [filter.kind] : [])).at(-1);
  const kinds = kind ? [kind] : place.of === 'kind' ? [place.kind] : null;
  return {
    text: [words, ...tags.slice(0, -1)].join(' ').trim().slice(0, WORDS_LONGEST),
    kinds,
    tag: tags.at(-1) ?? null,
    bpm: together(filters, 'bpm'),
    lufs: together(filters, 'lufs'),
    seconds: together(filters, 'seconds'),
    needs: place.of === 'needs' ? place.needs : null,
    sort,
  };
};

const together = (filters: readonly TypedFilter[], by: 'bpm' | 'lufs' | 'seconds'): Range | null =>
  filters
    .flatMap((filter) => (filter.by === by ? [filter.range] : []))
    .reduce<Range | null>(
      (all, one) => (all ? { least: most(all.least, one.least), most: least(all.most, one.most) } : one),
      null,
    );
const most = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);
const least = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

/** The field's text with only this tag, or without it where it is already the one. */
export const toggleTag = (typed: string, tag: string): string => {
  const isOn = readTypedSearch(typed).filters.some((filter) => filter.by === 'tag' && filter.tag === tag);
  let left = typed;
  for (;;) {
    const old = readTypedSearch(left).filters.find((filter) => filter.by === 'tag');
    if (!old) break;
    left = withoutFilter(left, old);
  }
  return isOn ? left : `${left} ${typedTag(tag)}`.trim();
};

/** True when anything narrows: then an empty list means that nothing was found. */
export const isNarrowed = (place: Place, typed: string): boolean => place.of !== 'all' || typed.trim() !== '';

export const samePlace = (a: Place, b: Place): boolean =>
  a.of === b.of &&
  (a.of !== 'kind' || b.of !== 'kind' || a.kind === b.kind) &&
  (a.of !== 'needs' || b.of !== 'needs' || a.needs === b.needs);
