import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../support/electron/run.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Builds the desktop host around the small studio, as `npm run build` builds what ships. Gives the folder to start. */
export const buildTestApp = async (): Promise<string> => {
  const folder = join(root, 'out', 'desktop-test');
  const config = join(root, 'tests', 'e2e', 'desktop', 'app', 'electron.vite.config.ts');
  run(
    process.execPath,
    [join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build', '-c', config],
    {
      cwd: root,
    },
  );
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'cueforge-test', main: 'main/main.cjs' }));
  return folder;
};
