import { app, type BrowserWindow, dialog, type MessageBoxOptions } from 'electron';
import type { StudioEvent, StudioService } from '../src/contract/index.ts';

export interface ShowGuard {
  readonly isArmed: () => boolean;
  /** Watches the studio's session; `changed` hears whether it is armed, whenever that changes. */
  watch(service: StudioService): void;
  /** Has closing this window ask first, while a show is armed. */
  guard(window: BrowserWindow): void;
}

/** What a session's event says of the show; null: nothing. */
const armedBy = ({ event, payload }: StudioEvent): boolean | null => {
  if (event === 'run.view') return payload.armed;
  return event === 'run.list' && payload.list === null ? false : null;
};

const QUESTION: MessageBoxOptions = {
  type: 'warning',
  message: 'A show is armed',
  detail: 'The sound stops when Cueforge closes. The show can be gone on with where it was cut off.',
  buttons: ['Keep the show', 'Close all the same'],
  defaultId: 0,
  cancelId: 0,
};

/** Keeps an armed show from being ended by a stray click: closing its window and quitting ask first. */
export const createShowGuard = (changed: (armed: boolean) => void): ShowGuard => {
  let armed = false;
  /** The user was asked, and leaves: until a show is armed again. */
  let leaving = false;
  let asking = false;

  const set = (next: boolean): void => {
    if (next === armed) return;
    armed = next;
    leaving = false;
    changed(armed);
  };
  /** Stops what would end the show, and does it if the user says so. */
  const askBefore = (event: { preventDefault(): void }, window: BrowserWindow | null, leave: () => void): void => {
    if (!armed || leaving) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    void askIn(window)
      .then(({ response }) => {
        if (response !== 1) return;
        leaving = true;
        leave();
      })
      .finally(() => {
        asking = false;
      });
  };

  let guarded: BrowserWindow | null = null;
  app.on('before-quit', (event) => askBefore(event, guarded, () => app.quit()));
  return {
    isArmed: () => armed,
    watch(service) {
      service.subscribe((event) => {
        const next = armedBy(event);
        if (next !== null) set(next);
      });
    },
    guard(window) {
      guarded = window;
      // One that is opened while the show goes on is asked about anew.
      leaving = false;
      window.on('close', (event) => askBefore(event, window, () => window.close()));
      window.once('closed', () => {
        guarded = null;
      });
    },
  };
};

const askIn = (window: BrowserWindow | null) =>
  window === null ? dialog.showMessageBox(QUESTION) : dialog.showMessageBox(window, QUESTION);
