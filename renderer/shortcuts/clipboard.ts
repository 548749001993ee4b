import { useEffect, useRef } from 'react';
import { FIELDS } from './listen-to-keys.ts';
import type { ShortcutId } from './shortcut-table.ts';
import { shownKeys } from './shown-keys.ts';
import { useShortcut } from './use-shortcut.ts';

/** What lies on a clipboard. */
export interface Clip {
  /** In the room's own form. */
  readonly json: string;
  /** For every other program: a line per thing. */
  readonly text: string;
}

/** What a room copies and pastes. */
export interface ClipboardOfRoom {
  readonly shortcuts: Readonly<Record<'copy' | 'cut' | 'paste', ShortcutId>>;
  /** The room's own form, as a MIME type. */
  readonly type: string;
  /** What is selected; null: nothing is. */
  clipped(): Clip | null;
  /** Takes away what was cut. */
  remove(): void;
  /** False: there is nothing to paste. */
  paste(given: Clip): boolean;
  /** What is said of what was copied. */
  copied(clip: Clip): string;
  announce(words: string): void;
}

/** Copying and pasting belong to fields, windows over the room, and text that is selected. */
const isElsewhere = (event: Event): boolean => {
  const at = event.target instanceof Element ? event.target : null;
  return at?.closest(`${FIELDS}, [role=dialog]`) != null || document.getSelection()?.isCollapsed === false;
};

/**
 * Cut, copy and paste of a room, within and between documents, windows and other programs. Keys come as the browser's own
 * clipboard events, since only those may read what another program copied. Returns the hook that the room calls.
 */
export const createClipboard = (room: ClipboardOfRoom): ((enabled?: boolean) => void) => {
  /** What this window copied last: what a menu pastes, which may not look into the system's clipboard. */
  let own: Clip | null = null;

  const onCopy = (event: ClipboardEvent): void => {
    const clip = isElsewhere(event) ? null : room.clipped();
    if (clip === null || !event.clipboardData) return;
    own = clip;
    event.clipboardData.setData(room.type, clip.json);
    event.clipboardData.setData('text/plain', clip.text);
    event.preventDefault();
    if (event.type === 'cut') room.remove();
    else room.announce(room.copied(clip));
  };
  const onPaste = (event: ClipboardEvent): void => {
    if (isElsewhere(event) || !event.clipboardData) return;
    const given = { json: event.clipboardData.getData(room.type), text: event.clipboardData.getData('text/plain') };
    if (room.paste(given)) event.preventDefault();
  };

  return function useClipboard(enabled = true) {
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
    const { shortcuts } = room;
    useShortcut(shortcuts.copy, () => !isByKey() && document.execCommand('copy'), enabled);
    useShortcut(shortcuts.cut, () => !isByKey() && document.execCommand('cut'), enabled);
    useShortcut(
      shortcuts.paste,
      () => {
        if (isByKey()) return false;
        if (own !== null) return room.paste(own);
        room.announce(`Press ${shownKeys(shortcuts.paste) ?? 'the keys'} to paste what another program copied`);
        return false;
      },
      enabled,
    );
  };
};
