import { CueforgeError } from '../model/index.ts';
import { inTransaction, type LibraryReader, type LibraryWriter, statement } from './connection.ts';
import { applyPatches, type Edit, type Patch, planChange, planRemoval } from './edit-assets.ts';
import type { AssetChange, HistoryState } from './shapes.ts';

/** Edits that can be undone. Older ones are let go, and with them the sounds they removed. */
export const HISTORY_MOST = 500;

const NEXT_UNDO = 'FROM history WHERE undone = 0 ORDER BY number DESC LIMIT 1';
const NEXT_REDO = 'FROM history WHERE undone = 1 ORDER BY number LIMIT 1';

/** What can be undone and redone next. */
export const historyState = (db: LibraryReader): HistoryState => ({
  undo: (statement(db, `SELECT label ${NEXT_UNDO}`).pluck().get() as string | undefined) ?? null,
  redo: (statement(db, `SELECT label ${NEXT_REDO}`).pluck().get() as string | undefined) ?? null,
});

/** Changes sounds; what is so already leaves the history as it is. Throws `asset-missing`, and then changes nothing. */
export const editAssets = (db: LibraryWriter, ids: readonly string[], change: AssetChange): HistoryState =>
  inTransaction(db, () => {
    const edit = planChange(db, ids, change);
    if (edit !== null) commit(db, edit, nextNumber(db));
    return historyState(db);
  });

/** Takes sounds out of the library; undo brings them back with everything they had. Throws `asset-missing`. */
export const removeAssets = (db: LibraryWriter, ids: readonly string[]): HistoryState =>
  inTransaction(db, () => {
    const number = nextNumber(db);
    if (ids.length > 0) commit(db, planRemoval(db, ids, number), number);
    return historyState(db);
  });

/** Takes the last edit back. Throws `nothing-to-undo`. */
export const undoEdit = (db: LibraryWriter): HistoryState => step(db, NEXT_UNDO, 'inverse', 1);

/** Does again what was undone last. Throws `nothing-to-undo`. */
export const redoEdit = (db: LibraryWriter): HistoryState => step(db, NEXT_REDO, 'forward', 0);

const step = (db: LibraryWriter, next: string, side: 'forward' | 'inverse', undone: 0 | 1): HistoryState =>
  inTransaction(db, () => {
    const entry = statement(db, `SELECT number, ${side} AS patches ${next}`).get() as
      | { number: number; patches: string }
      | undefined;
    if (entry === undefined)
      throw new CueforgeError('nothing-to-undo', `There is nothing to ${undone === 1 ? 'undo' : 'redo'}`);
    applyPatches(db, JSON.parse(entry.patches) as Patch[]);
    statement(db, 'UPDATE history SET undone = ? WHERE number = ?').run(undone, entry.number);
    return historyState(db);
  });

/** What was undone gives way to a new edit, so its numbers are free again. */
const nextNumber = (db: LibraryWriter): number =>
  statement(db, 'SELECT coalesce(max(number), 0) + 1 FROM history WHERE undone = 0').pluck().get() as number;

const commit = (db: LibraryWriter, { label, forward, inverse }: Edit, number: number): void => {
  statement(db, 'DELETE FROM history WHERE undone = 1').run();
  applyPatches(db, forward);
  statement(db, 'INSERT INTO history (number, label, forward, inverse) VALUES (?, ?, ?, ?)').run(
    number,
    label,
    JSON.stringify(forward),
    JSON.stringify(inverse),
  );
  const { changes } = statement(db, 'DELETE FROM history WHERE number <= ?').run(number - HISTORY_MOST);
  if (changes > 0)
    statement(
      db,
      'DELETE FROM assets WHERE removed_by IS NOT NULL AND removed_by NOT IN (SELECT number FROM history)',
    ).run();
};
