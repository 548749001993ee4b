import { resolve } from 'node:path';
import { CHANNELS, CueforgeError } from '../model/index.ts';
import type { DecodeResult, ShapeJob } from './decode-worker.ts';
import type { FfmpegBinary } from './ffmpeg-binary.ts';
import type { PcmAsset } from './pcm-entry.ts';
import type { DecodeJob, DecodeProgress } from './pcm-fill.ts';
import { holdPcm, PCM_CACHE_MOST, prunePcmCache } from './pcm-prune.ts';
import { type PcmShape, shapeKey } from './pcm-shape.ts';
import { createWorkerPool, workerEntry } from './worker-pool.ts';

export interface PcmCache {
  /**
   * Decoded sound of a file: from the cache when these bytes were decoded before, else decoded in a worker. Callers
   * that open the same file at the same time share one decode; it is cancelled when all of them have cancelled.
   */
  open(file: string, options?: PcmOpenOptions): Promise<PcmAsset>;
  /**
   * A part of a sound of this cache, at another speed with its pitch kept: from the cache when it was made before, else
   * made in a worker. Shared and cancelled as `open` is; the whole sound at its own speed is itself.
   */
  shape(sound: PcmAsset, shape: PcmShape, options?: Pick<PcmOpenOptions, 'signal'>): Promise<PcmAsset>;
  /** Ends running decodes with `cancelled`. What was opened may be pruned from now on. */
  close(): Promise<void>;
}

export interface PcmOpenOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DecodeProgress) => void;
}

const FRAME_BYTES = 4 * CHANNELS;
/** Pruning looks at every entry: hundreds of takes are pruned together. Milliseconds; bytes. */
const PRUNE_EVERY = 10_000;
const PRUNE_BYTES = 256 * 2 ** 20;

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
  /** Size it is pruned to while it is filled: 256 MB more for a while. Bytes, default 8 GB. */
  maxBytes?: number;
}): PcmCache => {
  const { cacheDir, ffmpeg, threads, maxBytes = PCM_CACHE_MOST } = options;
  const pool = createWorkerPool<DecodeJob | ShapeJob, DecodeResult, DecodeProgress>({
    entry: workerEntry(import.meta.url, 'decode-worker'),
    size: threads,
  });
  const decoding = new Map<string, Shared>();
  const holds = new Map<string, () => void>();

  /** Bytes that were made since it was last pruned, and when that was. */
  let fresh = 0;
  let prunedAt = Number.NEGATIVE_INFINITY;
  const prune = async (made: number): Promise<void> => {
    fresh += made;
    if (fresh < PRUNE_BYTES && performance.now() - prunedAt < PRUNE_EVERY) return;
    [fresh, prunedAt] = [0, performance.now()];
    await prunePcmCache(cacheDir, maxBytes);
  };

  const begin = (name: string, job: DecodeJob | ShapeJob): Shared => {
    const abort = new AbortController();
    const listeners = new Set<(progress: DecodeProgress) => void>();
    const run = async (): Promise<PcmAsset> => {
      try {
        const { asset, made } = await pool.run(job, {
          signal: abort.signal,
          onProgress: (progress) => {
            for (const listener of listeners) listener(progress);
          },
        });
        if (!holds.has(asset.key)) holds.set(asset.key, holdPcm(asset.key));
        if (made) await prune(asset.frames * FRAME_BYTES);
        return asset;
      } finally {
        if (decoding.get(name) === shared) decoding.delete(name);
      }
    };
    const shared: Shared = { abort, listeners, asset: Promise.resolve().then(run), waiting: 0 };
    decoding.set(name, shared);
    return shared;
  };

  const join = async (
    name: string,
    job: DecodeJob | ShapeJob,
    { signal, onProgress }: PcmOpenOptions,
  ): Promise<PcmAsset> => {
    if (signal?.aborted) throw cancelled();
    const running = decoding.get(name);
    const shared = running === undefined || running.abort.signal.aborted ? begin(name, job) : running;
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
  };

  return {
    open(path, options = {}) {
      const file = resolve(path);
      return join(file, { file, cacheDir, ffmpeg }, options);
    },
    async shape(sound, shape, options = {}) {
      if (shape.start === 0 && shape.end === sound.frames && shape.speed === 1) return sound;
      const { key, path, file, frames } = sound;
      return join(shapeKey(key, shape), { sound: { key, path, file, frames }, shape, cacheDir, ffmpeg }, options);
    },
    async close() {
      await pool.close();
      for (const letGo of holds.values()) letGo();
      holds.clear();
    },
  };
};

const cancelled = (): CueforgeError => new CueforgeError('cancelled', 'The work was cancelled');
