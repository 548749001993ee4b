import type { MadeExport } from '../contract/index.ts';
import type { LibraryExports, MadeFile } from '../library/index.ts';
import { CueforgeError } from '../model/index.ts';
import { madeFileDiffers, toMade } from './export-matrix.ts';

type History = Pick<LibraryExports, 'history' | 'madeAt' | 'resign'>;

/** As much of a workout's history as is looked through, newest first. */
const LOOKED = 1_000;

/** What was made of a workout and is still there as it was made: one file a path, the last first. */
export const keptFiles = async (workout: string, history: History): Promise<MadeExport[]> => {
  const newest = new Map<string, MadeFile>();
  for (const made of history.history([workout], LOOKED)) if (!newest.has(made.path)) newest.set(made.path, made);
  const files = [...newest.values()];
  // Another workout may have been exported to the same place since.
  const ours = files.filter(({ path, sha256 }) => history.madeAt(path)?.sha256 === sha256);
  const differ = await Promise.all(ours.map((made) => madeFileDiffers(made, history)));
  return ours.filter((_, i) => differ[i] === null).map(toMade);
};

/** Throws `file-missing` unless an export made this file and it is there as it was made. */
export const checkMade = async (path: string, history: Pick<History, 'madeAt' | 'resign'>): Promise<void> => {
  const made = history.madeAt(path);
  if (made === null) throw new CueforgeError('file-missing', `No export made "${path}"`, { path });
  const differs = await madeFileDiffers(made, history);
  if (differs !== null) throw new CueforgeError('file-missing', `${differs}: "${path}"`, { path });
};
