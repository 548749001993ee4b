import { NOTHING_SELECTED } from '../../../../../renderer/edit/edit-store.ts';
import { makeScene, type Scene, type SceneState } from '../../../../../renderer/edit/timeline/scene.ts';
import type { Material, TakeMaterial, TrackMaterial } from '../../../../../src/contract/index.ts';
import { frames, readWorkoutDocument, type Workout } from '../../../../../src/model/index.ts';

/** A workout out of a document's fields. */
export const workoutOf = (fields: Record<string, unknown>): Workout => {
  const { workout, problems } = readWorkoutDocument({ id: 'w', title: 'W', ...fields } as never);
  if (!workout) throw new Error(JSON.stringify(problems));
  return workout;
};

export const trackOf = (id: string, length: number, rest: Partial<TrackMaterial> = {}): TrackMaterial => ({
  ...{ id, file: `/${id}`, asset: 'a'.repeat(32), state: 'ready', trouble: null, frames: frames(length) },
  ...{ source: id, gain: 0, grid: { bpm: 120, firstBeat: 0, beatsPerBar: 4 }, ...rest },
});

/** A take with silence at both ends: it speaks on [480, length - 960). */
export const takeOf = (cue: string, length: number, rest: Partial<TakeMaterial> = {}): TakeMaterial => ({
  ...{
    cue,
    coach: null,
    take: null,
    state: 'ready',
    trouble: null,
    source: `take ${cue}`,
    frames: frames(length),
    gain: 0,
  },
  speech: [{ start: frames(480), end: frames(length - 960) }],
  ...rest,
});

export const materialOf = (tracks: TrackMaterial[], takes: TakeMaterial[]): Material => ({ path: '/w', tracks, takes });

export const stateOf = (workout: Workout, material: Material | null, rest: Partial<SceneState> = {}): SceneState => ({
  ...{ workout, material, variant: workout.variants[0]?.id ?? 'music', selection: NOTHING_SELECTED, ...rest },
});

export const sceneOf = (
  fields: Record<string, unknown>,
  material: Material | null,
  rest: Partial<SceneState> = {},
): Scene => makeScene(stateOf(workoutOf(fields), material, rest), null);
