import type { AssetChange, AssetRow } from '../../src/contract/index.ts';
import { toFailure } from '../../src/model/index.ts';
import { attempt } from '../state/ask.ts';
import { useStudio } from '../state/studio.ts';
import { tellDone, tellFailure } from '../state/toasts.ts';
import { countOf } from './figures.ts';
import { letGo, useLibrary } from './library-store.ts';
import { askForPath } from './path-question.ts';

/** Changes fields of assets, as one edit. False: it was refused, and the user was told. */
export const editAssets = async (ids: readonly string[], change: AssetChange): Promise<boolean> =>
  (await attempt('Not saved', 'library.edit', { ids: [...ids], change })) !== null;

/** Takes what is chosen out of the library and offers to take that back. */
export const removeChosen = async (): Promise<void> => {
  const { selection } = useLibrary.getState();
  const ids = [...selection.ids];
  if (ids.length === 0) return;
  const history = await attempt('Nothing was removed', 'library.remove', { ids });
  if (!history) return;
  letGo(selection.ids);
  tellDone(`${countOf(ids.length, 'sound')} removed`, 'Only from the library: the files stay where they are.', {
    label: 'Undo',
    run: () => void undoOnly(history.undo),
  });
};

/** Undoes an edit if it is still the last one. */
const undoOnly = async (label: string | null): Promise<void> => {
  if (useStudio.getState().history.undo === label) await attempt('Nothing was undone', 'history.undo', {});
  else tellFailure('Nothing was undone', 'Something else was done since: undo step by step with Edit, Undo.');
};

/** Asks where a missing file is now. */
export const findFile = async ({ id, title }: Pick<AssetRow, 'id' | 'title'>): Promise<void> => {
  const relink = async (path: string): Promise<void> => {
    const found = await attempt(`“${title}” was not found there`, 'library.relink', { id, path });
    if (found) tellDone(`“${found.title}” found`, found.path);
  };
  const paths = await ask('sounds');
  if (paths === null)
    askForPath({ title: `Find “${title}”`, label: 'Where the file is now', action: 'Find it', run: relink });
  else if (paths[0]) await relink(paths[0]);
};

/** Asks for a folder and looks through it for every missing file. */
export const findMissing = async (): Promise<void> => {
  const look = async (path: string): Promise<void> => {
    const answer = await attempt('The folder was not searched', 'library.relinkFolder', { path });
    if (!answer) return;
    const left =
      answer.missing === 0 ? 'None is missing any more.' : `${countOf(answer.missing, 'file')} still missing.`;
    tellDone(`${countOf(answer.found, 'file')} found`, left);
  };
  const paths = await ask('folder');
  if (paths === null)
    askForPath({ title: 'Find missing files', label: 'Folder to look through', action: 'Look there', run: look });
  else if (paths[0]) await look(paths[0]);
};

/** The system's dialog; null: this host has none. */
const ask = async (choice: 'sounds' | 'folder'): Promise<readonly string[] | null> => {
  try {
    return (await useStudio.getState().host?.choose(choice)) ?? null;
  } catch (error) {
    tellFailure('The dialog did not open', toFailure(error).message);
    return [];
  }
};
