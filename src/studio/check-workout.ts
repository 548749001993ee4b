import { duckingAt, fadeGain, takeLoudness } from '../audio/index.ts';
import type { OutputOf, TrackMaterial } from '../contract/index.ts';
import {
  CueforgeError,
  decibels,
  type Failure,
  type Lufs,
  type Problem,
  readWorkoutDocument,
  type WorkoutDocument,
} from '../model/index.ts';
import { type Acoustics, preFlight, type StagedSource } from '../plan/index.ts';
import type { EditedWorkout, WorkoutSounds } from './editor-ports.ts';
import { exportableVariants } from './plan-export.ts';

/** What is measured of energies stays: they are the same arrays for as long as the sound is. */
const loudnesses = new WeakMap<ArrayBufferLike, Map<string, Lufs>>();
const loudness = (energies: Float64Array): Lufs => {
  const known = loudnesses.get(energies.buffer) ?? new Map<string, Lufs>();
  loudnesses.set(energies.buffer, known);
  const part = `${energies.byteOffset} ${energies.length}`;
  const found = known.get(part) ?? takeLoudness(energies);
  known.set(part, found);
  return found;
};
const acoustics: Acoustics = { duckingAt, fadeGain, loudness };

/** What reading a document found; a document is a new value with every change. */
const problems = new WeakMap<WorkoutDocument, readonly Problem[]>();
const problemsOf = (document: WorkoutDocument): readonly Problem[] => {
  const found = problems.get(document) ?? readWorkoutDocument(document).problems;
  problems.set(document, found);
  return found;
};

/** The music of a material that is ready, by track id. */
export const stagedTracks = (tracks: readonly TrackMaterial[]): ReadonlyMap<string, StagedSource> =>
  new Map(
    tracks.flatMap(({ id, state, source, frames: length, gain }): [string, StagedSource][] =>
      state === 'ready' && source !== null ? [[id, { source, length, gain: decibels(gain) }]] : [],
    ),
  );

/**
 * How a variant's cues are heard, and everything that is wrong with it, from what is known of its sounds by now. Throws
 * `bad-argument` where there is no such variant.
 */
export const checkWorkout = (
  { revision, document, workout }: EditedWorkout,
  variant: string,
  sounds: WorkoutSounds,
): OutputOf<'edit.check'> => {
  const wanted = exportableVariants(workout).find((each) => each.variant.id === variant);
  if (!wanted) throw new CueforgeError('bad-argument', `The workout has no variant called "${variant}"`, { variant });
  const coach = workout.coaches.find(({ id }) => id === wanted.variant.coach) ?? workout.coaches[0] ?? null;
  const trackTroubles = new Map<string, Failure>();
  for (const { id, state, trouble } of sounds.material.tracks) {
    if (state === 'failed' && trouble) trackTroubles.set(id, trouble);
  }
  const takeTroubles = new Map<string, Failure>();
  for (const { cue, coach: speaker, state, trouble } of sounds.material.takes) {
    if (state === 'failed' && trouble && speaker === (coach?.id ?? null)) takeTroubles.set(cue, trouble);
  }
  const { cues, findings } = preFlight({
    ...{ workout, ...wanted, tracks: stagedTracks(sounds.material.tracks), trackTroubles, takeTroubles, acoustics },
    takes: sounds.takesOf(coach?.id ?? null),
    levels: sounds.measures,
    problems: problemsOf(document),
  });
  return { revision, cues, findings };
};
