import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, type Configuration } from 'electron-builder';
import { configuration } from './electron-builder.ts';

/**
 * `npm run package`: an unpacked application of this system, in `dist`. `-- --installers` makes its installers too, which
 * fetches their helpers. CUEFORGE_UPDATE_URL names the place where new versions will be looked for.
 *
 * ELECTRON_OVERRIDE_DIST_PATH packages around that Electron. One older than better-sqlite3 can do with gets the binary
 * that tests built for it: such a package is for tests.
 */
const { values } = parseArgs({ options: { installers: { type: 'boolean' }, out: { type: 'string' } } });
const projectDir = fileURLToPath(new URL('..', import.meta.url));
const config = configuration({ updateUrl: process.env.CUEFORGE_UPDATE_URL ?? null });

const around = (dist: string): Configuration => {
  const electronVersion = readFileSync(join(dist, 'version'), 'utf8').trim();
  if (Number.parseInt(electronVersion, 10) >= 36) return { electronDist: dist, electronVersion };
  const { grantFileProtocolExtraPrivileges: _newer, ...electronFuses } = config.electronFuses ?? {};
  const binary = 'node_modules/better-sqlite3/build/Release/better_sqlite3.node';
  return { electronDist: dist, electronVersion, electronFuses, files: [...(config.files as string[]), binary] };
};

const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH;
await build({
  projectDir,
  dir: !values.installers,
  publish: 'never',
  config: {
    ...config,
    ...(dist && around(dist)),
    ...(values.out && { directories: { ...config.directories, output: values.out } }),
  },
});
