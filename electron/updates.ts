import type { AppUpdater } from 'electron-updater';

/** Between two looks for a new version. Milliseconds. */
const INTERVAL = 6 * 3600 * 1000;
/** A question that waits for the studio's work to end looks again after so long. Milliseconds. */
const ASK_AGAIN = 5_000;

/** What looks for versions, fetches and installs them. */
export type Updater = Pick<
  AppUpdater,
  'autoDownload' | 'autoInstallOnAppQuit' | 'checkForUpdates' | 'logger' | 'quitAndInstall'
> & { on(event: 'update-downloaded', listener: (version: { readonly version: string }) => void): unknown };

export interface UpdateParts {
  readonly updater: Updater;
  /** True while nobody is to be disturbed. */
  readonly isBusy: () => boolean;
  /** Asks whether to install it now; false: when the user quits. */
  readonly ask: (version: string) => Promise<boolean>;
  readonly log: (line: string) => void;
}

/** What updates are told of the studio. */
export interface Updates {
  /** While a show is armed nothing is looked for, fetched or installed; what is being fetched is given up. */
  setShow(armed: boolean): void;
}

/**
 * Looks for new versions, fetches them quietly, and asks once one is ready. Never interrupts: while the studio is busy
 * nothing is asked, and a version that was waved away is installed when the user quits.
 */
export const createUpdates = ({ updater, isBusy, ask, log }: UpdateParts): Updates => {
  let fetching: { cancel(): void } | null = null;
  let show = false;
  const giveUp = (): void => {
    fetching?.cancel();
    fetching = null;
  };
  const offer = async (version: string): Promise<void> => {
    while (isBusy()) await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
    if ((await ask(version)) && !isBusy()) updater.quitAndInstall();
  };
  const look = async (): Promise<void> => {
    if (isBusy()) return;
    try {
      const found = await updater.checkForUpdates();
      fetching = found?.cancellationToken ?? null;
      // It may have been armed while this looked.
      if (show) giveUp();
    } catch (error) {
      log(`Looking for a new version failed: ${(error as Error).message}`);
    }
  };
  updater.autoDownload = true;
  updater.autoInstallOnAppQuit = true;
  updater.logger = { info: log, warn: log, error: log, debug: () => undefined };
  updater.on('update-downloaded', ({ version }) => void offer(version));
  void look();
  setInterval(() => void look(), INTERVAL);
  return {
    setShow(armed) {
      show = armed;
      updater.autoDownload = !armed;
      updater.autoInstallOnAppQuit = !armed;
      if (armed) giveUp();
    },
  };
};
