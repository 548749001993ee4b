/** How often what moves is written. Milliseconds. */
const BEAT_MS = 50;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;

const beat = (): void => {
  if (document.hidden) return;
  for (const listener of [...listeners]) listener();
};

/**
 * Calls twenty times a second while the page is seen: for what is written straight into the page (times, levels, the
 * playhead), so that React renders none of it. One timer serves all, and what changes is drawn in one picture: a picture
 * for each screen refresh would cost a core that the show needs. The returned function stops it.
 */
export const onBeat = (listener: () => void): (() => void) => {
  listeners.add(listener);
  if (timer === null) {
    timer = setInterval(beat, BEAT_MS);
    document.addEventListener('visibilitychange', beat);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
    document.removeEventListener('visibilitychange', beat);
  };
};
