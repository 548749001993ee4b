/** How often figures that move are written. Milliseconds. */
const BEAT_MS = 100;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;

const beat = (): void => {
  if (document.hidden) return;
  for (const listener of [...listeners]) listener();
};

/**
 * Calls ten times a second while the page is seen: for what is written straight into the page (times, levels), so that
 * React renders none of it. One timer serves all. The returned function stops it.
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
