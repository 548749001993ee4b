import { type LibraryReader, type LibraryWriter, statement } from './connection.ts';
import type { RememberedFile } from './shapes.ts';

/** Puts a cuelist file on the list, or moves it up. `at`: milliseconds since 1970. */
export const rememberCuelist = (db: LibraryWriter, path: string, at: number): void => {
  statement(
    db,
    'INSERT INTO cuelists (path, opened_at) VALUES (?, ?) ON CONFLICT DO UPDATE SET opened_at = excluded.opened_at',
  ).run(path, Math.round(at));
};

/** Takes a cuelist off the list. Its history stays, should it come back. */
export const forgetCuelist = (db: LibraryWriter, path: string): void => {
  statement(db, 'DELETE FROM cuelists WHERE path = ?').run(path);
};

/** The cuelists on the list, the one opened last first. */
export const listCuelists = (db: LibraryReader): RememberedFile[] =>
  statement(
    db,
    'SELECT path, opened_at AS openedAt FROM cuelists ORDER BY opened_at DESC, path',
  ).all() as RememberedFile[];
