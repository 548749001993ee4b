import type { Shortcut } from './shortcut.ts';

/**
 * The shortcuts of Run: `Show` is what an operator does, armed or not; `Cue list` works in Edit mode only. What they do is
 * registered where it can be done.
 */
export const RUN_SHORTCUTS = [
  // Registered while the list is armed; until then Space plays what is auditioned.
  { id: 'run.go', label: 'GO', keys: ['Space'], context: 'run', group: 'Show', insteadOf: 'play.toggle' },
  { id: 'run.panic', label: 'Panic', keys: ['Escape'], context: 'run', group: 'Show' },
  { id: 'run.pause', label: 'Pause or go on', keys: ['P'], context: 'run', group: 'Show' },
  { id: 'run.fadeAll', label: 'Fade all', keys: ['F'], context: 'run', group: 'Show' },
  { id: 'run.stopAll', label: 'Stop all', keys: ['S'], context: 'run', group: 'Show' },
  { id: 'run.devamp', label: 'Let the vamp go on', keys: ['D'], context: 'run', group: 'Show' },
  { id: 'run.back', label: 'Back a cue', keys: ['B'], context: 'run', group: 'Show' },
  {
    id: 'run.previous',
    label: 'Next is the cue before',
    keys: ['[', 'Alt+ArrowUp'],
    context: 'run',
    group: 'Show',
    repeats: true,
  },
  {
    id: 'run.next',
    label: 'Next is the cue after',
    keys: [']', 'Alt+ArrowDown'],
    context: 'run',
    group: 'Show',
    repeats: true,
  },
  { id: 'run.arm', label: 'Arm, or back to Edit mode', keys: ['Mod+Shift+A'], context: 'run', group: 'Show' },
  { id: 'run.audition', label: 'Audition the cue', keys: ['V'], context: 'run', group: 'Show' },

  { id: 'run.new', label: 'New cuelist…', keys: [], context: 'run', group: 'Cue list' },
  { id: 'run.open', label: 'Open cuelist…', keys: ['Mod+Shift+O'], context: 'run', group: 'Cue list' },
  { id: 'run.openDemo', label: 'Try the demo session', keys: [], context: 'run', group: 'Cue list' },
  { id: 'run.close', label: 'Close the cuelist', keys: ['Mod+Shift+W'], context: 'run', group: 'Cue list' },
  { id: 'run.addSound', label: 'Add sounds…', keys: ['N'], context: 'run', group: 'Cue list' },
  { id: 'run.addGroup', label: 'Add a group', keys: ['Shift+N'], context: 'run', group: 'Cue list' },
  { id: 'run.addFade', label: 'Add a fade', keys: [], context: 'run', group: 'Cue list' },
  { id: 'run.addStop', label: 'Add a stop', keys: [], context: 'run', group: 'Cue list' },
  { id: 'run.addPause', label: 'Add a pause', keys: [], context: 'run', group: 'Cue list' },
  { id: 'run.addJump', label: 'Add a jump', keys: [], context: 'run', group: 'Cue list' },
  { id: 'run.addMemo', label: 'Add a memo', keys: ['M'], context: 'run', group: 'Cue list' },
  { id: 'run.addPlaceholder', label: 'Add a placeholder', keys: [], context: 'run', group: 'Cue list' },
  { id: 'run.rename', label: 'Rename', keys: ['F2'], context: 'run', group: 'Cue list' },
  { id: 'run.cut', label: 'Cut', keys: ['Mod+X'], context: 'run', group: 'Cue list' },
  { id: 'run.copy', label: 'Copy', keys: ['Mod+C'], context: 'run', group: 'Cue list' },
  { id: 'run.paste', label: 'Paste', keys: ['Mod+V'], context: 'run', group: 'Cue list' },
  { id: 'run.duplicate', label: 'Duplicate', keys: ['Mod+D'], context: 'run', group: 'Cue list' },
  { id: 'run.group', label: 'Group', keys: ['Mod+G'], context: 'run', group: 'Cue list' },
  { id: 'run.ungroup', label: 'Ungroup', keys: ['Mod+Shift+G'], context: 'run', group: 'Cue list' },
  { id: 'run.moveUp', label: 'Move up', keys: ['Mod+Alt+ArrowUp'], context: 'run', group: 'Cue list' },
  { id: 'run.moveDown', label: 'Move down', keys: ['Mod+Alt+ArrowDown'], context: 'run', group: 'Cue list' },
  { id: 'run.selectAll', label: 'Select all cues', keys: ['Mod+A'], context: 'run', group: 'Cue list' },
  { id: 'run.delete', label: 'Delete', keys: ['Delete', 'Backspace'], context: 'run', group: 'Cue list' },
] as const satisfies readonly Shortcut[];
