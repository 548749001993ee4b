import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { autoUpdater } from 'electron-updater';
import { createUpdates, type Updates } from './updates.ts';

/** Keeps this application up to date; null before packaging, and where packaging was given no place to look. */
export const keepUpToDate = (isBusy: () => boolean, log: (line: string) => void): Updates | null => {
  if (!app.isPackaged || !existsSync(join(process.resourcesPath, 'app-update.yml'))) return null;
  return createUpdates({ updater: autoUpdater, isBusy, ask, log });
};

const ask = async (version: string): Promise<boolean> => {
  const { response } = await dialog.showMessageBox({
    type: 'info',
    message: `Cueforge ${version} is ready`,
    detail: 'It is installed when you quit, or now: the studio restarts, and what it works on is cancelled.',
    buttons: ['Restart now', 'When I quit'],
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0;
};
