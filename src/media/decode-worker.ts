import { utimes } from 'node:fs/promises';
import { CueforgeError } from '../model/index.ts';
import { checkReadable } from './decode.ts';
import type { FfmpegBinary } from './ffmpeg-binary.ts';
import { identify, type Measured, type PcmAsset, pcmPath, readEntry } from './pcm-entry.ts';
import { createEntryMeter, type DecodeJob, type DecodeProgress, fillEntry, keepEntry } from './pcm-fill.ts';
import { type PcmShape, shapeKey, shapePcm } from './pcm-shape.ts';
import { type JobContext, serveJobs } from './worker-body.ts';

/** Makes a shape of a sound that is in the cache. */
export interface ShapeJob {
  readonly sound: Pick<PcmAsset, 'key' | 'path' | 'file' | 'frames'>;
  readonly shape: PcmShape;
  readonly cacheDir: string;
  readonly ffmpeg: FfmpegBinary;
}

/** `made` false: the entry was there. */
export interface DecodeResult {
  readonly asset: PcmAsset;
  readonly made: boolean;
}

/** Finds a file's decoded sound in the cache by its content, or decodes, measures and files it, all in one pass. */
const openInCache = async (job: DecodeJob, context: JobContext<DecodeProgress>): Promise<DecodeResult> => {
  const { file, cacheDir, ffmpeg } = job;
  await checkReadable(file);
  const identity = await identify(file, ffmpeg, context.signal);
  const { signal, progress } = context;
  return foundOrMade(cacheDir, identity.key, file, () =>
    fillEntry(identity, job, { meter: createEntryMeter(), signal, progress }),
  );
};

/** The same for a part of a sound, at another speed. */
const shapeInCache = async (job: ShapeJob, context: JobContext<DecodeProgress>): Promise<DecodeResult> => {
  const { sound, shape, cacheDir, ffmpeg } = job;
  const { signal, progress } = context;
  const key = shapeKey(sound.key, shape);
  return foundOrMade(cacheDir, key, sound.file, () => {
    const blocks = shapePcm(sound, shape, { ffmpeg, signal });
    return keepEntry(key, cacheDir, blocks, { meter: createEntryMeter(), signal, progress }, async () => undefined);
  });
};

const foundOrMade = async (
  cacheDir: string,
  key: string,
  file: string,
  make: () => Promise<Measured>,
): Promise<DecodeResult> => {
  const path = pcmPath(cacheDir, key);
  const found = await readEntry(cacheDir, key);
  if (found === null) return { asset: { key, path, file, ...(await make()) }, made: true };
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined); // The time of its last use, for pruning.
  return { asset: { key, path, file, ...found }, made: false };
};

serveJobs<DecodeJob | ShapeJob, DecodeResult, DecodeProgress>(async (job, context) => {
  const result = await ('shape' in job ? shapeInCache(job, context) : openInCache(job, context)).catch((error) => {
    throw context.signal.aborted ? new CueforgeError('cancelled', 'The work was cancelled') : error;
  });
  const { energies, peaks, levels } = result.asset;
  context.transfer(...[energies, peaks, levels].map(({ buffer }) => buffer as ArrayBuffer));
  return result;
});
