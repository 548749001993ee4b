import { stat } from 'node:fs/promises';
import { basename, extname, isAbsolute, relative, resolve, sep } from 'node:path';
import { CueforgeError, serializeWorkoutFile, slug, type WorkoutDocument } from '../model/index.ts';
import { numberedNames, writeNew } from './write-beside.ts';

/** A sound of the library, rather than a path. */
const ASSET = /^[0-9a-f]{32}$/;

export interface NewWorkout {
  readonly title: string;
  /** Files or ids of the library's sounds, in the order they sound. */
  readonly music: readonly string[];
}

/**
 * Writes a workout file with this music into a folder, never over another. Returns its path. `pathOf`: where a sound of
 * the library is. Throws `asset-missing`, `file-missing`, `folder-unwritable`, `disk-full`.
 */
export const createWorkout = async (
  { title, music }: NewWorkout,
  folder: string,
  pathOf: (asset: string) => string,
): Promise<string> => {
  const files = music.map((each) => resolve(ASSET.test(each) ? pathOf(each) : each));
  for (const file of files) {
    const found = await stat(file).catch(() => null);
    if (!found?.isFile()) throw new CueforgeError('file-missing', `There is no music at ${file}`, { path: file });
  }
  const tracks = files.map((file, index) => ({ id: `track-${index + 1}`, file: writtenFrom(folder, file) }));
  const documentOf = (id: string): WorkoutDocument => ({
    ...{ version: 1, id, title: title.trim() || id },
    ...{ tracks, segments: [], cues: [] },
  });
  return writeNew(folder, numberedNames(slug(title), '.json'), (name) =>
    serializeWorkoutFile(documentOf(basename(name, extname(name)))),
  );
};

/** How a workout file in `folder` names another file: relative where that lies below, so that both can move together. */
export const writtenFrom = (folder: string, file: string): string => {
  const written = relative(folder, file);
  return written.startsWith('..') || isAbsolute(written) ? file : written.split(sep).join('/');
};
