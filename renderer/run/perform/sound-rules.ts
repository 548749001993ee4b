import type { SessionView } from '../../../src/contract/index.ts';

/** The page that asks whether it may sound the session. */
export interface SoundPage {
  readonly kind: 'desktop' | 'web';
  /** Run is shown in it. */
  readonly inRun: boolean;
  /** It sounded the session before it was loaded anew. */
  readonly soundedBefore: boolean;
}

/**
 * Whether a page begins to sound a session by itself: where nobody does, the desktop; a browser only where no show is on,
 * or it was its mixer before. A tablet beside the stage must not take a show whose device comes back in a moment.
 */
export const mayBegin = (
  view: Pick<SessionView, 'output' | 'armed' | 'runs'> | null,
  { kind, inRun, soundedBefore }: SoundPage,
): boolean => {
  if (view === null || view.output.state !== 'none') return false;
  if (kind === 'desktop' || soundedBefore) return true;
  return inRun && !view.armed && view.runs.length === 0;
};
