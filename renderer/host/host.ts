import type { Choice, StudioClient } from '../../src/contract/index.ts';
import type { ConnectionState } from './connection-state.ts';
import type { ScreenLock } from './screen-lock.ts';

export interface PathsOptions {
  readonly signal?: AbortSignal;
  /** 0..1 over all files. */
  readonly onProgress?: (fraction: number) => void;
}

/** What the page uses to reach its studio, whichever host it runs in. */
export interface Host {
  readonly kind: 'desktop' | 'web';
  /** Lives as long as the page. While there is no connection calls reject with `connection-lost`. */
  readonly client: StudioClient;
  /** Tells the state at once and whenever it changes; the returned function stops it. */
  onState(listener: (state: ConnectionState) => void): () => void;
  /** Tries now instead of at the end of the wait. */
  connectNow(): void;
  /** The address of a path of `contract/media-paths`, for the page and its workers. */
  mediaUrl(path: string): string;
  /**
   * Paths in the studio's file system of files that were dropped or chosen. A browser has to send their bytes. What has
   * no path is left out. Rejects with CueforgeError.
   */
  pathsOf(files: readonly File[], options?: PathsOptions): Promise<string[]>;
  /** Asks with the system's dialog; empty: the user thought better of it; null: this host has none, ask with an input. */
  choose(choice: Choice): Promise<readonly string[] | null>;
  /** A new connection that carries sound (`contract/pcm`): a port to hand to the feeder, or the address of a WebSocket. */
  connectPcm(): Promise<MessagePort | { readonly url: string }>;
  /** A new connection of a mixer (`contract/mixer`), of either kind; a WebSocket's is read by `decodeMixerFrame`. */
  connectMixer(): Promise<MessagePort | { readonly url: string }>;
  /** True while sound plays: the computer stays awake. */
  setPlaying(playing: boolean): void;
  /** To be held while a show is armed; null: this host keeps the computer awake then, and its updates off, by itself. */
  readonly screenLock: ScreenLock | null;
  /** Tells, now and whenever it changes, whether the page can be seen; the returned function stops it. */
  onSeen(listener: (seen: boolean) => void): () => void;
  /** Shows a file where the system shows files; null: this host cannot. */
  readonly showFile: ((path: string) => void) | null;
  /** Opens the report of an export, an HTML file, where the system opens such; null: this host cannot. */
  readonly openReport: ((path: string) => void) | null;
  /** Tells with the system's own notification; null: it may not, or not yet (`askToNotify`). */
  readonly notify: ((title: string, body: string) => void) | null;
  /** Asks whether it may; null: there is nothing to ask. To be called from a press of the user. */
  readonly askToNotify: (() => Promise<boolean>) | null;
  /** Menu items and files opened from outside: the id of a shortcut, with its argument. Never called in a browser. */
  onMenu(listener: (action: string, argument: string | null) => void): void;
}
