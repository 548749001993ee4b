import { type FileHandle, open } from 'node:fs/promises';
import { MP3_FRAME } from '../media/index.ts';
import { CueforgeError, type MixPlan } from '../model/index.ts';
import { CHUNK_FRAMES, chunkTexts, encodingKey } from './encoded-chunks.ts';
import { type CoverRun, coverMix } from './encoded-cover.ts';
import type { EncodedStore } from './encoded-store.ts';
import { type Frames, inUnits, type LaidOut, type Layout } from './lossless-layout.ts';
import type { MadeSound, SoundPart } from './made-sound.ts';
import type { PlainSound } from './plain-sound.ts';
import type { RenderPool } from './render-pool.ts';
import type { EncodeFileJob, EncodeResult } from './render-protocol.ts';

/** Frames around a part that are mixed again, and must be the same as in what it joins; a multiple of each layout's unit. */
const OVERLAP = 8;
/** Parts are at most so long, and mixed together up to it: what is ahead lies in memory. Frames: 40 s. */
const TOGETHER = 1_664;
/** Jobs ahead of the one that is written. */
const AHEAD = 3;
/** Frames that are copied at a time: 0.6 s. */
const COPY = 24;

/** What is there of a WAV or a FLAC. `worth`: less than half of it is to be mixed. */
export interface LosslessShares {
  readonly key: string;
  readonly chunks: readonly string[];
  readonly parts: readonly SoundPart[];
  readonly worth: boolean;
}

const framesOf = ({ length }: MixPlan): number => Math.ceil(length / MP3_FRAME);

/** A file that was put together, or written in one go. */
export interface LosslessWritten {
  readonly parts: readonly SoundPart[];
  /** Most that the limiter turned down by, by chunk. Decibels. */
  readonly reductions: readonly number[];
  /** Null: it is none whose stretches can be read alone. */
  readonly plain: PlainSound | null;
}

/** Which samples of a mix the store has. */
export const losslessShares = async (
  { plan, encoding, ffmpeg }: Pick<EncodeFileJob, 'plan' | 'encoding' | 'ffmpeg'>,
  { unit }: Layout,
  store: EncodedStore,
): Promise<LosslessShares> => {
  const total = framesOf(plan);
  const chunks = chunkTexts(plan).slice(0, Math.ceil(total / CHUNK_FRAMES));
  const key = encodingKey(encoding, ffmpeg);
  const parts = inUnits(partsOf(coverMix(chunks, await store.all(key)), total), total, unit);
  const missing = parts.reduce((sum, { from, to, of }) => sum + (of === null ? to - from : 0), 0);
  return { key, chunks, parts, worth: missing <= total / 2 };
};

/** What is there of a file, and what is to be mixed, the latter in parts that are short enough. */
const partsOf = (runs: readonly CoverRun[], total: number): SoundPart[] =>
  runs.flatMap(({ from, to, of }): SoundPart[] => {
    const [first, last] = [from * CHUNK_FRAMES, Math.min(total, to * CHUNK_FRAMES)];
    if (of !== null) return [{ from: first, to: last, of }];
    const parts = Math.ceil((last - first) / TOGETHER);
    return Array.from({ length: parts }, (_, i) => {
      const at = first + i * TOGETHER;
      return { from: at, to: Math.min(last, at + TOGETHER), of };
    });
  });

/**
 * Writes a file of samples that are there, and others that are mixed; behind a head that ffmpeg writes. It is, up to what goes
 * behind its samples, what ffmpeg would have written of the whole mix. Null: it cannot be, or what was mixed does not go on
 * where it joins.
 */
export const writeShared = async (
  job: EncodeFileJob,
  layout: Layout,
  { parts, chunks }: LosslessShares,
  pool: RenderPool,
  signal: AbortSignal,
  onProgress: (frames: number) => void,
): Promise<LosslessWritten | null> => {
  const { plan, output } = job;
  await pool.run({ ...job, plan: { ...plan, length: 0 as MixPlan['length'] } }, { signal });
  const file = await open(output, 'r+');
  const mixed = mixedParts(job, layout, parts, pool, signal, onProgress);
  const kept = new Map<string, { readonly handle: FileHandle; readonly placeOf: LaidOut['placeOf'] }>();
  try {
    const begin = await layout.begin(file);
    if (begin === null) return null;
    let at = begin;
    const write = async (bytes: Uint8Array): Promise<void> => {
      await file.write(bytes, 0, bytes.length, at);
      at += bytes.length;
    };
    const readKept = async (mix: PlainSound, from: number, to: number): Promise<Uint8Array> => {
      const there = kept.get(mix.path) ?? { handle: await open(mix.path, 'r'), placeOf: layout.placesOf(mix) };
      kept.set(mix.path, there);
      const place = there.placeOf(from);
      const bytes = new Uint8Array(there.placeOf(to) - place);
      const { bytesRead } = await there.handle.read(bytes, 0, bytes.length, mix.offset + place);
      if (bytesRead < bytes.length) throw new CueforgeError('internal', 'What was kept of a file is too short');
      return bytes;
    };

    const reductions = chunks.map(() => 0);
    const limit = ({ from, to }: SoundPart, by: (chunk: number) => number): void => {
      for (let chunk = Math.floor(from / CHUNK_FRAMES); chunk * CHUNK_FRAMES < to; chunk++)
        reductions[chunk] = Math.max(reductions[chunk], by(chunk));
    };
    for (const [place, part] of parts.entries()) {
      const { from, to, of } = part;
      const before = parts[place - 1]?.of ?? null;
      if (of === null) {
        const piece = (await mixed.next()).value as MixedPart;
        const next = parts[place + 1]?.of ?? null;
        const bytesOf = (first: number, last: number): Uint8Array =>
          piece.bytes.subarray(piece.placeOf(first), piece.placeOf(last));
        const joins =
          (before === null || same(await readKept(before, piece.from, from), bytesOf(piece.from, from))) &&
          (next === null || same(await readKept(next, to, piece.to), bytesOf(to, piece.to)));
        if (!joins) return null;
        await write(bytesOf(from, to));
        limit(part, () => piece.reduction);
        continue;
      }
      const joint = Math.max(0, from - OVERLAP);
      if (before !== null && !same(await readKept(before, joint, from), await readKept(of, joint, from))) return null;
      for (let frame = from; frame < to; frame += COPY) {
        signal.throwIfAborted();
        await write(await readKept(of, frame, Math.min(to, frame + COPY)));
      }
      limit(part, (chunk) => of.reductions[chunk] ?? 0);
      onProgress((to - from) * MP3_FRAME);
    }
    const plain = await layout.end(file, output, signal);
    return plain && { parts, reductions, plain };
  } finally {
    await mixed.return(undefined);
    await file.close();
    for (const { handle } of kept.values()) await handle.close();
  }
};

/** A file that was written in one go. `reduction`: of all of it. */
export const writtenWhole = async (
  { output }: EncodeFileJob,
  layout: Layout,
  { chunks, parts }: LosslessShares,
  reduction: number,
  signal: AbortSignal,
): Promise<LosslessWritten> => ({
  parts: [{ from: 0, to: parts.at(-1)?.to ?? 0, of: null }],
  reductions: chunks.map(() => reduction),
  plain: await layout.look(output, signal),
});

/** Keeps a file that is whole, whoever wrote it, for those that will share its samples. */
export const keepLossless = async (
  { key, chunks }: LosslessShares,
  { parts, reductions, plain }: LosslessWritten,
  store: EncodedStore,
): Promise<MadeSound> => {
  const reduction = reductions.reduce((most, each) => Math.max(most, each), 0);
  return { parts, reduction, plain, mix: plain && (await store.add({ ...plain, key, chunks, reductions })) };
};

/** A part with what was mixed around it: frames [from, to). */
interface MixedPart extends LaidOut {
  readonly from: number;
  readonly to: number;
  readonly reduction: number;
}

/** The parts that are to be mixed, in order, some jobs ahead of what is asked for; whoever leaves early ends those. */
async function* mixedParts(
  job: EncodeFileJob,
  layout: Layout,
  parts: readonly SoundPart[],
  pool: RenderPool,
  signal: AbortSignal,
  onProgress: (frames: number) => void,
): AsyncGenerator<MixedPart, void, undefined> {
  const { plan, sources, ffmpeg, encoding } = job;
  const groups = inGroups(widened(parts, framesOf(plan)));
  const left = new AbortController();
  const start = (group: (typeof groups)[number]): Promise<EncodeResult> => {
    const spans = group.map(({ from, to }) => ({
      start: from * MP3_FRAME,
      end: Math.min(plan.length, to * MP3_FRAME),
    }));
    const asked = { kind: 'encode', raw: true, plan, sources, ffmpeg, encoding, spans } as const;
    const host = { signal: AbortSignal.any([signal, left.signal]), onProgress };
    const result = pool.run(asked, host) as Promise<EncodeResult>;
    result.catch(() => undefined); // said where it is awaited
    return result;
  };
  const ahead = groups.slice(0, AHEAD).map(start);
  try {
    for (const [i, group] of groups.entries()) {
      const { bytes, limited } = await ahead.shift()!;
      if (groups[i + AHEAD]) ahead.push(start(groups[i + AHEAD]));
      for (const [k, laid] of layout.cut(bytes, group).entries()) yield { ...laid, ...group[k], reduction: limited[k] };
    }
  } finally {
    left.abort();
    await Promise.allSettled(ahead);
  }
}

/** The parts to be mixed, each with what is compared beside it. */
const widened = (parts: readonly SoundPart[], total: number): Frames[] =>
  parts.flatMap(({ from, to, of }, place) => {
    const [before, next] = [parts[place - 1]?.of, parts[place + 1]?.of];
    if (of !== null) return [];
    return [{ from: before ? Math.max(0, from - OVERLAP) : from, to: next ? Math.min(total, to + OVERLAP) : to }];
  });

/** As many in a job as are mixed together. */
const inGroups = (stretches: readonly Frames[]): Frames[][] => {
  const groups: Frames[][] = [];
  let length = TOGETHER;
  for (const stretch of stretches) {
    if (length >= TOGETHER) {
      groups.push([]);
      length = 0;
    }
    groups.at(-1)!.push(stretch);
    length += stretch.to - stretch.from;
  }
  return groups;
};

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
