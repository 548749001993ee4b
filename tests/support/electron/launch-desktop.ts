import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { findElectron } from './find-electron.ts';

export interface LaunchedDesktop {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Process ids, the main process first. */
  processes(): Promise<number[]>;
  /** Quits as a user does, and waits for the process. */
  quit(): Promise<void>;
}

/** An empty folder for everything an application keeps: settings, library, caches. */
export const makeHome = async (): Promise<{ path: string; remove(): Promise<void> }> => {
  const path = await mkdtemp(join(tmpdir(), 'cueforge-desktop-'));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
};

/** Arguments before the application's folder. Chromium's own sandbox does not run as root. */
export const electronArguments = (): string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);

/** The environment of an application that lives in `home` and knows nothing of this user. */
export const environmentOf = (home: string): Record<string, string> => {
  const { ELECTRON_RUN_AS_NODE: _node, NODE_OPTIONS: _options, ...kept } = process.env as Record<string, string>;
  return { ...kept, XDG_CONFIG_HOME: join(home, 'config'), CUEFORGE_HOME: join(home, 'cueforge'), HOME: home };
};

/** Starts an application's folder in a real window, and gives its first page once it is loaded. */
export const launchDesktop = async (folder: string, home: string, files: string[] = []): Promise<LaunchedDesktop> => {
  const electron = findElectron();
  if (electron === null) throw new Error('No Electron is here: node tests/support/electron/prepare.ts');
  const app = await _electron.launch({
    executablePath: electron.executable,
    args: [...electronArguments(), folder, ...files],
    env: environmentOf(home),
  });
  const page = await app.firstWindow();
  await page.waitForLoadState('load');
  return {
    app,
    page,
    processes: () =>
      app.evaluate(({ app: running }) => [
        process.pid,
        ...running
          .getAppMetrics()
          .map(({ pid }) => pid)
          .filter((pid) => pid !== process.pid),
      ]),
    async quit() {
      const ended = new Promise((resolve) => app.process().once('exit', resolve));
      await app.evaluate(({ app: electronApp }) => electronApp.quit()).catch(() => undefined);
      await ended;
    },
  };
};

/** Ends the process of an application's page as a crash does, and asks the page that is loaded in its place. */
export const askAfterCrash = (app: ElectronApplication, expression: string): Promise<unknown> =>
  app.evaluate(async ({ BrowserWindow }, asked) => {
    const { webContents } = BrowserWindow.getAllWindows()[0];
    const loaded = new Promise((resolve) => webContents.once('did-finish-load', () => resolve(null)));
    webContents.forcefullyCrashRenderer();
    await loaded;
    return webContents.executeJavaScript(asked);
  }, expression);
