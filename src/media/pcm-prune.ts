import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { notesPath, pcmFolder, pcmPath } from './pcm-entry.ts';

/** Default size of a PCM cache. Bytes. */
export const PCM_CACHE_MOST = 8 * 2 ** 30;
/** Entries used this lately stay, whatever the size: another process may be reading them. Milliseconds. */
export const SPARED = 10 * 60_000;
/** Parts this old were left by a process that died. Milliseconds. */
const ABANDONED = 24 * 3_600_000;

/** Keys that this process has open, and by how many caches. */
const held = new Map<string, number>();

/** Keeps an entry from being pruned by this process; call the answer to let go. */
export const holdPcm = (key: string): (() => void) => {
  held.set(key, (held.get(key) ?? 0) + 1);
  let holding = true;
  return () => {
    if (!holding) return;
    holding = false;
    const others = held.get(key)! - 1;
    if (others > 0) held.set(key, others);
    else held.delete(key);
  };
};

/**
 * Removes the entries that were used longest ago until the cache is no larger than `maxBytes`. Entries this process
 * holds, and entries used within `spare` (milliseconds, default 10 minutes), stay.
 */
export const prunePcmCache = async (
  cacheDir: string,
  maxBytes: number = PCM_CACHE_MOST,
  { spare = SPARED }: { spare?: number } = {},
): Promise<void> => {
  const folder = pcmFolder(cacheDir);
  const now = Date.now();
  const names = await readdir(folder).catch(() => []);
  const entries: { key: string; bytes: number; used: number }[] = [];
  for (const name of names) {
    const found = await stat(join(folder, name)).catch(() => null);
    if (found === null) continue;
    if (name.includes('.part')) {
      if (now - found.mtimeMs > ABANDONED) await rm(join(folder, name), { force: true });
    } else if (name.endsWith('.f32')) {
      entries.push({ key: name.slice(0, -4), bytes: found.size, used: found.mtimeMs });
    }
  }
  let total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { key, bytes, used } of entries.sort((a, b) => a.used - b.used)) {
    if (total <= maxBytes) return;
    if (held.has(key) || now - used < spare) continue;
    // The notes first: what is left of an entry when this is cut short is no entry.
    await rm(notesPath(cacheDir, key), { force: true });
    await rm(pcmPath(cacheDir, key), { force: true });
    total -= bytes;
  }
};
