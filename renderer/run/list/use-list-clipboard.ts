import { useEffect, useRef } from 'react';
import { FIELDS } from '../../shortcuts/listen-to-keys.ts';
import { shownKeys } from '../../shortcuts/shown-keys.ts';
import { useShortcut } from '../../shortcuts/use-shortcut.ts';
import { announce } from '../announce.tsx';
import { type ClippedCues, CUES_TYPE } from './cue-clipboard.ts';
import { clipped, paste, removeChosen } from './list-commands.ts';

/** What this window copied last: what a menu pastes, which may not look into the system's clipboard. */
let own: ClippedCues | null = null;

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
  if (event.type === 'cut') void removeChosen();
  else announce('Copied');
};

const onPaste = (event: ClipboardEvent): void => {
  if (isElsewhere(event) || !event.clipboardData) return;
  const given = { json: event.clipboardData.getData(CUES_TYPE), text: event.clipboardData.getData('text/plain') };
  if (paste(given)) event.preventDefault();
};

/**
 * Cut, copy and paste of cues, within and between lists, windows and other programs. Keys come as the browser's own
 * clipboard events, since only those may read what another program copied.
 */
export const useListClipboard = (enabled: boolean): void => {
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
  useShortcut('run.copy', () => !isByKey() && document.execCommand('copy'), enabled);
  useShortcut('run.cut', () => !isByKey() && document.execCommand('cut'), enabled);
  useShortcut(
    'run.paste',
    () => {
      if (isByKey()) return false;
      if (own !== null) return paste(own);
      announce(`Press ${shownKeys('run.paste') ?? 'the keys'} to paste what another program copied`);
      return false;
    },
    enabled,
  );
};
