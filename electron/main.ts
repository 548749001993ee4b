import { fileURLToPath } from 'node:url';
import { openStudioService } from '../src/studio/index.ts';
import { startDesktop } from './desktop.ts';
import { systemKeychain } from './system-vault.ts';

// What waits for a slow disk holds one of the threads that all files of the process are read with, the session's too.
process.env.UV_THREADPOOL_SIZE ??= '16';

// The composition: this file runs as `out/main/main.cjs`, and the addresses are seen from there.
startDesktop({
  pageFolder: fileURLToPath(new URL('../renderer', import.meta.url)),
  preload: fileURLToPath(new URL('../preload/preload.cjs', import.meta.url)),
  openService: (log) => openStudioService({ host: 'desktop', log, secrets: systemKeychain() }),
});
