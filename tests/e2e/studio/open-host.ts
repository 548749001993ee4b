import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import { launchDesktop } from '../../support/electron/launch-desktop.ts';
import { run } from '../../support/electron/run.ts';
import { onceInThisRun } from '../../support/electron/run-folder.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** A studio in a window, and how it is left. */
export interface OpenStudio {
  readonly page: Page;
  /** Imports a folder the way a user of this host does. */
  importFolder(folder: string): Promise<void>;
  /** Opens a cuelist from the start page of Run the way a user of this host does. */
  openCuelist(path: string): Promise<void>;
  /** The process ids of the host, its main process first. */
  processes(): Promise<number[]>;
  close(): Promise<void>;
}

/** Builds what ships, once for all windows of a run of tests. */
export const buildStudio = (): void =>
  onceInThisRun('studio-is-built', () => {
    run(process.execPath, [join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js'), 'build'], { cwd: ROOT });
  });

/** The desktop application in a real Electron, with everything it keeps under `home`. */
export const openDesktop = async (home: string): Promise<OpenStudio> => {
  const { app, page, processes, quit } = await launchDesktop(ROOT, home);
  // The system's own dialog cannot be clicked from here: it answers at once.
  const dialogsAnswer = (chosen: string): Promise<void> =>
    app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
    }, chosen);
  return {
    page,
    async importFolder(folder) {
      await dialogsAnswer(folder);
      await page.getByRole('button', { name: 'Import' }).first().click();
      await page.getByRole('menuitem', { name: /folder/i }).click();
    },
    async openCuelist(path) {
      await dialogsAnswer(path);
      await page.getByRole('button', { name: 'Open…' }).click();
    },
    processes,
    close: quit,
  };
};

const CHROMIUM = ['/usr/bin/chromium', chromium.executablePath()].find((path) => existsSync(path));
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'];

/** `cueforge studio` in a process of its own, and a browser at its address. */
export const openWeb = async (home: string): Promise<OpenStudio> => {
  const child = spawn(process.execPath, [join(ROOT, 'src/cli/cueforge.mjs'), 'studio', '--no-open', '--json'], {
    env: { ...process.env, CUEFORGE_HOME: join(home, 'cueforge'), HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [line] = await once(createInterface(child.stdout), 'line');
  const browser: Browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [...FLAGS, '--autoplay-policy=no-user-gesture-required'],
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(JSON.parse(line).url);
  return {
    page,
    async importFolder(folder) {
      await page.getByRole('button', { name: 'Import' }).first().click();
      await page.getByRole('menuitem', { name: /path on this machine/ }).click();
      await page.getByLabel('File or folder').fill(folder);
      await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
    },
    async openCuelist(path) {
      await page.getByRole('button', { name: 'Open…' }).click();
      await page.getByLabel(/^Path of the file/).fill(path);
      await page.getByRole('dialog').getByRole('button', { name: 'Open', exact: true }).click();
    },
    processes: async () => [child.pid!],
    async close() {
      await browser.close();
      child.kill('SIGINT');
      await ended;
    },
  };
};
