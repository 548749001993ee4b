import { ASSET_KINDS, type AssetKind } from '../../src/contract/index.ts';

/** Least and most, inclusive; null: no bound. */
export interface Range {
  readonly least: number | null;
  readonly most: number | null;
}

/** What a part of the search field narrows. Levels in LUFS, lengths in seconds. */
export type Filter =
  | { readonly by: 'bpm' | 'lufs' | 'seconds'; readonly range: Range }
  | { readonly by: 'kind'; readonly kind: AssetKind }
  | { readonly by: 'tag'; readonly tag: string };

/** A filter as it was found in the text at [start, end), and as a chip says it. */
export type TypedFilter = Filter & { readonly start: number; readonly end: number; readonly label: string };

export interface TypedSearch {
  /** What is left to be searched as words. */
  readonly words: string;
  /** In the order they were typed. */
  readonly filters: readonly TypedFilter[];
}

/** `loud` and `quiet`, LUFS: a pressed master stands above the one, a bed or a field recording below the other. */
export const LOUD_LUFS = -11;
export const QUIET_LUFS = -18;

const NUMBER = '([-−]?\\d+(?:[.,]\\d+)?)';
const TO = '\\s*(?:–|—|-|to|\\.\\.)\\s*';
const MORE_OR_LESS = '(<=|>=|<|>|≤|≥|over|under)\\s*';
const TIME = '(s|sec|seconds?|m|min|minutes?|h|hours?)';

interface Rule {
  readonly pattern: RegExp;
  /** Null: it only looked like a filter. */
  read(found: RegExpExecArray): (Filter & { label: string }) | null;
}

/** A word of the field: it begins and ends at a space or at an end of the text. */
const word = (source: string): RegExp => new RegExp(`(?<![^\\s])(?:${source})(?![^\\s])`, 'giu');

const bpm = (range: Range): Filter & { label: string } => ({ by: 'bpm', range, label: say(range, 'bpm') });
const lufs = (range: Range): Filter & { label: string } => ({ by: 'lufs', range, label: say(range, 'LUFS') });
const about = (beats: number): Range => ({ least: beats - 0.5, most: beats + 0.5 });

const RULES: readonly Rule[] = [
  // Between quotes it is words, whatever it says.
  { pattern: /"[^"]*"/g, read: () => null },
  // Nor is a word of a tag a filter of its own.
  {
    pattern: word('#(?:\\{([^}]+)\\}|([^\\s#]+))'),
    read: ([, braced, plain]) => {
      const tag = (braced ?? plain).trim();
      return tag ? { by: 'tag', tag, label: `# ${tag}` } : null;
    },
  },
  { pattern: word(`bpm\\s*${NUMBER}${TO}${NUMBER}`), read: ([, a, b]) => bpm(between(number(a), number(b))) },
  { pattern: word(`${NUMBER}${TO}${NUMBER}\\s*bpm`), read: ([, a, b]) => bpm(between(number(a), number(b))) },
  { pattern: word(`bpm\\s*${MORE_OR_LESS}${NUMBER}`), read: ([, sign, a]) => bpm(bounded(sign, number(a))) },
  { pattern: word(`${MORE_OR_LESS}${NUMBER}\\s*bpm`), read: ([, sign, a]) => bpm(bounded(sign, number(a))) },
  {
    pattern: word(`bpm\\s*(\\d+(?:[.,]\\d+)?)|(\\d+(?:[.,]\\d+)?)\\s*bpm`),
    read: ([, a, b]) => ({ by: 'bpm', range: about(number(a ?? b)), label: `${number(a ?? b)} bpm` }),
  },
  { pattern: word(`lufs\\s*${NUMBER}${TO}${NUMBER}`), read: ([, a, b]) => lufs(between(number(a), number(b))) },
  { pattern: word(`${NUMBER}${TO}${NUMBER}\\s*lufs`), read: ([, a, b]) => lufs(between(number(a), number(b))) },
  { pattern: word(`lufs\\s*${MORE_OR_LESS}${NUMBER}`), read: ([, sign, a]) => lufs(bounded(sign, number(a))) },
  { pattern: word(`${MORE_OR_LESS}${NUMBER}\\s*lufs`), read: ([, sign, a]) => lufs(bounded(sign, number(a))) },
  {
    pattern: word('loud'),
    read: () => ({
      by: 'lufs',
      range: { least: LOUD_LUFS, most: null },
      label: `loud (over ${minus(LOUD_LUFS)} LUFS)`,
    }),
  },
  {
    pattern: word('quiet'),
    read: () => ({
      by: 'lufs',
      range: { least: null, most: QUIET_LUFS },
      label: `quiet (under ${minus(QUIET_LUFS)} LUFS)`,
    }),
  },
  {
    pattern: word(`(\\d+(?:[.,]\\d+)?)${TO}(\\d+(?:[.,]\\d+)?)\\s*${TIME}`),
    read: ([, a, b, unit]) => lasting(between(number(a), number(b)), unit),
  },
  {
    pattern: word(`${MORE_OR_LESS}(\\d+(?:[.,]\\d+)?)\\s*${TIME}`),
    read: ([, sign, a, unit]) => lasting(bounded(sign, number(a)), unit),
  },
  {
    pattern: word('kind\\s*[: ]\\s*(\\p{L}+)'),
    read: ([, name]) => {
      const kind = ASSET_KINDS.find((one) => one === name.toLowerCase());
      return kind ? { by: 'kind', kind, label: `kind ${kind}` } : null;
    },
  },
];

/** Reads the search field: `bpm 120–140`, `>10 min`, `lufs -16..-12`, `loud`, `kind voice`, `#climb`; the rest is words. */
export const readTypedSearch = (text: string): TypedSearch => {
  const taken: { start: number; end: number }[] = [];
  const filters: TypedFilter[] = [];
  for (const { pattern, read } of RULES) {
    for (const found of text.matchAll(pattern)) {
      const start = found.index;
      const end = start + found[0].length;
      if (taken.some((other) => start < other.end && other.start < end)) continue;
      const filter = read(found);
      if (filter) filters.push({ ...filter, start, end });
      if (filter || text[start] === '"') taken.push({ start, end });
    }
  }
  filters.sort((a, b) => a.start - b.start);
  const words = filters.reduceRight((left, { start, end }) => `${left.slice(0, start)} ${left.slice(end)}`, text);
  return { words: words.replaceAll('"', ' ').replace(/\s+/g, ' ').trim(), filters };
};

/** The text without one of its filters. */
export const withoutFilter = (text: string, { start, end }: TypedFilter): string =>
  `${text.slice(0, start).trimEnd()} ${text.slice(end).trimStart()}`.trim();

/** A tag as the field's text says it. */
export const typedTag = (tag: string): string => (/^[^\s#]+$/.test(tag) ? `#${tag}` : `#{${tag}}`);

const number = (text: string): number => Number(text.replace('−', '-').replace(',', '.'));
const minus = (value: number): string => String(value).replace('-', '−');
const between = (a: number, b: number): Range => ({ least: Math.min(a, b), most: Math.max(a, b) });
const bounded = (sign: string, value: number): Range =>
  /^(>|>=|≥|over)$/i.test(sign) ? { least: value, most: null } : { least: null, most: value };

const lasting = (range: Range, unit: string): Filter & { label: string } => {
  const [factor, name] = /^h/i.test(unit) ? [3600, 'h'] : /^m/i.test(unit) ? [60, 'min'] : [1, 's'];
  const scaled = (value: number | null): number | null => (value === null ? null : value * factor);
  return {
    by: 'seconds',
    range: { least: scaled(range.least), most: scaled(range.most) },
    label: say(range, name),
  };
};

const say = ({ least, most }: Range, unit: string): string => {
  if (least === null) return `under ${minus(most!)} ${unit}`;
  if (most === null) return `over ${minus(least)} ${unit}`;
  return `${minus(least)}${least < 0 || most < 0 ? ' to ' : '–'}${minus(most)} ${unit}`;
};
