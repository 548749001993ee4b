import type { CuelistSummary, WorkoutSummary } from '../../src/contract/index.ts';
import type { Shortcut } from '../shortcuts/shortcut-table.ts';

/** One thing the palette can do. `text` is what is searched. */
export interface PaletteItem {
  readonly id: string;
  readonly label: string;
  /** Where it belongs, shown dim: `Library`, `45:00 · 62 cues`. */
  readonly hint: string;
  readonly text: string;
  readonly kind: 'command' | 'workout' | 'cuelist';
  /** Id of the shortcut, or path of the workout or the cuelist. */
  readonly target: string;
}

/** Never found in the palette: itself, and keys that mean something only where the focus is. */
const HIDDEN = new Set(['palette.open', 'edit.cue.tab', 'edit.cue.tabBack']);

/** Everything that can be done now: shortcuts that something answers, the workouts and the cuelists. */
export const paletteItems = (
  shortcuts: readonly Shortcut[],
  canInvoke: (id: string) => boolean,
  workouts: readonly WorkoutSummary[],
  cuelists: readonly CuelistSummary[] = [],
): readonly PaletteItem[] => [
  ...shortcuts
    .filter(({ id }) => canInvoke(id) && !HIDDEN.has(id))
    .map(({ id, label, group }): PaletteItem => {
      const said = group === 'Go to' ? `Go to ${label}` : label;
      return {
        id,
        label: said,
        hint: group === 'Go to' ? '' : group,
        text: `${said} ${group}`,
        kind: 'command',
        target: id,
      };
    }),
  ...workouts.map(
    ({ path, title, coaches }): PaletteItem => ({
      id: path,
      label: title,
      hint: 'Workout',
      text: `${title} workout ${coaches.join(' ')}`,
      kind: 'workout',
      target: path,
    }),
  ),
  ...cuelists.map(
    ({ path, name }): PaletteItem => ({
      ...{ id: path, label: name, hint: 'Cuelist', text: `${name} cuelist session` },
      ...{ kind: 'cuelist', target: path },
    }),
  ),
];
