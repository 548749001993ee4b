import { type FileHandle, open } from 'node:fs/promises';
import { MP3_FRAME, sizeWavHead, wavDataOffset } from '../media/index.ts';
import { CHANNELS, CueforgeError, type MixPlan } from '../model/index.ts';
import { CHUNK_FRAMES, chunkTexts, encodingKey } from './encoded-chunks.ts';
import { coverMix } from './encoded-cover.ts';
import type { EncodedMix, EncodedStore } from './encoded-store.ts';
import { sampleBytesOf } from './formats.ts';
import type { MadeSound, SoundPart } from './made-sound.ts';
import { partsOf } from './mp3-pieces.ts';
import type { PlainSound } from './plain-sound.ts';
import type { RenderPool } from './render-pool.ts';
import type { EncodeFileJob, EncodeResult } from './render-protocol.ts';

/** Frames around a part that are mixed again, and must be the same as in what it joins. */
const OVERLAP = 8;
/** Parts are mixed together up to this length: what is ahead lies in memory. Frames: 40 s. */
const TOGETHER = 1_667;
/** Jobs ahead of the one that is written. */
const AHEAD = 3;
/** Frames that are copied at a time: 0.6 s. */
const COPY = 25;

/** What is there of a WAV. `worth`: less than half of it is to be mixed. */
export interface WavShares {
  readonly key: string;
  readonly chunks: readonly string[];
  readonly parts: readonly SoundPart[];
  readonly worth: boolean;
}

const framesOf = ({ length }: MixPlan): number => Math.ceil(length / MP3_FRAME);
const frameBytesOf = ({ encoding }: Pick<EncodeFileJob, 'encoding'>): number =>
  MP3_FRAME * CHANNELS * sampleBytesOf(encoding.format);

/** Samples that were put together. */
export interface WavWritten {
  readonly parts: readonly SoundPart[];
  /** Most that the limiter turned down by, by chunk. Decibels. */
  readonly reductions: readonly number[];
}

/** Which samples of a mix the store has. */
export const wavShares = async (
  { plan, encoding, ffmpeg }: Pick<EncodeFileJob, 'plan' | 'encoding' | 'ffmpeg'>,
  store: EncodedStore,
): Promise<WavShares> => {
  const total = framesOf(plan);
  const chunks = chunkTexts(plan).slice(0, Math.ceil(total / CHUNK_FRAMES));
  const key = encodingKey(encoding, ffmpeg);
  const parts = partsOf(coverMix(chunks, await store.all(key)), total, null);
  const missing = parts.reduce((sum, { from, to, of }) => sum + (of === null ? to - from : 0), 0);
  return { key, chunks, parts, worth: missing <= total / 2 };
};

/**
 * Writes a WAV of samples that are there, and others that are mixed; behind a head that ffmpeg writes. The file is, up to the
 * chunks behind its samples, what ffmpeg would have written of the whole mix. Null: it cannot be, or what was mixed does not
 * go on where it joins.
 */
export const writeSharedWav = async (
  job: EncodeFileJob,
  { parts, chunks }: WavShares,
  pool: RenderPool,
  signal: AbortSignal,
  onProgress: (frames: number) => void,
): Promise<WavWritten | null> => {
  const { plan, output } = job;
  await pool.run({ ...job, plan: { ...plan, length: 0 as MixPlan['length'] } }, { signal });
  const file = await open(output, 'r+');
  const kept = new Map<string, FileHandle>();
  const frameBytes = frameBytesOf(job);
  try {
    const sampleSize = frameBytes / MP3_FRAME;
    const offset = await sizeWavHead(file, plan.length, sampleSize);
    if (offset === null) return null;
    /** Bytes of frames [from, to), which the last of a file may end early. */
    const lengthOf = (from: number, to: number): number =>
      Math.min(to * frameBytes, plan.length * sampleSize) - from * frameBytes;
    const readKept = async (mix: EncodedMix, from: number, to: number): Promise<Uint8Array> => {
      const handle = kept.get(mix.path) ?? (await open(mix.path, 'r'));
      kept.set(mix.path, handle);
      const bytes = new Uint8Array(lengthOf(from, to));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, mix.offset + from * frameBytes);
      if (bytesRead < bytes.length) throw new CueforgeError('internal', 'What was kept of a WAV is too short');
      return bytes;
    };
    const write = (bytes: Uint8Array, from: number) => file.write(bytes, 0, bytes.length, offset + from * frameBytes);

    const reductions = chunks.map(() => 0);
    const limit = ({ from, to }: SoundPart, by: (chunk: number) => number): void => {
      for (let chunk = Math.floor(from / CHUNK_FRAMES); chunk * CHUNK_FRAMES < to; chunk++)
        reductions[chunk] = Math.max(reductions[chunk], by(chunk));
    };
    const mixed = mixedParts(job, parts, pool, signal, onProgress);
    for (const [place, part] of parts.entries()) {
      const { from, to, of } = part;
      const before = parts[place - 1]?.of ?? null;
      if (of === null) {
        const piece = (await mixed.next()).value as MixedPart;
        const next = parts[place + 1]?.of ?? null;
        const bytesOf = (first: number, last: number): Uint8Array =>
          piece.bytes.subarray(
            (first - piece.from) * frameBytes,
            (first - piece.from) * frameBytes + lengthOf(first, last),
          );
        const joins =
          (before === null || same(await readKept(before, piece.from, from), bytesOf(piece.from, from))) &&
          (next === null || same(await readKept(next, to, piece.to), bytesOf(to, piece.to)));
        if (!joins) return null;
        await write(bytesOf(from, to), from);
        limit(part, () => piece.reduction);
        continue;
      }
      const joint = Math.max(0, from - OVERLAP);
      if (before !== null && !same(await readKept(before, joint, from), await readKept(of, joint, from))) return null;
      for (let frame = from; frame < to; frame += COPY) {
        signal.throwIfAborted();
        await write(await readKept(of, frame, Math.min(to, frame + COPY)), frame);
      }
      limit(part, (chunk) => of.reductions[chunk] ?? 0);
      onProgress((to - from) * MP3_FRAME);
    }
    return { parts, reductions };
  } finally {
    await file.close();
    for (const handle of kept.values()) await handle.close();
  }
};

/** A WAV that was written in one go. `reduction`: of all of it. */
export const wholeWav = ({ chunks, parts }: WavShares, reduction: number): WavWritten => ({
  parts: [{ from: 0, to: parts.at(-1)?.to ?? 0, of: null }],
  reductions: chunks.map(() => reduction),
});

/** Keeps a WAV that is whole, whoever wrote it, for those that will share its samples. */
export const keepWav = async (
  job: EncodeFileJob,
  { key, chunks }: WavShares,
  { parts, reductions }: WavWritten,
  store: EncodedStore,
): Promise<MadeSound> => {
  const plain: PlainSound = {
    ...{ kind: 'wav', path: job.output, offset: await wavDataOffset(job.output) },
    ...{ frameBytes: frameBytesOf(job), frames: framesOf(job.plan) },
  };
  const reduction = reductions.reduce((most, each) => Math.max(most, each), 0);
  return { parts, reduction, plain, mix: await store.add({ ...plain, key, chunks, reductions }) };
};

/** A part with what was mixed around it: frames [from, to). */
interface MixedPart {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly reduction: number;
}

/** The parts that are to be mixed, in order, some jobs ahead of what is asked for. */
async function* mixedParts(
  job: EncodeFileJob,
  parts: readonly SoundPart[],
  pool: RenderPool,
  signal: AbortSignal,
  onProgress: (frames: number) => void,
): AsyncGenerator<MixedPart> {
  const { plan, sources, ffmpeg, encoding } = job;
  const total = framesOf(plan);
  const frameBytes = frameBytesOf(job);
  const groups = inGroups(
    parts.filter(({ of }) => of === null),
    total,
  );
  const start = (group: (typeof groups)[number]): Promise<EncodeResult> => {
    const spans = group.map(({ from, to }) => ({
      start: from * MP3_FRAME,
      end: Math.min(plan.length, to * MP3_FRAME),
    }));
    const asked = { kind: 'encode', raw: true, plan, sources, ffmpeg, encoding, spans } as const;
    const result = pool.run(asked, { signal, onProgress }) as Promise<EncodeResult>;
    result.catch(() => undefined); // said where it is awaited
    return result;
  };
  const running = groups.slice(0, AHEAD).map(start);
  for (const [i, group] of groups.entries()) {
    const { bytes, limited } = await running[i];
    if (groups[i + AHEAD]) running[i + AHEAD] = start(groups[i + AHEAD]);
    let at = 0;
    for (const [k, { from, to }] of group.entries()) {
      const end = at + (Math.min(plan.length, to * MP3_FRAME) - from * MP3_FRAME) * (frameBytes / MP3_FRAME);
      yield { bytes: bytes.subarray(at, end), from, to, reduction: limited[k] };
      at = end;
    }
  }
}

/** Parts, widened by what is compared, as many in a job as are mixed together. */
const inGroups = (parts: readonly SoundPart[], total: number): { from: number; to: number }[][] => {
  const groups: { from: number; to: number }[][] = [];
  let length = TOGETHER;
  for (const { from, to } of parts) {
    const wide = { from: Math.max(0, from - OVERLAP), to: Math.min(total, to + OVERLAP) };
    if (length >= TOGETHER) {
      groups.push([]);
      length = 0;
    }
    groups.at(-1)!.push(wide);
    length += wide.to - wide.from;
  }
  return groups;
};

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
