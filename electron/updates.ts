import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { autoUpdater } from 'electron-updater';

/** Between two looks for a new version. Milliseconds. */
const INTERVAL = 6 * 3600 * 1000;

/** What updates are told of the studio. */
export interface Updates {
  /** While a show is armed nothing is looked for, fetched or installed; what is being fetched is given up. */
  setShow(armed: boolean): void;
}

/**
 * Looks for new versions, fetches them quietly, and asks once one is ready. Never interrupts: while the studio is busy
 * nothing is asked, and a version that was waved away is installed when the user quits. Does nothing before packaging,
 * and where packaging was given no place to look.
 */
export const keepUpToDate = (isBusy: () => boolean, log: (line: string) => void): Updates => {
  if (!app.isPackaged || !existsSync(join(process.resourcesPath, 'app-update.yml'))) {
    return { setShow: () => undefined };
  }
  let fetching: { cancel(): void } | null = null;
  autoUpdater.autoDownload = true;
  autoUpdater.autoInstallOnAppQuit = true;
  autoUpdater.logger = { info: log, warn: log, error: log, debug: () => undefined };
  autoUpdater.on('update-downloaded', ({ version }) => void offer(version, isBusy));
  const look = async (): Promise<void> => {
    if (isBusy()) return;
    try {
      const found = await autoUpdater.checkForUpdates();
      fetching = found?.cancellationToken ?? null;
    } catch (error) {
      log(`Looking for a new version failed: ${(error as Error).message}`);
    }
  };
  void look();
  setInterval(() => void look(), INTERVAL);
  return {
    setShow(armed) {
      autoUpdater.autoDownload = !armed;
      autoUpdater.autoInstallOnAppQuit = !armed;
      if (!armed) return;
      fetching?.cancel();
      fetching = null;
    },
  };
};

const offer = async (version: string, isBusy: () => boolean): Promise<void> => {
  while (isBusy()) await new Promise((resolve) => setTimeout(resolve, 5_000));
  const { response } = await dialog.showMessageBox({
    type: 'info',
    message: `Cueforge ${version} is ready`,
    detail: 'It is installed when you quit, or now: the studio restarts, and what it works on is cancelled.',
    buttons: ['Restart now', 'When I quit'],
    defaultId: 1,
    cancelId: 1,
  });
  if (response === 0 && !isBusy()) autoUpdater.quitAndInstall();
};
