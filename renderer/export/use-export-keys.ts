import { useShortcut } from '../shortcuts/use-shortcut.ts';
import { useStudio } from '../state/studio.ts';
import { cancelJobs, exportFiles, moveJobs, pauseJobs, resumeJobs, retryJobs } from './export-actions.ts';
import { chooseCells, say, useExports } from './export-store.ts';
import { replacedBy } from './jobs-of-file.ts';
import { chosenCells, everything } from './matrix/choosing.ts';
import { filesOf, jobsOf, type Sheet, type WantedFile } from './matrix/sheet.ts';
import { canMove, isOver, movedBy } from './queue/queue-order.ts';

/** The ids that keys act on: the jobs that are chosen in the queue, else those of the chosen cells. */
const useChosenJobs = (sheet: Sheet): readonly string[] => {
  const { subject, choice, jobIds } = useExports();
  if (subject === 'job') return [...jobIds];
  return jobsOf(chosenCells(sheet, choice), ['queued', 'running', 'paused']);
};

/** The shortcuts of this room. `due`: what the main button makes. */
export const useExportKeys = (sheet: Sheet, due: readonly WantedFile[]): { exportChosen(): void } => {
  const { subject, choice, job, made, history } = useExports();
  const jobs = useExports((state) => state.jobs) ?? [];
  const showFile = useStudio(({ host }) => host?.showFile ?? null);
  const ids = new Set(useChosenJobs(sheet));
  const chosen = jobs.filter(({ id }) => ids.has(id));
  const cells = chosenCells(sheet, choice);
  const files = filesOf(cells);
  const queue = subject === 'job';
  const some = (states: readonly string[]): string[] =>
    chosen.filter(({ state }) => states.includes(state)).map(({ id }) => id);
  const open = some(['queued', 'running']);
  const paused = some(['paused']);
  const again = some(['failed', 'cancelled']);

  const focusedMade = cells.flatMap((cell) => cell.files).find((file) => file.made)?.made ?? null;
  const jobPath = jobs.find(({ id, state }) => id === job && state === 'done')?.path ?? null;
  const file = subject === 'made' ? made : focusedMade;
  const path = queue ? jobPath : file && replacedBy(file, history) === null ? file.path : null;
  const exportChosen = (): void => void exportFiles(files);
  const move = (by: -1 | 1): void => {
    const to = movedBy(jobs, ids, by);
    if (to === null) return;
    const waiting = jobs.filter(canMove);
    const place = waiting.findIndex(({ id }) => ids.has(id)) + by + 1;
    void moveJobs(ids, to).then(() => say(`Moved to place ${place} of ${waiting.length}`));
  };

  useShortcut('export.start', () => void exportFiles(due), due.length > 0);
  useShortcut('export.chosen', exportChosen, files.length > 0);
  useShortcut('export.selectAll', () => chooseCells(everything(sheet, choice)), sheet.rows.length > 0);
  useShortcut(
    'export.pause',
    () => void (open.length > 0 ? pauseJobs(open) : resumeJobs(paused)),
    open.length + paused.length > 0,
  );
  useShortcut('export.retry', () => void retryJobs(again), again.length > 0);
  useShortcut(
    'export.cancel',
    () => void cancelJobs([...open, ...paused]),
    chosen.some((each) => !isOver(each)),
  );
  useShortcut('export.moveUp', () => move(-1), queue && chosen.some(canMove));
  useShortcut('export.moveDown', () => move(1), queue && chosen.some(canMove));
  useShortcut('export.showFile', () => path !== null && showFile?.(path), path !== null && showFile !== null);
  return { exportChosen };
};
