import { access } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { LibraryDocuments } from '../../library/index.ts';
import { slug, withStableCueIds } from '../../model/index.ts';
import { hashOfText } from '../workout-text.ts';
import { numberedNames, writeNew } from '../write-beside.ts';
import { parseCuelistText } from './cuelist-text.ts';

/** What the names of cuelist files that Cueforge makes end in. */
export const CUELIST_ENDING = '.cuelist.json';

/** A cuelist document as the text of a new file. */
export const writeCuelist = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;

/**
 * Turns a file of another form into a cuelist file beside it, never over another one, and begins its history: paths in it
 * lead to the same sounds. The same content gives the same file again while that is there. `list`: which of a session of
 * several. Returns its path. Throws `cuelist-invalid`, `folder-unwritable`.
 */
export const importCuelist = async (
  path: string,
  text: string,
  list: string | undefined,
  documents: LibraryDocuments,
): Promise<string> => {
  const read = parseCuelistText(path, text, list);
  // Each list of a session is a file of its own.
  const importedHash = hashOfText(`${read.cuelist.id}\n${text}`);
  for (const before of documents.imported(path, importedHash)) {
    const there = await access(before).then(
      () => true,
      () => false,
    );
    if (there) return before;
  }
  const document = withStableCueIds(read.document);
  const original = writeCuelist(document);
  const stem = basename(path).replace(/(\.session)?\.[^.]*$/i, '');
  const own = list === undefined ? stem : `${stem}-${slug(list, 'list')}`;
  const made = await writeNew(dirname(path), numberedNames(own, CUELIST_ENDING), () => original);
  documents.keep({
    ...{ path: made, kind: 'cuelist', document, revision: 1, original, fileHash: hashOfText(original) },
    ...{ writingHash: null, savedRevision: 1, savedAt: null, importedFrom: path, importedHash },
  });
  return made;
};
