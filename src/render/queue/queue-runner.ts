import { type Failure, toFailure } from '../../model/index.ts';
import type { JobStore } from './job-store.ts';
import type { QueueJob, QueueProgress } from './queue-job.ts';
import { nextTryAfter } from './retry-policy.ts';

/** What a maker says of the files of a set, by the job's variant and format. */
export interface SetEvents {
  progress(variant: string, format: string, progress: QueueProgress): void;
  /** The file has its name. What throws here fails the job. */
  made(variant: string, format: string, path: string): Promise<void>;
  refused(variant: string, format: string | null, failure: Failure): Promise<void>;
}

/**
 * Makes the files of a set, which are of one workout and one recipe. Throws what stopped all that are not made yet; stops
 * soon once `signal` is aborted.
 */
export type QueueMaker = (set: readonly QueueJob[], signal: AbortSignal, events: SetEvents) => Promise<void>;

export interface QueueRunner {
  /** While held nothing is begun; what runs is given back but for the files it has made, to be begun anew afterwards. */
  hold(on: boolean): void;
  /** How far what runs is, by job: newer than what the store has. */
  progress(): ReadonlyMap<string, QueueProgress>;
  /** Gives back what runs, to be begun anew by the next life, and waits for its end. */
  close(): Promise<void>;
}

interface RunnerParts {
  readonly store: JobStore;
  /** Names this worker in the store: the same in its next life, so that it finds again what it ran. */
  readonly worker: string;
  /** Sets run at once, >= 1. */
  readonly atOnce: number;
  readonly make: QueueMaker;
  /** A worker that was not heard of for so long is taken for gone. Milliseconds, over 2,000. Default 30 s. */
  readonly lease?: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** 0..1. */
  readonly random: () => number;
  /** Hears that a running job came further. */
  readonly progressed: (id: string) => void;
  /** Hears what went wrong with the queue itself. */
  readonly log: (line: string) => void;
}

/** Default lease. Milliseconds. */
const LEASE = 30_000;
/** A worker says so often that it lives. Milliseconds. */
const BEAT = 1_000;
/** After a failure of the store itself it is asked again. Milliseconds. */
const STORE_RETRY = 5_000;

/** A set in the making. */
interface Running {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** Works a queue off: claims what is next, has it made, and says what became of each job. Begins at once. */
export const createQueueRunner = (parts: RunnerParts): QueueRunner => {
  const { store, worker, atOnce, make, lease = LEASE, now, random, progressed, log } = parts;
  const progress = new Map<string, QueueProgress>();
  const running = new Set<Running>();
  let timer: NodeJS.Timeout | null = null;
  let held = false;
  let closed = false;
  let looking: Promise<void> | null = null;
  let lookAgain = false;

  const wakeIn = (milliseconds: number): void => {
    if (timer) clearTimeout(timer);
    timer = closed ? null : setTimeout(wake, Math.max(0, Math.min(milliseconds, 2 ** 31 - 1)));
  };

  const wake = (): void => {
    if (looking) {
      lookAgain = true;
      return;
    }
    // In a turn of its own: a claim tells of itself, and must find that somebody is looking.
    lookAfter(Promise.resolve());
  };

  const lookAfter = (ready: Promise<void>): void => {
    looking = ready.then(look).finally(() => {
      looking = null;
      if (!lookAgain) return;
      lookAgain = false;
      wake();
    });
  };

  const look = async (): Promise<void> => {
    try {
      while (!closed && !held && running.size < atOnce) {
        const at = now();
        const set = await store.claim(worker, at, at + lease);
        if (set.length > 0) {
          if (held) await store.release(idsOf(set), worker);
          else begin(set);
        } else {
          const due = await store.nextDue(at);
          if (due !== null) wakeIn(Math.max(due - at, 50));
          return;
        }
      }
    } catch (error) {
      log(`The queue of exports: ${toFailure(error).message}`);
      wakeIn(STORE_RETRY);
    }
  };

  const begin = (set: readonly QueueJob[]): void => {
    const abort = new AbortController();
    const entry: Running = {
      abort,
      ended: run(set, abort)
        .catch((error: unknown) => log(`The queue of exports: ${toFailure(error).message}`))
        .finally(() => {
          running.delete(entry);
          wake();
        }),
    };
    running.add(entry);
  };

  const run = async (set: readonly QueueJob[], abort: AbortController): Promise<void> => {
    /** Jobs that have no end yet. */
    const open = new Map(set.map((job) => [job.id, job]));
    for (const { id } of set) progress.set(id, { fraction: 0, rate: null, remainingSeconds: null });
    const of = (variant: string, format: string | null): QueueJob[] =>
      [...open.values()].filter((job) => job.variant === variant && (format === null || job.format === format));
    /** Jobs whose end is being kept: that the worker no longer holds them is its own doing. */
    const ending = new Set<string>();
    const end = async (id: string, keep: () => Promise<unknown>): Promise<void> => {
      ending.add(id);
      await keep();
      open.delete(id);
      progress.delete(id);
    };
    const fail = (job: QueueJob, failure: Failure): Promise<void> => {
      const at = now();
      const retryAt = nextTryAfter(failure, job.attempts, at, random());
      return end(job.id, () => store.fail(job.id, worker, failure, retryAt, at));
    };

    /** One that somebody cancelled or paused stops all: the others are begun anew without it. */
    const beat = async (): Promise<void> => {
      const beats = [...open.keys()].flatMap((id) => ({ id, progress: progress.get(id)! }));
      const kept = await store.beat(worker, beats, now() + lease);
      if (beats.some(({ id }) => !ending.has(id) && !kept.includes(id))) abort.abort();
    };
    let beating: Promise<void> = Promise.resolve();
    const beatSoon = (): void => {
      beating = beating.then(beat).catch((error: unknown) => log(`The queue of exports: ${toFailure(error).message}`));
    };
    const pulse = setInterval(beatSoon, BEAT);
    const unwatch = store.watch(beatSoon);

    try {
      await make(set, abort.signal, {
        progress(variant, format, made) {
          for (const { id } of of(variant, format)) {
            progress.set(id, made);
            progressed(id);
          }
        },
        async made(variant, format, path) {
          for (const { id } of of(variant, format)) await end(id, () => store.finish(id, worker, path, now()));
        },
        async refused(variant, format, failure) {
          for (const job of of(variant, format)) await fail(job, failure);
        },
      });
      const failure: Failure = { code: 'internal', message: 'The export ended without a word about this file' };
      if (!abort.signal.aborted) for (const job of [...open.values()]) await fail(job, failure);
    } catch (error) {
      if (!abort.signal.aborted) for (const job of [...open.values()]) await fail(job, toFailure(error));
    } finally {
      clearInterval(pulse);
      unwatch();
      await beating;
      for (const id of open.keys()) progress.delete(id);
      if (open.size > 0) await store.release([...open.keys()], worker);
    }
  };

  const stopAll = (): void => {
    for (const { abort } of running) abort.abort();
  };

  const unwatch = store.watch(wake);
  const recovered = store.recover(worker, now());
  lookAfter(recovered.catch((error: unknown) => log(`The queue of exports: ${toFailure(error).message}`)));

  return {
    hold(on) {
      held = on;
      if (on) stopAll();
      else wake();
    },
    progress: () => progress,
    async close() {
      closed = true;
      unwatch();
      if (timer) clearTimeout(timer);
      await looking;
      stopAll();
      await Promise.all([...running].map(({ ended }) => ended));
      await looking;
    },
  };
};

const idsOf = (set: readonly QueueJob[]): string[] => set.map(({ id }) => id);
