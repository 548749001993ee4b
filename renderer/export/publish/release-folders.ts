import { fileName } from '../../ui/figures.ts';
import type { Sheet } from '../matrix/sheet.ts';

/** A folder that holds exports, and whose. */
export interface ReleaseFolder {
  readonly path: string;
  readonly titles: readonly string[];
  /** Files there that are as the workouts are now, and those that are not. */
  readonly fresh: number;
  readonly stale: number;
}

const folderOf = (path: string): string => path.slice(0, -fileName(path).length - 1);

/** Folders with files that were made, in the order of the sheet. */
export const releaseFolders = ({ rows }: Sheet): ReleaseFolder[] => {
  const folders = new Map<string, { titles: Set<string>; fresh: number; stale: number }>();
  for (const { workout, cells } of rows) {
    for (const { made, state } of cells.flatMap((cell) => cell?.files ?? [])) {
      if (!made) continue;
      const path = folderOf(made.path);
      const folder = folders.get(path) ?? { titles: new Set(), fresh: 0, stale: 0 };
      folders.set(path, folder);
      folder.titles.add(workout.title);
      if (state === 'fresh') folder.fresh += 1;
      else folder.stale += 1;
    }
  }
  return [...folders].map(([path, { titles, ...counts }]) => ({ path, titles: [...titles], ...counts }));
};

/** The folder of a workout's files; else the first. */
export const folderFor = (sheet: Sheet, workout: string | null): string | null => {
  const row = sheet.rows.find((each) => each.workout.path === workout);
  const made = row?.cells.flatMap((cell) => cell?.files ?? []).find((file) => file.made)?.made;
  return made ? folderOf(made.path) : (releaseFolders(sheet)[0]?.path ?? null);
};
