import { readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import writeFileAtomic from 'write-file-atomic';
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
  const music = await makeMusic(join(host.cacheDir, 'demo'), signal);
  const workout = resource('workout.json');
  const result = await exportWorkout({ ...request, workout, music, outDir }, host, signal, onEvent);
  return { ...result, music };
};

/**
 * Puts the demo into a folder as any other workout: its file, and its music beside it. What is there stays as it is, so
 * that a coach may try things on it. Returns the path of the workout file.
 */
export const placeDemo = async (folder: string, signal: AbortSignal): Promise<{ workout: string; music: string }> => {
  const workout = join(folder, 'demo-workout.json');
  const music = join(folder, 'demo-music.wav');
  await makeFolder(folder);
  if (!(await isThere(music))) await makeMusic(folder, signal);
  if (!(await isThere(workout))) {
    const document = JSON.parse(await readFile(resource('workout.json'), 'utf8'));
    await writeFileAtomic(workout, `${JSON.stringify({ ...document, music_url: basename(music) }, null, 2)}\n`);
  }
  return { workout, music };
};

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

/** Renders the demo's track to a WAV file in a worker. Made anew each time: it takes seconds, and is the same bytes. */
const makeMusic = async (folder: string, signal: AbortSignal): Promise<string> => {
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
