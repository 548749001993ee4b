import { powerSaveBlocker, type WebContents } from 'electron';

export interface StayAwake {
  /** Whether a page plays; one that is gone or begins anew does not. */
  setPlaying(contents: WebContents, playing: boolean): void;
  readonly isPlaying: () => boolean;
}

/** Keeps the computer from sleeping while any page plays. */
export const createStayAwake = (): StayAwake => {
  const playing = new Set<WebContents>();
  let blocker: number | null = null;
  const update = (): void => {
    if (playing.size > 0) blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (blocker !== null) {
      powerSaveBlocker.stop(blocker);
      blocker = null;
    }
  };
  return {
    isPlaying: () => playing.size > 0,
    setPlaying(contents, plays) {
      if (plays) playing.add(contents);
      else playing.delete(contents);
      update();
    },
  };
};
