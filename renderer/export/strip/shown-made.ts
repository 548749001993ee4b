import type { ExportJob, MadeExport } from '../../../src/contract/index.ts';
import type { ExportState } from '../export-store.ts';
import { madeBy } from '../jobs-of-file.ts';
import { chosenCells } from '../matrix/choosing.ts';
import type { Sheet } from '../matrix/sheet.ts';

/** A file that was made, as the strip shows it. */
export interface ShownMade {
  readonly made: MadeExport;
  /** How the job is that makes another in its place; null: none does. */
  readonly before: LiveState | null;
}

/** How a job is that makes a file, or waits to. */
export type LiveState = 'running' | 'queued' | 'paused';

const liveState = (job: ExportJob | null): LiveState | null =>
  job?.state === 'running' || job?.state === 'queued' || job?.state === 'paused' ? job.state : null;

/** The file that the strip is of: of the chosen cell, of the chosen job, or the one of the history. Null: none was made. */
export const shownMade = (
  sheet: Sheet,
  { subject, choice, jobs, job: id, history, made }: ExportState,
): ShownMade | null => {
  if (subject === 'made') return made && { made, before: null };
  if (subject === 'job') {
    const job = jobs?.find((each) => each.id === id);
    const last = job ? madeBy(job, history) : null;
    return job && last ? { made: last, before: liveState(job) } : null;
  }
  const cells = chosenCells(sheet, choice);
  const cell = cells.find(({ key }) => key === choice.focus) ?? (cells.length === 1 ? cells[0] : undefined);
  const file = cell?.files.find((each) => each.made);
  return file?.made ? { made: file.made, before: liveState(file.live) } : null;
};

/** How a made file is called: `Six-minute ride · Ana · full · MP3`. */
export const madeName = (made: MadeExport, sheet: Sheet): string => {
  const row = sheet.rows.find(({ workout }) => workout.path === made.workout);
  const name = row?.cells.find((cell) => cell?.variant === made.variant)?.name ?? made.variant;
  const title = row?.workout.title ?? made.workout.split(/[\\/]/).pop() ?? '';
  return `${title} · ${name} · ${made.format.toUpperCase()}`;
};
