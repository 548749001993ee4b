/** So many may work at once; who comes later waits in order. */
export interface Lanes {
  /** Resolves with what gives the lane back. Rejects with the signal's reason. */
  take(signal: AbortSignal): Promise<() => void>;
}

export const createLanes = (count: number): Lanes => {
  let free = count;
  const waiting: (() => void)[] = [];
  const giveBack = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  /** A lane is given back once, however often that is said. */
  const lane = (): (() => void) => {
    let held = true;
    return () => {
      if (held) giveBack();
      held = false;
    };
  };
  return {
    async take(signal) {
      signal.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return lane();
      }
      await new Promise<void>((resolve, reject) => {
        const enter = (): void => {
          signal.removeEventListener('abort', leave);
          resolve();
        };
        const leave = (): void => {
          waiting.splice(waiting.indexOf(enter), 1);
          reject(signal.reason);
        };
        waiting.push(enter);
        signal.addEventListener('abort', leave, { once: true });
      });
      return lane();
    },
  };
};
