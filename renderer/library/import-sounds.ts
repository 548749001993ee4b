import { create } from 'zustand';
import { toFailure } from '../../src/model/index.ts';
import { attempt } from '../state/ask.ts';
import { useStudio } from '../state/studio.ts';
import { tellFailure } from '../state/toasts.ts';
import { entriesOf, filesBelow, isSoundName } from './dropped-files.ts';
import { askForPath } from './path-question.ts';

/** Files that a browser is sending to the studio; null: none. `fraction` 0..1. */
interface Sending {
  readonly sending: { readonly files: number; readonly fraction: number; readonly cancel: () => void } | null;
}
export const useSending = create<Sending>()(() => ({ sending: null }));

const NOT_IMPORTED = 'Nothing was imported';

/** Imports what lies at paths of the studio's machine. */
export const importPaths = async (paths: readonly string[]): Promise<void> => {
  if (paths.length > 0) await attempt(NOT_IMPORTED, 'library.import', { paths: [...paths] });
};

/** Asks for sounds or a folder, with the system's dialog or the browser's. */
export const chooseAndImport = async (choice: 'sounds' | 'folder'): Promise<void> => {
  const { host } = useStudio.getState();
  if (!host) return;
  try {
    const paths = await host.choose(choice);
    if (paths) await importPaths(paths);
    else await importFiles(await chooseFiles(choice === 'folder'));
  } catch (error) {
    tellFailure(NOT_IMPORTED, toFailure(error).message);
  }
};

/** Asks for a path on the studio's machine: from a browser on it, that spares copying. */
export const importTypedPath = (): void =>
  askForPath({
    title: 'Import from a path on this machine',
    label: 'File or folder',
    action: 'Import',
    run: (path) => importPaths([path]),
  });

/** Imports what was dropped: on the desktop by its paths, folders too; in a browser by sending the sounds in it. */
export const importDropped = async (transfer: DataTransfer): Promise<void> => {
  const { host } = useStudio.getState();
  if (!host) return;
  const files = [...transfer.files];
  const entries = host.kind === 'web' ? entriesOf(transfer) : [];
  try {
    await importFiles(entries.length > 0 ? await filesBelow(entries) : files);
  } catch (error) {
    tellFailure(NOT_IMPORTED, toFailure(error).message);
  }
};

const importFiles = async (files: readonly File[]): Promise<void> => {
  const { host } = useStudio.getState();
  if (!host || files.length === 0) return;
  const abort = new AbortController();
  const tell = (fraction: number): void => {
    if (host.kind === 'web')
      useSending.setState({ sending: { files: files.length, fraction, cancel: () => abort.abort() } });
  };
  tell(0);
  try {
    const paths = await host.pathsOf(files, { signal: abort.signal, onProgress: tell });
    await importPaths(paths);
  } catch (error) {
    const failure = toFailure(error);
    if (failure.code !== 'cancelled') tellFailure(NOT_IMPORTED, failure.message);
  } finally {
    useSending.setState({ sending: null });
  }
};

/** The browser's own dialog; empty: the user thought better of it. */
const chooseFiles = (folder: boolean): Promise<File[]> =>
  new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.webkitdirectory = folder;
    if (!folder) input.accept = 'audio/*';
    input.addEventListener('change', () => {
      const files = [...(input.files ?? [])];
      resolve(folder ? files.filter(({ name }) => isSoundName(name)) : files);
    });
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
