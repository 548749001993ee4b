import { fadeGain } from '../audio/index.ts';
import type { OutputOf } from '../contract/index.ts';
import { CueforgeError, layoutLength } from '../model/index.ts';
import { bedLevels, layOutSources, planBeds, suggestSegments } from '../plan/index.ts';
import { stagedTracks } from './check-workout.ts';
import type { EditedWorkout, WorkoutMaterials } from './editor-ports.ts';

/** Segments that a workout's music suggests; waits for the music, not for the voices. Throws `music-missing`. */
export const suggestForWorkout = async (
  edited: EditedWorkout,
  materials: Pick<WorkoutMaterials, 'of' | 'measureMusic'>,
  signal: AbortSignal,
): Promise<OutputOf<'edit.suggestSegments'>> => {
  const { workout } = edited;
  if (workout.tracks.length === 0) {
    throw new CueforgeError('music-missing', 'The workout has no music yet: add a track first');
  }
  await Promise.all(workout.tracks.map(({ file }) => materials.measureMusic(edited, file, signal)));
  const { material, measures, facts } = materials.of(edited);
  const tracks = stagedTracks(material.tracks);
  const lost = workout.tracks.find(({ id }) => !tracks.has(id));
  if (lost) {
    const trouble = material.tracks.find(({ id }) => id === lost.id)?.trouble;
    throw new CueforgeError('music-missing', `Track ${lost.id}: ${trouble?.message ?? 'it is not there'}`);
  }
  const length = layoutLength(layOutSources(workout, tracks));
  const bed = bedLevels(planBeds(workout, tracks), length, measures, { fadeGain });
  return { segments: bed === null ? [] : suggestSegments(workout, facts, bed, length) };
};
