import { randomUUID } from 'node:crypto';
import type { Job } from '../contract/index.ts';
import { CueforgeError, toFailure } from '../model/index.ts';

/** What a running job tells of itself. */
export type JobProgress = Partial<Pick<Job, 'label' | 'detail' | 'fraction' | 'rate' | 'remainingSeconds'>>;

export interface JobContext {
  readonly signal: AbortSignal;
  report(progress: JobProgress): void;
  /** Something went wrong and stopped only a part: a sentence. */
  problem(sentence: string): void;
  /**
   * Does work that may be begun anew: it waits while a show is armed, and what is in work when one is armed is given up,
   * by its signal, and begun anew once the show is over.
   */
  piece<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

/** Long work: started, watched, cancelled, and kept on the list until someone clears it. */
export interface Jobs {
  /** Runs at once, or once a show is over. `run` gives what the job says of itself when it is done. Returns the job's id. */
  start(kind: Job['kind'], label: string, run: (context: JobContext) => Promise<string>): string;
  list(): Job[];
  /** Throws `job-missing`. Cancelling a job that has ended changes nothing. */
  cancel(id: string): void;
  /**
   * While a show is armed no job begins: what is started waits, and begins by itself afterwards. What runs goes on, but
   * for its pieces: a show must not have to share the processor with the analysis of a library.
   */
  hold(on: boolean): void;
  /** Resolves when jobs may begin: at once where none is held. For other long work, as backups. */
  released(): Promise<void>;
  /** Forgets jobs that have ended. */
  clear(): void;
  /** Cancels what runs and waits for its end. */
  close(): Promise<void>;
}

/** What a job says of itself that waits. */
const WAITS = 'Waits until the show is over';
/** A job is told of at most this often while it runs. Milliseconds. */
const INTERVAL = 200;
/** Problems beyond this are counted, not kept. */
const MOST_PROBLEMS = 200;
/** Ended jobs that are kept. */
const MOST_ENDED = 50;

interface Entry {
  job: Job;
  told: number;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** `now`: milliseconds since 1970. */
export const createJobs = (now: () => number, changed: (job: Job) => void): Jobs => {
  const entries = new Map<string, Entry>();
  /** While a show is armed: what ends with it. */
  let show: { readonly over: Promise<void>; readonly end: () => void } | null = null;

  const update = (id: string, change: Partial<Job>, always: boolean): void => {
    const entry = entries.get(id);
    if (!entry) return;
    entry.job = { ...entry.job, ...change };
    if (!always && now() - entry.told < INTERVAL) return;
    entry.told = now();
    changed(entry.job);
  };

  /** Pieces in work. */
  const pieces = new Set<AbortController>();

  /** Waits for its turn, for as long as shows are armed, unless it is cancelled. */
  const waitForTurn = async (id: string, { signal }: AbortController): Promise<void> => {
    const cancelled = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    while (show !== null && !signal.aborted) {
      update(id, { state: 'waiting', detail: WAITS }, true);
      await Promise.race([show.over, cancelled]);
    }
  };
  const doPiece = async <T>(
    id: string,
    abort: AbortController,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    for (;;) {
      if (show !== null) {
        await waitForTurn(id, abort);
        abort.signal.throwIfAborted();
        update(id, { state: 'running', detail: '' }, true);
      }
      const piece = new AbortController();
      const cancel = (): void => piece.abort();
      abort.signal.addEventListener('abort', cancel);
      pieces.add(piece);
      try {
        return await work(piece.signal);
      } catch (error) {
        if (abort.signal.aborted || !piece.signal.aborted) throw error;
      } finally {
        pieces.delete(piece);
        abort.signal.removeEventListener('abort', cancel);
      }
    }
  };

  const runToEnd = async (
    id: string,
    abort: AbortController,
    run: (context: JobContext) => Promise<string>,
  ): Promise<void> => {
    const context: JobContext = {
      signal: abort.signal,
      report: (progress) => update(id, progress, false),
      problem(sentence) {
        const problems = entries.get(id)?.job.problems ?? [];
        if (problems.length < MOST_PROBLEMS) update(id, { problems: [...problems, sentence] }, false);
      },
      piece: (work) => doPiece(id, abort, work),
    };
    const end = (change: Partial<Job>): void => update(id, { remainingSeconds: null, endedAt: now(), ...change }, true);
    try {
      await waitForTurn(id, abort);
      abort.signal.throwIfAborted();
      update(id, { state: 'running', detail: '', startedAt: now() }, true);
      const detail = await run(context);
      end({ state: 'done', detail, fraction: 1 });
    } catch (error) {
      const { code, message } = toFailure(error);
      if (abort.signal.aborted) end({ state: 'cancelled', detail: 'Cancelled' });
      else end({ state: 'failed', detail: message, failure: { code, message } });
    }
    const over = [...entries.values()].filter(({ job }) => job.endedAt !== null);
    for (const { job } of over.slice(0, Math.max(0, over.length - MOST_ENDED))) entries.delete(job.id);
  };

  return {
    start(kind, label, run) {
      const id = randomUUID();
      const abort = new AbortController();
      const job: Job = {
        ...{ id, kind, label, fraction: 0, rate: null, remainingSeconds: null },
        ...(show === null ? { state: 'running', detail: '' } : { state: 'waiting', detail: WAITS }),
        ...{ failure: null, problems: [], startedAt: now(), endedAt: null },
      };
      // Begins in a later turn: whoever asked for it over a channel is told its id before the first event.
      const ended = new Promise((begin) => setImmediate(begin)).then(() => runToEnd(id, abort, run));
      entries.set(id, { job, told: now(), abort, ended });
      return id;
    },
    list: () => [...entries.values()].map(({ job }) => job),
    cancel(id) {
      const entry = entries.get(id);
      if (!entry) throw new CueforgeError('job-missing', 'There is no such job any more', { id });
      entry.abort.abort();
    },
    hold(on) {
      if (on === (show !== null)) return;
      if (show) show.end();
      show = on ? createShow() : null;
      if (on) for (const piece of pieces) piece.abort();
    },
    async released() {
      while (show !== null) await show.over;
    },
    clear() {
      for (const [id, { job }] of entries) if (job.endedAt !== null) entries.delete(id);
    },
    async close() {
      for (const { abort } of entries.values()) abort.abort();
      await Promise.all([...entries.values()].map(({ ended }) => ended));
    },
  };
};

const createShow = (): { readonly over: Promise<void>; readonly end: () => void } => {
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { over, end };
};
