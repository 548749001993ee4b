import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { makeFolder } from '../media/index.ts';
import { CueforgeError, toFailure } from '../model/index.ts';
import { type LibraryReader, libraryFailure } from './connection.ts';
import { damageOf } from './file-health.ts';

/** Days of which a backup is kept, the newest of each. */
export const BACKUP_DAYS = 7;
const NAME = /^library-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2}\.\d{3})Z\.db$/;

export interface Backup {
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const folderOf = (folder: string): string => join(folder, 'backups');

/** Backups of the library in a folder, newest first. */
export const listBackups = (folder: string): Backup[] => {
  let names: string[] = [];
  try {
    names = readdirSync(folderOf(folder));
  } catch (error) {
    if (!/^(ENOENT|ENOTDIR)$/.test(String((error as NodeJS.ErrnoException).code))) throw error;
  }
  return names
    .flatMap((name) => {
      const [, day, hours, minutes, seconds] = NAME.exec(name) ?? [];
      if (day === undefined) return [];
      return [{ path: join(folderOf(folder), name), at: Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`) }];
    })
    .sort((a, b) => b.at - a.at);
};

/**
 * Copies an open library beside it, checks the copy, gives it its name, lets older ones go. Writing may go on
 * meanwhile. One at a time. Throws `disk-full`, `folder-unwritable`, `library-unreadable`.
 */
export const makeBackup = async (db: LibraryReader, folder: string, now: number): Promise<Backup> => {
  const name = `library-${new Date(now).toISOString().replaceAll(':', '-')}.db`;
  const path = join(folderOf(folder), name);
  const partial = `${path}.partial`;
  await makeFolder(folderOf(folder)).catch((error: unknown) => {
    throw new CueforgeError('folder-unwritable', `The folder of backups cannot be made: ${toFailure(error).message}`);
  });
  try {
    sweep(folder);
    await db.backup(partial);
    asOneFile(partial);
    const damage = damageOf(partial);
    if (damage !== null) throw new CueforgeError('library-unreadable', `The backup came out damaged: ${damage.text}`);
    renameSync(partial, path);
  } catch (error) {
    sweep(folder);
    throw libraryFailure(error);
  }
  rotate(folder);
  return { path, at: Math.round(now) };
};

/** Takes a copy out of WAL mode: one file that any reader opens, also from where nothing can be written. */
const asOneFile = (path: string): void => {
  const copy = new Database(path);
  try {
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
};

/** Removes what a process that died left half-written. Only the process that holds the library calls this. */
const sweep = (folder: string): void => {
  for (const name of readdirSync(folderOf(folder)))
    if (name.includes('.partial')) rmSync(join(folderOf(folder), name), { force: true });
};

/** Keeps the newest backup of each of the newest days. */
const rotate = (folder: string): void => {
  const days = new Set<string>();
  for (const { path, at } of listBackups(folder)) {
    const day = new Date(at).toISOString().slice(0, 10);
    if (days.has(day) || days.size === BACKUP_DAYS) rmSync(path, { force: true });
    else days.add(day);
  }
};
