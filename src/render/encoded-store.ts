import { createHash } from 'node:crypto';
import { copyFile, link, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileMeasure } from './file-measure.ts';
import type { PlainSound } from './plain-sound.ts';
import type { CheckResult } from './render-protocol.ts';

/** An MP3, a WAV or a FLAC that was made, and what each chunk of it is made of. */
export interface EncodedMix extends PlainSound {
  readonly id: string;
  /** Of its encoder and its settings. */
  readonly key: string;
  /** `chunkTexts` of its plan. */
  readonly chunks: readonly string[];
  /** Most that the limiter turned down by, by chunk; of what was encoded in one go one figure. Decibels. */
  readonly reductions: readonly number[];
  /** What it measured once it was decoded; null: it was not, or failed. */
  readonly checked: Checked | null;
}
/** What an encode measured, place by place. */
export interface Checked {
  readonly measure: FileMeasure;
  /** Moments by their frame. */
  readonly moments: readonly (CheckResult['offsets'][number] & { readonly at: number })[];
}

/**
 * Files that were made, kept so that later ones share what they have in common: a link to the file where the disk has one, a
 * copy elsewhere. A file that was written to since is none any more.
 */
export interface EncodedStore {
  /** Those of an encoder and its settings, the newest first. */
  all(key: string): Promise<EncodedMix[]>;
  /** Null: there is no room for it, and nothing was kept. */
  add(what: Omit<EncodedMix, 'id' | 'checked'>): Promise<EncodedMix | null>;
  /** It was decoded and measured. Where that cannot be kept it is not shared. */
  addCheck(mix: EncodedMix, checked: Checked): Promise<void>;
  /** It is not to be shared: what it was made for failed its check. */
  remove(mix: EncodedMix): Promise<void>;
}

/** Default size of the store. Bytes. */
export const ENCODED_MOST = 6 * 2 ** 30;
/** Changes when what lies on the disk is read otherwise. */
const VERSION = 5;

interface Kept {
  readonly version: number;
  readonly mix: Omit<EncodedMix, 'path' | 'checked' | 'blocks'>;
  readonly blocks: string | null;
  /** Of the file, so that one that was written to is noticed. */
  readonly bytes: number;
  readonly modifiedAt: number;
  readonly checked: KeptCheck | null;
}
interface KeptCheck {
  readonly frames: number;
  readonly steps: string;
  readonly peaks: string;
  readonly truePeaks: string;
  readonly clipped: string;
  readonly dropouts: string;
  readonly moments: Checked['moments'];
}

/** Under `<cacheDir>/encoded`. `maxBytes`: what was used longest ago goes first beyond it. */
export const createEncodedStore = (cacheDir: string, maxBytes: number = ENCODED_MOST): EncodedStore => {
  const folder = join(cacheDir, 'encoded');
  const known = new Map<string, EncodedMix>();
  const soundOf = (id: string): string => join(folder, `${id}.sound`);
  const notesOf = (id: string): string => join(folder, `${id}.json`);

  const drop = async (id: string): Promise<void> => {
    known.delete(id);
    // The notes first: what is left when this is cut short is no entry.
    await rm(notesOf(id), { force: true });
    await rm(soundOf(id), { force: true }).catch(() => undefined); // open elsewhere: the next time
  };
  const write = async (mix: EncodedMix): Promise<void> => {
    const { path, checked, blocks, ...rest } = mix;
    const { size, mtimeMs } = await stat(path);
    const kept: Kept = {
      ...{ version: VERSION, mix: rest, bytes: size, modifiedAt: mtimeMs },
      ...{ blocks: blocks && toBase64(blocks), checked: checked && toKept(checked) },
    };
    const partial = `${notesOf(mix.id)}.${process.pid}.part`;
    await writeFile(partial, JSON.stringify(kept));
    await rename(partial, notesOf(mix.id));
    known.set(mix.id, mix);
  };
  /** Null: there is none, or none any more. */
  const read = async (id: string): Promise<EncodedMix | null> => {
    try {
      const found = known.get(id) ?? null;
      const kept = JSON.parse(await readFile(notesOf(id), 'utf8')) as Kept;
      const { size, mtimeMs } = await stat(soundOf(id));
      if (kept.version !== VERSION || size !== kept.bytes || mtimeMs !== kept.modifiedAt) throw new Error('stale');
      if (found !== null) return found;
      const mix: EncodedMix = {
        ...{ ...kept.mix, path: soundOf(id), checked: kept.checked && fromKept(kept.checked) },
        blocks: kept.blocks === null ? null : new Uint16Array(fromBase64(kept.blocks)),
      };
      known.set(id, mix);
      return mix;
    } catch {
      await drop(id);
      return null;
    }
  };
  /** The entries there are, those used last first. */
  const entries = async (): Promise<{ id: string; usedAt: number; bytes: number }[]> => {
    const names = await readdir(folder).catch(() => []);
    const found = await Promise.all(
      names.flatMap((name) => {
        if (!name.endsWith('.json')) return [];
        const id = name.slice(0, -'.json'.length);
        return [
          Promise.all([stat(notesOf(id)), stat(soundOf(id))]).then(
            ([notes, sound]) => ({ id, usedAt: notes.mtimeMs, bytes: notes.size + sound.size }),
            () => null,
          ),
        ];
      }),
    );
    return found.filter((entry) => entry !== null).sort((a, b) => b.usedAt - a.usedAt);
  };
  const prune = async (): Promise<void> => {
    let total = 0;
    for (const { id, bytes } of await entries()) {
      total += bytes;
      if (total > maxBytes) await drop(id);
    }
  };

  return {
    async all(key) {
      const mixes: EncodedMix[] = [];
      for (const { id } of await entries()) {
        if (!id.startsWith(key)) continue;
        const mix = await read(id);
        if (mix !== null) mixes.push(mix);
      }
      return mixes;
    },
    async add(what) {
      const id = `${what.key}-${createHash('sha256').update(what.chunks.join()).digest('base64url').slice(0, 22)}`;
      const there = await read(id);
      if (there !== null) {
        await utimes(notesOf(id), new Date(), new Date());
        return there;
      }
      const mix: EncodedMix = { ...what, id, path: soundOf(id), checked: null };
      try {
        await mkdir(folder, { recursive: true });
        await link(what.path, mix.path).catch(() => copyFile(what.path, mix.path));
        await write(mix);
      } catch {
        await drop(id).catch(() => undefined);
        return null;
      }
      await prune();
      return mix;
    },
    addCheck: (mix, checked) => write({ ...mix, checked }).catch(() => drop(mix.id)),
    remove: ({ id }) => drop(id),
  };
};

const toKept = ({ measure, moments }: Checked): KeptCheck => ({
  frames: measure.frames,
  steps: toBase64(measure.steps),
  peaks: toBase64(measure.peaks),
  truePeaks: toBase64(measure.truePeaks),
  clipped: toBase64(measure.clipped),
  dropouts: toBase64(measure.dropouts),
  moments,
});
const fromKept = ({ frames, steps, peaks, truePeaks, clipped, dropouts, moments }: KeptCheck): Checked => ({
  measure: {
    frames,
    steps: new Float64Array(fromBase64(steps)),
    peaks: new Float32Array(fromBase64(peaks)),
    truePeaks: new Float64Array(fromBase64(truePeaks)),
    clipped: new Uint32Array(fromBase64(clipped)),
    dropouts: new Uint32Array(fromBase64(dropouts)),
  },
  moments,
});
const toBase64 = ({ buffer, byteOffset, byteLength }: ArrayBufferView): string =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString('base64');
const fromBase64 = (text: string): ArrayBuffer => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
};
