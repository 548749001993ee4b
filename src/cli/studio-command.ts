import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CueforgeError } from '../model/index.ts';
import { serveStudio } from '../server/index.ts';
import { openStudioService } from '../studio/index.ts';
import { type Arguments, expectOperands, portOption } from './arguments.ts';
import { EXIT } from './exit-codes.ts';
import { openAddress } from './open-address.ts';

/** The built page, two folders up from `src/cli` as from `out/main`. */
const PAGE = fileURLToPath(new URL('../../out/renderer/', import.meta.url));

/** Opens a studio and serves it to browsers on this machine until Ctrl-C, which is its ordinary end. */
export const studioCommand = async (args: Arguments, _studio: unknown, signal: AbortSignal): Promise<number> => {
  expectOperands(args, 0, 0, 'no operands');
  if (args.values.ffmpeg !== undefined) {
    throw new CueforgeError('bad-argument', '"studio" has no option --ffmpeg: its settings name one');
  }
  const port = portOption(args);
  const { service, close } = await openService(args);
  try {
    const { libraryPath } = await service.handlers['app.info']({}, signal);
    // What a browser drops has no other place: it is kept with the library.
    const served = await serveStudio({ service, pageFolder: PAGE, uploadFolder: join(libraryPath, 'dropped'), port });
    process.stdout.write(
      args.values.json
        ? `${JSON.stringify({ event: 'serving', url: served.url })}\n`
        : `Cueforge is at ${served.url} (Ctrl-C ends it)\n`,
    );
    if (!args.values['no-open']) openAddress(served.url);
    await aborted(signal);
    await served.close();
    return EXIT.done;
  } finally {
    await close();
  }
};

const openService = ({ values }: Arguments) =>
  openStudioService({ host: 'web', libraryPath: values.library, cachePath: values.cache });

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
