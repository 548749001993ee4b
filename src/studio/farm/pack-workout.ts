import { createHash } from 'node:crypto';
import { basename, extname, isAbsolute, relative, resolve, sep } from 'node:path';
import { CueforgeError, serializeWorkoutFile, type Workout, type WorkoutDocument } from '../../model/index.ts';
import { hashOfFile } from '../../render/index.ts';
import { findMedia } from '../find-media.ts';
import { parseWorkoutText, readWorkoutText } from '../load-workout.ts';
import type { PlacedFile } from './farm-order.ts';

/** A file that an order names, and where its content is. */
export interface PackedFile extends PlacedFile {
  /** Path on this machine, or the content itself. */
  readonly source: string | Uint8Array;
}

/** A workout with everything it is made from. */
export interface PackedWorkout {
  readonly workout: Workout;
  readonly file: PackedFile;
  readonly media: readonly PackedFile[];
}

/**
 * Gathers a workout's file and everything it names. What is named by its whole path is renamed: it has no such place on
 * another machine. Throws what is wrong with the workout, and `file-missing` that names what is not there.
 */
export const packWorkout = async (path: string, signal: AbortSignal): Promise<PackedWorkout> => {
  const text = await readWorkoutText(path);
  const { workout, document } = parseWorkoutText(path, text);
  const found = await Promise.all(
    [...namedBy(workout)].map(async (written) => ({ written, file: await findMedia(path, written) })),
  );
  const media: PackedFile[] = [];
  const gone: string[] = [];
  const renamed = new Map<string, string>();
  for (const { written, file } of found) {
    const hashed = file === null ? null : await hashOfFile(file, signal).catch(gonePast(signal));
    if (file === null || hashed === null) {
      gone.push(written);
      continue;
    }
    const at = isAbsolute(written) ? `media/${hashed.sha256}${extname(file)}` : relative(resolve(path, '..'), file);
    if (isAbsolute(written)) renamed.set(written, at);
    media.push({ at: at.split(sep).join('/'), ...hashed, source: file });
  }
  if (gone.length > 0) {
    const names = gone.length > 3 ? `${gone.slice(0, 3).join(', ')} and ${gone.length - 3} more` : gone.join(', ');
    throw new CueforgeError('file-missing', `${path} is not queued: what it names is not there: ${names}`, { gone });
  }
  return { workout, media, file: workoutFile(path, text, document, renamed) };
};

const gonePast =
  (signal: AbortSignal) =>
  (error: unknown): null => {
    if (signal.aborted) throw new CueforgeError('cancelled', 'Cancelled; what was queued stays queued');
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  };

/** Every sound that a workout's file names, as it is written there. */
const namedBy = ({ tracks, cues, coachingTrack }: Workout): ReadonlySet<string> =>
  new Set(
    [
      ...tracks.map(({ file }) => file),
      ...cues.flatMap(({ audio, takes }) => [audio, ...takes.filter(({ chosen }) => chosen).map(({ file }) => file)]),
      coachingTrack,
    ].filter((written) => written !== null),
  );

/** The file itself, to the byte; or the workout it amounts to, where something in it has another name now. */
const workoutFile = (
  path: string,
  text: string,
  document: WorkoutDocument,
  renamed: ReadonlyMap<string, string>,
): PackedFile => {
  const named = (_: string, value: unknown): unknown =>
    typeof value === 'string' ? (renamed.get(value) ?? value) : value;
  const moved = renamed.size > 0;
  const content = Buffer.from(
    moved ? serializeWorkoutFile(JSON.parse(JSON.stringify(document), named) as WorkoutDocument) : text,
  );
  const name = basename(path);
  return {
    at: moved ? `${name.slice(0, name.length - extname(name).length)}.json` : name,
    ...{ sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length, source: content },
  };
};
