import { readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
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

/** The path of a file of the demo's. */
export const demoResource = (name: string): string =>
  fileURLToPath(new URL(`../../resources/demo/${name}`, import.meta.url));

/** Makes the demo workout's music with our own synthesiser, then exports its variants like any other workout's. */
export const exportDemo = async (
  outDir: string,
  request: Partial<ExportRequest>,
  host: ExportHost & { readonly cacheDir: string },
  signal: AbortSignal,
  onEvent: (event: ExportEvent) => void,
): Promise<DemoResult> => {
  const music = await makeMusic(join(host.cacheDir, 'demo'), signal);
  const workout = demoResource('workout.json');
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
    const document = JSON.parse(await readFile(demoResource('workout.json'), 'utf8'));
    await writeFileAtomic(workout, `${JSON.stringify({ ...document, music_url: basename(music) }, null, 2)}\n`);
  }
  return { workout, music };
};

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

/** Renders the demo's track to a WAV file. Made anew each time: it takes seconds, and is the same bytes. */
const makeMusic = async (folder: string, signal: AbortSignal): Promise<string> => {
  const music = join(folder, 'demo-music.wav');
  await renderDemoMusic([{ output: music, stretch: null }], signal);
  return music;
};

/** Renders stretches of the demo's track to WAV files, in a worker, one after the other. Their folder is made if need be. */
export const renderDemoMusic = async (
  pieces: readonly Omit<DemoMusicJob, 'track'>[],
  signal: AbortSignal,
): Promise<void> => {
  const entry = workerEntry(import.meta.url, 'demo-music-worker');
  const pool = createWorkerPool<DemoMusicJob, null>({ entry, size: 1 });
  try {
    const track = await readFile(demoResource('track.json'), 'utf8');
    for (const { output, stretch } of pieces) {
      await makeFolder(dirname(output));
      const partial = `${output}.${process.pid}.partial`;
      try {
        await pool.run({ track, output: partial, stretch }, { signal });
        await rename(partial, output);
      } finally {
        await rm(partial, { force: true });
      }
    }
  } finally {
    await pool.close();
  }
};
