import { resolve } from 'node:path';
import type { AssetAnalysis } from './asset-analysis.ts';
import type { AssetResult } from './asset-worker.ts';
import type { FfmpegBinary } from './ffmpeg-binary.ts';
import type { DecodeJob, DecodeProgress } from './pcm-fill.ts';
import { PCM_CACHE_MOST, prunePcmCache } from './pcm-prune.ts';
import { createWorkerPool, workerEntry } from './worker-pool.ts';

export interface AssetAnalyzer {
  /**
   * Everything there is to know of a sound file, in a worker. Bytes that were analysed before are found again, whatever
   * the file is called; sound that is in the PCM cache is not decoded again, and what is decoded is there afterwards,
   * for the player and for exports. `onProgress`: frames heard so far.
   * Rejects with the decoder's named failures, `disk-full`, `folder-unwritable`, `worker-exited`, or `cancelled` once
   * the decode has ended and nothing half is left.
   */
  analyze(
    file: string,
    options?: { readonly signal?: AbortSignal; readonly onProgress?: (frames: number) => void },
  ): Promise<AssetAnalysis>;
  /** Ends what runs and what waits with `cancelled`. */
  close(): Promise<void>;
}

/** Analyses files by `threads` workers, keeping what it finds under `cacheDir`: `pcm/`, `waveforms/`, `analyses/`. */
export const createAssetAnalyzer = (options: {
  cacheDir: string;
  ffmpeg: FfmpegBinary;
  threads: number;
  /** Size the PCM cache is pruned to after a decode. Bytes, default 8 GB. */
  maxBytes?: number;
}): AssetAnalyzer => {
  const { cacheDir, ffmpeg, threads, maxBytes = PCM_CACHE_MOST } = options;
  const pool = createWorkerPool<DecodeJob, AssetResult, DecodeProgress>({
    entry: workerEntry(import.meta.url, 'asset-worker'),
    size: threads,
  });
  return {
    async analyze(file, { signal, onProgress } = {}) {
      const { analysis, decoded } = await pool.run(
        { file: resolve(file), cacheDir, ffmpeg },
        { signal, onProgress: onProgress && (({ frames }) => onProgress(frames)) },
      );
      if (decoded) await prunePcmCache(cacheDir, maxBytes);
      return analysis;
    },
    close: () => pool.close(),
  };
};
