import type { BigIntStats } from 'node:fs';
import { link, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../media/index.ts';
import { CueforgeError, toFailure } from '../model/index.ts';

/** Where a file is written until it may have its name; what a process that died leaves there, an export sweeps away. */
const partialOf = (target: string): string => join(dirname(target), `.${basename(target)}.${process.pid}.partial`);

/**
 * Writes a whole file beside its name and renames it, so that the name is never of half a file. A link stays a link, and
 * who may read it stays as it was. Returns its signature. Throws `folder-unwritable` or `disk-full`.
 */
export const writeBeside = (path: string, content: string): Promise<string> =>
  named(path, async () => {
    const target = await realpath(path).catch(() => path);
    const mode = await stat(target).then(
      (found) => found.mode,
      () => undefined,
    );
    return viaPartial(
      target,
      content,
      async (partial) => {
        const written = await stat(partial, { bigint: true });
        await rename(partial, target);
        return signed(written);
      },
      mode,
    );
  });

/** Tells a file from the one that was there before, without reading it; null: none is there. */
export const signatureOf = async (path: string): Promise<{ signature: string; modifiedAt: number } | null> => {
  const found = await stat(path, { bigint: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  return found && { signature: signed(found), modifiedAt: Number(found.mtimeMs) };
};

const signed = ({ ino, size, mtimeNs }: BigIntStats): string => `${ino} ${size} ${mtimeNs}`;

/** Writes a file under the first of `names` that is free, in a folder that is made if need be. Returns its path. */
export const writeNew = (folder: string, names: Iterable<string>, content: string | Uint8Array): Promise<string> =>
  named(folder, async () => {
    await makeFolder(folder);
    for (const name of names) {
      const target = join(folder, name);
      const free = await viaPartial(target, content, (partial) => takeName(partial, target));
      if (free) return target;
    }
    throw new Error('every name is taken');
  });

/** `ride.json`, `ride-2.json`, `ride-3.json`, … */
export function* numberedNames(stem: string, extension: string): Generator<string> {
  yield `${stem}${extension}`;
  for (let n = 2; ; n++) yield `${stem}-${n}${extension}`;
}

const viaPartial = async <T>(
  target: string,
  content: string | Uint8Array,
  publish: (partial: string) => Promise<T>,
  mode?: number,
): Promise<T> => {
  const partial = partialOf(target);
  try {
    const file = await open(partial, 'w', mode);
    try {
      await file.writeFile(content);
      // A rename may reach the disk before what it names does.
      await file.sync();
    } finally {
      await file.close();
    }
    return await publish(partial);
  } finally {
    await rm(partial, { force: true }).catch(() => undefined);
  }
};

/** Gives a file a name that nothing has; false: something has it. */
const takeName = async (partial: string, target: string): Promise<boolean> => {
  try {
    await link(partial, target);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
  }
  // No hard links here (FAT, some network drives): between the look and the rename is a moment that nobody else uses.
  if (await stat(target).catch(() => null)) return false;
  await rename(partial, target);
  return true;
};

const named = async <T>(path: string, write: () => Promise<T>): Promise<T> => {
  try {
    return await write();
  } catch (error) {
    const { code, message } = toFailure(error);
    if (code === 'disk-full') throw new CueforgeError(code, `The disk that holds ${path} is full`, { path });
    throw new CueforgeError('folder-unwritable', `${path} cannot be written: ${message}`, { path });
  }
};
