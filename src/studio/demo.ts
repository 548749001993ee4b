import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createWorkerPool, makeFolder, workerEntry } from '../media/index.ts';
import type { DemoMusicJob } from './demo-music-worker.ts';
import type { ExportEvent, ExportRequest, ExportResult } from './export-types.ts';
import { type ExportHost, exportWorkout } from './export-workout.ts';

export interface DemoResult extends ExportResult {
  /** The demo's music, as it was made: a WAV file in the cache. */
  readonly music: string;
}

const resource = (name: string): string => fileURLToPath(new URL(`../../resources/demo/${name}`, import.meta.url));

/** Makes the demo workout's music with our own synthesiser, then exports its variants like any other workout's. */
export const exportDemo = async (
  outDir: string,
  request: Partial<ExportRequest>,
  host: ExportHost & { readonly cacheDir: string },
  signal: AbortSignal,
  onEvent: (event: ExportEvent) => void,
): Promise<DemoResult> => {
  const music = await makeMusic(host.cacheDir, signal);
  const workout = resource('workout.json');
  const result = await exportWorkout({ ...request, workout, music, outDir }, host, signal, onEvent);
  return { ...result, music };
};

/** Renders the demo's track to a WAV file in a worker. Made anew each time: it takes seconds, and is the same bytes. */
const makeMusic = async (cacheDir: string, signal: AbortSignal): Promise<string> => {
  const folder = join(cacheDir, 'demo');
  await makeFolder(folder);
  const music = join(folder, 'demo-music.wav');
  const partial = `${music}.${process.pid}.partial`;
  const entry = workerEntry(import.meta.url, 'demo-music-worker');
  const pool = createWorkerPool<DemoMusicJob, null>({ entry, size: 1 });
  try {
    await pool.run({ track: await readFile(resource('track.json'), 'utf8'), output: partial }, { signal });
    await rename(partial, music);
    return music;
  } finally {
    await pool.close();
    await rm(partial, { force: true });
  }
};
