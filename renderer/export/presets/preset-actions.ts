import type { ListedPreset } from '../../../src/contract/index.ts';
import { toFailure } from '../../../src/model/index.ts';
import { askForPath } from '../../library/path-question.ts';
import { attempt } from '../../state/ask.ts';
import { useStudio } from '../../state/studio.ts';
import { tellDone, tellFailure } from '../../state/toasts.ts';
import { choosePreset, refreshPresets } from '../export-store.ts';

/** Takes a preset away. It can be had back as long as the message stands. */
export const removePreset = async (preset: ListedPreset): Promise<void> => {
  if (!(await attempt('The preset was not removed', 'exports.removePreset', { id: preset.id }))) return;
  choosePreset('default');
  await refreshPresets();
  const { builtIn: _, ...kept } = preset;
  tellDone(`“${preset.name}” was removed`, 'Files that were made with it stay', {
    label: 'Put it back',
    run: () =>
      void attempt('It was not put back', 'exports.savePreset', { preset: kept }).then(async (saved) => {
        await refreshPresets();
        if (saved) choosePreset(saved.id);
      }),
  });
};

const importFrom = async (path: string): Promise<void> => {
  const taken = await attempt('The preset was not taken in', 'exports.importPreset', { path });
  if (!taken) return;
  await refreshPresets();
  choosePreset(taken.id);
};

/** Takes a preset in from a file: asked for with the system's dialog, or with the page's own. */
export const importPreset = async (): Promise<void> => {
  try {
    const chosen = (await useStudio.getState().host?.choose('preset')) ?? null;
    if (chosen?.[0]) await importFrom(chosen[0]);
    if (chosen === null)
      askForPath({ title: 'Import a preset', label: 'Path of the preset', action: 'Import', run: importFrom });
  } catch (error) {
    tellFailure('The preset was not taken in', toFailure(error).message);
  }
};

const shareTo = async ({ id, name }: ListedPreset, path: string): Promise<void> => {
  const shared = await attempt('The preset was not written', 'exports.sharePreset', { id, path });
  if (shared) tellDone(`“${name}” can be shared`, shared.path);
};

/** Writes a preset into a file: into a folder of the system's dialog, or at a path that is typed. */
export const sharePreset = async (preset: ListedPreset): Promise<void> => {
  try {
    const chosen = (await useStudio.getState().host?.choose('folder')) ?? null;
    const [folder] = chosen ?? [];
    const separator = folder?.includes('\\') ? '\\' : '/';
    if (folder) await shareTo(preset, `${folder}${separator}${preset.id}.json`);
    if (chosen === null)
      askForPath({
        ...{ title: `Share “${preset.name}”`, label: 'Path of the file', action: 'Write it' },
        run: (path) => shareTo(preset, path),
      });
  } catch (error) {
    tellFailure('The preset was not written', toFailure(error).message);
  }
};
