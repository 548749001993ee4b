import Database from 'better-sqlite3';
import { CueforgeError } from '../model/index.ts';
import { foldedWords, sortKey } from './folded-words.ts';

declare const reads: unique symbol;
declare const writes: unique symbol;

/** A connection that reads: what takes one writes nothing. The one that searches use is refused writes by SQLite. */
export type LibraryReader = Database.Database & { readonly [reads]: true };
/** The connection that writes. One per library, and one process per library (`library-lock.ts`). */
export type LibraryWriter = LibraryReader & { readonly [writes]: true };

/** How long a statement waits for a lock, should another program have the file open. Milliseconds. */
const BUSY_TIMEOUT = 5000;

/** Opens the file for writing, makes it if need be. It is not migrated. Throws SQLite's errors. */
export const openWriter = (path: string): LibraryWriter => {
  const db = new Database(path, { timeout: BUSY_TIMEOUT });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = ON');
    // The triggers of the schema call these; a statement that fires one fails on a connection without them.
    db.function('searched_words', { deterministic: true }, searchedWords as (...values: unknown[]) => string);
    db.function('sort_key', { deterministic: true }, sortKey as (text: unknown) => string);
    return db as LibraryWriter;
  } catch (error) {
    db.close();
    throw error;
  }
};

/** What a search looks through, as words. `tags` is a JSON list; of the path, only the file's name counts. */
const searchedWords = (
  title: string,
  artist: string,
  album: string,
  tags: string,
  notes: string,
  path: string,
): string => {
  const name = path.split(/[\\/]/).at(-1);
  return foldedWords([title, artist, album, ...(JSON.parse(tags) as string[]), notes, name].join(' ')).join(' ');
};

/** Opens a file that is there, for reading only. */
export const openReader = (path: string): LibraryReader =>
  new Database(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT }) as unknown as LibraryReader;

const prepared = new WeakMap<LibraryReader, Map<string, Database.Statement<unknown[]>>>();

/** A prepared statement, kept with its connection. For texts that are few: never one with a value written into it. */
export const statement = (db: LibraryReader, sql: string): Database.Statement<unknown[]> => {
  const known = prepared.get(db) ?? new Map<string, Database.Statement<unknown[]>>();
  prepared.set(db, known);
  const found = known.get(sql) ?? db.prepare(sql);
  known.set(sql, found);
  return found;
};

/** Runs `work` as one transaction: all of it is kept, or nothing. */
export const inTransaction = <T>(db: LibraryWriter, work: () => T): T => db.transaction(work).immediate();

/** SQLite's own code of a thrown value: `SQLITE_FULL`, `SQLITE_CORRUPT_VTAB` …; empty: it is none of SQLite's. */
export const sqliteCode = (thrown: unknown): string => (thrown instanceof Database.SqliteError ? thrown.code : '');

/** True where an error says that the file's content is not what it must be, rather than that it cannot be reached. */
export const saysDamaged = (thrown: unknown): boolean => /^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCode(thrown));

/** What was thrown at the library, as this project's failure; anything that is not SQLite's is passed on. */
export const libraryFailure = (thrown: unknown): unknown => {
  const code = sqliteCode(thrown);
  if (code === '') return thrown;
  const { message } = thrown as Error;
  if (code === 'SQLITE_FULL') return new CueforgeError('disk-full', 'The disk that holds the library is full');
  if (/^SQLITE_(READONLY|PERM)/.test(code))
    return new CueforgeError('folder-unwritable', `The library cannot be written: ${message}`);
  if (/^SQLITE_BUSY/.test(code)) return new CueforgeError('library-in-use', 'Another program holds the library');
  if (saysDamaged(thrown) || /^SQLITE_(IOERR|CANTOPEN)/.test(code))
    return new CueforgeError('library-unreadable', `The library's file cannot be read: ${message}`, { sqlite: code });
  return new CueforgeError('internal', `The library failed: ${message}`, { sqlite: code });
};

/** Runs `work`; what SQLite throws leaves as a CueforgeError. */
export const orFailure = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw libraryFailure(error);
  }
};
