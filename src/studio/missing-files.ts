import { stat } from 'node:fs/promises';
import type { Library } from '../library/index.ts';

/** Looks whether the files of the library are where they were; tells `changed` where some came or went. */
export const lookForFiles = async (
  library: Pick<Library, 'allPaths' | 'markMissing'>,
  changed: () => void,
): Promise<void> => {
  let differs = false;
  for (const { id, path, missing } of library.allPaths()) {
    const there = await stat(path).then(
      (found) => found.isFile(),
      () => false,
    );
    if (there !== missing) continue;
    library.markMissing(id, !there);
    differs = true;
  }
  if (differs) changed();
};
