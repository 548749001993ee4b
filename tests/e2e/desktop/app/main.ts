import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startDesktop } from '../../../../electron/desktop.ts';
import type { StudioService } from '../../../../src/contract/index.ts';
import { createScriptedService } from '../../../unit/contract/scripted-service.ts';
import { createSmallStudio } from './small-studio.ts';

// The desktop host as it ships, around a studio that a test can know all of.
const original = join(process.env.HOME ?? '.', 'original.wav');
writeFileSync(
  original,
  Uint8Array.from({ length: 1000 }, (_value, index) => index % 256),
);

const smallStudio = createSmallStudio(original);
let service: StudioService = smallStudio;
/** From here on, and anew with every call, pages that begin are served by the script of the contract's tests. */
const serveScript = (): void => {
  service = createScriptedService();
};
Object.assign(globalThis, { smallStudio, serveScript });

startDesktop({
  pageFolder: fileURLToPath(new URL('../renderer', import.meta.url)),
  preload: fileURLToPath(new URL('../preload/preload.cjs', import.meta.url)),
  openService: async () => ({
    service: {
      get handlers() {
        return service.handlers;
      },
      subscribe: (listener) => service.subscribe(listener),
      media: (request) => service.media(request),
      connectPcm: (port) => service.connectPcm(port),
      connectMixer: (port) => service.connectMixer(port),
    },
    close: async () => writeFileSync(join(process.env.HOME ?? '.', 'closed'), ''),
  }),
});
