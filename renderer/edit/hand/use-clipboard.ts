import { type Clip, createClipboard } from '../../shortcuts/clipboard.ts';
import { announce } from './announcer.tsx';
import { CUES_TYPE, clipCues, pasteCues } from './cue-clipboard.ts';
import { removeSelected } from './cue-commands.ts';
import { told } from './hand-step.ts';
import { chosenCues } from './hand-view.ts';
import { perform, viewNow } from './perform.ts';

/** The selected cues; null: none are. */
const clipped = (): Clip | null => {
  const view = viewNow();
  const cues = view ? chosenCues(view) : [];
  return view && cues.length > 0 ? clipCues(view, cues) : null;
};

/** Pastes at the playhead. False: there is nothing to paste. */
const paste = (given: Clip): boolean => {
  const view = viewNow();
  if (!view || pasteCues(view, given, view.playhead) === null) return false;
  void perform((now) => pasteCues(now, given, view.playhead), view.playhead);
  return true;
};

/** Cut, copy and paste of cues, within and between workouts. */
export const useClipboard = createClipboard({
  shortcuts: { copy: 'edit.copy', cut: 'edit.cut', paste: 'edit.paste' },
  type: CUES_TYPE,
  clipped,
  remove: () => void perform((view) => removeSelected(view, false)),
  paste,
  copied: ({ json }) => told(JSON.parse(json).cues.length, 'copied'),
  announce,
});
