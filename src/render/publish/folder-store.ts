import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { CueforgeError, toFailure } from '../../model/index.ts';
import { discard, partialPath, publish, sweepPartials } from '../partial-file.ts';
import { piecesOf } from './file-pieces.ts';
import { hashOfFile } from './release.ts';
import type { ReleaseStore, StoredFile } from './release-store.ts';

const PIECE = 1 << 20;

/** A folder as a store: files are written beside their names, checked, and renamed. */
export const createFolderStore = (folder: string): ReleaseStore => {
  const root = resolve(folder);
  const pathOf = (name: string): string => join(root, ...name.split('/'));
  const swept = new Set<string>();
  return {
    place: root,
    list: (signal) => named(root, () => listBelow(root, '', signal)),
    async hash(name, signal) {
      const found = await named(root, () => orNull(hashOfFile(pathOf(name), signal)));
      return found?.sha256 ?? null;
    },
    read: (name) => named(root, () => orNull(readFile(pathOf(name)))),
    async open(name, signal) {
      const found = await named(root, () => orNull(stat(pathOf(name))));
      return found?.isFile() ? createReadStream(pathOf(name), { signal, highWaterMark: PIECE }) : null;
    },
    async stage(file, { signal, onBytes }) {
      const target = pathOf(file.name);
      const partial = partialPath(target);
      await named(root, () => mkdir(dirname(target), { recursive: true }));
      if (!swept.has(dirname(target))) {
        swept.add(dirname(target));
        await named(root, () => sweepPartials(dirname(target)));
      }
      const writer = await named(root, () => open(partial, 'w'));
      try {
        for await (const piece of piecesOf(file, PIECE, signal)) {
          await named(root, () => writeWhole(writer, piece));
          onBytes(piece.length, 'sent');
        }
        // A rename may reach the disk before what it names does.
        await named(root, () => writer.sync());
        await writer.close();
        await named(root, () => readBack(partial, file.sha256, signal));
      } catch (error) {
        await writer.close().catch(() => undefined); // closed already, where it was read back
        await discard(target);
        throw error;
      }
      return {
        commit: () => named(root, () => publish(target)),
        discard: () => discard(target).catch(() => undefined),
      };
    },
    remove: (name) => named(root, () => rm(pathOf(name), { force: true })),
    close: () => undefined,
  };
};

const writeWhole = async (writer: FileHandle, piece: Buffer): Promise<void> => {
  for (let at = 0; at < piece.length; ) at += (await writer.write(piece, at)).bytesWritten;
};

/** What the disk took is what was meant. */
const readBack = async (path: string, sha256: string, signal: AbortSignal): Promise<void> => {
  if ((await hashOfFile(path, signal)).sha256 === sha256) return;
  throw new CueforgeError('store-failed', `${path} was written and reads back otherwise: the disk is not sound`);
};

/** Every file below a folder; hidden ones, as those half-written, are none of a release. */
const listBelow = async (root: string, below: string, signal: AbortSignal): Promise<StoredFile[]> => {
  signal.throwIfAborted();
  const found = await orNull(readdir(join(root, ...below.split('/')), { withFileTypes: true }));
  const files: StoredFile[] = [];
  for (const entry of found ?? []) {
    if (entry.name.startsWith('.') || entry.name.includes(sep)) continue;
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) files.push(...(await listBelow(root, name, signal)));
    const size = entry.isFile() ? await orNull(stat(join(root, ...name.split('/')))) : null;
    if (size) files.push({ name, bytes: size.size });
  }
  return files;
};

const orNull = <T>(work: Promise<T>): Promise<T | null> =>
  work.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });

/** Says what the system says, of this folder. */
const named = async <T>(root: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const { code, message } = toFailure(error);
    if (error instanceof CueforgeError || code === 'cancelled') throw error;
    // EFBIG: a limit of the file system or the account on one file.
    if (code === 'disk-full' || (error as NodeJS.ErrnoException).code === 'EFBIG')
      throw new CueforgeError('disk-full', `The disk that holds ${root} is full`, { path: root });
    throw new CueforgeError('folder-unwritable', `${root} cannot be published to: ${message}`, { path: root });
  }
};
