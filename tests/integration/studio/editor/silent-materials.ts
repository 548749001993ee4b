import type { WorkoutMaterials } from '../../../../src/studio/editor-ports.ts';

/** Knows nothing of any sound: for tests of documents, histories and files. */
export const silentMaterials: WorkoutMaterials = {
  of: ({ path }) => ({
    material: { path, tracks: [], takes: [] },
    facts: new Map(),
    takesOf: () => new Map(),
    measures: new Map(),
    sources: {},
  }),
  settled: async (workout) => silentMaterials.of(workout),
  measureMusic: async () => new Map(),
};
