import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import {
  CueforgeError,
  formatProblem,
  type Problem,
  parseCueSheet,
  parseWorkoutFile,
  parseZwo,
  serializeWorkoutFile,
  toFailure,
  type Workout,
  type WorkoutDocument,
} from '../model/index.ts';

/** A workout file is text written by people: beyond this it is something else. Bytes. */
const LARGEST_FILE = 32 * 1024 * 1024;

export interface LoadedWorkout {
  readonly workout: Workout;
  /** The file as JSON, unknown keys and all; of an import, the workout file it amounts to. */
  readonly document: WorkoutDocument;
  readonly warnings: readonly Problem[];
}

/**
 * Reads a workout: JSON, Zwift `.zwo`, or a `.csv` cue sheet. Throws `workout-invalid` with every error of the file in
 * its message and in `details.problems`, or `workout-missing` where it cannot be read.
 */
export const loadWorkout = async (path: string): Promise<LoadedWorkout> =>
  parseWorkoutText(path, await readWorkoutText(path));

/** As `loadWorkout`, of a text that was read from `path`. */
export const parseWorkoutText = (path: string, text: string): LoadedWorkout => {
  const imported = importText(path, text);
  const parsed = parseWorkoutFile(imported.text);
  const problems = [...imported.problems, ...parsed.problems];
  if (!parsed.workout || problems.some(({ severity }) => severity === 'error')) throw invalidWorkout(path, problems);
  return {
    workout: parsed.workout,
    document: parsed.document as WorkoutDocument,
    warnings: problems,
  };
};

/** `workout-invalid`, with a line for each error. */
export const invalidWorkout = (path: string, problems: readonly Problem[]): CueforgeError => {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const lines = errors.map((problem) => `  ${formatProblem(problem)}`);
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`;
  return new CueforgeError('workout-invalid', `${path} has ${count}:\n${lines.join('\n')}`, { path, problems });
};

/** The text of a workout file. Throws `workout-missing`. */
export const readWorkoutText = async (path: string): Promise<string> => {
  try {
    const { size } = await stat(path);
    if (size > LARGEST_FILE) {
      throw new CueforgeError('workout-missing', `${path} has ${size} bytes; a workout file has at most 32 MiB`);
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    const failure = toFailure(error);
    if (failure.code === 'file-missing')
      throw new CueforgeError('workout-missing', `There is no workout file at ${path}`);
    if (error instanceof CueforgeError) throw error;
    throw new CueforgeError('workout-missing', `The workout file ${path} cannot be read: ${failure.message}`);
  }
};

const importText = (path: string, text: string): { text: string; problems: readonly Problem[] } => {
  const kind = extname(path).toLowerCase();
  if (kind !== '.zwo' && kind !== '.csv') return { text, problems: [] };
  const id = basename(path, extname(path))
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, 80);
  const { document, problems } = kind === '.zwo' ? parseZwo(text) : parseCueSheet(text, { id });
  if (document === null) throw invalidWorkout(path, problems);
  return { text: serializeWorkoutFile(document), problems };
};
