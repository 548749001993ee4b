import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'electron-vite';
import shipped from '../../../../electron.vite.config.ts';

// What ships, with another `main.ts` and another page.
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const out = here('../../../../out/desktop-test');
const { main, preload, renderer } = shipped as UserConfig;

export default {
  main: {
    ...main,
    build: {
      ...main?.build,
      outDir: `${out}/main`,
      rolldownOptions: { ...main?.build?.rolldownOptions, input: { main: here('./main.ts') } },
    },
  },
  preload: { ...preload, build: { ...preload?.build, outDir: `${out}/preload` } },
  renderer: {
    ...renderer,
    root: here('./page'),
    build: {
      ...renderer?.build,
      outDir: `${out}/renderer`,
      rolldownOptions: { input: here('./page/index.html') },
    },
  },
} satisfies UserConfig;
