import { basename } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';

/** Folders whose new files are imported as they come. */
export interface WatchedFolders {
  /** Watches exactly these from now on. */
  set(folders: readonly string[]): void;
  close(): Promise<void>;
}

/** Files that arrive within this time are imported together. Milliseconds. */
const GATHER = 500;
/** A file must keep its size for so long before it counts as whole. Milliseconds. */
const SETTLED = 2_000;

/** `arrived` gets the files that were added since it was last called. A folder that goes away is told by `log`. */
export const createWatchedFolders = (
  arrived: (paths: string[]) => void,
  log: (line: string) => void,
): WatchedFolders => {
  let watcher: FSWatcher | null = null;
  let watched: readonly string[] = [];
  let gathered: string[] = [];
  let timer: NodeJS.Timeout | null = null;

  const gather = (path: string): void => {
    gathered.push(path);
    timer ??= setTimeout(() => {
      timer = null;
      const paths = gathered;
      gathered = [];
      arrived(paths);
    }, GATHER);
  };
  return {
    set(folders) {
      if (folders.length === watched.length && folders.every((folder, i) => folder === watched[i])) return;
      watched = [...folders];
      void watcher?.close();
      watcher = null;
      if (folders.length === 0) return;
      watcher = watch([...folders], {
        ignoreInitial: false,
        // What is hidden in a watched folder, which may itself lie in a hidden one.
        ignored: (path) => basename(path).startsWith('.') && !folders.includes(path),
        awaitWriteFinish: { stabilityThreshold: SETTLED },
      })
        .on('add', gather)
        .on('error', (error) => log(`A watched folder cannot be watched: ${error}`));
    },
    async close() {
      if (timer) clearTimeout(timer);
      await watcher?.close();
    },
  };
};
