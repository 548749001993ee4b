import type { AssetChange } from './shapes.ts';

/** What an edit touches, as far as its label tells. */
export interface Before {
  readonly title: string;
  readonly tags: readonly string[];
}

/** Longest name a label shows. Characters. */
const LONGEST = 60;

const FIELDS: Readonly<Record<Exclude<keyof AssetChange, 'title' | 'tags'>, string>> = {
  artist: 'artist',
  kind: 'kind',
  notes: 'notes',
  origin: 'origin',
  source: 'source',
  licence: 'licence',
  bpm: 'tempo',
};

/** What a menu says of an edit after “Undo”: `Tag 3 sounds “climb”`, `Rename “Neon Divide”`. */
export const editLabel = (before: readonly Before[], change: AssetChange): string => {
  const what = sounds(before);
  const fields = Object.keys(change) as (keyof AssetChange)[];
  if (fields.length > 1) return `Edit ${what}`;
  const [field] = fields;
  if (field === 'title') return `Rename ${what}`;
  if (field === 'tags') return tagLabel(before, change.tags!, what);
  return `Change the ${FIELDS[field]} of ${what}`;
};

export const removeLabel = (before: readonly Before[]): string => `Remove ${sounds(before)}`;

/** Names one sound, counts several. */
const sounds = (before: readonly Before[]): string =>
  before.length === 1 ? quoted(before[0].title) : `${before.length.toLocaleString('en')} sounds`;

const tagLabel = (before: readonly Before[], after: readonly string[], what: string): string => {
  const added = after.filter((tag) => before.some(({ tags }) => !tags.includes(tag)));
  const removed = new Set(before.flatMap(({ tags }) => tags.filter((tag) => !after.includes(tag))));
  if (removed.size === 0 && added.length > 0) return `Tag ${what} ${added.map(quoted).join(', ')}`;
  if (added.length === 0 && removed.size > 0) return `Untag ${what} ${[...removed].map(quoted).join(', ')}`;
  return `Change the tags of ${what}`;
};

const quoted = (text: string): string => {
  const letters = [...text];
  return `“${letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : text}”`;
};
