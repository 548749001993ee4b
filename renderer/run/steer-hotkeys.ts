import { useEffect } from 'react';
import type { Cuelist } from '../../src/model/index.ts';
import { allCues } from '../../src/model/index.ts';
import { nameOfStroke, type Stroke } from '../shortcuts/key-names.ts';
import { FIELDS } from '../shortcuts/listen-to-keys.ts';
import { canInvoke, shortcutFor } from '../shortcuts/registry.ts';
import { SHORTCUTS, type Shortcut } from '../shortcuts/shortcut-table.ts';
import { isMac } from '../shortcuts/shown-keys.ts';
import { useNavigation } from '../state/navigation.ts';
import { cueTitle } from './perform/sounding.ts';
import { useRun } from './run-store.ts';
import { fire } from './steer.ts';

const MODIFIERS = ['Mod', 'Other', 'Alt', 'Shift'] as const;
const MODIFIER_OF: Readonly<Record<string, (typeof MODIFIERS)[number]>> = {
  mod: 'Mod',
  ctrl: 'Mod',
  control: 'Mod',
  cmd: 'Mod',
  command: 'Mod',
  meta: 'Other',
  other: 'Other',
  alt: 'Alt',
  option: 'Alt',
  shift: 'Shift',
};

/** A hotkey as a file or a hand writes it (`f5`, `shift + 1`), as the shortcuts name keys; null: no key is meant. */
export const hotkeyName = (written: string): string | null => {
  const parts = written.trim() === '+' ? ['+'] : written.split('+').map((part) => part.trim());
  const key = parts.at(-1) ?? '';
  if (key === '') return null;
  const held = parts.slice(0, -1).map((part) => MODIFIER_OF[part.toLowerCase()]);
  if (held.includes(undefined as never)) return null;
  const named = key.length === 1 ? key.toUpperCase() : key[0].toUpperCase() + key.slice(1);
  if (named.length > 1 && !/^(F\d{1,2}|[A-Z]\w+)$/.test(named)) return null;
  return [...MODIFIERS.filter((modifier) => held.includes(modifier)), named].join('+');
};

/**
 * What a stroke may be called: as the keyboard names it, and by the digit on the key. Shift+1 is `!` or `+` or something
 * else, as the layout has it; the file says `Shift+1`.
 */
export const strokeNames = (stroke: Stroke & { readonly code: string }, mac: boolean): readonly string[] => {
  const name = nameOfStroke(stroke, mac);
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(stroke.code)?.[1];
  if (digit === undefined) return [name];
  // An event's own fields are not copied by a spread.
  const { ctrlKey, metaKey, altKey, shiftKey } = stroke;
  const held = nameOfStroke({ ctrlKey, metaKey, altKey, shiftKey, key: 'x' }, mac).slice(0, -1);
  return [...new Set([name, held + digit])];
};

/**
 * Why a key cannot fire a cue: a sentence; null: it can. `own`: the cue that has or gets it. Run's shortcuts and those of
 * all rooms come first, then the first cue of the list.
 */
export const hotkeyTrouble = (list: Pick<Cuelist, 'cues'>, key: string, own: string | null = null): string | null => {
  if (key.trim() === '') return null;
  const name = hotkeyName(key);
  if (name === null) return `“${key}” is no key. Write it like F5, Q or Shift+1.`;
  const all: readonly Shortcut[] = SHORTCUTS;
  const inContext = (context: Shortcut['context']) =>
    all.find((shortcut) => shortcut.context === context && shortcut.keys.includes(name));
  const taken = inContext('run') ?? inContext('everywhere');
  if (taken) return `${name} is “${taken.label}” already.`;
  const other = allCues(list.cues).find(({ id, hotkey }) => id !== own && hotkey !== '' && hotkeyName(hotkey) === name);
  return other ? `${name} fires “${cueTitle(other)}” already.` : null;
};

/** The cue that one of these names fires; null: none. */
export const cueOfHotkey = (list: Pick<Cuelist, 'cues'>, names: readonly string[]): string | null =>
  allCues(list.cues).find(({ hotkey }) => hotkey !== '' && names.includes(hotkeyName(hotkey) ?? ''))?.id ?? null;

const press = (event: KeyboardEvent): void => {
  const { cuelist, view } = useRun.getState();
  if (event.defaultPrevented || event.isComposing || event.repeat || !cuelist || !view?.armed) return;
  if (useNavigation.getState().room !== 'run') return;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(`${FIELDS}, [role=dialog], [role=alertdialog], [role=menu]`)) return;
  const names = strokeNames(event, isMac);
  const shortcut = names.map((name) => shortcutFor(name, 'run')).find((found) => found && canInvoke(found.id));
  const cue = shortcut ? null : cueOfHotkey(cuelist, names);
  if (cue === null) return;
  event.preventDefault();
  fire(cue);
};

/** Hotkeys of cues: while the list is armed and Run is shown, and never in a field. */
export const useHotkeys = (): void =>
  useEffect(() => {
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
