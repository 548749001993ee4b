import { Worker } from 'node:worker_threads';
import { CueforgeError, fromFailure } from '../model/index.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

export interface WorkerPool<Job, Result, Progress = never> {
  /**
   * Runs a job on the next free worker, first come, first served. When `signal` aborts, rejects with `cancelled` once
   * the worker has let go of the job. Rejects with `worker-exited` when the worker dies under it.
   */
  run(job: Job, options?: { signal?: AbortSignal; onProgress?: (progress: Progress) => void }): Promise<Result>;
  /** Cancels what runs, rejects what waits, ends every worker. Jobs that do not let go in 2 s are ended with their thread. */
  close(): Promise<void>;
}

/** How long `close` waits for running jobs to tidy up. Milliseconds. */
const CLOSE_GRACE = 2_000;
/** A worker without work for so long is ended: each holds some 40 MB. Milliseconds. */
const IDLE_LIFE = 500;
/**
 * What a worker's new objects may take. Its samples lie outside of the heap and go with the objects that hold them: with
 * V8's own limit three 45-minute variants' worth of them wait for a collection, 180 MB more at the peak of an export.
 */
const YOUNG_MB = 6;

/** A job and everything it holds on to until it is settled. */
interface Owed<Job, Result, Progress> {
  readonly id: number;
  readonly job: Job;
  readonly onProgress: ((progress: Progress) => void) | undefined;
  /** Each settles once, and lets go of the signal's listener. */
  resolve(result: Result): void;
  reject(error: unknown): void;
  cancelled: boolean;
}

interface Slot<Job, Result, Progress> {
  readonly worker: Worker;
  readonly ended: Promise<void>;
  busy: Owed<Job, Result, Progress> | null;
  /** Ends the worker when no job comes; null while it has one. */
  rest: NodeJS.Timeout | null;
  /** Why the thread is on its way out, told with `worker-exited` where it owed a job; it gets no new one. */
  lastWords: string | null;
}

/**
 * The file of a worker that lives beside `from` (an `import.meta.url`): `name` with the extension of `from`, so it is
 * the TypeScript source when run from source and the bundle's file when bundled.
 */
export const workerEntry = (from: string, name: string): URL => {
  const extension = /\.[cm]?[jt]s$/.exec(new URL(from).pathname)?.[0] ?? '.js';
  return new URL(`./${name}${extension}`, from);
};

/**
 * A pool of worker threads. Workers start when they are first needed and end when they have been idle for half a second;
 * an idle pool does not keep the process alive. A worker that dies rejects the job it owed and is replaced when there is work.
 */
export const createWorkerPool = <Job, Result, Progress = never>(options: {
  /** The worker's file; it calls `serveJobs`. */
  entry: URL;
  /** Workers at most, >= 1. */
  size: number;
  /** Given to every worker as its `workerData`. */
  workerData?: unknown;
  /** Switches of Node for every worker. Default: this process's own. */
  execArgv?: string[];
}): WorkerPool<Job, Result, Progress> => {
  type Task = Owed<Job, Result, Progress>;
  const slots = new Set<Slot<Job, Result, Progress>>();
  const waiting: Task[] = [];
  let lastId = 0;
  let closing: Promise<void> | null = null;

  const tell = (slot: Slot<Job, Result, Progress>, message: ToWorker<Job>): void => slot.worker.postMessage(message);

  const hear = (slot: Slot<Job, Result, Progress>, message: FromWorker<Result, Progress>): void => {
    const task = slot.busy;
    if (task === null || task.id !== message.id) return;
    if (message.kind === 'progress') {
      if (!task.cancelled) task.onProgress?.(message.progress);
      return;
    }
    slot.busy = null;
    slot.worker.unref();
    if (task.cancelled) task.reject(cancelled());
    else if (message.kind === 'done') task.resolve(message.result);
    else task.reject(fromFailure(message.failure));
    dispatch();
    if (slot.busy === null) {
      slot.rest = setTimeout(() => {
        slot.lastWords = 'it was idle';
        void slot.worker.terminate();
      }, IDLE_LIFE).unref();
    }
  };

  const startWorker = (): Slot<Job, Result, Progress> => {
    const { entry, workerData, execArgv } = options;
    const worker = new Worker(entry, { workerData, execArgv, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
    let sayEnded = (): void => undefined;
    const slot: Slot<Job, Result, Progress> = {
      worker,
      ended: new Promise((resolve) => {
        sayEnded = resolve;
      }),
      busy: null,
      rest: null,
      lastWords: null,
    };
    // The listeners belong to the worker and end with it.
    worker.on('message', (message: FromWorker<Result, Progress>) => hear(slot, message));
    worker.on('messageerror', (error) => {
      slot.lastWords = error.message;
      void worker.terminate();
    });
    worker.on('error', (error) => {
      slot.lastWords = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', (exitCode) => {
      slots.delete(slot);
      if (slot.rest) clearTimeout(slot.rest);
      const task = slot.busy;
      slot.busy = null;
      sayEnded();
      if (task?.cancelled) task.reject(cancelled());
      else task?.reject(workerExited(exitCode, slot.lastWords));
      dispatch();
    });
    slots.add(slot);
    return slot;
  };

  const freeSlot = (): Slot<Job, Result, Progress> | null => {
    for (const slot of slots) if (slot.busy === null && slot.lastWords === null) return slot;
    return slots.size < options.size ? startWorker() : null;
  };

  const dispatch = (): void => {
    while (closing === null && waiting.length > 0) {
      const slot = freeSlot();
      if (slot === null) return;
      const task = waiting.shift()!;
      try {
        tell(slot, { kind: 'run', id: task.id, job: task.job });
      } catch (error) {
        task.reject(error); // The job cannot be cloned; the worker has not seen it.
        continue;
      }
      slot.busy = task;
      if (slot.rest) clearTimeout(slot.rest);
      slot.rest = null;
      slot.worker.ref();
    }
  };

  const cancel = (task: Task): void => {
    if (task.cancelled) return;
    task.cancelled = true;
    const queued = waiting.indexOf(task);
    if (queued >= 0) {
      waiting.splice(queued, 1);
      task.reject(cancelled());
      return;
    }
    for (const slot of slots) if (slot.busy === task) tell(slot, { kind: 'cancel', id: task.id });
  };

  const end = async (): Promise<void> => {
    for (const task of waiting.splice(0)) task.reject(cancelled());
    const lettingGo = [...slots].filter((slot) => slot.busy !== null);
    for (const slot of lettingGo) cancel(slot.busy!);
    const deadline = Date.now() + CLOSE_GRACE;
    while (lettingGo.some((slot) => slot.busy !== null) && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const ended = [...slots].map((slot) => slot.ended);
    for (const slot of slots) void slot.worker.terminate();
    await Promise.all(ended);
  };

  return {
    run(job, { signal, onProgress } = {}) {
      return new Promise((resolve, reject) => {
        if (closing !== null || signal?.aborted) return reject(cancelled());
        const onAbort = (): void => cancel(task);
        const task: Task = {
          id: ++lastId,
          job,
          onProgress,
          resolve: (result) => {
            signal?.removeEventListener('abort', onAbort);
            resolve(result);
          },
          reject: (error) => {
            signal?.removeEventListener('abort', onAbort);
            reject(error);
          },
          cancelled: false,
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        waiting.push(task);
        dispatch();
      });
    },
    close() {
      closing ??= end();
      return closing;
    },
  };
};

const cancelled = (): CueforgeError => new CueforgeError('cancelled', 'The work was cancelled');

const workerExited = (exitCode: number, lastWords: string | null): CueforgeError =>
  new CueforgeError(
    'worker-exited',
    `A worker thread ended in the middle of its job${lastWords === null ? ` (exit code ${exitCode})` : `: ${lastWords}`}`,
    { exitCode },
  );
