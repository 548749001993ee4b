import { attempt } from '../state/ask.ts';
import { tellFailure } from '../state/toasts.ts';
import { useExports } from './export-store.ts';
import { filesText, type WantedFile } from './matrix/sheet.ts';
import { type Before, canMove } from './queue/queue-order.ts';

/** Has files made with the preset that is chosen. What cannot be is said. */
export const exportFiles = async (cells: readonly WantedFile[]): Promise<void> => {
  if (cells.length === 0) return;
  const { preset } = useExports.getState();
  const told = await attempt('Nothing was queued', 'exports.enqueue', { what: 'cells', preset, cells: [...cells] });
  if (!told || told.refused.length === 0) return;
  const more = told.refused.length > 1 ? ` (and ${told.refused.length - 1} more)` : '';
  tellFailure(`${filesText(told.refused.length)} cannot be exported`, told.refused[0] + more);
};

/** Null: all. */
type Ids = readonly string[] | null;
const listed = (ids: Ids): { ids: string[] | null } => ({ ids: ids && [...ids] });

export const pauseJobs = (ids: Ids) => attempt('It was not paused', 'exports.pause', listed(ids));
export const resumeJobs = (ids: Ids) => attempt('It does not go on', 'exports.resume', listed(ids));
export const cancelJobs = (ids: Ids) => attempt('It was not cancelled', 'exports.cancel', listed(ids));
export const retryJobs = (ids: Ids) => attempt('It is not tried again', 'exports.retry', listed(ids));
export const clearJobs = () => attempt('The list was not cleared', 'exports.clear', {});
export const setPriority = (ids: readonly string[], priority: number) =>
  attempt('The priority stayed as it was', 'exports.setPriority', { ids: [...ids], priority });

/** Puts jobs before another. Nothing where they stand there already. */
export const moveJobs = async (ids: ReadonlySet<string>, to: Before): Promise<void> => {
  if (to === null) return;
  const waiting = (useExports.getState().jobs ?? []).filter(canMove);
  const moved = waiting.filter(({ id }) => ids.has(id)).map(({ id }) => id);
  // Behind all is behind those of the least priority.
  const last = waiting.findLast(({ id }) => !ids.has(id));
  if (to.before === null && last && !(await setPriority(moved, last.priority))) return;
  await attempt('The order stayed as it was', 'exports.move', { ids: moved, before: to.before });
};
