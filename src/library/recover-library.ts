import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Backup, listBackups } from './backups.ts';
import { libraryFailure, saysDamaged } from './connection.ts';
import { type Damage, damageOf } from './file-health.ts';

/** What SQLite may have beside a file. They belong to it: with another file they would damage that one. */
const COMPANIONS = ['', '-wal', '-shm', '-journal'];

/**
 * Makes sure that the library's file, if there is one, is sound. A damaged one is renamed, never deleted, and the newest
 * backup that is sound takes its place; so it does where the file is gone. Whenever this is cut short, running it again
 * ends the same. Only the process that holds the library calls this.
 * @returns a sentence that says what was done; null: nothing had to be.
 */
export const recoverLibrary = (path: string, folder: string, now: number): string | null => {
  try {
    const damage = existsSync(path) ? damageOf(path) : GONE;
    if (damage === null) return null;
    const backups = listBackups(folder);
    // Without a backup, a file with nothing in it is one that is made for the first time, or whose making was cut short.
    if (backups.length === 0 && damage.blank) return null;
    const backup = stageNewestSound(path, backups);
    const aside = setAside(path, now);
    if (backup !== null) renameSync(staged(path), path);
    return sentence(aside, backup);
  } catch (error) {
    throw libraryFailure(error);
  }
};

const GONE: Damage = { text: 'the file is gone', blank: true };

const staged = (path: string): string => `${path}.restored`;

/** Copies the newest sound backup to where it can be renamed from; null: none is sound. */
const stageNewestSound = (path: string, backups: readonly Backup[]): Backup | null => {
  for (const backup of backups) {
    for (const companion of COMPANIONS) rmSync(`${staged(path)}${companion}`, { force: true });
    try {
      copyFileSync(backup.path, staged(path));
      if (damageOf(staged(path)) === null) return backup;
    } catch (error) {
      if (!saysDamaged(error) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  rmSync(staged(path), { force: true });
  return null;
};

/** Renames a file and what belongs to it; null: there was nothing. */
const setAside = (path: string, now: number): string | null => {
  const stamp = new Date(now).toISOString().replaceAll(':', '-');
  let aside = path.replace(/\.db$/, `-damaged-${stamp}.db`);
  for (let n = 2; existsSync(aside); n++) aside = path.replace(/\.db$/, `-damaged-${stamp}-${n}.db`);
  const found = COMPANIONS.filter((companion) => existsSync(`${path}${companion}`));
  for (const companion of found) renameSync(`${path}${companion}`, `${aside}${companion}`);
  return found.includes('') ? aside : null;
};

const sentence = (aside: string | null, backup: Backup | null): string => {
  const what =
    aside === null
      ? 'The library’s file was gone'
      : `The library’s file was damaged and is kept as “${basename(aside)}”`;
  if (backup === null) return `${what}. There is no sound backup: the library starts empty.`;
  const when = new Date(backup.at).toISOString().slice(0, 16).replace('T', ', ');
  return `${what}. The backup of ${when} UTC was opened; what was changed after it is missing here.`;
};

/** Where the file of a library's folder is. */
export const libraryFile = (folder: string): string => join(folder, 'library.db');
