import { open } from 'node:fs/promises';
import { createLevelWindows } from '../audio/index.ts';
import { CHANNELS, CueforgeError } from '../model/index.ts';
import { type AssetAnalysis, type KeptAnalysis, keepAnalysis, readAnalysis } from './asset-analysis.ts';
import { type AssetHearing, createAssetMeter } from './asset-meter.ts';
import { readAssetTags, titleOf } from './asset-tags.ts';
import { hasWaveform, keepWaveform, waveformFile } from './asset-waveform.ts';
import { checkReadable } from './decode.ts';
import { type FileIdentity, identify, pcmPath, readEntry } from './pcm-entry.ts';
import { type DecodeJob, type DecodeProgress, type EntryMeter, fillEntry, PROGRESS_FRAMES } from './pcm-fill.ts';
import { SPARED } from './pcm-prune.ts';
import { createPeakMeter } from './peak-meter.ts';
import { type JobContext, serveJobs } from './worker-body.ts';

/** `decoded` true: the PCM cache has grown by an entry. */
export interface AssetResult {
  readonly analysis: AssetAnalysis;
  readonly decoded: boolean;
}

/** Frames read at once from decoded sound. */
const READ_FRAMES = 65_536;

/** Finds what is kept of a file's bytes, or measures them: from their decoded sound where it is there, else decoding it. */
const analyze = async (job: DecodeJob, context: JobContext<DecodeProgress>): Promise<AssetResult> => {
  const { file, cacheDir, ffmpeg } = job;
  await checkReadable(file);
  const identity = await identify(file, ffmpeg, context.signal);
  const { id, key } = identity;

  const kept = await readAnalysis(cacheDir, id, key);
  if (kept !== null && (await hasWaveform(cacheDir, id, kept.frames))) {
    return { analysis: placed(kept, job), decoded: false };
  }
  const { hearing, warnings, decoded } = await hear(identity, job, context);
  const tags = await readAssetTags(file, identity.bytes, hearing.measures.seconds);
  const analysis: KeptAnalysis = { id, pcmKey: key, ...tags, ...hearing.measures, warnings };
  context.signal.throwIfAborted();
  await keepWaveform(cacheDir, id, hearing.waveform);
  await keepAnalysis(cacheDir, analysis); // Last: an analysis that is there has its waveform.
  return { analysis: placed(analysis, job), decoded };
};

const placed = (kept: KeptAnalysis, { file, cacheDir }: DecodeJob): AssetAnalysis => ({
  ...kept,
  title: kept.title === '' ? titleOf(file) : kept.title,
  waveform: waveformFile(cacheDir, kept.id),
});

interface Heard {
  readonly hearing: AssetHearing;
  readonly warnings: readonly string[];
  readonly decoded: boolean;
}

const hear = async (identity: FileIdentity, job: DecodeJob, context: JobContext<DecodeProgress>): Promise<Heard> => {
  const entry = await readEntry(job.cacheDir, identity.key);
  if (entry !== null) {
    const hearing = await hearAgain(pcmPath(job.cacheDir, identity.key), context);
    return { hearing, warnings: entry.warnings, decoded: false };
  }
  const asset = createAssetMeter();
  const peaks = createPeakMeter();
  const levels = createLevelWindows();
  let hearing: AssetHearing | null = null;
  const meter: EntryMeter = {
    push(block) {
      asset.push(block);
      peaks.push(block);
      levels.push(block);
    },
    finish() {
      hearing = asset.finish();
      return { energies: hearing.energies, peaks: peaks.peaks(), levels: levels.levels() };
    },
  };
  const { signal, progress } = context;
  // Nobody has asked to hear it yet: an import of a whole library must not keep all of it from being pruned.
  const usedAt = new Date(Date.now() - SPARED);
  const { warnings } = await fillEntry(identity, job, { meter, signal, progress, usedAt });
  return { hearing: hearing!, warnings, decoded: true };
};

/** Measures decoded sound from the cache. */
const hearAgain = async (path: string, { signal, progress }: JobContext<DecodeProgress>): Promise<AssetHearing> => {
  const meter = createAssetMeter();
  const handle = await open(path, 'r');
  try {
    const block = new Float32Array(READ_FRAMES * CHANNELS);
    const bytes = new Uint8Array(block.buffer);
    let heard = 0;
    let told = 0;
    for (let filled = 0; ; ) {
      signal.throwIfAborted();
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, null);
      filled += bytesRead;
      if (bytesRead > 0 && filled < bytes.length) continue;
      meter.push(block.subarray(0, filled / block.BYTES_PER_ELEMENT));
      heard += filled / (block.BYTES_PER_ELEMENT * CHANNELS);
      filled = 0;
      if (bytesRead === 0) return meter.finish();
      if (heard - told >= PROGRESS_FRAMES) {
        told = heard;
        progress({ frames: heard });
      }
    }
  } finally {
    await handle.close();
  }
};

serveJobs<DecodeJob, AssetResult, DecodeProgress>((job, context) =>
  analyze(job, context).catch((error) => {
    throw context.signal.aborted ? new CueforgeError('cancelled', 'The work was cancelled') : error;
  }),
);
