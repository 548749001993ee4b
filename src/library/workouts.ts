import { type LibraryReader, type LibraryWriter, statement } from './connection.ts';
import type { ExportedFile, ExportRecord, RememberedFile } from './shapes.ts';

/** Puts a workout file on the list, or moves it up. `at`: milliseconds since 1970. */
export const rememberWorkout = (db: LibraryWriter, path: string, at: number): void => {
  statement(
    db,
    'INSERT INTO workouts (path, opened_at) VALUES (?, ?) ON CONFLICT DO UPDATE SET opened_at = excluded.opened_at',
  ).run(path, Math.round(at));
};

/** Takes a workout off the list. What its exports gave stays, should it come back. */
export const forgetWorkout = (db: LibraryWriter, path: string): void => {
  statement(db, 'DELETE FROM workouts WHERE path = ?').run(path);
};

/** The workouts on the list, the one opened last first. */
export const listWorkouts = (db: LibraryReader): RememberedFile[] =>
  statement(
    db,
    'SELECT path, opened_at AS openedAt FROM workouts ORDER BY opened_at DESC, path',
  ).all() as RememberedFile[];

/** Keeps what an export of a variant gave, in place of what the one before gave. */
export const recordExport = (db: LibraryWriter, record: ExportRecord): void => {
  statement(
    db,
    `INSERT OR REPLACE INTO exports (workout_path, variant, fingerprint, files, at)
     VALUES (@workoutPath, @variant, @fingerprint, @files, @at)`,
  ).run({ ...record, files: JSON.stringify(record.files), at: Math.round(record.at) });
};

/** The last export of each variant of a workout, by variant. */
export const listExports = (db: LibraryReader, workoutPath: string): ExportRecord[] => {
  const found = statement(
    db,
    `SELECT workout_path AS workoutPath, variant, fingerprint, files, at FROM exports
     WHERE workout_path = ? ORDER BY variant`,
  ).all(workoutPath) as (Omit<ExportRecord, 'files'> & { files: string })[];
  return found.map((record) => ({ ...record, files: JSON.parse(record.files) as ExportedFile[] }));
};
