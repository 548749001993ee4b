import type { WorkoutMaterials, WorkoutSounds } from './editor-ports.ts';

/** Knows nothing of any sound: tracks take no room, beats are not known. */
export const unknownMaterials: WorkoutMaterials = {
  of: ({ path }): WorkoutSounds => ({
    material: { path, tracks: [], takes: [] },
    facts: new Map(),
    takesOf: () => new Map(),
    measures: new Map(),
    sources: {},
  }),
  async settled(workout) {
    return unknownMaterials.of(workout);
  },
  async measureMusic() {
    return new Map();
  },
};
