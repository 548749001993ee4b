/**
 * Where a shortcut works. `everywhere`: in each room; the others only in theirs. One that works everywhere may not share
 * its keys with any other that does not say so (`insteadOf`); a unit test looks.
 */
export type ShortcutContext = 'everywhere' | 'library' | 'edit' | 'run' | 'export';

export interface Shortcut {
  /** Also what the desktop's menu and a remote call: `play.toggle`. */
  readonly id: string;
  /** As menus, tooltips, the palette and the help say it. */
  readonly label: string;
  /**
   * `Mod` is Cmd on a Mac and Ctrl elsewhere; then Alt, Shift, and the key as the keyboard names it: `Mod+Shift+Z`,
   * `Space`, `?`. All of them work; the first the host does not keep for itself is shown. Empty: only by name.
   */
  readonly keys: readonly string[];
  readonly context: ShortcutContext;
  readonly group: ShortcutGroup;
  /** Also while a field has the focus: only for keys that type nothing. */
  readonly inFields?: boolean;
  /** A key held down goes on: for what moves in small steps. */
  readonly repeats?: boolean;
  /** Of one of a room: the one that works everywhere whose keys it takes there while it can be done, knowingly. */
  readonly insteadOf?: string;
  /** Only while the focus is inside an element that this selector names. */
  readonly within?: string;
}

export type ShortcutGroup =
  | 'Go to'
  | 'Sound'
  | 'Edit'
  | 'Playhead'
  | 'Timeline'
  | 'Cues'
  | 'Takes'
  | 'Script'
  | 'Show'
  | 'Cue list'
  | 'Library'
  | 'Export'
  | 'Help';
