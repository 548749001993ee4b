import type { Handlers } from '../contract/index.ts';
import { checkWorkout } from './check-workout.ts';
import type { WorkoutMaterials } from './editor-ports.ts';
import type { Jobs } from './jobs.ts';
import { castOf, type RecastHost, recast } from './recast.ts';
import { suggestForWorkout } from './suggest-segments.ts';

/** What answers the commands that say and suggest something of a workout. */
export interface CheckParts extends RecastHost {
  readonly materials: WorkoutMaterials;
  readonly jobs: Pick<Jobs, 'start'>;
}

export const createCheckHandlers = (
  parts: CheckParts,
): Pick<Handlers, 'edit.check' | 'edit.suggestSegments' | 'edit.recast'> => {
  const { editors, materials, jobs } = parts;
  return {
    async 'edit.check'({ path, variant }) {
      const edited = await editors.get(path);
      return checkWorkout(edited, variant, materials.of(edited));
    },
    'edit.suggestSegments': async ({ path }, signal) => suggestForWorkout(await editors.get(path), materials, signal),
    async 'edit.recast'(wanted) {
      castOf(await editors.get(wanted.path), wanted);
      return { job: jobs.start('recast', 'Another voice', (context) => recast(wanted, parts, context)) };
    },
  };
};
