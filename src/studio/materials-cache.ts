import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { DECODER_VERSION, holdPcm, makeFolder, pcmFolder } from '../media/index.ts';
import { decibels, frames } from '../model/index.ts';
import type { Take } from '../plan/index.ts';
import type { SoundMeasure } from '../render/index.ts';
import { ENGINE_VERSION } from './engine-version.ts';

/** A take that can be mixed: its decoded sound, staged, and what was measured of it. */
export interface ReadyTake {
  readonly take: Take;
  /** Where its samples are. */
  readonly path: string;
  readonly measure: SoundMeasure;
}

/** The takes that a workout was made with, by what is said and how: found again without decoding anything. */
export interface TakeCache {
  /** Reads what was kept; what is no longer decoded is left out. */
  load(): Promise<void>;
  /** Null until `load`, and where there is none. */
  get(saying: string): ReadyTake | null;
  put(saying: string, ready: ReadyTake): void;
  /** Keeps the takes of these sayings for the next time the workout is opened. */
  save(sayings: Iterable<string>): Promise<void>;
  /** Lets the decoded sounds be pruned. */
  close(): void;
}

/** Changes when how a take is staged or trimmed does. */
const VERSION = 1;

/** A take as it stands in the file. Measurements are base64 of their bytes. */
interface Kept {
  readonly saying: string;
  readonly source: string;
  readonly length: number;
  readonly gain: number;
  readonly speech: readonly (readonly [number, number])[];
  readonly energies: string;
  readonly peaks: string;
}

/** `workout`: the path of its file. `decoder`: what else decoded samples depend on. */
export const createTakeCache = (cacheDir: string, workout: string, decoder: string): TakeCache => {
  const maker = `${VERSION} ${ENGINE_VERSION} ${DECODER_VERSION} ${decoder}`;
  const file = join(cacheDir, 'materials', `${createHash('sha256').update(workout).digest('hex').slice(0, 32)}.json`);
  const ready = new Map<string, ReadyTake>();
  const holds = new Map<string, () => void>();

  const put = (saying: string, take: ReadyTake): void => {
    const { source } = take.take;
    if (!holds.has(source)) holds.set(source, holdPcm(source));
    ready.set(saying, take);
  };

  return {
    async load() {
      try {
        const kept = JSON.parse(await readFile(file, 'utf8')) as { maker: string; takes: Kept[] };
        if (kept.maker !== maker) return;
        const folder = pcmFolder(cacheDir);
        const there = new Set(await readdir(folder));
        for (const each of kept.takes) {
          const name = `${each.source}.f32`;
          if (there.has(name)) put(each.saying, fromKept(each, join(folder, name)));
        }
      } catch {
        // Nothing was kept, or nothing that can be read: the takes are made again.
      }
    },
    get: (saying) => ready.get(saying) ?? null,
    put,
    async save(sayings) {
      await makeFolder(join(cacheDir, 'materials'));
      // Nothing is waited for from here on: of two that save at once, the later has the later word.
      const takes = [...new Set(sayings)].flatMap((saying) => {
        const take = ready.get(saying);
        return take ? [toKept(saying, take)] : [];
      });
      await writeFileAtomic(file, JSON.stringify({ maker, takes }));
    },
    close() {
      for (const letGo of holds.values()) letGo();
      holds.clear();
    },
  };
};

const toKept = (saying: string, { take, measure }: ReadyTake): Kept => ({
  ...{ saying, source: take.source, length: take.length, gain: take.gain },
  speech: take.speech.map(({ start, end }) => [start, end]),
  energies: toBase64(measure.energies),
  peaks: toBase64(measure.peaks),
});

const fromKept = ({ source, length, gain, speech, energies, peaks }: Kept, path: string): ReadyTake => ({
  path,
  take: {
    ...{ source, length: frames(length), gain: decibels(gain) },
    speech: speech.map(([start, end]) => ({ start: frames(start), end: frames(end) })),
  },
  measure: { energies: new Float64Array(fromBase64(energies)), peaks: new Float32Array(fromBase64(peaks)) },
});

const toBase64 = (numbers: Float64Array | Float32Array): string =>
  Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('base64');
const fromBase64 = (text: string): ArrayBuffer => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
};
