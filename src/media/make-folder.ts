import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those it lies in; one that is there is fine. Rejects with the system's error where that cannot be.
 * Node's own recursive mkdir never ends where a file system denies that a parent can be made (/proc, some mounts).
 */
export const makeFolder = async (folder: string): Promise<void> => {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && dirname(folder) !== folder) {
      await makeFolder(dirname(folder));
      await mkdir(folder).catch(unlessThere(folder));
    } else await unlessThere(folder)(error);
  }
};

/** Passes an error on, unless the folder is there after all: another process may have made it meanwhile. */
const unlessThere =
  (folder: string) =>
  async (error: unknown): Promise<void> => {
    const found = await stat(folder).catch(() => null);
    if (!found?.isDirectory()) throw error;
  };
