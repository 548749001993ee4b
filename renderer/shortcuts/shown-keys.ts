import { useStudio } from '../state/studio.ts';
import { firstKeys, showKeys } from './key-names.ts';
import { shortcutOf } from './shortcut-table.ts';

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** A shortcut's keys as tooltips and lists show them: `Ctrl K`; null where it has none. */
export const shownKeys = (id: string): string | null => {
  const keys = firstKeys(shortcutOf(id)?.keys ?? [], useStudio.getState().host?.kind ?? 'web');
  return keys === null ? null : showKeys(keys, isMac);
};
