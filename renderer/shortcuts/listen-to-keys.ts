import { useNavigation } from '../state/navigation.ts';
import { nameOfStroke } from './key-names.ts';
import { canInvoke, invoke, shortcutFor } from './registry.ts';
import type { ShortcutContext } from './shortcut-table.ts';
import { isMac } from './shown-keys.ts';

/** What is typed in. */
export const FIELDS =
  'input:not([type=checkbox],[type=radio],[type=range],[type=button]), textarea, select, [contenteditable]';
const PRESSABLE = 'button, a[href], summary, input, [role=button], [role=menuitem], [role=option], [role=tab]';

/** What the arrow keys move by themselves, where it has the focus. */
const MOVED_BY_ARROWS =
  'input[type=range], input[type=radio], [role=slider], [role=separator], [role=radio], [role=tab], [role=toolbar] *, [role=grid] *';
const MOVES = /^(Shift\+)?(Arrow\w+|Home|End)$/;

/** What lies under a key press: typing wins over everything, a focused button over Space and Enter, a window over all. */
const isTaken = (target: Element, keys: string, inFields: boolean): boolean => {
  if (target.closest('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]:not([data-timeline])'))
    return true;
  if (target.closest(FIELDS)) return !inFields;
  if (MOVES.test(keys) && target.matches(MOVED_BY_ARROWS)) return true;
  // A button that the mouse left behind with the focus does not keep Space: it plays.
  return (keys === 'Space' || keys === 'Enter') && target.matches(`:is(${PRESSABLE}):focus-visible`);
};

/** Listens for shortcuts in a window. The returned function stops it. */
export const listenToKeys = (window: Window): (() => void) => {
  const press = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const keys = nameOfStroke(event, isMac);
    const { room } = useNavigation.getState();
    const context: ShortcutContext = room === 'settings' ? 'everywhere' : room;
    const shortcut = shortcutFor(keys, context);
    if (!shortcut || !canInvoke(shortcut.id) || (event.repeat && !shortcut.repeats)) return;
    const target = event.target instanceof Element ? event.target : null;
    if (shortcut.within !== undefined && !target?.closest(shortcut.within)) return;
    if (target && isTaken(target, keys, shortcut.inFields === true)) return;
    if (invoke(shortcut.id)) event.preventDefault();
  };
  window.addEventListener('keydown', press);
  return () => window.removeEventListener('keydown', press);
};
