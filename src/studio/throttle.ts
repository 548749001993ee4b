/** Gathers calls into one in `wait` ms: an import of thousands of files must not have every window ask as often. */
export const createThrottle = (wait: number, act: () => void): { soon: () => void; stop: () => void } => {
  let timer: NodeJS.Timeout | null = null;
  return {
    soon() {
      timer ??= setTimeout(() => {
        timer = null;
        act();
      }, wait);
    },
    stop() {
      if (timer) clearTimeout(timer);
    },
  };
};
