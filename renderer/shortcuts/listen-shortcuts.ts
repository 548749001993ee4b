import type { Shortcut } from './shortcut.ts';

/** The shortcuts of listening in Export. */
export const LISTEN_SHORTCUTS = [
  { id: 'listen.first', label: 'Hear A', keys: ['A'], context: 'export', group: 'Sound' },
  { id: 'listen.second', label: 'Hear B', keys: ['B'], context: 'export', group: 'Sound' },
  { id: 'listen.swap', label: 'Hear the other of A and B', keys: ['X'], context: 'export', group: 'Sound' },
  { id: 'listen.match', label: 'Match the loudness of A and B', keys: ['Shift+M'], context: 'export', group: 'Sound' },
  { id: 'listen.coaching', label: 'Coaching on or off', keys: ['M'], context: 'export', group: 'Sound' },
] as const satisfies readonly Shortcut[];
