import type { MadeExport } from '../../../src/contract/index.ts';
import type { ExportState } from '../export-store.ts';
import { madeBy } from '../jobs-of-file.ts';
import { chosenCells } from '../matrix/choosing.ts';
import type { Sheet } from '../matrix/sheet.ts';

/** The file that the strip is of: of the chosen cell, of the chosen job, or the one of the history. Null: none was made. */
export const shownMade = (
  sheet: Sheet,
  { subject, choice, jobs, job: id, history, made }: ExportState,
): MadeExport | null => {
  if (subject === 'made') return made;
  if (subject === 'job') {
    const job = jobs?.find((each) => each.id === id);
    return job ? madeBy(job, history) : null;
  }
  const cells = chosenCells(sheet, choice);
  const cell = cells.find(({ key }) => key === choice.focus) ?? (cells.length === 1 ? cells[0] : undefined);
  return cell?.files.find((file) => file.made)?.made ?? null;
};

/** How a made file is called: `Six-minute ride · Ana · full · MP3`. */
export const madeName = (made: MadeExport, sheet: Sheet): string => {
  const row = sheet.rows.find(({ workout }) => workout.path === made.workout);
  const name = row?.cells.find((cell) => cell?.variant === made.variant)?.name ?? made.variant;
  const title = row?.workout.title ?? made.workout.split(/[\\/]/).pop() ?? '';
  return `${title} · ${name} · ${made.format.toUpperCase()}`;
};
