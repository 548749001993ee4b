import { type FileHandle, open, rm } from 'node:fs/promises';
import {
  type FfmpegBinary,
  type FileTags,
  indexMp3,
  letGo,
  MP3_FRAME,
  mp3Frames,
  OVERLAP_FRAMES,
  WARM_UP_FRAMES,
} from '../media/index.ts';
import { CueforgeError, type MixPlan } from '../model/index.ts';
import type { BedMeasure } from './bed-measure.ts';
import { CHUNK_FRAMES, chunkTexts, encodingKey } from './encoded-chunks.ts';
import { type CoverRun, coverMix } from './encoded-cover.ts';
import type { EncodedStore } from './encoded-store.ts';
import type { Encoding } from './formats.ts';
import type { MadeSound, SoundPart } from './made-sound.ts';
import { encodeTogether, firstTry, type PieceSpan, partsOf, pieceSpan, type Surroundings } from './mp3-pieces.ts';
import { createMp3Writer, type Mp3Piece, readFrames } from './mp3-writer.ts';
import type { PlainSound } from './plain-sound.ts';
import type { RenderPool } from './render-pool.ts';
import type { EncodeResult, SourceFiles } from './render-protocol.ts';

/** Further tries of a part whose joints did not fit: frames encoded before and after it, up to 19 s. */
const LONGER: readonly Surroundings[] = [
  { warmUp: WARM_UP_FRAMES, tail: 120 },
  { warmUp: 800, tail: 400 },
];

export interface Mp3FileJob {
  readonly plan: MixPlan;
  readonly sources: SourceFiles;
  readonly bed: BedMeasure | null;
  readonly ffmpeg: FfmpegBinary;
  readonly encoding: Encoding;
  readonly tags: FileTags;
  readonly output: string;
  /** Encode in one process, start to end. */
  readonly serial: boolean;
  /** What other MP3s may be shared with; null: none is. */
  readonly store: EncodedStore | null;
}

/**
 * Writes a mix as an MP3. What the store has of it is taken from there; the rest is encoded in parallel, each piece on the
 * grid of one serial encode. All are joined where both neighbours agree byte for byte; a joint that does not fit is tried
 * again with a longer run-in, and failing that the whole file is encoded, at last serially. The file is the serial encode's,
 * byte for byte.
 */
export const writeMp3 = async (
  job: Mp3FileJob,
  pool: RenderPool,
  signal: AbortSignal,
  onProgress: (frames: number) => void,
): Promise<MadeSound> => {
  const { plan, encoding, output } = job;
  // A file of that name may be one that the store keeps.
  await rm(output, { force: true });
  const file = await open(output, 'w+');
  try {
    const total = mp3Frames(plan.length);
    const serial: SoundPart[] = [{ from: 0, to: total, of: null }];
    const write = (parts: readonly SoundPart[]) => writeParts(job, parts, file, pool, signal, onProgress);
    if (encoding.voice) return { ...((await write(serial)) ?? failed()), plain: null, mix: null };
    const chunks = chunkTexts(plan);
    const key = encodingKey(encoding, job.ffmpeg);
    const encodes = job.serial ? [] : ((await job.store?.all(key)) ?? []);
    const runs = await bridgeRuns(coverMix(chunks, encodes));
    const fresh: CoverRun[] = [{ from: 0, to: chunks.length, of: null }];
    const made =
      (job.serial ? null : await write(partsOf(runs, total, job.bed))) ??
      (runs.length > 1 ? await write(partsOf(fresh, total, job.bed)) : null) ??
      (await write(serial)) ??
      failed();
    const plain: PlainSound = {
      kind: 'mp3',
      path: output,
      offset: made.offset,
      frameBytes: made.frameBytes,
      frames: total,
      blocks: null,
    };
    const mix = await job.store?.add({ ...plain, key, chunks, reductions: made.reductions });
    return { ...made, plain, mix: mix ?? null };
  } finally {
    await file.close();
  }
};

const failed = (): never => {
  throw new CueforgeError('internal', 'A serial encode has no joints to fail');
};

/** Null: a joint did not fit. */
const writeParts = async (
  job: Mp3FileJob,
  parts: readonly SoundPart[],
  file: FileHandle,
  pool: RenderPool,
  signal: AbortSignal,
  onProgress: (frames: number) => void,
): Promise<
  (Omit<MadeSound, 'plain' | 'mix'> & Pick<PlainSound, 'offset' | 'frameBytes'> & { reductions: number[] }) | null
> => {
  const stop = new AbortController();
  const onAbort = (): void => stop.abort();
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });

  const encode = async (places: readonly number[], how?: Surroundings): Promise<Mp3Piece[]> => {
    const { plan, sources, ffmpeg, encoding } = job;
    const spans = places.map(
      (place): PieceSpan => pieceSpan(parts[place], parts[place + 1], plan.length, how ?? firstTry(parts[place - 1])),
    );
    const asked = { kind: 'encode', plan, sources, ffmpeg, encoding, spans } as const;
    const result = (await pool.run(asked, { signal: stop.signal, onProgress })) as EncodeResult;
    const mp3 = indexMp3(result.bytes);
    let at = 0;
    return spans.map((span, i) => {
      const first = span.start / MP3_FRAME;
      const piece = { mp3, zero: at - first, good: first + span.good, reduction: result.limited[i] };
      at += (span.end - span.start) / MP3_FRAME;
      return piece;
    });
  };
  const written = createMp3Writer(job, file);
  /** The piece as it came, or, where it does not fit the encodes beside it that are there, encoded from further away. */
  const fitting = async (place: number, piece: Mp3Piece): Promise<Mp3Piece> => {
    const [before, part, next] = [parts[place - 1], parts[place], parts[place + 1]];
    let tried = piece;
    let { warmUp, tail } = firstTry(before);
    for (const longer of LONGER) {
      const continues = await written.continues(tried, part, before);
      const meets = (await written.meets(tried, part, next)) !== null;
      if (continues && meets) break;
      if (!continues) warmUp = longer.warmUp;
      if (!meets) tail = longer.tail;
      [tried] = await encode([place], { warmUp, tail });
    }
    return tried;
  };
  const groups = encodeTogether(parts);
  const running = groups.map((places): ReturnType<typeof encode> | null => {
    const pieces = encode(places).then((encoded) => Promise.all(encoded.map((piece, i) => fitting(places[i], piece))));
    pieces.catch(() => undefined); // said where it is awaited, which may be after it happened
    return pieces;
  });
  const used: SoundPart[] = [];
  try {
    let at = 0;
    for (const [place, part] of parts.entries()) {
      const next = parts[place + 1];
      if (part.of !== null) {
        if (at > part.to || !(await written.follows(part.of, at))) return null;
        await written.copy(part.of, at, part.to);
        onProgress((part.to - at) * MP3_FRAME);
        used.push({ from: at, to: part.to, of: part.of });
        at = part.to;
        continue;
      }
      const group = groups.findIndex((places) => places.includes(place));
      let piece = (await running[group]!)[groups[group].indexOf(place)];
      let end = await written.fits(piece, part, next);
      for (const how of LONGER) {
        if (end !== null) break;
        [piece] = await encode([place], how);
        end = await written.fits(piece, part, next);
      }
      if (end === null) return null;
      await written.add(piece, part.from, end);
      used.push({ from: part.from, to: end, of: null });
      at = end;
      if (groups[group].at(-1) === place) {
        running[group] = null; // memory must not grow with the length of the mix
        letGo(piece.mp3.bytes);
      }
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    stop.abort();
    await Promise.allSettled(running);
    await written.close();
  }
  return { ...(await written.finish()), parts: used };
};

/** Puts a chunk to be encoded between two encodes that do not agree where one gives way to the other. */
const bridgeRuns = async (runs: readonly CoverRun[]): Promise<CoverRun[]> => {
  const bridged: CoverRun[] = [];
  for (const [i, run] of runs.entries()) {
    const before = runs[i - 1]?.of;
    if (!before || run.of === null || (await agreeBefore(before, run.of, run.from * CHUNK_FRAMES))) bridged.push(run);
    else bridged.push({ from: run.from, to: run.from + 1, of: null }, { ...run, from: run.from + 1 });
  }
  return bridged.filter(({ from, to }) => to > from);
};
const agreeBefore = async (a: PlainSound, b: PlainSound, frame: number): Promise<boolean> => {
  const [left, right] = await Promise.all([a, b].map((mp3) => readBefore(mp3, frame)));
  return Buffer.compare(left, right) === 0;
};
const readBefore = async (mp3: PlainSound, frame: number): Promise<Uint8Array> => {
  const file = await open(mp3.path, 'r');
  try {
    return await readFrames(file, mp3, frame - OVERLAP_FRAMES, frame);
  } finally {
    await file.close();
  }
};
