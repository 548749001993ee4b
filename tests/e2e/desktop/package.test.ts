import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DevtoolsPage, openDevtoolsPage } from '../../support/electron/devtools-page.ts';
import { findElectron } from '../../support/electron/find-electron.ts';
import { electronArguments, environmentOf, makeHome } from '../../support/electron/launch-desktop.ts';
import { run } from '../../support/electron/run.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const PROGRAMS: Record<string, string> = {
  linux: 'linux-unpacked/cueforge',
  darwin: 'mac/Cueforge.app/Contents/MacOS/Cueforge',
  win32: 'win-unpacked/Cueforge.exe',
};

let home: Awaited<ReturnType<typeof makeHome>>;
let program: string;
let running: ChildProcess;
let page: DevtoolsPage;

// What `npm run package` does, started as a user starts it: its fuses refuse the inspector that drives other tests, so
// the page is reached by Chromium's own debugging port.
beforeAll(async () => {
  home = await makeHome();
  const electron = findElectron()!;
  const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: electron.dist };
  const output = join(home.path, 'dist');
  run(process.execPath, [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build'], { cwd: root });
  run(process.execPath, [join(root, 'build/package.ts'), '--out', output], { cwd: root, env });
  program = join(output, PROGRAMS[process.platform]);

  running = spawn(program, [...electronArguments(), '--remote-debugging-port=0'], {
    env: environmentOf(home.path),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  page = await openDevtoolsPage(await debuggingAddress(running));
});
afterAll(async () => {
  page?.close();
  if (running?.exitCode === null) {
    const ended = once(running, 'exit');
    running.kill();
    await ended;
  }
  await home?.remove();
});

const debuggingAddress = (from: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = '';
    from.stderr?.on('data', (bytes) => {
      said += bytes;
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address) resolve(address);
    });
    from.once('exit', () => reject(new Error(`The package ended at once: ${said.slice(-1000)}`)));
  });

const words = (): Promise<string> => page.evaluate('document.body.innerText');
const soon = { timeout: 60_000, interval: 200 };

describe('the package', () => {
  it('opens its page, isolated', async () => {
    await expect.poll(words, soon).toContain('Open the demo workout');
    expect(page.url).toBe('app://studio/index.html');
    expect(await page.evaluate('crossOriginIsolated')).toBe(true);
  });

  it('keeps a library', async () => {
    const kept = await readdir(join(home.path, 'cueforge', 'library'));
    expect(kept.filter((name) => /\.(db|sqlite)$/.test(name))).toHaveLength(1);
  });

  it('runs its threads and programs from beside the archive', async () => {
    await page.evaluate(
      `[...document.querySelectorAll('button')].find((b) => b.innerText.includes('Open the demo workout')).click()`,
    );
    // The demo's music is made in a thread, encoded by ffmpeg and measured in another.
    await expect.poll(words, soon).toContain('Six-minute ride');
    const log = await readFile(join(home.path, 'config', 'Cueforge', 'logs', 'main.log'), 'utf8').catch(() => '');
    expect(log).not.toMatch(/error/i);
  });

  it('holds no sources, no tests and no other system’s binaries', async () => {
    const resources = join(program, process.platform === 'darwin' ? '../../Resources' : '../resources');
    const { listPackage } = await import('@electron/asar');
    const files = listPackage(join(resources, 'app.asar'), { isPack: false });
    expect(files.filter((file) => /^.(src|tests|electron|renderer|out.desktop-test)\b/.test(file))).toEqual([]);
    expect(files.filter((file) => /prebuilds.[^/\\]+\.node$/.test(file))).toHaveLength(1);
    expect(files.filter((file) => /\.(ts|tsx|c|cpp)$/.test(file) && !file.includes('@ffmpeg-installer'))).toEqual([]);
    expect(existsSync(join(resources, 'app'))).toBe(false);
  });

  it('has its fuses set', async () => {
    const wire = await getCurrentFuseWire(program);
    const on = '1'.charCodeAt(0);
    const state = (fuse: FuseV1Options) => wire[fuse as unknown as keyof typeof wire] === on;
    expect(wire.version).toBe(FuseVersion.V1);
    expect(state(FuseV1Options.RunAsNode)).toBe(false);
    expect(state(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(false);
    expect(state(FuseV1Options.EnableNodeCliInspectArguments)).toBe(false);
    expect(state(FuseV1Options.OnlyLoadAppFromAsar)).toBe(true);
    expect(state(FuseV1Options.EnableCookieEncryption)).toBe(true);
  });
});
