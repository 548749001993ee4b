/** What keeps the computer's screen on. */
export interface ScreenLock {
  /** Whether it is wanted. */
  hold(on: boolean): void;
  /** Tells, now and whenever it changes, whether the screen is kept on. */
  onHeld(listener: (isHeld: boolean) => void): void;
}

/**
 * A browser's wake lock, for as long as the page lives. The browser takes it away while the page is not seen, or may refuse
 * it, as on a weak battery: it is asked for again whenever the page is seen again.
 */
export const createScreenLock = (): ScreenLock => {
  const listeners = new Set<(isHeld: boolean) => void>();
  let wanted = false;
  let lock: WakeLockSentinel | null = null;
  let asking = false;

  const tell = (): void => {
    for (const listener of listeners) listener(lock !== null);
  };
  const update = async (): Promise<void> => {
    if (!wanted) await lock?.release();
    // Only pages of a secure address have `wakeLock`.
    if (!wanted || lock !== null || asking || document.hidden || !('wakeLock' in navigator)) return;
    asking = true;
    try {
      const taken = await navigator.wakeLock.request('screen');
      taken.addEventListener('release', () => {
        lock = null;
        tell();
      });
      lock = taken;
      tell();
    } catch {
      // It is said that the screen is not kept on.
    } finally {
      asking = false;
    }
    // What was wanted may have changed meanwhile.
    if (!wanted) await update();
  };
  document.addEventListener('visibilitychange', () => void update());

  return {
    hold(on) {
      if (on === wanted) return;
      wanted = on;
      void update();
    },
    onHeld(listener) {
      listeners.add(listener);
      listener(lock !== null);
    },
  };
};
