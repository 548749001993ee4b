import type { Failure } from '../../model/index.ts';

/**
 * What became of a job. `queued`: it waits for its turn, perhaps until `nextTry`; `paused`: until somebody resumes it;
 * the last three are ends.
 */
export type QueueState = 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled';
export const QUEUE_STATES: readonly QueueState[] = ['queued', 'running', 'paused', 'done', 'failed', 'cancelled'];

/** Which file of which workout: a job of the same cell that still waits is the same job. */
export interface QueueCell {
  /** The absolute path of the workout's file; its id, where machines share the queue. */
  readonly workout: string;
  /** A variant's id; `music` and `coaching` among them. */
  readonly variant: string;
  readonly format: string;
  /** Id of the preset it is made with. */
  readonly preset: string;
}

/** What a job is to make: one file. */
export interface QueueOrder extends QueueCell {
  /** Where the file goes; made if need be. Below a store, where machines share the queue. */
  readonly folder: string;
  /** Base name of the file. */
  readonly file: string;
  /** How it is made: the preset as it was when this was asked for. JSON values that the queue does not look into. */
  readonly recipe: unknown;
  /** Jobs with the same words here are made together: they share decoding, takes, gain and encoded sound. */
  readonly batch: string;
}

/** How far a running job is. */
export interface QueueProgress {
  /** Of its mixed and checked frames, 0..1. */
  readonly fraction: number;
  /** Seconds of sound mixed per second; null: unknown. */
  readonly rate: number | null;
  /** Seconds left; null: unknown. */
  readonly remainingSeconds: number | null;
}

export interface QueueJob extends QueueOrder, QueueProgress {
  readonly id: string;
  readonly state: QueueState;
  /** Higher goes first, -100..100. Default 0. */
  readonly priority: number;
  /** Where it stands among jobs of its priority: lower goes first. */
  readonly place: number;
  /** How often it was begun and did not get to an end of its own. */
  readonly attempts: number;
  /** A queued job is not begun before; milliseconds since 1970, 0: at once. */
  readonly nextTry: number;
  /** Why it failed, or why it is tried again; null: it did not. */
  readonly failure: Pick<Failure, 'code' | 'message'> | null;
  /** The file it made; null: none. */
  readonly made: string | null;
  /** Who runs it; null: nobody. */
  readonly worker: string | null;
  /** Milliseconds since 1970: it counts as dropped when its worker says nothing until then. */
  readonly leaseUntil: number | null;
  /** Milliseconds since 1970. */
  readonly addedAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

export const isEnded = ({ state }: Pick<QueueJob, 'state'>): boolean =>
  state === 'done' || state === 'failed' || state === 'cancelled';
