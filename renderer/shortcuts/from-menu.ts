import { FIELDS } from './listen-to-keys.ts';
import { invoke } from './registry.ts';

/** What a field does itself while it has the focus. */
const OF_FIELDS: Readonly<Record<string, string>> = { 'edit.undo': 'undo', 'edit.redo': 'redo' };

/** Does what the host's menu chose. Undo and redo belong to the field that is typed in, as their keys do. */
export const invokeFromMenu = (action: string, argument: string | null): void => {
  const own = OF_FIELDS[action];
  if (own !== undefined && document.activeElement?.matches(FIELDS)) document.execCommand(own);
  else invoke(action, argument);
};
