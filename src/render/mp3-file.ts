import { type FileHandle, open } from 'node:fs/promises';
import { BLOCK_FRAMES } from '../audio/index.ts';
import {
  createInfoFrame,
  type FfmpegBinary,
  type FileTags,
  frameBytes,
  id3Tag,
  indexMp3,
  letGo,
  MP3_FRAME,
  type Mp3Stretch,
  OVERLAP_FRAMES,
  pieceToEncode,
  sameFrames,
} from '../media/index.ts';
import { CueforgeError, frames, type MixPlan } from '../model/index.ts';
import type { BedMeasure } from './bed-measure.ts';
import type { Encoding } from './formats.ts';
import type { RenderPool } from './render-pool.ts';
import type { EncodeResult, SourceFiles } from './render-protocol.ts';

/**
 * Stretches begin long, as each costs the start of an encoder, and shorten as the end nears, so that all cores finish
 * together: a quarter of what is left, within these bounds. Frames: 90 s to 6 minutes.
 */
const SHORTEST = 3750;
const LONGEST = 15_000;
/** Warm-up of a stretch whose joint did not fit at first: 19 s. */
const LONG_WARM_UP = 800;
/** How far a joint may move to a louder place, in frames: 5 s. */
const WANDER = 208;

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
}

/**
 * Writes a mix as an MP3. Stretches are encoded in parallel, each on the grid of one serial encode, and joined where
 * both neighbours agree byte for byte; a joint that does not match is encoded again with a longer run-in, and failing
 * that the whole file serially. The file is the serial encode's, byte for byte. Returns the limiter's deepest reduction, dB.
 */
export const writeMp3 = async (
  job: Mp3FileJob,
  pool: RenderPool,
  signal: AbortSignal,
  onProgress: (frames: number) => void,
): Promise<number> => {
  const file = await open(job.output, 'w');
  try {
    const joints = job.serial || job.encoding.voice ? [0] : jointFrames(job.plan, job.bed);
    return (
      (await writeStretches(job, joints, file, pool, signal, onProgress)) ??
      (await writeStretches(job, [0], file, pool, signal, onProgress)) ??
      Promise.reject(new CueforgeError('internal', 'A serial encode has no joints to fail'))
    );
  } finally {
    await file.close();
  }
};

/** First frames of the stretches, each at the loudest second near its place. */
export const jointFrames = (plan: MixPlan, bed: BedMeasure | null): number[] => {
  const total = Math.ceil(plan.length / MP3_FRAME);
  const joints = [0];
  let joint = stretchFrom(0, total);
  while (joint + SHORTEST / 2 < total) {
    joints.push(bed ? louder(joint, bed) : joint);
    joint += stretchFrom(joint, total);
  }
  return joints;
};

const stretchFrom = (frame: number, total: number): number =>
  Math.max(SHORTEST, Math.min(LONGEST, Math.floor((total - frame) / 4)));

/** The frame near `joint` before which a second of the bed is loudest. */
const louder = (joint: number, bed: BedMeasure): number => {
  let best = joint;
  let most = -1;
  for (let frame = joint - WANDER; frame <= joint + WANDER; frame += 16) {
    const block = Math.floor((frame * MP3_FRAME) / BLOCK_FRAMES);
    let energy = 0;
    for (let b = block - 10; b < block; b++) energy += bed.energies[b] ?? 0;
    if (energy > most) [best, most] = [frame, energy];
  }
  return best;
};

/** Null: a joint did not match. */
const writeStretches = async (
  job: Mp3FileJob,
  joints: readonly number[],
  file: FileHandle,
  pool: RenderPool,
  signal: AbortSignal,
  onProgress: (frames: number) => void,
): Promise<number | null> => {
  const stop = new AbortController();
  const onAbort = (): void => stop.abort();
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  const encode = async (k: number, warmUp?: number) => {
    const { plan, sources, ffmpeg, encoding } = job;
    const piece = pieceToEncode(joints[k], joints[k + 1] ?? null, warmUp);
    const end = Math.min(plan.length, piece.end ?? plan.length);
    const result = (await pool.run(
      { kind: 'encode', plan, sources, ffmpeg, encoding, start: piece.start, end },
      { signal: stop.signal, onProgress },
    )) as EncodeResult;
    const mp3 = indexMp3(result.bytes);
    const to = joints[k + 1] === undefined ? mp3.frames.length : piece.warmUp + joints[k + 1] - joints[k];
    return { mp3, from: piece.warmUp, to, limited: result.limited };
  };

  const running = joints.map((_, k): ReturnType<typeof encode> | null => {
    const stretch = encode(k);
    stretch.catch(() => undefined); // said where it is awaited, which may be after it happened
    return stretch;
  });
  const tag = id3Tag(job.tags);
  const info = createInfoFrame({ vbr: job.encoding.voice });
  let at = 0;
  let reduction = 0;
  let tail: Mp3Stretch | null = null;
  try {
    for (let k = 0; k < joints.length; k++) {
      let stretch = await running[k]!;
      running[k] = null; // memory must not grow with the length of the mix
      const fits = (): boolean =>
        tail === null || sameFrames(tail, 0, stretch.mp3, stretch.from - OVERLAP_FRAMES, OVERLAP_FRAMES);
      if (!fits()) stretch = await encode(k, LONG_WARM_UP);
      if (!fits()) return null;
      reduction = Math.max(reduction, stretch.limited.maxReductionDb);
      const bytes = frameBytes(stretch.mp3, stretch.from, stretch.to);
      info.push(bytes);
      if (k === 0) at = tag.length + info.length();
      await file.write(bytes, 0, bytes.length, at);
      at += bytes.length;
      tail = indexMp3(frameBytes(stretch.mp3, Math.max(0, stretch.to - OVERLAP_FRAMES), stretch.to).slice());
      letGo(stretch.mp3.bytes);
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    stop.abort();
    await Promise.allSettled(running);
  }
  const rate = job.encoding.voice ? 2 : 1;
  await file.write(tag, 0, tag.length, 0);
  await file.write(info.finish(frames(Math.ceil(job.plan.length / rate))), 0, info.length(), tag.length);
  await file.truncate(at);
  return reduction;
};
