import type { Failure } from '../model/index.ts';

/** What the pool says to a worker. `id` names the job; a worker has one job at a time. */
export type ToWorker<Job> =
  | { readonly kind: 'run'; readonly id: number; readonly job: Job }
  | { readonly kind: 'cancel'; readonly id: number };

/** What a worker says to its pool. `done` or `failed` ends the job, also a cancelled one: it is the acknowledgement. */
export type FromWorker<Result, Progress> =
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly kind: 'done'; readonly id: number; readonly result: Result }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: Failure };
