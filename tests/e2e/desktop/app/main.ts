import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startDesktop } from '../../../../electron/desktop.ts';
import { createSmallStudio } from './small-studio.ts';

// The desktop host as it ships, around a studio that a test can know all of.
const original = join(process.env.HOME ?? '.', 'original.wav');
writeFileSync(
  original,
  Uint8Array.from({ length: 1000 }, (_value, index) => index % 256),
);

const service = createSmallStudio(original);
Object.assign(globalThis, { smallStudio: service });

startDesktop({
  pageFolder: fileURLToPath(new URL('../renderer', import.meta.url)),
  preload: fileURLToPath(new URL('../preload/preload.cjs', import.meta.url)),
  openService: async () => ({
    service,
    close: async () => writeFileSync(join(process.env.HOME ?? '.', 'closed'), ''),
  }),
});
