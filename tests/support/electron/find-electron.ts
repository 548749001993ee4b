import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { OLDER_VERSION } from './older-runtime.ts';

export interface FoundElectron {
  /** The folder of the program: ELECTRON_OVERRIDE_DIST_PATH, or electron-builder's electronDist. */
  readonly dist: string;
  readonly executable: string;
  readonly version: string;
  /** True where it is the test runtime of `older-runtime.ts`. */
  readonly older: boolean;
}

/** The Electron that tests use: the one that was named, the package's own, or the one `prepare.ts` keeps; null: none. */
export const findElectron = (): FoundElectron | null => {
  const named = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (named) return electronIn(named);
  const own = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  return electronIn(join(own, 'dist')) ?? electronIn(join(cacheFolder(), `electron-${OLDER_VERSION}`));
};

const PROGRAMS = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' } as Record<string, string>;

const electronIn = (dist: string): FoundElectron | null => {
  const executable = join(dist, PROGRAMS[process.platform] ?? 'electron');
  if (!existsSync(executable) || !existsSync(join(dist, 'version'))) return null;
  const version = readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
  return { dist, executable, version, older: Number.parseInt(version, 10) < 36 };
};
