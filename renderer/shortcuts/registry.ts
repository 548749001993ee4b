import { create } from 'zustand';
import { SHORTCUTS, type Shortcut, type ShortcutContext, type ShortcutId, shortcutOf } from './shortcut-table.ts';

/** What a shortcut does. `argument` comes from the host's menu: a path to open. */
export type ShortcutAction = (argument: string | null) => void;

interface RegistryState {
  /** What each shortcut does now; the last registered counts. One that is not here cannot be done at the moment. */
  readonly actions: ReadonlyMap<string, readonly ShortcutAction[]>;
}

export const useRegistry = create<RegistryState>()(() => ({ actions: new Map() }));

/** Says what a shortcut does, until the returned function is called. */
export const register = (id: ShortcutId, action: ShortcutAction): (() => void) => {
  const change = (edit: (list: readonly ShortcutAction[]) => readonly ShortcutAction[]): void =>
    useRegistry.setState(({ actions }) => {
      const next = new Map(actions);
      const list = edit(next.get(id) ?? []);
      if (list.length > 0) next.set(id, list);
      else next.delete(id);
      return { actions: next };
    });
  change((list) => [...list, action]);
  return () => change((list) => list.filter((other) => other !== action));
};

export const canInvoke = (id: string): boolean => useRegistry.getState().actions.has(id);

/** Does what a shortcut does. False: nothing can do it at the moment. */
export const invoke = (id: string, argument: string | null = null): boolean => {
  const action = useRegistry.getState().actions.get(id)?.at(-1);
  action?.(argument);
  return action !== undefined;
};

/** The shortcut that these keys mean in a room: its own before those that work everywhere. */
export const shortcutFor = (keys: string, context: ShortcutContext): Shortcut | undefined =>
  (SHORTCUTS as readonly Shortcut[])
    .filter((shortcut) => shortcut.keys.includes(keys))
    .sort((a, b) => Number(b.context === context) - Number(a.context === context))
    .find((shortcut) => shortcut.context === context || shortcut.context === 'everywhere');

export const labelOf = (id: ShortcutId): string => shortcutOf(id)?.label ?? id;
