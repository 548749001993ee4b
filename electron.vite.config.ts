import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { defineConfig } from 'electron-vite';

/** Every worker thread's file, by the name that `workerEntry` asks for. */
const workers = Object.fromEntries(globSync('src/**/*-worker.ts').map((file) => [basename(file, '.ts'), file]));

/**
 * `npm run build`: the command line and its worker threads as plain JavaScript in `out/main`. All of it lies in that
 * one folder, chunks too: a worker's file is looked for beside the file that starts it, and `resources` two folders up.
 * Packages stay in `node_modules`, where their programs and WebAssembly are. No preload and no renderer yet: the window
 * brings them.
 */
export default defineConfig({
  main: {
    build: {
      rolldownOptions: {
        input: { main: 'src/cli/main.ts', ...workers },
        output: { entryFileNames: '[name].js', chunkFileNames: 'shared-[name].js' },
      },
    },
  },
});
