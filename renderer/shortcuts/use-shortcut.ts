import { useEffect, useRef } from 'react';
import { register, type ShortcutAction } from './registry.ts';
import type { ShortcutId } from './shortcut-table.ts';

/**
 * Does `action` when the shortcut is pressed, chosen in a menu or found in the palette, while this is on the page.
 * `first`: it goes before the frame's own action of that name, as a room's transport before the player's.
 */
export const useShortcut = (id: ShortcutId, action: ShortcutAction, enabled = true, first = false): void => {
  const latest = useRef(action);
  useEffect(() => {
    latest.current = action;
  });
  useEffect(
    () => (enabled ? register(id, (argument) => latest.current(argument), { first }) : undefined),
    [id, enabled, first],
  );
};
