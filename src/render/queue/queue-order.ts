import type { QueueJob } from './queue-job.ts';

type Placed = Pick<QueueJob, 'state' | 'priority' | 'place' | 'batch' | 'folder' | 'nextTry'>;

/** Which of two jobs goes first: the higher priority, then the lower place. Negative: `a`. */
export const byTurn = (a: Pick<Placed, 'priority' | 'place'>, b: Pick<Placed, 'priority' | 'place'>): number =>
  b.priority - a.priority || a.place - b.place;

/**
 * The jobs that are begun next, in their order: the first whose time has come, and with it everything else of its batch
 * whose time has come. A folder that somebody writes into waits: two exports must not write its manifest at once. This
 * is the rule that every store holds to.
 */
export const nextSet = <Job extends Placed>(jobs: readonly Job[], at: number): Job[] => {
  const busy = new Set(jobs.filter(({ state }) => state === 'running').map(({ folder }) => folder));
  const ready = jobs
    .filter(({ state, nextTry, folder }) => state === 'queued' && nextTry <= at && !busy.has(folder))
    .sort(byTurn);
  return ready.filter(({ batch }) => batch === ready[0].batch);
};
