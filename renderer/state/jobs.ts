import type { Job } from '../../src/contract/index.ts';

/** The list with one job as it is now. Newest first; one that is not there yet comes first. */
export const withJob = (jobs: readonly Job[], job: Job): readonly Job[] =>
  jobs.some(({ id }) => id === job.id)
    ? jobs.map((other) => (other.id === job.id ? job : other))
    : [job, ...jobs].sort((a, b) => b.startedAt - a.startedAt);

/** True while a job runs, or waits to: a show is armed. */
export const isOpen = ({ state }: Job): boolean => state === 'running' || state === 'waiting';

/** True when a job that ran has now ended. A job never seen running counts too: it ended before it was told of. */
export const hasJustEnded = (before: Job | undefined, now: Job): boolean =>
  !isOpen(now) && (before === undefined || isOpen(before));

export const runningJobs = (jobs: readonly Job[]): readonly Job[] => jobs.filter(({ state }) => state === 'running');
