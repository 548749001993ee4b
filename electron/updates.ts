import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { autoUpdater } from 'electron-updater';

/** Between two looks for a new version. Milliseconds. */
const INTERVAL = 6 * 3600 * 1000;

/**
 * Looks for new versions, fetches them quietly, and asks once one is ready. Never interrupts: while something plays
 * nothing is asked, and a version that was waved away is installed when the user quits. Does nothing before packaging,
 * and where packaging was given no place to look.
 */
export const keepUpToDate = (isPlaying: () => boolean, log: (line: string) => void): void => {
  if (!app.isPackaged || !existsSync(join(process.resourcesPath, 'app-update.yml'))) return;
  autoUpdater.autoDownload = true;
  autoUpdater.autoInstallOnAppQuit = true;
  autoUpdater.logger = { info: log, warn: log, error: log, debug: () => undefined };
  autoUpdater.on('update-downloaded', ({ version }) => void offer(version, isPlaying));
  const look = (): void => {
    if (isPlaying()) return;
    autoUpdater.checkForUpdates().catch((error: Error) => log(`Looking for a new version failed: ${error.message}`));
  };
  look();
  setInterval(look, INTERVAL);
};

const offer = async (version: string, isPlaying: () => boolean): Promise<void> => {
  while (isPlaying()) await new Promise((resolve) => setTimeout(resolve, 5_000));
  const { response } = await dialog.showMessageBox({
    type: 'info',
    message: `Cueforge ${version} is ready`,
    detail: 'It is installed when you quit, or now: the studio restarts, and what it works on is cancelled.',
    buttons: ['Restart now', 'When I quit'],
    defaultId: 1,
    cancelId: 1,
  });
  if (response === 0 && !isPlaying()) autoUpdater.quitAndInstall();
};
