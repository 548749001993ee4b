import { resolve } from 'node:path';
import { CueforgeError } from '../model/index.ts';
import type { DecodeResult } from './decode-worker.ts';
import type { FfmpegBinary } from './ffmpeg-binary.ts';
import type { PcmAsset } from './pcm-entry.ts';
import type { DecodeJob, DecodeProgress } from './pcm-fill.ts';
import { holdPcm, PCM_CACHE_MOST, prunePcmCache } from './pcm-prune.ts';
import { createWorkerPool, workerEntry } from './worker-pool.ts';

export interface PcmCache {
  /**
   * Decoded sound of a file: from the cache when these bytes were decoded before, else decoded in a worker. Callers
   * that open the same file at the same time share one decode; it is cancelled when all of them have cancelled.
   */
  open(file: string, options?: PcmOpenOptions): Promise<PcmAsset>;
  /** Ends running decodes with `cancelled`. What was opened may be pruned from now on. */
  close(): Promise<void>;
}

export interface PcmOpenOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DecodeProgress) => void;
}

/** One decode and those who wait for it. */
interface Shared {
  readonly abort: AbortController;
  readonly listeners: Set<(progress: DecodeProgress) => void>;
  readonly asset: Promise<PcmAsset>;
  waiting: number;
}

/** A cache of decoded sound under `<cacheDir>/pcm`, made by `threads` workers. */
export const createPcmCache = (options: {
  cacheDir: string;
  ffmpeg: FfmpegBinary;
  threads: number;
  /** Size it is pruned to after every decode. Bytes, default 8 GB. */
  maxBytes?: number;
}): PcmCache => {
  const { cacheDir, ffmpeg, threads, maxBytes = PCM_CACHE_MOST } = options;
  const pool = createWorkerPool<DecodeJob, DecodeResult, DecodeProgress>({
    entry: workerEntry(import.meta.url, 'decode-worker'),
    size: threads,
  });
  const decoding = new Map<string, Shared>();
  const holds = new Map<string, () => void>();

  const begin = (file: string): Shared => {
    const abort = new AbortController();
    const listeners = new Set<(progress: DecodeProgress) => void>();
    const run = async (): Promise<PcmAsset> => {
      try {
        const { asset, made } = await pool.run(
          { file, cacheDir, ffmpeg },
          {
            signal: abort.signal,
            onProgress: (progress) => {
              for (const listener of listeners) listener(progress);
            },
          },
        );
        if (!holds.has(asset.key)) holds.set(asset.key, holdPcm(asset.key));
        if (made) await prunePcmCache(cacheDir, maxBytes);
        return asset;
      } finally {
        if (decoding.get(file) === shared) decoding.delete(file);
      }
    };
    const shared: Shared = { abort, listeners, asset: Promise.resolve().then(run), waiting: 0 };
    decoding.set(file, shared);
    return shared;
  };

  return {
    async open(path, { signal, onProgress } = {}) {
      if (signal?.aborted) throw cancelled();
      const file = resolve(path);
      const running = decoding.get(file);
      const shared = running === undefined || running.abort.signal.aborted ? begin(file) : running;
      const listener = onProgress && ((progress: DecodeProgress): void => onProgress(progress));
      if (listener) shared.listeners.add(listener);
      shared.waiting++;
      let leave = (): void => undefined;
      const left = new Promise<never>((_, reject) => {
        leave = () => {
          shared.waiting--;
          if (shared.waiting === 0) shared.abort.abort();
          else reject(cancelled()); // Others still want it. Alone, one hears from the worker when it has let go.
        };
      });
      signal?.addEventListener('abort', leave, { once: true });
      try {
        return await Promise.race([shared.asset, left]);
      } finally {
        signal?.removeEventListener('abort', leave);
        if (listener) shared.listeners.delete(listener);
      }
    },
    async close() {
      await pool.close();
      for (const letGo of holds.values()) letGo();
      holds.clear();
    },
  };
};

const cancelled = (): CueforgeError => new CueforgeError('cancelled', 'The work was cancelled');
