import { useEffect, useRef } from 'react';
import { FIELDS } from '../../shortcuts/listen-to-keys.ts';
import { shownKeys } from '../../shortcuts/shown-keys.ts';
import { useShortcut } from '../../shortcuts/use-shortcut.ts';
import { announce } from './announcer.tsx';
import { type ClippedCues, CUES_TYPE, clipCues, pasteCues } from './cue-clipboard.ts';
import { removeSelected } from './cue-commands.ts';
import { told } from './hand-step.ts';
import { chosenCues } from './hand-view.ts';
import { perform, viewNow } from './perform.ts';

/** What this window copied last: what a menu pastes, which may not look into the system's clipboard. */
let own: ClippedCues | null = null;

/** The selected cues; null: none are. */
const clipped = (): ClippedCues | null => {
  const view = viewNow();
  const cues = view ? chosenCues(view) : [];
  return view && cues.length > 0 ? clipCues(view, cues) : null;
};

/** Pastes at the playhead. False: there is nothing to paste. */
const paste = (given: ClippedCues): boolean => {
  const view = viewNow();
  if (!view || pasteCues(view, given, view.playhead) === null) return false;
  void perform((now) => pasteCues(now, given, view.playhead), view.playhead);
  return true;
};

/** Copying and pasting belong to fields, windows over the room, and text that is selected. */
const isElsewhere = (event: Event): boolean => {
  const at = event.target instanceof Element ? event.target : null;
  return at?.closest(`${FIELDS}, [role=dialog]`) != null || document.getSelection()?.isCollapsed === false;
};

const onCopy = (event: ClipboardEvent): void => {
  const copied = isElsewhere(event) ? null : clipped();
  if (copied === null || !event.clipboardData) return;
  own = copied;
  event.clipboardData.setData(CUES_TYPE, copied.json);
  event.clipboardData.setData('text/plain', copied.text);
  event.preventDefault();
  if (event.type === 'cut') void perform((view) => removeSelected(view, false));
  else announce(told(JSON.parse(copied.json).cues.length, 'copied'));
};

const onPaste = (event: ClipboardEvent): void => {
  if (isElsewhere(event) || !event.clipboardData) return;
  const given = { json: event.clipboardData.getData(CUES_TYPE), text: event.clipboardData.getData('text/plain') };
  if (paste(given)) event.preventDefault();
};

/**
 * Cut, copy and paste of cues, within and between workouts, windows and other programs. Keys come as the browser's own
 * clipboard events, since only those may read what another program copied.
 */
export const useClipboard = (enabled = true): void => {
  /** The press that is being handled: its clipboard event follows by itself. */
  const pressed = useRef<KeyboardEvent | null>(null);
  useEffect(() => {
    if (!enabled) return;
    const press = (event: KeyboardEvent): void => {
      pressed.current = /^[cxv]$/i.test(event.key) && (event.ctrlKey || event.metaKey) ? event : null;
    };
    window.addEventListener('keydown', press, { capture: true });
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('keydown', press, { capture: true });
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [enabled]);
  const isByKey = (): boolean => (pressed.current?.eventPhase ?? Event.NONE) !== Event.NONE;
  useShortcut('edit.copy', () => !isByKey() && document.execCommand('copy'), enabled);
  useShortcut('edit.cut', () => !isByKey() && document.execCommand('cut'), enabled);
  useShortcut(
    'edit.paste',
    () => {
      if (isByKey()) return false;
      if (own !== null) return paste(own);
      announce(`Press ${shownKeys('edit.paste') ?? 'the keys'} to paste what another program copied`);
      return false;
    },
    enabled,
  );
};
