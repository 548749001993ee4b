import { createClipboard } from '../../shortcuts/clipboard.ts';
import { announce } from '../announce.tsx';
import { CUES_TYPE } from './cue-clipboard.ts';
import { clipped, paste, removeChosen } from './list-commands.ts';

/** Cut, copy and paste of cues, within and between lists. */
export const useListClipboard = createClipboard({
  shortcuts: { copy: 'run.copy', cut: 'run.cut', paste: 'run.paste' },
  type: CUES_TYPE,
  clipped,
  remove: () => void removeChosen(),
  paste,
  copied: () => 'Copied',
  announce,
});
