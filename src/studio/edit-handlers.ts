import type { Handlers, Material } from '../contract/index.ts';
import type { PcmAsset } from '../media/index.ts';
import { addTake } from './add-take.ts';
import { type CheckParts, createCheckHandlers } from './check-handlers.ts';
import { createWorkout } from './create-workout.ts';
import type { EditedWorkout, WorkoutMaterials } from './editor-ports.ts';
import { exportAs } from './export-as.ts';
import type { OpenWorkoutEditors } from './workout-editors.ts';

type EditCommand = Extract<keyof Handlers, `edit.${string}`>;

/** What answers the editor's commands. */
export interface EditParts extends CheckParts {
  readonly editors: OpenWorkoutEditors;
  readonly materials: WorkoutMaterials;
  /** What a workout sounds with, for a window that opens it: it will be heard soon. */
  openMaterial(workout: EditedWorkout): Promise<Material>;
  /** Where new workouts go. */
  workoutsFolder(): string;
  /** Where a sound of the library is. Throws `asset-missing`. */
  pathOf(asset: string): string;
  /** Decodes a sound file. Throws what is wrong with it. */
  openPcm(file: string, options: { signal: AbortSignal }): Promise<PcmAsset>;
  /** Puts a workout on the shelf. */
  shelve(path: string): void;
  /** Whether a file is a workout that somebody works on. */
  isWorkout(path: string): boolean;
}

/** The editor's commands. */
export const createEditHandlers = (parts: EditParts): Pick<Handlers, EditCommand> => {
  const { editors, materials, openMaterial, workoutsFolder, pathOf, openPcm, shelve, isWorkout } = parts;
  return {
    'edit.open': ({ path }) => editors.open(path),
    'edit.apply': ({ path, edits, merge, label }, signal) => editors.apply(path, edits, { merge, label }, signal),
    'edit.undo': ({ path }) => editors.undo(path),
    'edit.redo': ({ path }) => editors.redo(path),
    'edit.history': ({ path }) => editors.history(path),
    async 'edit.create'(wanted) {
      const path = await createWorkout(wanted, workoutsFolder(), pathOf);
      shelve(path);
      return { path };
    },
    'edit.addTake': (take, signal) => addTake(take, editors, openPcm, signal),
    'edit.exportAs': async ({ path, ...wanted }, signal) =>
      exportAs(await editors.get(path), wanted, materials, isWorkout, signal),

    // What a workout sounds with.
    'edit.material': async ({ path }) => openMaterial(await editors.get(path)),

    ...createCheckHandlers(parts),
  };
};
