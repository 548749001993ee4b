import { type FileHandle, open, rm } from 'node:fs/promises';
import {
  createInfoFrame,
  type FfmpegBinary,
  type FileTags,
  frameBytes,
  type InfoFrameBuilder,
  id3Tag,
  indexMp3,
  letGo,
  MP3_FRAME,
  type Mp3Stretch,
  mp3Frames,
  OVERLAP_FRAMES,
  sameFrames,
  WARM_UP_FRAMES,
} from '../media/index.ts';
import { CueforgeError, frames, type MixPlan } from '../model/index.ts';
import type { BedMeasure } from './bed-measure.ts';
import { CHUNK_FRAMES, chunkTexts, encodingKey } from './encoded-chunks.ts';
import { type CoverRun, coverMix } from './encoded-cover.ts';
import type { EncodedMix, EncodedStore } from './encoded-store.ts';
import type { Encoding } from './formats.ts';
import { encodeTogether, firstTry, type Mp3Part, type PieceSpan, partsOf, pieceSpan } from './mp3-pieces.ts';
import type { PlainMp3 } from './mp3-spans.ts';
import type { RenderPool } from './render-pool.ts';
import type { EncodeResult, SourceFiles } from './render-protocol.ts';

/** Further tries of a part whose joints did not fit: frames encoded before and after it, up to 19 s. */
const LONGER = [
  { warmUp: WARM_UP_FRAMES, tail: 120 },
  { warmUp: 800, tail: 400 },
];
/** Frames that are copied at a time. */
const COPY_FRAMES = 1000;

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

/** An MP3 that was written. */
export interface Mp3Made {
  /** Deepest reduction of the limiter. Decibels, >= 0. */
  readonly reduction: number;
  /** Where each of its frames came from. */
  readonly parts: readonly Mp3Part[];
  /** The file, where its frames are all of one size; null: they are not. */
  readonly plain: PlainMp3 | null;
  /** As the store keeps it; null: there is no store, or it keeps none of this kind. */
  readonly mix: EncodedMix | null;
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
): Promise<Mp3Made> => {
  const { plan, encoding, output } = job;
  // A file of that name may be one that the store keeps.
  await rm(output, { force: true });
  const file = await open(output, 'w+');
  try {
    const total = mp3Frames(plan.length);
    const serial: Mp3Part[] = [{ from: 0, to: total, of: null }];
    const write = (parts: readonly Mp3Part[]) => writeParts(job, parts, file, pool, signal, onProgress);
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
    const plain: PlainMp3 = { path: output, offset: made.offset, frameBytes: made.frameBytes, frames: total };
    const mix = await job.store?.add({ ...plain, key, chunks, reductions: made.reductions });
    return { ...made, plain, mix: mix ?? null };
  } finally {
    await file.close();
  }
};

const failed = (): never => {
  throw new CueforgeError('internal', 'A serial encode has no joints to fail');
};

/** A part that was encoded. */
interface Piece {
  readonly mp3: Mp3Stretch;
  /** Place in `mp3` of frame 0 of the file. */
  readonly zero: number;
  /** Frames of the file before this one are those of the whole. */
  readonly good: number;
  readonly reduction: number;
}

/** Null: a joint did not fit. */
const writeParts = async (
  job: Mp3FileJob,
  parts: readonly Mp3Part[],
  file: FileHandle,
  pool: RenderPool,
  signal: AbortSignal,
  onProgress: (frames: number) => void,
): Promise<
  (Omit<Mp3Made, 'plain' | 'mix'> & Pick<PlainMp3, 'offset' | 'frameBytes'> & { reductions: number[] }) | null
> => {
  const stop = new AbortController();
  const onAbort = (): void => stop.abort();
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });

  const encode = async (places: readonly number[], how?: (typeof LONGER)[number]): Promise<Piece[]> => {
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
  const groups = encodeTogether(parts);
  const running = groups.map((places): ReturnType<typeof encode> | null => {
    const pieces = encode(places);
    pieces.catch(() => undefined); // said where it is awaited, which may be after it happened
    return pieces;
  });
  const written = createWriter(job, file);
  const used: Mp3Part[] = [];
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

/** Frames [from, to) of an MP3. */
const readFrames = async (file: FileHandle, mp3: PlainMp3, from: number, to: number): Promise<Uint8Array> => {
  const { path, offset, frameBytes } = mp3;
  const bytes = new Uint8Array((to - from) * frameBytes);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, offset + from * frameBytes);
  if (bytesRead < bytes.length) throw new CueforgeError('internal', 'What was kept of an MP3 is too short', { path });
  return bytes;
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
const agreeBefore = async (a: PlainMp3, b: PlainMp3, frame: number): Promise<boolean> => {
  const [left, right] = await Promise.all([a, b].map((mp3) => readBefore(mp3, frame)));
  return Buffer.compare(left, right) === 0;
};
const readBefore = async (mp3: PlainMp3, frame: number): Promise<Uint8Array> => {
  const file = await open(mp3.path, 'r');
  try {
    return await readFrames(file, mp3, frame - OVERLAP_FRAMES, frame);
  } finally {
    await file.close();
  }
};

/** Writes frames in order, with room for the tags before them, and knows what was written last. */
const createWriter = (job: Mp3FileJob, file: FileHandle) => {
  const { plan, encoding, tags } = job;
  const tag = id3Tag(tags);
  const info: InfoFrameBuilder = createInfoFrame({ vbr: encoding.voice });
  const handles = new Map<string, FileHandle>();
  const reductions = new Array<number>(Math.ceil(mp3Frames(plan.length) / CHUNK_FRAMES)).fill(0);
  let at = 0;
  let first = true;
  let frameLength = 0;
  /** The last frames that were written. */
  let tail: Mp3Stretch | null = null;

  const write = async (bytes: Uint8Array, count: number): Promise<void> => {
    info.push(bytes);
    if (first) [first, at, frameLength] = [false, tag.length + info.length(), bytes.length / count];
    await file.write(bytes, 0, bytes.length, at);
    at += bytes.length;
  };
  const handleOf = async ({ path }: PlainMp3): Promise<FileHandle> => {
    const open_ = handles.get(path) ?? (await open(path, 'r'));
    handles.set(path, open_);
    return open_;
  };
  const read = async (mp3: PlainMp3, from: number, to: number): Promise<Uint8Array> =>
    readFrames(await handleOf(mp3), mp3, from, to);
  const limit = (from: number, to: number, by: (chunk: number) => number): void => {
    for (let chunk = Math.floor(from / CHUNK_FRAMES); chunk * CHUNK_FRAMES < to; chunk++) {
      reductions[chunk] = Math.max(reductions[chunk], by(chunk));
    }
  };
  /** Whether the frames of another that lie before its frame `to` are those that were written last. */
  const agrees = (mp3: Mp3Stretch, to: number): boolean =>
    tail === null || sameFrames(tail, 0, mp3, to - OVERLAP_FRAMES, OVERLAP_FRAMES);

  return {
    /** Whether an encode that is there goes on at frame `from` of the file with what was written last. */
    async follows(mp3: EncodedMix, from: number): Promise<boolean> {
      if (tail === null) return true;
      return from >= OVERLAP_FRAMES && agrees(indexMp3(await read(mp3, from - OVERLAP_FRAMES, from)), OVERLAP_FRAMES);
    },
    /** The frame up to which a piece is to be written: where it meets what follows it. Null: it fits on neither side. */
    async fits(piece: Piece, part: Mp3Part, next: Mp3Part | undefined): Promise<number | null> {
      if (!agrees(piece.mp3, piece.zero + part.from)) return null;
      if (next === undefined) return piece.mp3.frames.length - piece.zero;
      if (next.of === null) return part.to;
      const last = Math.min(piece.good, next.to);
      const there = indexMp3(await read(next.of, part.to - OVERLAP_FRAMES, last));
      for (let end = part.to; end <= last; end++) {
        const own = piece.zero + end - OVERLAP_FRAMES;
        if (sameFrames(piece.mp3, own, there, end - part.to, OVERLAP_FRAMES)) return end;
      }
      return null;
    },
    async add(piece: Piece, from: number, to: number): Promise<void> {
      const bytes = frameBytes(piece.mp3, piece.zero + from, piece.zero + to);
      await write(bytes, to - from);
      const before = Math.max(0, to - OVERLAP_FRAMES);
      tail = indexMp3(frameBytes(piece.mp3, piece.zero + before, piece.zero + to).slice());
      limit(from, to, () => piece.reduction);
    },
    async copy(mp3: EncodedMix, from: number, to: number): Promise<void> {
      for (let frame = from; frame < to; frame += COPY_FRAMES) {
        const end = Math.min(to, frame + COPY_FRAMES);
        await write(await read(mp3, frame, end), end - frame);
      }
      tail = indexMp3(await read(mp3, Math.max(0, to - OVERLAP_FRAMES), to));
      limit(from, to, (chunk) => mp3.reductions[chunk] ?? 0);
    },
    /** Writes what goes before the frames. */
    async finish() {
      const rate = encoding.voice ? 2 : 1;
      await file.write(tag, 0, tag.length, 0);
      await file.write(info.finish(frames(Math.ceil(plan.length / rate))), 0, info.length(), tag.length);
      await file.truncate(at);
      const reduction = reductions.reduce((most, each) => Math.max(most, each), 0);
      return { offset: tag.length + info.length(), frameBytes: frameLength, reduction, reductions };
    },
    async close(): Promise<void> {
      for (const handle of handles.values()) await handle.close();
    },
  };
};
