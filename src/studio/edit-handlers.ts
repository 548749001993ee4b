import type { Handlers } from '../contract/index.ts';
import { CueforgeError } from '../model/index.ts';
import type { WorkoutMaterials } from './editor-ports.ts';
import type { OpenWorkoutEditors } from './workout-editors.ts';

type EditCommand = Extract<keyof Handlers, `edit.${string}`>;

/** What answers the editor's commands. */
export interface EditParts {
  readonly editors: OpenWorkoutEditors;
  readonly materials: WorkoutMaterials;
}

const refuse = async (): Promise<never> => {
  throw new CueforgeError('internal', 'The editor does not answer this yet');
};

/** The editor's commands. */
export const createEditHandlers = ({ editors, materials }: EditParts): Pick<Handlers, EditCommand> => ({
  'edit.open': ({ path }) => editors.open(path),
  'edit.apply': ({ path, edits, merge, label }, signal) => editors.apply(path, edits, { merge, label }, signal),
  'edit.undo': ({ path }) => editors.undo(path),
  'edit.redo': ({ path }) => editors.redo(path),
  'edit.history': ({ path }) => editors.history(path),
  'edit.create': refuse,
  'edit.addTake': refuse,
  'edit.exportAs': refuse,

  // What a workout sounds with.
  'edit.material': async ({ path }) => materials.of(await editors.get(path)).material,

  // What is said of it and suggested for it.
  'edit.check': refuse,
  'edit.suggestSegments': refuse,
  'edit.recast': refuse,
});
