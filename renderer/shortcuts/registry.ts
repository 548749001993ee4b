import { create } from 'zustand';
import { SHORTCUTS, type Shortcut, type ShortcutContext, type ShortcutId, shortcutOf } from './shortcut-table.ts';

/**
 * What a shortcut does. `argument` comes from the host's menu: a path to open. `false`: there was nothing to do, and the
 * key does what it does without shortcuts (Tab leaves the last cue).
 */
export type ShortcutAction = (argument: string | null) => unknown;

interface RegistryState {
  /**
   * What each shortcut does now; the last counts: a room's stand behind those of the frame, in order of registration.
   * One that is not here cannot be done at the moment.
   */
  readonly actions: ReadonlyMap<string, readonly ShortcutAction[]>;
}

export const useRegistry = create<RegistryState>()(() => ({ actions: new Map() }));

/** Actions that a room took over from the frame, whenever the frame registers its own. */
const ofRooms = new WeakSet<ShortcutAction>();

/** Says what a shortcut does, until the returned function is called. `first`: before all that did not say so, also later ones. */
export const register = (id: ShortcutId, action: ShortcutAction, { first = false } = {}): (() => void) => {
  if (first) ofRooms.add(action);
  const change = (edit: (list: readonly ShortcutAction[]) => readonly ShortcutAction[]): void =>
    useRegistry.setState(({ actions }) => {
      const next = new Map(actions);
      const list = edit(next.get(id) ?? []);
      if (list.length > 0) next.set(id, list);
      else next.delete(id);
      return { actions: next };
    });
  change((list) => [...list, action].sort((a, b) => Number(ofRooms.has(a)) - Number(ofRooms.has(b))));
  return () => change((list) => list.filter((other) => other !== action));
};

export const canInvoke = (id: string): boolean => useRegistry.getState().actions.has(id);

/** Does what a shortcut does. False: nothing can do it at the moment. */
export const invoke = (id: string, argument: string | null = null): boolean => {
  const action = useRegistry.getState().actions.get(id)?.at(-1);
  return action !== undefined && action(argument) !== false;
};

/** The shortcuts that these keys mean in a room: its own before those that work everywhere. */
const shortcutsFor = (keys: string, context: ShortcutContext): readonly Shortcut[] =>
  (SHORTCUTS as readonly Shortcut[])
    .filter((shortcut) => shortcut.keys.includes(keys))
    .filter((shortcut) => shortcut.context === context || shortcut.context === 'everywhere')
    .sort((a, b) => Number(b.context === context) - Number(a.context === context));

/** The shortcut that these keys mean in a room: the first that can be done, else the first. */
export const shortcutFor = (keys: string, context: ShortcutContext): Shortcut | undefined => {
  const found = shortcutsFor(keys, context);
  return found.find(({ id }) => canInvoke(id)) ?? found[0];
};

export const labelOf = (id: ShortcutId): string => shortcutOf(id)?.label ?? id;
