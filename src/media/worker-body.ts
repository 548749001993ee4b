import { parentPort } from 'node:worker_threads';
import { CueforgeError, toFailure } from '../model/index.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

export interface JobContext<Progress> {
  /** Aborts when the job is cancelled. The job ends when the handler has settled. */
  readonly signal: AbortSignal;
  progress(progress: Progress): void;
  /** Names buffers of the result that move to the pool's thread instead of being copied. */
  transfer(...list: ArrayBuffer[]): void;
}

/** Makes this thread a worker of a pool. Call once, at the top level of a worker's file. */
export const serveJobs = <Job, Result, Progress = never>(
  handle: (job: Job, context: JobContext<Progress>) => Promise<Result>,
): void => {
  const port = parentPort;
  if (port === null) throw new CueforgeError('internal', 'serveJobs runs in a worker thread, not in the main one');
  const say = (message: FromWorker<Result, Progress>, transfer: ArrayBuffer[] = []): void =>
    port.postMessage(message, transfer);
  let current: { id: number; abort: AbortController } | null = null;

  const run = async (id: number, job: Job): Promise<void> => {
    const abort = new AbortController();
    const moved: ArrayBuffer[] = [];
    current = { id, abort };
    try {
      const result = await handle(job, {
        signal: abort.signal,
        progress: (progress) => say({ kind: 'progress', id, progress }),
        transfer: (...list) => moved.push(...list),
      });
      current = null;
      say({ kind: 'done', id, result }, moved);
    } catch (thrown) {
      current = null;
      say({ kind: 'failed', id, failure: toFailure(thrown) });
    }
  };

  port.on('message', (message: ToWorker<Job>) => {
    if (message.kind === 'run') void run(message.id, message.job);
    else if (current?.id === message.id) current.abort.abort();
  });
};
