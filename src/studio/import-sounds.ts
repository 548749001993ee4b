import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Library } from '../library/index.ts';
import { type AssetAnalyzer, contentId, probe, readAssetTags, titleOf } from '../media/index.ts';
import { CueforgeError, ENGINE_RATE, toFailure } from '../model/index.ts';
import type { JobContext } from './jobs.ts';

/** What an import uses of the studio. */
export interface ImportHost {
  readonly library: Library;
  readonly analyzer: AssetAnalyzer;
  /** Files analysed at once, >= 1. */
  readonly threads: number;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  /** The library has something new to show. */
  readonly changed: () => void;
}

/** Endings of files that hold sound; others in a folder are passed over, and named where they were asked for one by one. */
const SOUNDS =
  /\.(wav|wave|w64|aiff?|caf|au|flac|mp3|m4a|m4b|mp4|aac|ogg|oga|opus|mka|mkv|webm|mov|wma|ape|wv|tta|amr|ac3|dts)$/i;
/** Whether a file's name is that of a sound. */
export const isSoundName = (path: string): boolean => SOUNDS.test(path);
/** Music this long is taken for the music of a whole workout, until a person says otherwise. */
const WORKOUT_SECONDS = 15 * 60;
/** Sounds of one folder tree at most: a whole disk dropped by mistake is refused, not read. */
const MOST_FILES = 100_000;

/**
 * Brings files and folders into the library: each file is filed at once, so that it shows, then analysed. What was filed
 * and not analysed when the studio ended is taken up again by `finishImports`.
 */
export const importSounds = async (
  paths: readonly string[],
  host: ImportHost,
  context: JobContext,
): Promise<string> => {
  const files = await soundsBelow(paths, context);
  if (files.length === 0) throw new CueforgeError('media-not-audio', 'There is no sound file in what was given');
  context.report({ label: files.length === 1 ? `Import of ${basename(files[0])}` : `Import of ${files.length} files` });
  const known = { count: 0 };
  const failed = await analyseAll(
    files.map((path) => async (signal) => {
      const filed = await fileSound(path, host.library, signal);
      host.changed();
      if (filed.known) known.count++;
      return filed.known ? null : { id: filed.id, path };
    }),
    host,
    context,
  );
  const words = [`${files.length - failed - known.count} added`];
  if (known.count > 0) words.push(`${known.count} were there`);
  if (failed > 0) words.push(`${failed} not readable`);
  return words.join(', ');
};

/** Analyses what an import left unfinished: the power went, or it was cancelled. */
export const finishImports = async (host: ImportHost, context: JobContext): Promise<string> => {
  const waiting = host.library.waiting();
  const failed = await analyseAll(
    waiting.map((each) => async () => each),
    host,
    context,
  );
  return `${waiting.length - failed} analysed`;
};

/** Every sound file below the given paths, in order, each once. */
const soundsBelow = async (paths: readonly string[], context: JobContext): Promise<string[]> => {
  const found = new Set<string>();
  const walk = async (folder: string): Promise<void> => {
    context.signal.throwIfAborted();
    const entries = await readdir(folder, { withFileTypes: true }).catch((error) => {
      context.problem(`"${folder}" cannot be read: ${toFailure(error).message}`);
      return [];
    });
    for (const entry of entries.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))) {
      if (entry.name.startsWith('.')) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile() && SOUNDS.test(entry.name)) found.add(path);
      if (found.size > MOST_FILES)
        throw new CueforgeError('bad-argument', `More than ${MOST_FILES} files are too many`);
    }
  };
  for (const asked of paths) {
    const path = resolve(asked);
    const kind = await stat(path).catch(() => null);
    if (kind === null) context.problem(`"${path}" does not exist`);
    else if (kind.isDirectory()) await walk(path);
    else if (kind.isFile()) found.add(path);
    else context.problem(`"${path}" is neither a file nor a folder`);
  }
  return [...found];
};

/** Files a sound under its content, with its tags; the analysis follows. `known`: it was there, analysed. */
const fileSound = async (
  path: string,
  library: Library,
  signal: AbortSignal,
): Promise<{ id: string; known: boolean }> => {
  const { size, mtimeMs } = await stat(path);
  const { durationSeconds, codec } = await probe(path);
  if (codec === null && !SOUNDS.test(path))
    throw new CueforgeError('media-not-audio', `"${path}" is not audio`, { path });
  const seconds = durationSeconds ?? 0;
  const { title, ...tags } = await readAssetTags(path, size, seconds);
  const id = await contentId(path, signal);
  const outcome = await library.addFile({
    ...{ id, path, bytes: size, modifiedAt: Math.round(mtimeMs), seconds, origin: 'imported', tags: [] },
    ...tags,
    title: title === '' ? titleOf(path) : title,
    kind: seconds >= WORKOUT_SECONDS ? 'workout' : 'track',
  });
  return { id, known: outcome !== 'added' && library.row(id).analysis === 'done' };
};

/** May be begun anew: it is given up when a show is armed. */
type Step = (signal: AbortSignal) => Promise<{ readonly id: string; readonly path: string } | null>;

/** Runs the steps and analyses what they give, `threads` at a time. Returns how many failed. */
const analyseAll = async (steps: readonly Step[], host: ImportHost, context: JobContext): Promise<number> => {
  const { library, analyzer, clock, threads } = host;
  const began = clock();
  let next = 0;
  let finished = 0;
  let failed = 0;
  let heardFrames = 0;
  const tell = (): void => {
    const elapsed = (clock() - began) / 1000;
    context.report({
      detail: `${finished} of ${steps.length} files`,
      fraction: finished / steps.length,
      rate: elapsed > 0.5 ? heardFrames / ENGINE_RATE / elapsed : null,
      remainingSeconds: finished > 0 ? (elapsed / finished) * (steps.length - finished) : null,
    });
  };

  const takeNext = async (): Promise<void> => {
    while (next < steps.length) {
      context.signal.throwIfAborted();
      const step = steps[next++];
      let filed: { readonly id: string; readonly path: string } | null = null;
      let heard = 0;
      try {
        filed = await context.piece(step);
        if (filed !== null) {
          const onProgress = (frames: number): void => {
            heardFrames += frames - heard;
            heard = frames;
            tell();
          };
          const { path } = filed;
          const analysis = await context.piece((signal) => analyzer.analyze(path, { signal, onProgress }));
          library.setAnalysis(filed.id, analysis);
        }
      } catch (error) {
        context.signal.throwIfAborted();
        failed++;
        const { message } = toFailure(error);
        if (filed !== null) library.setFailed(filed.id, message);
        context.problem(message);
      }
      finished++;
      if (filed !== null) host.changed();
      tell();
    }
  };
  const lanes = Array.from({ length: Math.min(threads, steps.length) }, takeNext);
  await Promise.allSettled(lanes);
  await Promise.all(lanes);
  return failed;
};
