import { useEffect, useRef } from 'react';
import { register, type ShortcutAction } from './registry.ts';
import type { ShortcutId } from './shortcut-table.ts';

/** Does `action` when the shortcut is pressed, chosen in a menu or found in the palette, while this is on the page. */
export const useShortcut = (id: ShortcutId, action: ShortcutAction, enabled = true): void => {
  const latest = useRef(action);
  useEffect(() => {
    latest.current = action;
  });
  useEffect(() => (enabled ? register(id, (argument) => latest.current(argument)) : undefined), [id, enabled]);
};
