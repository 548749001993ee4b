import type { BigIntStats } from 'node:fs';
import { copyFile, link, lstat, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../media/index.ts';
import { CueforgeError, toFailure } from '../model/index.ts';

/** Where a file is written until it may have its name; what a process that died leaves there, an export sweeps away. */
const partialOf = (target: string): string => {
  count += 1;
  return join(dirname(target), `.${basename(target)}.${count}.${process.pid}.partial`);
};
/** Two that want one name at once must not write into each other's file. */
let count = 0;

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
      (partial) => writeWhole(partial, content, mode),
      async (partial) => {
        const written = await stat(partial, { bigint: true });
        await rename(partial, target);
        return signed(written);
      },
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

/**
 * Writes a file under the first of `names` that is free, in a folder that is made if need be. `content`: what it is
 * under a name. Returns its path. Throws as `writeBeside`.
 */
export const writeNew = (folder: string, names: Iterable<string>, content: (name: string) => string): Promise<string> =>
  placeNew(folder, names, (partial, name) => writeWhole(partial, content(name)));

/** As `writeNew`, a copy of a file. */
export const copyNew = (folder: string, names: Iterable<string>, source: string): Promise<string> =>
  placeNew(folder, names, (partial) => copyFile(source, partial));

const placeNew = (
  folder: string,
  names: Iterable<string>,
  fill: (partial: string, name: string) => Promise<void>,
): Promise<string> =>
  named(folder, async () => {
    await makeFolder(folder);
    for (const name of names) {
      const target = join(folder, name);
      if (await isThere(target)) continue;
      const placed = await viaPartial(
        target,
        (partial) => fill(partial, name),
        (partial) => takeName(partial, target),
      );
      if (placed) return target;
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
  fill: (partial: string) => Promise<void>,
  publish: (partial: string) => Promise<T>,
): Promise<T> => {
  const partial = partialOf(target);
  try {
    await fill(partial);
    return await publish(partial);
  } finally {
    await rm(partial, { force: true }).catch(() => undefined); // its folder may be none; what failed was said
  }
};

const writeWhole = async (partial: string, content: string, mode?: number): Promise<void> => {
  const file = await open(partial, 'w', mode);
  try {
    await file.writeFile(content);
    // A rename may reach the disk before what it names does.
    await file.sync();
  } finally {
    await file.close();
  }
};

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

/** Gives a file a name that nothing has; false: something has it. */
const takeName = async (partial: string, target: string): Promise<boolean> => {
  try {
    await link(partial, target);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
  }
  // No hard links here (FAT, some network drives): between the look and the rename is a moment that nobody else uses.
  if (await isThere(target)) return false;
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
