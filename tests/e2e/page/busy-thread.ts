let blocking: ReturnType<typeof setInterval> | undefined;

/** Keeps this thread busy: `busy` ms of every `every` ms; 0: no longer. */
export const block = (busy: number, every: number): void => {
  clearInterval(blocking);
  if (busy === 0) return;
  blocking = setInterval(() => {
    const until = performance.now() + busy;
    while (performance.now() < until) Math.sqrt(until);
  }, every);
};
