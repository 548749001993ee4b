import type { Failure } from '../../model/index.ts';
import {
  byTurn,
  isEnded,
  MOST_CRASHES,
  type NewQueueJob,
  nextSet,
  type QueueBeat,
  type QueueJob,
} from '../../render/index.ts';

/**
 * What becomes of the jobs of one folder, which are kept together: pure, so that it can be worked out again where somebody
 * else was faster. Each returns the jobs that are other than before.
 */
export type JobRule = (jobs: readonly QueueJob[]) => QueueJob[];

/** Of a job that does not run. */
const AT_REST = { worker: null, leaseUntil: null, fraction: 0, rate: null, remainingSeconds: null } as const;

const waits = ({ state }: QueueJob): boolean => state === 'queued' || state === 'paused';

const sameCell = (a: NewQueueJob | QueueJob, b: NewQueueJob | QueueJob): boolean =>
  a.workout === b.workout && a.variant === b.variant && a.format === b.format && a.preset === b.preset;

/** Takes an order in: what still waits for its cell takes it over, else it is a job of its own. */
export const ordered =
  (order: NewQueueJob, fresh: Pick<QueueJob, 'id' | 'place'>, at: number): JobRule =>
  (jobs) => {
    const known = jobs.find((job) => waits(job) && sameCell(job, order));
    if (known) {
      const priority = Math.max(known.priority, order.priority);
      return [{ ...known, ...order, state: 'queued', priority, nextTry: 0 }];
    }
    const begun = { state: 'queued', attempts: 0, nextTry: 0, failure: null, made: null } as const;
    return [{ ...order, ...fresh, ...begun, ...AT_REST, addedAt: at, startedAt: null, endedAt: null }];
  };

/** What is over of a cell that is asked for again: its new job takes its place in the list. */
export const outdated = (jobs: readonly QueueJob[], order: NewQueueJob): string[] =>
  jobs.filter((job) => isEnded(job) && sameCell(job, order)).map(({ id }) => id);

/** Queues again what a worker dropped, or fails what may be what ends them. */
export const recovered =
  (at: number): JobRule =>
  (jobs) =>
    jobs
      .filter(({ state }) => state === 'running')
      .map((job) => {
        if (job.attempts < MOST_CRASHES) return { ...job, ...AT_REST, state: 'queued' };
        const message = `It was begun ${MOST_CRASHES} times, and each time the worker ended before it was made`;
        return { ...job, ...AT_REST, state: 'failed', failure: { code: 'worker-exited', message }, endedAt: at };
      });

/** The folder's next set, begun by `worker`. Nobody else works in the folder: what still runs was dropped. */
export const claimed =
  (worker: string, at: number, leaseUntil: number): JobRule =>
  (jobs) => {
    const rested = new Map(recovered(at)(jobs).map((job) => [job.id, job]));
    const all = jobs.map((job) => rested.get(job.id) ?? job);
    for (const job of nextSet(all, at)) {
      const begun = { worker, leaseUntil, startedAt: at, attempts: job.attempts + 1 };
      rested.set(job.id, { ...job, ...AT_REST, ...begun, state: 'running' });
    }
    return [...rested.values()];
  };

const held = (jobs: readonly QueueJob[], ids: readonly string[], worker: string): QueueJob[] =>
  jobs.filter((job) => ids.includes(job.id) && job.state === 'running' && job.worker === worker);

export const beaten =
  (worker: string, beats: readonly QueueBeat[], leaseUntil: number): JobRule =>
  (jobs) => {
    const progress = new Map(beats.map((beat) => [beat.id, beat.progress]));
    return held(jobs, [...progress.keys()], worker).map((job) => ({ ...job, ...progress.get(job.id), leaseUntil }));
  };

export const finished =
  (id: string, worker: string, made: string, at: number): JobRule =>
  (jobs) =>
    held(jobs, [id], worker).map((job) => ({
      ...{ ...job, ...AT_REST, state: 'done', fraction: 1, made, failure: null, endedAt: at },
    }));

export const failedWith =
  (
    id: string,
    worker: string,
    { code, message }: Pick<Failure, 'code' | 'message'>,
    retryAt: number | null,
    at: number,
  ): JobRule =>
  (jobs) =>
    held(jobs, [id], worker).map((job) => ({
      ...{ ...job, ...AT_REST, failure: { code, message } },
      ...(retryAt === null ? { state: 'failed', endedAt: at } : { state: 'queued', nextTry: retryAt }),
    }));

export const released =
  (ids: readonly string[], worker: string): JobRule =>
  (jobs) =>
    held(jobs, ids, worker).map((job) => ({ ...job, ...AT_REST, state: 'queued', attempts: job.attempts - 1 }));

const named = (jobs: readonly QueueJob[], ids: readonly string[] | null): QueueJob[] =>
  ids === null ? [...jobs] : jobs.filter(({ id }) => ids.includes(id));

export const cancelled =
  (ids: readonly string[] | null, at: number): JobRule =>
  (jobs) =>
    named(jobs, ids)
      .filter((job) => !isEnded(job))
      .map((job) => ({ ...job, ...AT_REST, state: 'cancelled', endedAt: at }));

export const paused =
  (ids: readonly string[] | null): JobRule =>
  (jobs) =>
    named(jobs, ids)
      .filter(({ state }) => state === 'queued' || state === 'running')
      .map((job) => ({
        ...{ ...job, ...AT_REST, state: 'paused', attempts: job.attempts - (job.state === 'running' ? 1 : 0) },
      }));

export const resumed =
  (ids: readonly string[] | null): JobRule =>
  (jobs) =>
    named(jobs, ids)
      .filter(({ state }) => state === 'paused')
      .map((job) => ({ ...job, state: 'queued' }));

/** As new; of all jobs those that failed and those that wait for their next try, of named ones the cancelled too. */
export const retried =
  (ids: readonly string[] | null): JobRule =>
  (jobs) =>
    named(jobs, ids)
      .filter(
        ({ state, nextTry }) =>
          state === 'failed' || (ids !== null && state === 'cancelled') || (state === 'queued' && nextTry > 0),
      )
      .map((job) => ({
        ...{ ...job, ...AT_REST, state: 'queued', attempts: 0, nextTry: 0, failure: null, endedAt: null },
      }));

export const prioritized =
  (ids: readonly string[], priority: number): JobRule =>
  (jobs) =>
    named(jobs, ids).map((job) => ({ ...job, priority }));

/** What runs though nobody can be at it, as if it had not been begun. */
export const requeued: JobRule = (jobs) =>
  jobs.filter(({ state }) => state === 'running').map((job) => ({ ...job, ...AT_REST, state: 'queued' }));

/** Where jobs stand who go before another, in the order given, or behind all; null: their priorities stay. */
export interface NewPlaces {
  readonly places: ReadonlyMap<string, number>;
  readonly priority: number | null;
}

export const placesBefore = (all: readonly QueueJob[], ids: readonly string[], before: string | null): NewPlaces => {
  const others = all.filter(({ id }) => !ids.includes(id)).sort(byTurn);
  const to = others.findIndex(({ id }) => id === before);
  const target = others[to];
  const last = Math.max(0, ...others.map(({ place }) => place));
  const behind = others[to - 1];
  const low = target ? (behind?.priority === target.priority ? behind.place : target.place - 1) : last;
  const step = ((target?.place ?? last + ids.length + 1) - low) / (ids.length + 1);
  return {
    places: new Map(ids.map((id, index) => [id, low + step * (index + 1)])),
    priority: target?.priority ?? null,
  };
};

export const moved =
  ({ places, priority }: NewPlaces): JobRule =>
  (jobs) =>
    jobs.flatMap((job) => {
      const place = places.get(job.id);
      return place === undefined ? [] : [{ ...job, place, priority: priority ?? job.priority }];
    });
