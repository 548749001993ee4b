import type { Shortcut } from './shortcut.ts';

/** The shortcuts of Export; in the sheet and in the queue the arrow keys, Space and Enter act besides. */
export const EXPORT_SHORTCUTS = [
  { id: 'export.start', label: 'Export what is to make', keys: ['Mod+Enter'], context: 'export', group: 'Export' },
  { id: 'export.chosen', label: 'Export what is chosen', keys: ['Enter'], context: 'export', group: 'Export' },
  { id: 'export.selectAll', label: 'Choose all variants', keys: ['Mod+A'], context: 'export', group: 'Export' },
  { id: 'export.publish', label: 'Publish…', keys: ['Mod+Shift+P'], context: 'export', group: 'Export' },
  { id: 'export.pause', label: 'Pause or resume', keys: ['P'], context: 'export', group: 'Export' },
  { id: 'export.retry', label: 'Retry', keys: ['R'], context: 'export', group: 'Export' },
  { id: 'export.cancel', label: 'Cancel', keys: ['Delete', 'Backspace'], context: 'export', group: 'Export' },
  {
    ...{ id: 'export.moveUp', label: 'Earlier in the queue', keys: ['Alt+ArrowUp'] },
    ...{ context: 'export', group: 'Export', repeats: true },
  },
  {
    ...{ id: 'export.moveDown', label: 'Later in the queue', keys: ['Alt+ArrowDown'] },
    ...{ context: 'export', group: 'Export', repeats: true },
  },
  { id: 'export.showFile', label: 'Show the file', keys: ['Mod+Shift+R'], context: 'export', group: 'Export' },
] as const satisfies readonly Shortcut[];
