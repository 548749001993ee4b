import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { unwritable } from './pcm-fill.ts';

/**
 * Writes a small file beside its place and moves it there whole, so that nobody ever reads a half of it. Throws
 * `disk-full` or `folder-unwritable`, naming `cacheDir`.
 */
export const writeBeside = async (cacheDir: string, path: string, pieces: readonly Uint8Array[]): Promise<void> => {
  const part = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.part`;
  try {
    await makeFolder(dirname(path));
    await writeFile(part, Buffer.concat(pieces));
    await rename(part, path);
  } catch (error) {
    throw unwritable(cacheDir, error as NodeJS.ErrnoException);
  } finally {
    await rm(part, { force: true });
  }
};
