import { availableParallelism, homedir } from 'node:os';
import { join } from 'node:path';
import { createPcmCache, type FfmpegBinary, findFfmpeg, type PcmCache } from '../media/index.ts';
import {
  createEncodedStore,
  createRenderPool,
  type EncodedStore,
  type MeasuredSpans,
  type RenderPool,
} from '../render/index.ts';
import { createTakes, embeddedVoice, type Takes } from '../speech/index.ts';
import { type AnalyzedFile, analyzeFile } from './analyze-file.ts';
import { type DemoResult, exportDemo, placeDemo } from './demo.ts';
import { type DoctorReport, examine } from './doctor.ts';
import type { ExportEvent, ExportRequest, ExportResult } from './export-types.ts';
import { exportWorkout } from './export-workout.ts';
import { type RunLine, type RunRequest, type RunResult, runCuelist } from './run-cuelist.ts';
import { type SpeakRequest, type Spoken, speakToFile } from './speak-to-file.ts';

export interface StudioOptions {
  /** Folder of every cache. Default: CUEFORGE_HOME, else the system's cache folder. */
  readonly cachePath?: string;
  /** Path of an ffmpeg to use; null: find one. */
  readonly ffmpegPath?: string | null;
  /** Threads that mix, decode and encode. Default: one per core. */
  readonly threads?: number;
  /** Milliseconds, monotonic. Default: the process's clock. */
  readonly clock?: () => number;
}

/** What every call may be given. */
export interface CallOptions<Event> {
  /** Aborting it cancels the call, which then throws `cancelled` and leaves nothing half-written. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: Event) => void;
}

/** The application: composes the modules. Every call throws CueforgeError with a failure of the closed union. */
export interface Studio {
  exportWorkout(request: ExportRequest, options?: CallOptions<ExportEvent>): Promise<ExportResult>;
  /** Makes the demo's music and exports its variants. */
  exportDemo(outDir: string, request: Partial<ExportRequest>, options?: CallOptions<ExportEvent>): Promise<DemoResult>;
  /** Puts the demo workout and its music into a folder, where they are not there yet. */
  placeDemo(folder: string, signal: AbortSignal): Promise<{ workout: string; music: string }>;
  analyze(file: string, options?: CallOptions<never>): Promise<AnalyzedFile>;
  speak(request: SpeakRequest, options?: CallOptions<never>): Promise<Spoken>;
  /** Plays a cuelist without a window, on a simulated clock. */
  runCuelist(request: RunRequest, options?: CallOptions<RunLine>): Promise<RunResult>;
  doctor(): Promise<DoctorReport>;
  /** Who speaks and who decodes, shared with exports. Throws `ffmpeg-missing`. */
  makers(): Promise<{ readonly takes: Takes; readonly pcm: PcmCache }>;
  /** Ends every thread and process of the studio. */
  close(): Promise<void>;
}

/** Opens the studio. Threads and ffmpeg are started when first needed. */
export const openStudio = async (options: StudioOptions = {}): Promise<Studio> => {
  const cacheDir = options.cachePath ?? defaultCachePath();
  const threads = options.threads ?? availableParallelism();
  const clock = options.clock ?? (() => performance.now());
  const never = new AbortController().signal;
  let parts: Promise<Parts> | null = null;
  const open = (): Promise<Parts> => {
    parts ??= openParts(cacheDir, threads, options.ffmpegPath ?? null);
    return parts;
  };

  return {
    async exportWorkout(request, { signal = never, onEvent = ignore } = {}) {
      return exportWorkout(request, { ...(await open()), clock }, signal, onEvent);
    },
    async exportDemo(outDir, request, { signal = never, onEvent = ignore } = {}) {
      return exportDemo(outDir, request, { ...(await open()), clock, cacheDir }, signal, onEvent);
    },
    placeDemo,
    async analyze(file, { signal = never } = {}) {
      return analyzeFile(file, (await open()).ffmpeg, signal);
    },
    async speak(request, { signal = never } = {}) {
      const { takes, ffmpeg } = await open();
      return speakToFile(request, takes, ffmpeg, signal);
    },
    async runCuelist(request, { signal = never, onEvent = ignore } = {}) {
      return runCuelist(request, (await open()).ffmpeg, signal, onEvent);
    },
    makers: open,
    doctor: () => examine(cacheDir, options.ffmpegPath ?? null),
    async close() {
      const opened = await parts?.catch(() => null);
      if (opened) await Promise.all([opened.pool.close(), opened.takes.close(), opened.pcm.close()]);
    },
  };
};

interface Parts {
  readonly ffmpeg: FfmpegBinary;
  readonly pcm: PcmCache;
  readonly takes: Takes;
  readonly pool: RenderPool;
  readonly encodes: EncodedStore;
  readonly measured: MeasuredSpans;
}

const openParts = async (cacheDir: string, threads: number, ffmpegPath: string | null): Promise<Parts> => {
  const ffmpeg = await findFfmpeg(ffmpegPath);
  return {
    ffmpeg,
    pcm: createPcmCache({ cacheDir, ffmpeg, threads }),
    takes: createTakes({ cacheDir, providers: [embeddedVoice()] }),
    pool: createRenderPool(threads),
    encodes: createEncodedStore(cacheDir),
    measured: new Map(),
  };
};

const ignore = (): void => undefined;

/** CUEFORGE_HOME, else where this system keeps what can be made again. */
export const defaultCachePath = (): string => {
  const { CUEFORGE_HOME, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (CUEFORGE_HOME) return CUEFORGE_HOME;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'Cueforge');
  if (process.platform === 'win32')
    return join(LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Cueforge', 'Cache');
  return join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cueforge');
};
