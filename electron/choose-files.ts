import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import { CHOICES, type Choice } from '../src/contract/index.ts';
import { CueforgeError } from '../src/model/index.ts';

const SOUNDS = ['mp3', 'wav', 'flac', 'm4a', 'aac', 'ogg', 'opus', 'aif', 'aiff', 'caf', 'wma', 'mp4', 'mka', 'webm'];
export const WORKOUTS = ['json', 'zwo', 'csv'];
const CUELISTS = ['json', 'm3u', 'm3u8', 'csv'];

const everything = { name: 'All files', extensions: ['*'] };

const DIALOGS: Readonly<Record<Choice, OpenDialogOptions>> = {
  sounds: {
    title: 'Import sounds',
    properties: ['openFile', 'multiSelections'],
    filters: [{ name: 'Sounds', extensions: SOUNDS }, everything],
  },
  folder: { title: 'Choose a folder', properties: ['openDirectory', 'createDirectory'] },
  workout: {
    title: 'Open a workout',
    properties: ['openFile'],
    filters: [{ name: 'Workouts', extensions: WORKOUTS }, everything],
  },
  cuelist: {
    title: 'Open a cuelist',
    properties: ['openFile'],
    filters: [{ name: 'Cuelists', extensions: CUELISTS }, everything],
  },
  preset: {
    title: 'Import a preset of exports',
    properties: ['openFile'],
    filters: [{ name: 'Presets of exports', extensions: ['json'] }, everything],
  },
  program: { title: 'Choose a program', properties: ['openFile'] },
};

/** Asks with the system's own dialog. Empty: the user thought better of it. Throws `bad-argument`. */
export const chooseFiles = async (window: BrowserWindow, choice: unknown): Promise<readonly string[]> => {
  const known = CHOICES.find((one) => one === choice);
  if (known === undefined) throw new CueforgeError('bad-argument', `There is nothing to choose by "${String(choice)}"`);
  const { canceled, filePaths } = await dialog.showOpenDialog(window, DIALOGS[known]);
  return canceled ? [] : filePaths;
};
