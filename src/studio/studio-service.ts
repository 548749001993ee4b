import { availableParallelism, homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Handlers, StudioService } from '../contract/index.ts';
import { openLibrary } from '../library/index.ts';
import {
  type AssetAnalyzer,
  createAssetAnalyzer,
  createPcmCache,
  type FfmpegBinary,
  findDecoded,
  findFfmpeg,
  findSound,
  makeFolder,
  type PcmCache,
} from '../media/index.ts';
import { CueforgeError, fromFailure, toFailure, type Workout } from '../model/index.ts';
import { createRenderPool } from '../render/index.ts';
import { defaultLibraryPath, freeBytes } from './data-folder.ts';
import { createEditHandlers } from './edit-handlers.ts';
import { ENGINE_VERSION } from './engine-version.ts';
import { createEventHub } from './event-hub.ts';
import { exportAsJob } from './export-job.ts';
import { createExportQueue } from './export-queue.ts';
import { createExportHandlers } from './export-queue-handlers.ts';
import { finishImports, type ImportHost, importSounds, isSoundName } from './import-sounds.ts';
import { createJobs, type JobContext } from './jobs.ts';
import { checkMade } from './kept-files.ts';
import { createLibraryHandlers } from './library-handlers.ts';
import { loadWorkout } from './load-workout.ts';
import { createWorkoutMaterials } from './materials.ts';
import { findMediaFile } from './media-files.ts';
import { lookForFiles } from './missing-files.ts';
import { defaultCachePath, openStudio } from './open-studio.ts';
import { servePcm } from './pcm-source.ts';
import { createPreview } from './preview.ts';
import { createPublishHandlers } from './publish-handlers.ts';
import { createSessionStudio } from './run/session-studio.ts';
import { environmentSecrets, type Secrets, secretsWith } from './secrets.ts';
import { openSettings } from './settings-file.ts';
import { sourceMusic } from './source-music.ts';
import { createThrottle } from './throttle.ts';
import { createWatchedFolders } from './watched-folders.ts';
import { createWorkoutEditors } from './workout-editors.ts';
import { createWorkoutShelf } from './workout-shelf.ts';

export interface ServiceOptions {
  readonly host: 'desktop' | 'web';
  /** Folder of the library. Default: CUEFORGE_HOME's `library`, else where this system keeps an application's data. */
  readonly libraryPath?: string;
  /** Folder of every cache. Default as `openStudio`. */
  readonly cachePath?: string;
  /** Threads that decode, mix and encode. Default: one per core. */
  readonly threads?: number;
  /** The keychain that keeps what a page sets. Default: none; the environment is asked in any case. */
  readonly secrets?: Secrets;
  /** Begin no export, for as long as this is open: the queue is only looked at. Default: it is worked off. */
  readonly holdExports?: boolean;
  /** Milliseconds since 1970. Default: the system's. */
  readonly now?: () => number;
  /** Where lines for the log go. Default: nowhere. */
  readonly log?: (line: string) => void;
}

export interface OpenService {
  readonly service: StudioService;
  /** Ends jobs, threads and processes, and closes the library. */
  close(): Promise<void>;
}

/** The backup is made when the studio opens and then once in so long. Milliseconds. */
const BACKUP_INTERVAL = 24 * 3600 * 1000;

/**
 * Opens everything a window or a browser needs, and answers the contract with it: the one boring place where the parts
 * meet. Throws `library-in-use` or `library-unreadable` where the library cannot be opened; a missing ffmpeg is told by
 * the commands that need one.
 */
export const openStudioService = async (options: ServiceOptions): Promise<OpenService> => {
  const libraryPath = resolve(options.libraryPath ?? defaultLibraryPath());
  const cachePath = resolve(options.cachePath ?? defaultCachePath());
  const threads = options.threads ?? availableParallelism();
  const now = options.now ?? Date.now;
  const log = options.log ?? (() => undefined);

  await makeFolder(libraryPath);
  const settings = await openSettings(join(libraryPath, 'settings.json'));
  const [library, ffmpeg] = await Promise.all([
    openLibrary({ folder: libraryPath, now, onTrouble: (error) => log(String(error)) }),
    findFfmpeg(settings.get().ffmpegPath).catch(toFailure),
  ]);
  /** The ffmpeg of this session; where there is none, the failure that says what to do. */
  const theFfmpeg = (): FfmpegBinary => {
    if ('code' in ffmpeg) throw fromFailure(ffmpeg);
    return ffmpeg;
  };
  const studio = await openStudio({ cachePath, threads, ffmpegPath: settings.get().ffmpegPath });
  const hub = createEventHub(log);
  const jobs = createJobs(now, (job) => hub.emit('jobs.changed', job));
  const exportFolder = join(homedir(), 'Music', 'Cueforge');
  const changed = createThrottle(250, () => hub.emit('library.changed', {}));
  const reshelved = createThrottle(1000, () => hub.emit('workouts.changed', {}));
  const materials = createWorkoutMaterials({
    ...{ cacheDir: cachePath, library, log, makers: studio.makers },
    decoder: 'code' in ffmpeg ? 'none' : ffmpeg.hasSoxr ? 'soxr' : 'swr',
    pcm: () => openDecoders().pcm,
    importTrack: (file) =>
      new Promise((resolve) => {
        const run = async (context: JobContext): Promise<string> => importSounds([file], importHost(), context);
        jobs.start('import', 'Import', (context) => run(context).finally(resolve));
      }),
    changed(change) {
      hub.emit('edit.material', change);
      const workout = change.tracks && editors.opened(change.path);
      if (workout) preview.prepare(workout);
    },
  });
  const editors = createWorkoutEditors({
    ...{ library, now, log, materials: () => materials },
    changed(change) {
      hub.emit('edit.changed', change);
      reshelved.soon();
    },
    saved: (place) => hub.emit('edit.saved', place),
    shelved: () => hub.emit('workouts.changed', {}),
  });
  editors.onChange((workout) => void materials.of(workout));
  const preview = createPreview({
    ...{ cacheDir: cachePath, editors, materials, settings: settings.get, log },
    pool: createRenderPool(threads),
    changed(path) {
      const workout = editors.opened(path);
      if (workout) hub.emit('edit.material', { path, tracks: materials.of(workout).material.tracks, takes: [] });
    },
  });
  const sessions = createSessionStudio({
    ...{ library, libraryPath, cachePath, hub, now, log, ffmpeg: theFfmpeg, speak: studio.speak },
    jobs: {
      ...jobs,
      hold(on) {
        jobs.hold(on);
        exportQueue.hold(on);
      },
    },
    cuelistsFolder: () => join(settings.get().exportFolder ?? exportFolder, 'Cuelists'),
    importSounds: (paths, context) => importSounds(paths, importHost(), context),
  });
  const { live } = sessions;
  sessions.setOsc(settings.get());
  const shelf = createWorkoutShelf(library, settings.get, exportFolder, now, editors.opened);
  const recovered = editors.recover().catch((error) => log(`Writing what was not written: ${error}`));
  /** A workout as it is edited now, else as its file says. */
  const workoutNow = async (path: string): Promise<Workout> =>
    editors.opened(path)?.workout ?? (await loadWorkout(path)).workout;
  const exportQueue = createExportQueue({
    ...{ library, hub, threads, now, log, settings: settings.get, exportWorkout: studio.exportWorkout },
    presetsFolder: join(libraryPath, 'export-presets'),
    folderOf: (id) => join(settings.get().exportFolder ?? exportFolder, id),
    load: workoutNow,
    async flush(path) {
      await recovered;
      await editors.flush(path);
    },
    async prepare([{ workout, preset }]) {
      if (preset !== 'default') return async () => undefined;
      const { keep } = await shelf.prepareExport(workout, {});
      return async (files, refused) => {
        await keep({ files, refused });
        hub.emit('workouts.changed', {});
      };
    },
  });
  if (options.holdExports) exportQueue.hold(true);

  let decoders: { analyzer: AssetAnalyzer; pcm: PcmCache } | null = null;
  const openDecoders = (): { analyzer: AssetAnalyzer; pcm: PcmCache } => {
    const setUp = { cacheDir: cachePath, ffmpeg: theFfmpeg() };
    decoders ??= {
      analyzer: createAssetAnalyzer({ ...setUp, threads }),
      pcm: createPcmCache({ ...setUp, threads: 1 }), // what is listened to waits for no import
    };
    return decoders;
  };
  const importHost = (): ImportHost => ({
    ...{ library, threads, clock: () => performance.now(), changed: changed.soon },
    analyzer: openDecoders().analyzer,
  });
  const startImport = (paths: readonly string[]): string =>
    jobs.start('import', 'Import', async (context) => importSounds(paths, importHost(), context));
  const startExport = (path: string, wanted: Parameters<typeof shelf.prepareExport>[1]): string =>
    jobs.start('export', 'Export', (context) => exportAsJob(path, wanted, exportQueue, settings.get(), context));
  const environment = environmentSecrets(process.env);
  const secrets = options.secrets ? secretsWith(options.secrets, environment) : environment;
  const watched = createWatchedFolders((paths) => {
    const known = new Set(library.allPaths().map(({ path }) => path));
    const fresh = paths.filter((path) => isSoundName(path) && !known.has(resolve(path)));
    if (fresh.length > 0) startImport(fresh);
  }, log);
  watched.set(settings.get().watchedFolders);
  await library.backUp();
  const backups = setInterval(
    () =>
      void jobs
        .released()
        .then(() => library.backUp())
        .catch((error) => log(`No backup: ${error}`)),
    BACKUP_INTERVAL,
  );
  backups.unref();
  const looking = lookForFiles(library, changed.soon).catch((error) => log(`Looking for files: ${error}`));
  if (library.waiting().length > 0) {
    jobs.start('import', 'Finishing an import', async (context) => finishImports(importHost(), context));
  }

  const handlers: Handlers = {
    'app.info': async () => ({
      ...{ version: ENGINE_VERSION, host: options.host, platform: process.platform, libraryPath, cachePath },
      freeBytes: await freeBytes(settings.get().exportFolder ?? exportFolder),
    }),
    'app.doctor': async () => ({ findings: [...(await studio.doctor()).findings] }),
    'settings.get': async () => settings.get(),
    async 'settings.set'(change) {
      const next = await settings.set(change);
      watched.set(next.watchedFolders);
      sessions.setOsc(next);
      hub.emit('settings.changed', next);
      hub.emit('workouts.changed', {});
      return next;
    },

    ...createLibraryHandlers({
      library,
      startImport,
      changed: changed.soon,
      historyChanged: (state) => hub.emit('history.changed', state),
    }),

    'workouts.list': async () => ({ workouts: await shelf.list() }),
    async 'workouts.open'({ path }) {
      const opened = await shelf.open(path);
      hub.emit('workouts.changed', {});
      return opened;
    },
    'workouts.music': async ({ path }) => sourceMusic(path, await workoutNow(path), library),
    'workouts.openDemo': async () => ({
      job: jobs.start('demo', 'The demo workout', async (context) => {
        context.report({ detail: 'Making its music' });
        const { workout, music } = await studio.placeDemo(join(libraryPath, 'demo'), context.signal);
        await shelf.open(workout);
        hub.emit('workouts.changed', {});
        await importSounds([music], importHost(), context);
        return 'Ready in Export';
      }),
    }),
    async 'workouts.forget'({ path }) {
      shelf.forget(path);
      hub.emit('workouts.changed', {});
      return {};
    },
    ...createEditHandlers({
      ...{ editors, materials, jobs, makers: studio.makers, pathOf: library.pathOf },
      workoutsFolder: () => join(settings.get().exportFolder ?? exportFolder, 'Workouts'),
      openPcm: (file, callOptions) => openDecoders().pcm.open(file, callOptions),
      shelve(path) {
        library.rememberWorkout(path, now());
        hub.emit('workouts.changed', {});
      },
      async openMaterial(workout) {
        const { material } = await materials.open(workout);
        preview.prepare(workout);
        return material;
      },
      isWorkout: (path) =>
        library.documents.read(path) !== null || library.workouts().some((known) => known.path === path),
    }),
    ...live.handlers,
    'export.start': async ({ path, variants, formats }) => ({
      job: startExport(path, { variants: variants ?? undefined, formats: formats ?? undefined }),
    }),
    ...createExportHandlers(exportQueue, library, now),

    ...createPublishHandlers({ settings: settings.get, jobs, secrets, clock: () => performance.now() }),

    'jobs.list': async () => ({ jobs: jobs.list() }),
    async 'jobs.cancel'({ id }) {
      jobs.cancel(id);
      return {};
    },
    async 'jobs.clear'() {
      jobs.clear();
      return {};
    },
  };

  return {
    service: {
      handlers,
      subscribe: sessions.watch,
      media: (request) => findMediaFile(request, library, cachePath),
      connectMixer: live.connectMixer,
      connectPcm: (port) =>
        servePcm(port, {
          async open(id) {
            const path = library.pathOf(id);
            return { path, pcm: await findSound(cachePath, id) };
          },
          get ffmpeg() {
            return theFfmpeg();
          },
          openPcm: (file, callOptions) => openDecoders().pcm.open(file, callOptions),
          async openSource(key) {
            const sound = await findDecoded(cachePath, key);
            if (sound === null) throw new CueforgeError('file-missing', 'This take is not there any more');
            return sound;
          },
          openMix: preview.open,
          openMusic: preview.openMusic,
          openCue: live.openCue,
          checkMade: (path) => checkMade(path, library.exportQueue),
        }),
    },
    async close() {
      clearInterval(backups);
      changed.stop();
      await looking;
      await sessions.close();
      await watched.close();
      await exportQueue.close();
      await jobs.close();
      await editors.close();
      reshelved.stop();
      await Promise.all([materials.close(), preview.close()]);
      await Promise.all([decoders?.analyzer.close(), decoders?.pcm.close()]);
      await studio.close();
      await library.close();
    },
  };
};
