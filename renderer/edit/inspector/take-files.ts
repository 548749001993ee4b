import { toFailure } from '../../../src/model/index.ts';
import { ask } from '../../state/ask.ts';
import { useStudio } from '../../state/studio.ts';
import { tellFailure } from '../../state/toasts.ts';
import { fileName } from '../../ui/figures.ts';
import { useEditor } from '../edit-store.ts';

/** Takes files of the studio's machine in as takes of a cue; the last is chosen. The id of that take; null: none was. */
export const addTakes = async (cue: string, coach: string | null, files: readonly string[]): Promise<string | null> => {
  const { path } = useEditor.getState();
  if (path === null) return null;
  let last: string | null = null;
  for (const file of files) {
    const name = fileName(file)
      .replace(/\.[^.]*$/, '')
      .slice(0, 200);
    try {
      last = (await ask('edit.addTake', { path, cue, coach, file, name: name || 'Take' })).take;
    } catch (error) {
      tellFailure(`“${fileName(file)}” is no take now`, toFailure(error).message);
    }
  }
  return last;
};

/** Takes dropped files in as takes of a cue. */
export const addTakeFiles = async (cue: string, coach: string | null, files: readonly File[]): Promise<void> => {
  const { host } = useStudio.getState();
  if (!host || files.length === 0) return;
  try {
    await addTakes(cue, coach, await host.pathsOf(files));
  } catch (error) {
    const failure = toFailure(error);
    if (failure.code !== 'cancelled') tellFailure('The files were not taken', failure.message);
  }
};

/** Asks for a sound file and takes it in as a take of a cue. */
export const chooseTakeFile = async (cue: string, coach: string | null): Promise<void> => {
  const { host } = useStudio.getState();
  try {
    const chosen = await host?.choose('sounds');
    if (chosen === undefined) return;
    if (chosen !== null) await addTakes(cue, coach, chosen);
    else askInPage((files) => void addTakeFiles(cue, coach, files));
  } catch (error) {
    tellFailure('The dialog did not open', toFailure(error).message);
  }
};

/** A browser's own dialog, where the host has none. */
export const askInPage = (take: (files: readonly File[]) => void): void => {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = 'audio/*,.opus,.flac,.m4a';
  input.onchange = () => take([...(input.files ?? [])]);
  input.click();
};
