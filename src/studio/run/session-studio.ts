import { join } from 'node:path';
import type { StudioEvent } from '../../contract/index.ts';
import type { Library } from '../../library/index.ts';
import type { FfmpegBinary } from '../../media/index.ts';
import { createResumingSources, createSourcePool, type OpenSource, type SourcePool } from '../../session/index.ts';
import { type DemoSessionParts, demoSessionJob } from '../demo-session.ts';
import type { EventHub } from '../event-hub.ts';
import type { JobContext, Jobs } from '../jobs.ts';
import { createCuelistEditors } from './cuelist-editor.ts';
import { createLayerFacts } from './layer-facts.ts';
import { createLiveSession, type LiveSession } from './live-session.ts';
import { createOscRemote, type OscSettings } from './osc.ts';

export interface SessionStudioParts {
  readonly library: Library;
  readonly libraryPath: string;
  readonly cachePath: string;
  /** Where new cuelists go. Asked each time: it is a setting. */
  readonly cuelistsFolder: () => string;
  /** Throws `ffmpeg-missing`. */
  readonly ffmpeg: () => FfmpegBinary;
  readonly speak: DemoSessionParts['speak'];
  readonly jobs: Jobs;
  readonly hub: EventHub;
  readonly importSounds: (paths: readonly string[], context: JobContext) => Promise<string>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: (line: string) => void;
}

/** Everything of the studio that Run needs: its cuelists, what decodes for it, the live session, its remotes. */
export interface SessionStudio {
  readonly live: LiveSession;
  setOsc(settings: OscSettings): void;
  /** A client watches, until the answer is called. */
  watch(listener: (event: StudioEvent) => void): () => void;
  close(): Promise<void>;
}

export const createSessionStudio = (parts: SessionStudioParts): SessionStudio => {
  const { library, libraryPath, cachePath, jobs, hub, now, log } = parts;
  const cuelists = createCuelistEditors({ library, now, log, folder: parts.cuelistsFolder });
  void cuelists.recover().catch((error) => log(`Writing cuelists that were not written: ${error}`));

  let sources: SourcePool | null = null;
  const openNow: OpenSource = (file, from) => {
    sources ??= createSourcePool({ ffmpeg: parts.ffmpeg(), resolve: (path) => path, cached: files.cached });
    return sources.open(file, from);
  };
  const openSource = createResumingSources(orFailing(openNow));
  const files = createLayerFacts({
    ...{ library, cacheDir: cachePath, openSource },
    importSounds: (paths) =>
      new Promise((resolve) => {
        const run = (context: JobContext): Promise<string> => parts.importSounds(paths, context);
        jobs.start('import', 'Import', (context) => run(context).finally(() => resolve(null)));
      }),
  });

  let clients = 0;
  let oscPort: number | null = null;
  const live = createLiveSession({
    folder: join(libraryPath, 'shows'),
    ...{ editors: cuelists, files, openSource, emit: hub.emit, now, log },
    openDemo: (open) =>
      jobs.start(
        'demo-session',
        'The demo session',
        demoSessionJob(
          join(libraryPath, 'demo-session'),
          () => ({ speak: parts.speak, ffmpeg: parts.ffmpeg() }),
          (path) => open(path),
        ),
      ),
    hold(armed) {
      jobs.hold(armed);
      library.holdBackups(armed);
    },
    remotes: () => ({ oscPort, clients }),
  });
  const osc = createOscRemote({
    ...{ handlers: live.handlers, subscribe: hub.subscribe, log },
    listening(port) {
      oscPort = port;
      live.changed();
    },
  });

  return {
    live,
    setOsc: osc.set,
    watch(listener) {
      const stop = hub.subscribe(listener);
      let watches = true;
      clients += 1;
      live.changed();
      return () => {
        stop();
        if (!watches) return;
        watches = false;
        clients -= 1;
        live.changed();
      };
    },
    async close() {
      osc.close();
      await live.close();
      await Promise.all([cuelists.close(), files.close(), sources?.close()]);
    },
  };
};

/** What cannot be opened at all fails when it is read. */
const orFailing =
  (open: OpenSource): OpenSource =>
  (file, from) => {
    try {
      return open(file, from);
    } catch (error) {
      return { next: () => Promise.reject(error), close: async () => undefined };
    }
  };
