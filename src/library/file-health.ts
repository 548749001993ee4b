import { statSync } from 'node:fs';
import { openReader, saysDamaged } from './connection.ts';
import { versionOf } from './migrations.ts';

/** Why a file is no sound library. */
export interface Damage {
  /** In SQLite's words. */
  readonly text: string;
  /** Nothing was ever made in it. */
  readonly blank: boolean;
}

/** What is wrong with a library's file; null: it is sound. Throws SQLite's errors where it cannot be read at all. */
export const damageOf = (path: string): Damage | null => {
  if (statSync(path).size === 0) return { text: 'the file is empty', blank: true };
  try {
    const db = openReader(path);
    try {
      const [found] = db.pragma('quick_check(1)') as { quick_check: string }[];
      if (found.quick_check !== 'ok') return { text: found.quick_check, blank: false };
      return versionOf(db) === 0 ? { text: 'the file holds no library', blank: true } : null;
    } finally {
      db.close();
    }
  } catch (error) {
    if (saysDamaged(error)) return { text: (error as Error).message, blank: false };
    throw error;
  }
};
