import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Handlers, HistoryState } from '../contract/index.ts';
import type { Library } from '../library/index.ts';
import { contentId } from '../media/index.ts';
import { CueforgeError } from '../model/index.ts';
import { relinkFolder } from './relink-folder.ts';

type LibraryHandlers = Pick<Handlers, Extract<keyof Handlers, `library.${string}` | `history.${string}`>>;

/** Answers for the library's sounds, and for undo and redo of what was done to them. */
export const createLibraryHandlers = (parts: {
  readonly library: Library;
  /** Starts an import; gives its job. */
  readonly startImport: (paths: readonly string[]) => string;
  /** What the library has is another. */
  readonly changed: () => void;
  readonly historyChanged: (state: HistoryState) => void;
}): LibraryHandlers => {
  const { library, startImport, changed, historyChanged } = parts;
  const edited = (state: HistoryState): HistoryState => {
    changed();
    historyChanged(state);
    return state;
  };
  return {
    'library.import': async ({ paths }) => ({ job: startImport(paths) }),
    async 'library.search'(query) {
      const began = performance.now();
      const found = library.search(query);
      return { ...found, milliseconds: performance.now() - began };
    },
    'library.asset': async ({ id }) => library.asset(id),
    'library.summary': async () => library.summary(),
    'library.edit': async ({ ids, change }) => edited(library.edit(ids, change)),
    'library.remove': async ({ ids }) => edited(library.remove(ids)),
    async 'library.relink'({ id, path }, signal) {
      if ((await contentId(path, signal)) !== id) {
        throw new CueforgeError('asset-differs', `"${path}" is another sound: its content is not the same`, { path });
      }
      const { mtimeMs } = await stat(path);
      const found = library.relink(id, resolve(path), Math.round(mtimeMs));
      changed();
      return found;
    },
    async 'library.relinkFolder'({ path }, signal) {
      const told = await relinkFolder(path, library, signal);
      changed();
      return told;
    },
    'history.get': async () => library.history(),
    'history.undo': async () => edited(library.undo()),
    'history.redo': async () => edited(library.redo()),
  };
};
