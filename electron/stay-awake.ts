import { powerSaveBlocker, type WebContents } from 'electron';

export interface StayAwake {
  /** Whether a page plays; one that is gone or begins anew does not. */
  setPlaying(contents: WebContents, playing: boolean): void;
  /** Whether a show is armed: then the screen stays on too. */
  setShow(armed: boolean): void;
  /** True while a page plays or a show is armed: nobody is to be disturbed. */
  readonly isBusy: () => boolean;
}

/** Keeps the computer from sleeping while any page plays, and its screen on while a show is armed. */
export const createStayAwake = (): StayAwake => {
  const playing = new Set<WebContents>();
  const running = createBlocker('prevent-app-suspension');
  const lit = createBlocker('prevent-display-sleep');
  let show = false;
  const update = (): void => {
    running.hold(playing.size > 0 || show);
    lit.hold(show);
  };
  return {
    isBusy: () => playing.size > 0 || show,
    setPlaying(contents, plays) {
      if (plays) playing.add(contents);
      else playing.delete(contents);
      update();
    },
    setShow(armed) {
      show = armed;
      update();
    },
  };
};

const createBlocker = (kind: 'prevent-app-suspension' | 'prevent-display-sleep'): { hold(on: boolean): void } => {
  let id: number | null = null;
  return {
    hold(on) {
      if (on) id ??= powerSaveBlocker.start(kind);
      else if (id !== null) {
        powerSaveBlocker.stop(id);
        id = null;
      }
    },
  };
};
