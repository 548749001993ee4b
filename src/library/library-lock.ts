import { join } from 'node:path';
import Database from 'better-sqlite3';
import { CueforgeError } from '../model/index.ts';
import { libraryFailure, sqliteCode } from './connection.ts';

/** How long to wait for a process that is about to end, and how often to look. Milliseconds. */
const PATIENCE = 1000;
const PAUSE = 50;

/**
 * Holds a library's folder for this process; call the answer to let go. The lock is SQLite's own on a file that nothing
 * else opens, so the system drops it when the process dies, however it dies. Throws `library-in-use`.
 */
export const lockLibrary = async (folder: string): Promise<() => void> => {
  const path = join(folder, 'library.lock');
  for (let waited = 0; ; waited += PAUSE) {
    const held = tryLock(path);
    if (held !== null) return () => void held.close();
    if (waited >= PATIENCE)
      throw new CueforgeError('library-in-use', `Another Cueforge has this library open: ${folder}`, { folder });
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
};

const tryLock = (path: string): Database.Database | null => {
  let db: Database.Database | null = null;
  try {
    db = new Database(path, { timeout: 0 });
    db.exec('BEGIN EXCLUSIVE');
    return db;
  } catch (error) {
    db?.close();
    const code = sqliteCode(error);
    if (code.startsWith('SQLITE_BUSY')) return null;
    if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY'))
      throw new CueforgeError('folder-unwritable', `The library's folder cannot be written: ${path}`, { path });
    throw libraryFailure(error);
  }
};
