import { access } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import type { LibraryDocuments } from '../library/index.ts';
import { serializeWorkoutFile, withStableIds } from '../model/index.ts';
import { parseWorkoutText, readWorkoutText } from './load-workout.ts';
import { hashOfText } from './workout-text.ts';
import { numberedNames, writeNew } from './write-beside.ts';

/** Whether a file is one that becomes a workout file when it is edited. */
export const isImport = (path: string): boolean => ['.zwo', '.csv'].includes(extname(path).toLowerCase());

/**
 * Turns a `.zwo` or a `.csv` into a workout file beside it, never over another one, and begins its history. The same
 * content gives the same file again while that is there. Returns its path. Throws `workout-missing`, `workout-invalid`,
 * `folder-unwritable`.
 */
export const importWorkout = async (path: string, documents: LibraryDocuments): Promise<string> => {
  const text = await readWorkoutText(path);
  const importedHash = hashOfText(text);
  for (const before of documents.imported(path, importedHash)) {
    const there = await access(before).then(
      () => true,
      () => false,
    );
    if (there) return before;
  }
  const document = withStableIds(parseWorkoutText(path, text).document);
  const original = serializeWorkoutFile(document);
  const names = numberedNames(basename(path, extname(path)), '.json');
  const made = await writeNew(dirname(path), names, () => original);
  documents.keep({
    ...{
      path: made,
      kind: 'workout',
      document,
      revision: 1,
      original,
      fileHash: hashOfText(original),
      writingHash: null,
    },
    ...{ savedRevision: 1, savedAt: null, importedFrom: path, importedHash },
  });
  return made;
};
