import type { Failure } from '../../model/index.ts';
import type { QueueJob, QueueOrder, QueueProgress } from './queue-job.ts';

/** What was asked for, and where it stands. */
export interface NewQueueJob extends QueueOrder {
  readonly priority: number;
}

/** What a worker says of a job it runs. */
export interface QueueBeat {
  readonly id: string;
  readonly progress: QueueProgress;
}

/**
 * Where jobs are kept: rows in a library, or a queue that many machines share. Every call is one step that is kept as a
 * whole, or not at all; `at` is milliseconds since 1970. Calls about a job that is not in a state for them change nothing.
 */
export interface JobStore {
  /**
   * Puts jobs behind all others of their priority. A cell that still waits is not queued twice: its job takes the new
   * order, and is resumed where it was paused. Returns the jobs, in the order asked for.
   */
  enqueue(orders: readonly NewQueueJob[], at: number): Promise<QueueJob[]>;
  /**
   * Takes the jobs that are next (`nextSet`), to be run by `worker`, which has to be heard of before `leaseUntil`. Jobs
   * whose worker was not heard of are queued again first. Empty: nothing is due.
   */
  claim(worker: string, at: number, leaseUntil: number): Promise<QueueJob[]>;
  /** When the next job that waits for a time is due, or a lease ends; null: nothing waits for a time. */
  nextDue(at: number): Promise<number | null>;
  /** Says how far jobs are and that their worker lives. Returns those it still holds: others were cancelled, paused or lost. */
  beat(worker: string, beats: readonly QueueBeat[], leaseUntil: number): Promise<string[]>;
  /** The job made its file. False: the worker no longer holds it. */
  finish(id: string, worker: string, path: string, at: number): Promise<boolean>;
  /** The job failed; it is queued for `retryAt`, or is over where that is null. False as `finish`. */
  fail(
    id: string,
    worker: string,
    failure: Pick<Failure, 'code' | 'message'>,
    retryAt: number | null,
    at: number,
  ): Promise<boolean>;
  /** Gives jobs back that were begun and not got to an end, through no fault of theirs: they are next again. */
  release(ids: readonly string[], worker: string): Promise<void>;
  /**
   * Queues again what `worker` ran in a former life. What processes ended under `MOST_CRASHES` times fails: it may be what
   * ends them. So does `claim` with jobs whose worker was not heard of.
   */
  recover(worker: string, at: number): Promise<void>;

  /** Ends jobs that are not over; what runs is told by its next beat. `null`: all of them. */
  cancel(ids: readonly string[] | null, at: number): Promise<void>;
  pause(ids: readonly string[] | null): Promise<void>;
  resume(ids: readonly string[] | null): Promise<void>;
  /** Queues failed and cancelled jobs again, as new; what waits for its next try is due at once. */
  retry(ids: readonly string[] | null): Promise<void>;
  /** Puts jobs, in the order given, before another of any state; null: behind all. They take its priority. */
  move(ids: readonly string[], before: string | null): Promise<void>;
  /** `priority`: -100..100. */
  setPriority(ids: readonly string[], priority: number): Promise<void>;
  /** Forgets what is over. What was made is told elsewhere. */
  clear(): Promise<void>;

  /** Everything, in its turn: what runs or waits by priority and place, then what is over, the last first. */
  list(): Promise<QueueJob[]>;
  /** Hears that jobs were added, changed state or place. Not of progress. The returned function stops it. */
  watch(listener: () => void): () => void;
}
