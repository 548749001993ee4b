import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { PublishTarget } from '../../contract/index.ts';
import { type Failure, fromFailure } from '../../model/index.ts';
import { createQueueRunner, type JobStore, type S3Patience } from '../../render/index.ts';
import { defaultCachePath, type Studio } from '../open-studio.ts';
import { type FarmHost, type FarmRequest, LEASE, openBelow, openFarm } from './farm.ts';
import { createFarmMaker } from './farm-maker.ts';
import { sayRedis } from './redis-address.ts';
import { createMediaCache } from './shared-media.ts';

/** What a worker tells while it works. */
export type FarmLine =
  | { readonly event: 'ready'; readonly worker: string; readonly redis: string; readonly store: string }
  | { readonly event: 'made'; readonly job: string; readonly path: string }
  | {
      readonly event: 'failed';
      readonly job: string;
      readonly failure: Pick<Failure, 'code' | 'message'>;
      /** When it is tried again, milliseconds since 1970; null: it is not. */
      readonly retryAt: number | null;
    }
  | { readonly event: 'note'; readonly message: string };

export interface WorkerRequest extends FarmRequest {
  /** Where media are and mixes are published. */
  readonly target: PublishTarget;
  readonly cachePath?: string;
  /** Workouts made at once, >= 1. */
  readonly atOnce: number;
}

export interface WorkerHost extends FarmHost {
  readonly exportWorkout: Studio['exportWorkout'];
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  readonly patience?: S3Patience;
  readonly onLine: (line: FarmLine) => void;
}

/** What runs is given back in so much time, or left to its lock. Milliseconds. */
const LAST_WAIT = 10_000;

/**
 * Works for the queue that machines share until `signal` is aborted: then what runs is given back, and is next for
 * another. Throws what keeps this worker from working at all.
 */
export const runFarmWorker = async (request: WorkerRequest, host: WorkerHost, signal: AbortSignal): Promise<void> => {
  const { redis, target, lease = LEASE, atOnce, cachePath = defaultCachePath() } = request;
  const { secrets, patience, exportWorkout, clock } = host;
  const note = (message: string): void => host.onLine({ event: 'note', message });
  const media = createMediaCache(join(cachePath, 'farm', 'media'));
  await media.prune();
  const shared = await openBelow(target, '', secrets, patience);
  const name = `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;
  try {
    // A question that only a store which is there, and lets one in, has an answer to.
    await shared.read('cueforge', signal);
    const end = new AbortController();
    const farm = await openFarm(
      { redis, lease },
      {
        secrets,
        onConnection(up) {
          if (!end.signal.aborted)
            note(`Redis at ${sayRedis(redis)} ${up ? 'is back' : 'was lost; what is being made goes on'}`);
        },
      },
    );
    if (farm.advice) note(farm.advice);
    let unfit: Failure | null = null;
    const stop = (): void => end.abort();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    const runner = createQueueRunner({
      ...{ store: telling(farm.store, host.onLine), worker: name, atOnce, lease, now: Date.now, random: Math.random },
      progressed: () => undefined,
      log: note,
      make: createFarmMaker({
        ...{ exportWorkout, shared, media, clock, workFolder: join(cachePath, 'farm', 'work') },
        openRelease: (folder) => openBelow(target, folder, secrets, patience),
        unfit(failure) {
          unfit = failure;
          stop();
        },
      }),
    });
    host.onLine({ event: 'ready', worker: name, redis: sayRedis(redis), store: shared.place });
    if (!end.signal.aborted) {
      await new Promise<void>((resolve) => end.signal.addEventListener('abort', () => resolve(), { once: true }));
    }
    signal.removeEventListener('abort', stop);
    // A Redis that is away is not waited for: what ran there is another's once its lock ends.
    const closing = runner.close();
    await Promise.race([closing, wait(LAST_WAIT, null, { ref: false })]);
    await farm.close();
    await closing;
    if (unfit !== null) throw fromFailure(unfit);
  } finally {
    shared.close();
  }
};

/** A queue that tells what it was told of this worker's jobs, and took: what became another's meanwhile is not told. */
const telling = (store: JobStore, onLine: (line: FarmLine) => void): JobStore => ({
  ...store,
  async finish(id, worker, path, at) {
    const kept = await store.finish(id, worker, path, at);
    if (kept) onLine({ event: 'made', job: id, path });
    return kept;
  },
  async fail(id, worker, failure, retryAt, at) {
    const kept = await store.fail(id, worker, failure, retryAt, at);
    const { code, message } = failure;
    if (kept) onLine({ event: 'failed', job: id, failure: { code, message }, retryAt });
    return kept;
  },
});
