import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { copyFile, link, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CueforgeError, toFailure } from '../../model/index.ts';
import type { ReleaseStore } from '../../render/index.ts';
import { type FarmOrder, inStore, type PlacedFile } from './farm-order.ts';
import type { PackedFile } from './pack-workout.ts';

/** What is fetched is kept up to so much; what was not used for longest goes first. Bytes. */
const MOST_KEPT = 20 * 2 ** 30;

/** Brings a file to the store under its content, where it is not there yet. Returns whether it was sent. */
export const shareFile = async (store: ReleaseStore, file: PackedFile, signal: AbortSignal): Promise<boolean> => {
  const name = inStore.media(file.sha256);
  if ((await store.hash(name, signal)) === file.sha256) return false;
  await sendFile(store, name, { ...file, type: 'application/octet-stream' }, signal);
  return true;
};

/** Puts a file under a name, whatever was there. */
export const sendFile = async (
  store: ReleaseStore,
  name: string,
  { bytes, sha256, type, source }: Pick<PackedFile, 'bytes' | 'sha256' | 'source'> & { readonly type: string },
  signal: AbortSignal,
): Promise<void> => {
  const options = { replaces: false, signal, onBytes: () => undefined };
  const staged = await store.stage({ name, bytes, sha256, type, source }, options);
  try {
    await staged.commit(signal);
  } catch (error) {
    await staged.discard();
    throw error;
  }
};

/** Files of the store on this machine, by content. */
export interface MediaCache {
  /** A file, fetched where it is not here. Throws `file-missing` where the store has none. */
  fetch(store: ReleaseStore, file: PlacedFile, signal: AbortSignal): Promise<string>;
  /** Forgets what was not used for longest, beyond what is kept. */
  prune(): Promise<void>;
}

export const createMediaCache = (folder: string): MediaCache => ({
  async fetch(store, { at, sha256, bytes }, signal) {
    const path = join(folder, sha256);
    const found = await stat(path).catch(() => null);
    if (found?.size === bytes) {
      await utimes(path, new Date(), found.mtime).catch(() => undefined); // a cache that others own serves, too
      return path;
    }
    const name = inStore.media(sha256);
    const content = await store.open(name, signal);
    if (content === null) {
      throw new CueforgeError(
        'file-missing',
        `${store.place} has no ${name}, which is ${at}: queue the workout again, or give this worker the store it was queued with`,
        { file: at },
      );
    }
    await mkdir(folder, { recursive: true });
    const partial = join(folder, `.${sha256}.${randomUUID()}.partial`);
    try {
      const hash = createHash('sha256');
      const counted = async function* (pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
        for await (const piece of pieces) {
          hash.update(piece);
          yield piece;
        }
      };
      await pipeline(Readable.from(counted(content)), createWriteStream(partial), { signal });
      if (hash.digest('hex') !== sha256)
        throw new CueforgeError('store-failed', `What ${store.place} gave as ${at} is not what was sent there`);
      await rename(partial, path);
      return path;
    } catch (error) {
      await rm(partial, { force: true });
      if (signal.aborted) throw new CueforgeError('cancelled', 'The work was cancelled');
      throw error;
    }
  },
  async prune() {
    const names = await readdir(folder).catch(() => []);
    const files = await Promise.all(
      names.map(async (name) => {
        const found = await stat(join(folder, name)).catch(() => null);
        return { name, bytes: found?.size ?? 0, used: found?.atimeMs ?? 0 };
      }),
    );
    let kept = 0;
    for (const { name, bytes } of files.sort((a, b) => b.used - a.used)) {
      kept += bytes;
      const left = name.endsWith('.partial');
      if (kept > MOST_KEPT || left) await rm(join(folder, name), { force: true }).catch(() => undefined);
    }
  },
});

/** Lays out a workout and what it names in an empty folder, as they stood where they came from. Returns the workout's path. */
export const layOut = async (
  order: FarmOrder,
  store: ReleaseStore,
  cache: MediaCache,
  root: string,
  signal: AbortSignal,
): Promise<string> => {
  const files = [order.workout, ...order.media];
  // As many folders above the workout as its paths go up.
  const up = Math.max(0, ...files.map(({ at }) => at.split('/').filter((part) => part === '..').length));
  const base = join(root, ...Array<string>(up).fill('above'));
  for (const file of files) {
    const path = resolve(base, ...file.at.split('/'));
    if (!path.startsWith(root + sep)) {
      throw new CueforgeError('bad-argument', `${file.at} is no place beside a workout: queue the workout again`);
    }
    const kept = await cache.fetch(store, file, signal);
    await mkdir(dirname(path), { recursive: true });
    await rm(path, { force: true });
    await link(kept, path).catch((error: unknown) => {
      if (toFailure(error).code === 'disk-full') throw error;
      return copyFile(kept, path);
    });
  }
  return resolve(base, ...order.workout.at.split('/'));
};
