import type { ExportJob, ExportProgress } from '../../../src/contract/index.ts';

/** Jobs that can be put elsewhere: what runs has begun, what is over has no turn. */
export const canMove = ({ state }: ExportJob): boolean => state === 'queued' || state === 'paused';

export const isOver = ({ state }: ExportJob): boolean =>
  state === 'done' || state === 'failed' || state === 'cancelled';

/** Before which job others go, null: behind all; and nothing where they would stand as they do. */
export type Before = { readonly before: string | null } | null;

/**
 * Where jobs go that are let go at a place of the list: `at` in rows, before the job that stands there. `ids`: what is moved.
 */
export const movedTo = (jobs: readonly ExportJob[], ids: ReadonlySet<string>, at: number): Before => {
  const waiting = jobs.filter(canMove);
  const moved = waiting.filter(({ id }) => ids.has(id));
  const before = jobs.slice(Math.max(0, at)).find((job) => canMove(job) && !ids.has(job.id)) ?? null;
  const rest = waiting.filter(({ id }) => !ids.has(id));
  const place = before === null ? rest.length : rest.indexOf(before);
  const after = [...rest.slice(0, place), ...moved, ...rest.slice(place)];
  if (moved.length === 0 || after.every((job, i) => job === waiting[i])) return null;
  return { before: before?.id ?? null };
};

/** One place up or down among those that wait. `by`: -1 up, 1 down. */
export const movedBy = (jobs: readonly ExportJob[], ids: ReadonlySet<string>, by: -1 | 1): Before => {
  const waiting = jobs.filter(canMove);
  const places = waiting.flatMap(({ id }, place) => (ids.has(id) ? [place] : []));
  if (places.length === 0) return null;
  const edge = by < 0 ? places[0] - 1 : places[places.length - 1] + 1;
  if (edge < 0 || edge >= waiting.length) return null;
  // Up: before the one above. Down: before the one behind the one below.
  const target = by < 0 ? waiting[edge] : waiting[edge + 1];
  return { before: target?.id ?? null };
};

/** The list with what came further. */
export const withProgress = (jobs: readonly ExportJob[], progress: readonly ExportProgress[]): readonly ExportJob[] => {
  const newer = new Map(progress.map((each) => [each.id, each]));
  return jobs.map((job) => {
    const now = job.state === 'running' ? newer.get(job.id) : undefined;
    return now ? { ...job, ...now } : job;
  });
};

/** What of the queue is still to be done, for a line. */
export interface QueueSum {
  readonly running: number;
  readonly queued: number;
  /** Of those that are queued: after a failure, for their next try. */
  readonly again: number;
  readonly paused: number;
  readonly failed: number;
  readonly over: number;
  /** Of what runs and waits, and of what the run made before, 0..1. */
  readonly fraction: number;
  /** Of the slowest that runs; null: unknown, as it is while others wait behind it. */
  readonly remainingSeconds: number | null;
}

/** `ended`: jobs that the run which goes on has behind it. */
export const sumOf = (jobs: readonly ExportJob[], ended = 0): QueueSum => {
  const count = (state: ExportJob['state']): number => jobs.filter((job) => job.state === state).length;
  const open = jobs.filter((job) => !isOver(job));
  const waits = open.some(({ state }) => state === 'queued');
  const left = jobs.flatMap(({ state, remainingSeconds }) =>
    state === 'running' && remainingSeconds !== null ? [remainingSeconds] : [],
  );
  return {
    ...{ running: count('running'), queued: count('queued'), paused: count('paused'), failed: count('failed') },
    again: jobs.filter(({ state, nextTry }) => state === 'queued' && nextTry !== null).length,
    over: jobs.length - open.length,
    fraction: open.length === 0 ? 0 : open.reduce((sum, job) => sum + job.fraction, ended) / (open.length + ended),
    remainingSeconds: left.length === 0 || waits ? null : Math.max(...left),
  };
};
