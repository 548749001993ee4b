import type { ExportJob } from '../contract/index.ts';
import { CueforgeError } from '../model/index.ts';
import { table } from './table.ts';

/** Characters of a job's id that are shown, and are enough to name it. */
const SHORT = 8;

/** The jobs that operands name by the beginnings of their ids; null: none is named, and all are meant. */
export const namedJobs = (jobs: readonly Pick<ExportJob, 'id'>[], named: readonly string[]): string[] | null => {
  if (named.length === 0) return null;
  return named.map((start) => {
    const found = jobs.filter(({ id }) => id.startsWith(start));
    if (found.length === 1) return found[0].id;
    const what = found.length === 0 ? 'is no job' : 'begins more than one';
    throw new CueforgeError('job-missing', `"${start}" ${what} of the queue`, { id: start });
  });
};

export const sayJobs = (jobs: readonly ExportJob[]): string =>
  table(
    ['job', 'state', 'done', 'file', ''],
    jobs.map(({ id, state, fraction, path, failure }) => [
      ...[id.slice(0, SHORT), state, state === 'running' ? `${Math.floor(fraction * 100)} %` : ''],
      ...[path, failure?.message ?? ''],
    ]),
  );
