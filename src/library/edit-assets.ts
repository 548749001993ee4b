import { type LibraryReader, type LibraryWriter, statement } from './connection.ts';
import { editLabel, removeLabel } from './edit-label.ts';
import { noSuchAsset } from './read-assets.ts';
import type { AssetChange } from './shapes.ts';

/**
 * Columns an edit may set, and how they are kept in the history: as SQLite holds them. A migration that renames one
 * must rename it there too.
 */
const EDITED = [
  'title',
  'artist',
  'kind',
  'tags',
  'notes',
  'origin',
  'source',
  'licence',
  'set_bpm',
  'bpm_is_set',
  'removed_by',
] as const;
type Columns = Partial<Record<(typeof EDITED)[number], string | number | null>>;

/** Columns to set in some sounds. */
export interface Patch {
  readonly ids: readonly string[];
  readonly set: Columns;
}

/** An edit with what undoes it. */
export interface Edit {
  readonly label: string;
  readonly forward: readonly Patch[];
  readonly inverse: readonly Patch[];
}

type Held = Record<(typeof EDITED)[number], string | number | null> & {
  readonly id: string;
  readonly title: string;
  readonly tags: string;
  readonly bpm: number | null;
};

/** What a change to some sounds is; null: they are so already. Throws `asset-missing` and names those that are not held. */
export const planChange = (db: LibraryReader, ids: readonly string[], change: AssetChange): Edit | null => {
  const wanted = given(change);
  const forward = new Map<string, Patch & { ids: string[] }>();
  const inverse = new Map<string, Patch & { ids: string[] }>();
  const touched: Held[] = [];
  const changed = new Set<string>();
  for (const held of readHeld(db, ids)) {
    const after: Columns = {};
    const before: Columns = {};
    for (const [field, columns] of Object.entries(wanted)) {
      if (isSo(held, columns)) continue;
      changed.add(field);
      Object.assign(after, columns);
      for (const column of Object.keys(columns) as (keyof Columns)[]) before[column] = held[column];
    }
    if (Object.keys(after).length === 0) continue;
    touched.push(held);
    gather(forward, held.id, after);
    gather(inverse, held.id, before);
  }
  if (touched.length === 0) return null;
  const shown = Object.fromEntries(Object.entries(change).filter(([field]) => changed.has(field)));
  return {
    label: editLabel(touched.map(named), shown),
    forward: [...forward.values()],
    inverse: [...inverse.values()],
  };
};

/** What taking sounds out is. They keep their rows, marked with the entry of the history that took them out. */
export const planRemoval = (db: LibraryReader, ids: readonly string[], entry: number): Edit => {
  const going = readHeld(db, ids);
  const all = going.map(({ id }) => id);
  return {
    label: removeLabel(going.map(named)),
    forward: [{ ids: all, set: { removed_by: entry } }],
    inverse: [{ ids: all, set: { removed_by: null } }],
  };
};

/** Sets what patches say. Runs inside a transaction. */
export const applyPatches = (db: LibraryWriter, patches: readonly Patch[]): void => {
  for (const { ids, set } of patches) {
    const columns = EDITED.filter((column) => column in set);
    const sql = `UPDATE assets SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`;
    const values = columns.map((column) => set[column]!);
    for (const id of ids) statement(db, sql).run(...values, id);
  }
};

/** The columns of each field that a change gives. */
const given = (change: AssetChange): Record<string, Columns> => {
  const { tags, bpm, ...plain } = change;
  const wanted: Record<string, Columns> = {};
  for (const [field, value] of Object.entries(plain)) if (value !== undefined) wanted[field] = { [field]: value };
  if (tags !== undefined) wanted.tags = { tags: JSON.stringify([...new Set(tags.map((tag) => tag.normalize()))]) };
  if (bpm !== undefined) wanted.bpm = { set_bpm: bpm, bpm_is_set: 1 };
  return wanted;
};

/** A tempo that was measured and is set to the same is no change. */
const isSo = (held: Held, columns: Columns): boolean =>
  'set_bpm' in columns
    ? held.bpm === columns.set_bpm
    : Object.entries(columns).every(([column, value]) => held[column as keyof Columns] === value);

/** Sounds that get the same values share a patch: the same edit to thousands is one. */
const gather = (patches: Map<string, Patch & { ids: string[] }>, id: string, set: Columns): void => {
  const key = JSON.stringify(set);
  const patch = patches.get(key);
  if (patch === undefined) patches.set(key, { ids: [id], set });
  else patch.ids.push(id);
};

const named = ({ title, tags }: Held): { title: string; tags: string[] } => ({
  title,
  tags: JSON.parse(tags) as string[],
});

const readHeld = (db: LibraryReader, ids: readonly string[]): Held[] => {
  const read = statement(db, `SELECT id, bpm, ${EDITED.join(', ')} FROM assets WHERE id = ? AND removed_by IS NULL`);
  const wanted = [...new Set(ids)];
  const found = wanted.map((id) => read.get(id) as Held | undefined);
  const missing = wanted.filter((_, i) => found[i] === undefined);
  if (missing.length > 0) throw noSuchAsset(missing);
  return found as Held[];
};
