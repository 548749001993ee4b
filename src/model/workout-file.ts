import { parseJsonText } from './json-text.ts';
import { error, formatPath, type Problem, warning } from './problem.ts';
import { type Frames, toFrames, toSeconds } from './units.ts';
import type { Workout } from './workout.ts';
import { readWorkoutDocument } from './workout-document.ts';

/** What a workout file says. */
export interface ParsedWorkoutFile {
  /** Null where there are errors. */
  readonly workout: Workout | null;
  /** The JSON as parsed, unknown keys and all: what `serializeWorkoutFile` writes back. Null where it is not JSON, or nested beyond reason. */
  readonly document: unknown;
  /** Every error and warning of the file. */
  readonly problems: Problem[];
}

/** The text of a workout file (JSON, a byte order mark is fine) as a workout. Never throws; finds all errors at once. */
export const parseWorkoutFile = (text: string): ParsedWorkoutFile => {
  const { value, problem } = parseJsonText(text);
  if (problem !== null) return { workout: null, document: null, problems: [problem] };
  return { document: value, ...readWorkoutDocument(value) };
};

/** More than this between the workout's and the music's length is worth a word. Seconds. */
const LENGTH_TOLERANCE = 1;

/** What only the music's length can tell. `music`: its length in frames. Paths are those of the workout's file. */
export const checkAgainstMusic = (workout: Workout, music: Frames): Problem[] => {
  const problems: Problem[] = [];
  workout.cues.forEach(({ at }, index) => {
    if (at >= music)
      problems.push(
        error(
          formatPath(['cues', index, 'time_ms']),
          `expected a time before the end of the music at ${milliseconds(music)} ms, got ${milliseconds(at)}`,
        ),
      );
  });
  if (workout.duration !== null && Math.abs(workout.duration - toSeconds(music)) > LENGTH_TOLERANCE)
    problems.push(
      warning(
        'duration_seconds',
        `expected the length of the music, ${milliseconds(music) / 1000} s, got ${milliseconds(toFrames(workout.duration)) / 1000} s`,
      ),
    );
  return problems;
};

const milliseconds = (f: Frames): number => Math.round(toSeconds(f) * 1000);

/** A workout document as the text of a file: JSON indented by two spaces, a newline at the end. */
export const serializeWorkoutFile = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`;
