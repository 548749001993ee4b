/** How often what moves is written. Milliseconds. */
const BEAT_MS = 50;

const listeners = new Set<() => void>();
let isSeen = true;
let timer: ReturnType<typeof setInterval> | null = null;

const beat = (): void => {
  for (const listener of [...listeners]) listener();
};
const follow = (): void => {
  if (isSeen && listeners.size > 0) timer ??= setInterval(beat, BEAT_MS);
  else if (timer !== null) {
    clearInterval(timer);
    timer = null;
  }
};

/**
 * Calls twenty times a second while the page is seen: for what is written straight into the page (times, levels, the
 * playhead), so that React renders none of it. One timer serves all, and what changes is drawn in one picture: a picture
 * for each screen refresh would cost a core that the show needs. The returned function stops it.
 */
export const onBeat = (listener: () => void): (() => void) => {
  listeners.add(listener);
  follow();
  return () => {
    listeners.delete(listener);
    follow();
  };
};

/** Whether anyone sees the page. */
export const seeBeat = (seen: boolean): void => {
  isSeen = seen;
  follow();
  if (seen) beat();
};
