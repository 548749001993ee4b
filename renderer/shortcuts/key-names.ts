/** The part of a KeyboardEvent that says which keys are down. */
export interface Stroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/**
 * A stroke as the table writes it: `Mod+Shift+Z`, `Space`, `?`. Shift is named with letters and named keys only: in `?`
 * it is already told, whatever the layout.
 */
export const nameOfStroke = (stroke: Stroke, isMac: boolean): string => {
  const key = stroke.key === ' ' ? 'Space' : stroke.key.length === 1 ? stroke.key.toUpperCase() : stroke.key;
  const isSign = key.length === 1 && key.toUpperCase() === key.toLowerCase();
  const mod = isMac ? stroke.metaKey : stroke.ctrlKey;
  const other = isMac ? stroke.ctrlKey : stroke.metaKey;
  const held = [mod && 'Mod', other && 'Other', stroke.altKey && 'Alt', stroke.shiftKey && !isSign && 'Shift'];
  return [...held.filter(Boolean), key].join('+');
};

const MAC: Readonly<Record<string, string>> = {
  Mod: '⌘',
  Alt: '⌥',
  Shift: '⇧',
  Enter: '↩',
  Backspace: '⌫',
  Delete: '⌦',
};
const OTHER: Readonly<Record<string, string>> = { Mod: 'Ctrl', Delete: 'Del' };
const ARROWS: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' };

/** The table's words as they are shown, a space between two caps: `Ctrl Shift Z`, `⌘ K`. */
export const showKeys = (keys: string, isMac: boolean): string =>
  keys
    .split(/(?<=\w)\+/)
    .map((key) => ARROWS[key] ?? (isMac ? MAC : OTHER)[key] ?? key)
    .join(' ');

// A browser changes tabs or opens windows with these and does not ask the page.
const KEPT_BY_BROWSERS = /^Mod\+[0-9N]$/;

/** Which of a shortcut's keys to show; null: it has none that work in this host. */
export const firstKeys = (keys: readonly string[], host: 'desktop' | 'web'): string | null =>
  keys.find((key) => host === 'desktop' || !KEPT_BY_BROWSERS.test(key)) ?? null;
