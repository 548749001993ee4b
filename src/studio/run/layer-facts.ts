import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Library } from '../../library/index.ts';
import { checkReadable, contentId, findSound, probe, type SoundFile, statedLength } from '../../media/index.ts';
import { type Frames, seconds, toFailure, toFrames } from '../../model/index.ts';
import type { OpenSource } from '../../session/index.ts';

/** What is known of one file that a cuelist names. */
export interface FileFacts {
  /** It has been looked at. */
  readonly looked: boolean;
  /** Bytes on disk; null: it is not there, or was not looked at. */
  readonly bytes: number | null;
  /** Frames of the whole file at the engine rate; null: not known yet. */
  readonly frames: Frames | null;
  /** Why it cannot be played, a sentence; null: it can, as far as is known. */
  readonly broken: string | null;
  /** What is wrong with it though it plays, a sentence: it was cut short. */
  readonly trouble: string | null;
  /** The library's sound, measured and with a waveform; null: not yet. */
  readonly asset: string | null;
  /** `realpath|size|mtime`: other ones, other bytes. Null: it is not there, or was not looked at. */
  readonly identity: string | null;
}

/** The files of a cuelist, as far as they are known. Paths are absolute. */
export interface KnownFiles {
  of(path: string): FileFacts;
  /** Hears which files became known, changed or went. Call the answer to stop. */
  onChange(listener: (paths: readonly string[]) => void): () => void;
  /**
   * Looks at files again: one that did not change since costs a look at its size and time. With `importing`, those that the
   * library does not have are brought into it, which goes on behind: not while a show runs. Never rejects.
   */
  look(paths: readonly string[], options?: { readonly importing?: boolean }): Promise<void>;
  /** Its decoded sound in the cache; null: there is none of these bytes. A file that is gone sounds from there as before. */
  cached(path: string): Promise<SoundFile | null>;
  /** Waits for what is being looked at; imports that were begun are not waited for. */
  close(): Promise<void>;
}

export interface LayerFactsParts {
  readonly library: Pick<Library, 'placeAt' | 'row'>;
  readonly cacheDir: string;
  /** Takes an absolute path: how a file is tried that says nothing of itself. */
  readonly openSource: OpenSource;
  /** Brings files into the library and measures them; resolves when that has ended, however. */
  readonly importSounds: (paths: readonly string[]) => Promise<unknown>;
}

const NOT_LOOKED: FileFacts = {
  ...{ looked: false, bytes: null, frames: null },
  ...{ broken: null, trouble: null, asset: null, identity: null },
};

/** Files looked at side by side. */
const LANES = 8;
/** Listeners hear of so many files together. */
const BATCH = 200;

/** What a look at the disk gives. */
interface Found {
  readonly identity: string;
  readonly bytes: number;
  readonly modifiedAt: number;
}

export const createLayerFacts = (parts: LayerFactsParts): KnownFiles => {
  const { library, cacheDir, openSource, importSounds } = parts;
  const known = new Map<string, FileFacts>();
  /** What the library calls files whose bytes it has from another place, by identity. */
  const elsewhere = new Map<string, string>();
  /** Identities that were brought to the library once: what it refused it refuses again. */
  const brought = new Set<string>();
  /** What was looked at when the facts were found: the file and what the library says of it. */
  const seen = new Map<string, string>();
  /** What was found on the disk, by what tells in one glance that nothing changed. */
  const stamps = new Map<string, { readonly stamp: string; readonly found: Found }>();
  /** The library's sound of a file that is gone: its decoded sound is still there. */
  const lastSeen = new Map<string, string>();
  const listeners = new Set<(paths: readonly string[]) => void>();
  let looking: Promise<void> = Promise.resolve();
  let closed = false;

  const factsOf = (path: string): FileFacts => known.get(path) ?? NOT_LOOKED;
  const tell = (paths: readonly string[]): void => {
    if (paths.length === 0 || closed) return;
    for (const listener of listeners) listener(paths);
  };

  /** The library's sound of a file, whatever it knows of it. */
  const filed = (path: string, { identity, bytes, modifiedAt }: Found): string | null => {
    const place = library.placeAt(path);
    const same = place !== null && place.bytes === bytes && place.modifiedAt === Math.round(modifiedAt);
    return same ? place.id : (elsewhere.get(identity) ?? null);
  };
  const examine = async (path: string): Promise<FileFacts> => {
    const stamp = await stampOf(path).catch(() => null);
    const old = stamps.get(path);
    let found = stamp !== null && old?.stamp === stamp ? old.found : null;
    try {
      if (found === null) await checkReadable(path);
    } catch (error) {
      seen.delete(path);
      stamps.delete(path);
      return { ...NOT_LOOKED, looked: true, broken: toFailure(error).message };
    }
    found ??= await findOnDisk(path);
    if (stamp !== null) stamps.set(path, { stamp, found });
    const id = filed(path, found);
    const row = id === null ? null : library.row(id);
    const before = factsOf(path);
    const { bytes, identity } = found;
    const now = `${identity}|${row?.analysis === 'waiting' ? null : row?.id}|${row?.analysis}`;
    if (seen.get(path) === now) return before;
    const same = before.identity === identity;
    const facts = { ...NOT_LOOKED, looked: true, bytes, identity };
    seen.set(path, now);
    if (row?.analysis === 'done') return { ...facts, frames: toFrames(seconds(row.seconds)), asset: row.id };
    const trouble = row?.analysis === 'failed' ? row.problem : null;
    const stated = same ? before.frames : await statedFrames(path);
    // What says nothing of itself may be no sound at all; what could not be measured may play in part.
    const broken = stated === null || trouble !== null ? await deafness(path) : null;
    return { ...facts, frames: stated, broken, trouble: broken === null ? trouble : null };
  };
  /** Why nothing of a file can be heard; null: something can, or it was not the file's fault that it was not. */
  const deafness = async (path: string): Promise<string | null> => {
    try {
      await tryToHear(path);
      return null;
    } catch (error) {
      const { code, message } = toFailure(error);
      return code.startsWith('media-') || code.startsWith('file-') ? message : null;
    }
  };
  const tryToHear = async (path: string): Promise<void> => {
    const source = openSource(path, 0 as Frames);
    try {
      await source.next(1);
    } finally {
      await source.close();
    }
  };

  const lookAt = async (paths: readonly string[]): Promise<void> => {
    let next = 0;
    let changed: string[] = [];
    const lane = async (): Promise<void> => {
      while (next < paths.length && !closed) {
        const path = paths[next++];
        const before = factsOf(path);
        const facts = await examine(path).catch(() => before); // It changed while it was looked at: the next look sees.
        if (isSame(before, facts)) continue;
        if (before.asset !== null && facts.identity === null) lastSeen.set(path, before.asset);
        known.set(path, facts);
        changed.push(path);
        if (changed.length < BATCH) continue;
        tell(changed);
        changed = [];
      }
    };
    await Promise.all(Array.from({ length: Math.min(LANES, paths.length) }, lane));
    tell(changed);
  };
  const queueLook = (paths: readonly string[]): Promise<void> => {
    looking = looking.then(() => lookAt(paths)).catch(() => undefined);
    return looking;
  };

  const bring = async (paths: readonly string[]): Promise<void> => {
    const fresh = paths.filter((path) => {
      const { asset, broken, identity } = factsOf(path);
      return asset === null && broken === null && identity !== null && !brought.has(identity);
    });
    if (fresh.length === 0 || closed) return;
    for (const path of fresh) brought.add(factsOf(path).identity!);
    await importSounds(fresh).catch(() => undefined);
    for (const path of fresh) if (!closed) await findElsewhere(path).catch(() => undefined);
    if (!closed) await queueLook(fresh);
  };
  /** The same bytes may be in the library from another place. */
  const findElsewhere = async (path: string): Promise<void> => {
    const found = await findOnDisk(path);
    if (filed(path, found) !== null) return;
    const { id } = library.row(await contentId(path));
    elsewhere.set(found.identity, id);
  };

  return {
    of: (path) => factsOf(resolve(path)),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async look(paths, { importing = false } = {}) {
      const each = [...new Set(paths.map((path) => resolve(path)))];
      await queueLook(each);
      if (importing) void bring(each).catch(() => undefined);
    },
    async cached(given) {
      const path = resolve(given);
      const found = await findOnDisk(path).catch(() => null);
      const { asset, identity } = factsOf(path);
      const id = found === null ? (asset ?? lastSeen.get(path)) : found.identity === identity ? asset : null;
      return id ? findSound(cacheDir, id) : null;
    },
    async close() {
      closed = true;
      await looking;
      listeners.clear();
    },
  };
};

const findOnDisk = async (path: string): Promise<Found> => {
  const [real, { size, mtimeMs }] = await Promise.all([realpath(path), stat(path)]);
  return { identity: `${real}|${size}|${mtimeMs}`, bytes: size, modifiedAt: mtimeMs };
};

const stampOf = async (path: string): Promise<string> => {
  const { dev, ino, size, mtimeMs, ctimeMs } = await stat(path);
  return `${dev}|${ino}|${size}|${mtimeMs}|${ctimeMs}`;
};

/** What a file says of its length, without decoding it: to the sample where its head counts them. */
const statedFrames = async (path: string): Promise<Frames | null> => {
  const stated = await statedLength(path);
  if (stated?.trimTo) return stated.trimTo;
  const length = stated?.promised ?? (await probe(path)).durationSeconds;
  return length === null ? null : toFrames(length);
};

const isSame = (a: FileFacts, b: FileFacts): boolean =>
  (Object.keys(a) as (keyof FileFacts)[]).every((key) => a[key] === b[key]);
