import type { WebContents } from 'electron';

/** Between two crashes of a page that is loaded again. Milliseconds. */
const CALM = 10_000;
/** Before a page that dies again and again is loaded once more, while a show is armed. Milliseconds. */
const BREATH = 1_000;

/**
 * A page that dies is loaded again at once; one that dies soon again is left, for the log to say. While a show is armed it
 * is never left: its page sounds it.
 */
export const reloadAfterCrash = (contents: WebContents, isArmed: () => boolean): void => {
  let last = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  const reload = (): void => {
    timer = null;
    if (!contents.isDestroyed()) contents.reload();
  };
  contents.on('render-process-gone', (_event, { reason }) => {
    const now = performance.now();
    const calm = now - last > CALM;
    last = now;
    if (reason === 'clean-exit') return;
    if (calm) reload();
    else if (isArmed()) timer ??= setTimeout(reload, BREATH);
  });
  contents.once('destroyed', () => {
    if (timer) clearTimeout(timer);
  });
};
