import type { CommandName } from './command-names.ts';
import type { FromStudio } from './messages.ts';

/** What a native dialog is asked for. */
export const CHOICES = ['sounds', 'folder', 'workout', 'cuelist', 'preset', 'program'] as const;
export type Choice = (typeof CHOICES)[number];

/**
 * What the desktop's preload puts on `window.cueforge`; absent in a browser. Plain functions and plain data only: all of
 * it crosses Electron's context bridge.
 */
export interface DesktopBridge {
  /** `darwin`, `win32`, `linux`. */
  readonly platform: string;
  call(id: number, command: CommandName, input: unknown): void;
  cancel(id: number): void;
  onMessage(listener: (message: FromStudio) => void): void;
  /** Paths of files that were dropped or chosen in the page; `file` is a DOM File. Empty where it has none. */
  pathOf(file: unknown): string;
  /** Asks with the system's own dialog. Empty: the user thought better of it. */
  choose(choice: Choice): Promise<readonly string[]>;
  /** Asks for a connection that carries sound: it comes as `window.postMessage('cueforge:pcm', …, [port])`. */
  connectPcm(): void;
  /** Asks for a connection of a mixer (`mixer.ts`): it comes as `window.postMessage('cueforge:mixer', …, [port])`. */
  connectMixer(): void;
  /** A menu item was chosen, or a file was opened from outside: the id of a shortcut (`play.toggle`), with its argument. */
  onMenu(listener: (action: string, argument: string | null) => void): void;
  /** Whether the window can be seen, whenever that changes: of one that is hidden the page goes on at full pace. */
  onSeen(listener: (seen: boolean) => void): void;
  /** Shows a file in Finder, Explorer or Files. */
  showFile(path: string): void;
  /** Opens the report of an export, an HTML file. */
  openReport(path: string): void;
  /** Tells with the system's own notification; a press on it brings the window to the front. */
  notify(title: string, body: string): void;
  /** True while sound plays: the computer must not go to sleep. */
  setPlaying(playing: boolean): void;
}
