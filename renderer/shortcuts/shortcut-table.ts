import { EDIT_SHORTCUTS } from './edit-shortcuts.ts';
import { EXPORT_SHORTCUTS } from './export-shortcuts.ts';
import { LISTEN_SHORTCUTS } from './listen-shortcuts.ts';
import { RUN_SHORTCUTS } from './run-shortcuts.ts';
import type { Shortcut } from './shortcut.ts';

export type { Shortcut, ShortcutContext, ShortcutGroup } from './shortcut.ts';

/** Every shortcut. What it does is registered where it can be done (`useShortcut`). */
export const SHORTCUTS = [
  { id: 'go.library', label: 'Library', keys: ['Mod+1', '1'], context: 'everywhere', group: 'Go to' },
  { id: 'go.edit', label: 'Edit', keys: ['Mod+2', '2'], context: 'everywhere', group: 'Go to' },
  { id: 'go.run', label: 'Run', keys: ['Mod+3', '3'], context: 'everywhere', group: 'Go to' },
  { id: 'go.export', label: 'Export', keys: ['Mod+4', '4'], context: 'everywhere', group: 'Go to' },
  { id: 'go.jobs', label: 'Jobs', keys: ['Mod+J'], context: 'everywhere', group: 'Go to', inFields: true },
  { id: 'go.settings', label: 'Settings', keys: ['Mod+,'], context: 'everywhere', group: 'Go to', inFields: true },

  { id: 'play.toggle', label: 'Play or pause', keys: ['Space'], context: 'everywhere', group: 'Sound' },
  { id: 'play.stop', label: 'Stop', keys: ['Mod+.'], context: 'everywhere', group: 'Sound' },
  { id: 'play.start', label: 'Back to the start', keys: ['Home'], context: 'everywhere', group: 'Sound' },
  { id: 'play.back', label: 'Back 5 seconds', keys: ['J'], context: 'everywhere', group: 'Sound' },
  { id: 'play.forward', label: 'Forward 5 seconds', keys: ['L'], context: 'everywhere', group: 'Sound' },
  { id: 'play.loop', label: 'Loop', keys: ['Shift+L'], context: 'everywhere', group: 'Sound' },
  { id: 'play.louder', label: 'Louder', keys: ['Mod+ArrowUp'], context: 'everywhere', group: 'Sound' },
  { id: 'play.quieter', label: 'Quieter', keys: ['Mod+ArrowDown'], context: 'everywhere', group: 'Sound' },

  { id: 'edit.undo', label: 'Undo', keys: ['Mod+Z'], context: 'everywhere', group: 'Edit' },
  { id: 'edit.redo', label: 'Redo', keys: ['Mod+Shift+Z', 'Mod+Y'], context: 'everywhere', group: 'Edit' },
  ...EDIT_SHORTCUTS,
  ...RUN_SHORTCUTS,
  ...LISTEN_SHORTCUTS,

  { id: 'file.import', label: 'Import sounds…', keys: ['Mod+I'], context: 'everywhere', group: 'Library' },
  {
    id: 'file.importFolder',
    label: 'Import a folder…',
    keys: ['Mod+Shift+I'],
    context: 'everywhere',
    group: 'Library',
  },
  { id: 'library.search', label: 'Search', keys: ['/', 'Mod+F'], context: 'library', group: 'Library' },
  { id: 'library.selectAll', label: 'Select all', keys: ['Mod+A'], context: 'library', group: 'Library' },
  { id: 'library.rename', label: 'Rename', keys: ['F2'], context: 'library', group: 'Library' },
  {
    id: 'library.remove',
    label: 'Remove from library',
    keys: ['Delete', 'Backspace'],
    context: 'library',
    group: 'Library',
  },
  { id: 'library.relink', label: 'Find missing files…', keys: [], context: 'library', group: 'Library' },

  { id: 'file.new', label: 'New workout…', keys: ['Mod+N'], context: 'everywhere', group: 'Edit' },
  { id: 'file.open', label: 'Open workout…', keys: ['Mod+O'], context: 'everywhere', group: 'Edit' },
  { id: 'file.openDemo', label: 'Open the demo', keys: [], context: 'everywhere', group: 'Edit' },
  ...EXPORT_SHORTCUTS,

  { id: 'palette.open', label: 'Find anything', keys: ['Mod+K'], context: 'everywhere', group: 'Help', inFields: true },
  { id: 'help.open', label: 'Shortcuts', keys: ['?'], context: 'everywhere', group: 'Help' },
] as const satisfies readonly Shortcut[];

export type ShortcutId = (typeof SHORTCUTS)[number]['id'];

const byId: ReadonlyMap<string, Shortcut> = new Map(SHORTCUTS.map((shortcut) => [shortcut.id, shortcut]));
export const shortcutOf = (id: string): Shortcut | undefined => byId.get(id);
