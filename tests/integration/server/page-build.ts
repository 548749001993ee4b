import { copyFileSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** A file of the project, as a module of a test's page imports it. */
export const moduleOf = (path: string): string => JSON.stringify(join(ROOT, path));

/** Debian's Chromium, else Playwright's own; undefined where there is neither. */
export const CHROMIUM = ['/usr/bin/chromium', chromium.executablePath()].find((path) => existsSync(path));
export const CHROMIUM_FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'],
];

/** Builds a page of one module and a file input, as the application's page is built. Gives its folder; remove it. */
export const buildPage = async (source: string): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'cueforge-page-'));
  const entry = join(folder, 'source.html');
  writeFileSync(join(folder, 'source.ts'), `import ${moduleOf('renderer/without-eval.ts')};\n${source}`);
  writeFileSync(
    entry,
    '<!doctype html><title>x</title><input type=file multiple><script type=module src=source.ts></script>',
  );
  await build({
    ...{ root: folder, configFile: false, logLevel: 'error' },
    build: {
      outDir: 'page',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: entry },
    },
  });
  copyFileSync(join(folder, 'page', 'source.html'), join(folder, 'page', 'index.html'));
  return folder;
};
