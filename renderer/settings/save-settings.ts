import type { InputOf } from '../../src/contract/index.ts';
import { attempt } from '../state/ask.ts';

/** Keeps settings; a refusal becomes a toast, and what is shown stays what the studio has. */
export const saveSettings = async (change: InputOf<'settings.set'>): Promise<void> => {
  await attempt('The setting was not kept', 'settings.set', change);
};
