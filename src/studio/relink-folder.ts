import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Library } from '../library/index.ts';
import { contentId } from '../media/index.ts';
import { CueforgeError } from '../model/index.ts';

/**
 * Looks for every missing file of the library below a folder, by content. Only files with the size of a missing one are
 * read, so a large disk is searched fast. Throws `file-missing` where the folder is none.
 */
export const relinkFolder = async (
  folder: string,
  library: Pick<Library, 'missing' | 'relink'>,
  signal: AbortSignal,
): Promise<{ found: number; missing: number }> => {
  const kind = await stat(folder).catch(() => null);
  if (!kind?.isDirectory()) throw new CueforgeError('file-missing', `"${folder}" is no folder`, { path: folder });
  const wanted = new Map(library.missing().map((asset) => [asset.id, asset.bytes]));
  const missing = wanted.size;
  const walk = async (at: string): Promise<void> => {
    for (const entry of await readdir(at, { withFileTypes: true }).catch(() => [])) {
      signal.throwIfAborted();
      if (wanted.size === 0) return;
      const path = join(at, entry.name);
      if (entry.isDirectory()) await walk(path);
      if (!entry.isFile()) continue;
      const { size, mtimeMs } = await stat(path);
      if (![...wanted.values()].includes(size)) continue;
      const id = await contentId(path, signal);
      if (!wanted.delete(id)) continue;
      library.relink(id, path, Math.round(mtimeMs));
    }
  };
  await walk(folder);
  return { found: missing - wanted.size, missing };
};
