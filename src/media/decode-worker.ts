import { utimes } from 'node:fs/promises';
import { CueforgeError } from '../model/index.ts';
import { checkReadable } from './decode.ts';
import { identify, type PcmAsset, pcmPath, readEntry } from './pcm-entry.ts';
import { createEntryMeter, type DecodeJob, type DecodeProgress, fillEntry } from './pcm-fill.ts';
import { type JobContext, serveJobs } from './worker-body.ts';

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
  const { key } = identity;
  const path = pcmPath(cacheDir, key);
  const found = await readEntry(cacheDir, key);
  if (found !== null) {
    const now = new Date();
    await utimes(path, now, now).catch(() => undefined); // The time of its last use, for pruning.
    return { asset: { key, path, file, ...found }, made: false };
  }
  const { signal, progress } = context;
  const measured = await fillEntry(identity, job, { meter: createEntryMeter(), signal, progress });
  return { asset: { key, path, file, ...measured }, made: true };
};

serveJobs<DecodeJob, DecodeResult, DecodeProgress>(async (job, context) => {
  const result = await openInCache(job, context).catch((error) => {
    throw context.signal.aborted ? new CueforgeError('cancelled', 'The work was cancelled') : error;
  });
  const { energies, peaks, levels } = result.asset;
  context.transfer(...[energies, peaks, levels].map(({ buffer }) => buffer as ArrayBuffer));
  return result;
});
