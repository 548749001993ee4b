import type { Job } from '../../src/contract/index.ts';

/** The list with one job as it is now. Newest first; one that is not there yet comes first. */
export const withJob = (jobs: readonly Job[], job: Job): readonly Job[] =>
  jobs.some(({ id }) => id === job.id)
    ? jobs.map((other) => (other.id === job.id ? job : other))
    : [job, ...jobs].sort((a, b) => b.startedAt - a.startedAt);

/** True when a job that ran has now ended. A job never seen running counts too: it ended before it was told of. */
export const hasJustEnded = (before: Job | undefined, now: Job): boolean =>
  now.state !== 'running' && (before === undefined || before.state === 'running');

export const runningJobs = (jobs: readonly Job[]): readonly Job[] => jobs.filter(({ state }) => state === 'running');
