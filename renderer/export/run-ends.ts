import type { ExportJob } from '../../src/contract/index.ts';

/** What a run of the queue gave so far: from the first job that waits until none does. */
export interface Run {
  readonly done: number;
  readonly failed: number;
}

/** What is news to somebody who is elsewhere. */
export interface RunNews {
  /** The run that goes on; null: none does. */
  readonly run: Run | null;
  /** Jobs that failed for good just now. */
  readonly failed: readonly ExportJob[];
  /** Set when the run is over just now. */
  readonly ended: Run | null;
}

/** What is paused waits for a person: a run is over without it. */
const goesOn = ({ state }: ExportJob): boolean => state === 'queued' || state === 'running';

/** Follows the queue from one list to the next. */
export const followRun = (run: Run | null, before: readonly ExportJob[], now: readonly ExportJob[]): RunNews => {
  const was = new Map(before.map((job) => [job.id, job.state]));
  const came = (state: ExportJob['state']): ExportJob[] =>
    now.filter((job) => job.state === state && was.get(job.id) !== state && (run !== null || was.has(job.id)));
  const failed = came('failed');
  const sum: Run = { done: (run?.done ?? 0) + came('done').length, failed: (run?.failed ?? 0) + failed.length };
  if (now.some(goesOn)) return { run: sum, failed, ended: null };
  const ended = (run !== null || before.some(goesOn)) && sum.done + sum.failed > 0 ? sum : null;
  return { run: null, failed, ended };
};
