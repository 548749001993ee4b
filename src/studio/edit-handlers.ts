import type { Handlers } from '../contract/index.ts';
import { CueforgeError } from '../model/index.ts';

type EditCommand = Extract<keyof Handlers, `edit.${string}`>;

const refuse = async (): Promise<never> => {
  throw new CueforgeError('internal', 'The editor does not answer this yet');
};

/** The editor's commands. */
export const createEditHandlers = (): Pick<Handlers, EditCommand> => ({
  'edit.open': refuse,
  'edit.create': refuse,
  'edit.apply': refuse,
  'edit.undo': refuse,
  'edit.redo': refuse,
  'edit.history': refuse,
  'edit.material': refuse,
  'edit.check': refuse,
  'edit.suggestSegments': refuse,
  'edit.addTake': refuse,
  'edit.recast': refuse,
  'edit.exportAs': refuse,
});
