import type { Frames } from '../../../src/model/index.ts';
import { edit, select, useEditor } from '../edit-store.ts';
import { playhead } from '../mix-transport.ts';
import { announce } from './announcer.tsx';
import type { Step } from './hand-step.ts';
import { type HandView, handView } from './hand-view.ts';

/** The workout as the hand sees it now; null while none is open. */
export const viewNow = (at: Frames = playhead()): HandView | null => {
  const { document, workout, material, variant, selection, snap } = useEditor.getState();
  if (document === null || workout === null) return null;
  return handView({ document, workout, material, variant }, { selection, snap, playhead: at });
};

/** Each step is reckoned from what the one before it left, however quickly keys are pressed. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Does a step on the workout as it is when the steps before it are done: one entry of the history. What it made or
 * touched is then selected, if the step says so, and a screen reader is told. False: there was nothing to do, or it
 * failed and the user has been told.
 */
export const perform = (make: (view: HandView) => Step | null, at: Frames = playhead()): Promise<boolean> => {
  const turn = last.then(async () => {
    const view = viewNow(at);
    const step = view && make(view);
    if (!step) return false;
    const touched = await edit(step.edits, { merge: step.merge, label: step.label });
    if (touched === null) return false;
    if (step.chooses === 'touched') chooseTouched(new Set(touched));
    announce(step.said);
    return true;
  });
  last = turn;
  return turn;
};

const chooseTouched = (touched: ReadonlySet<string>): void => {
  const { workout } = useEditor.getState();
  const cues = workout?.cues.filter(({ id }) => touched.has(id)).map(({ id }) => id) ?? [];
  const segment = workout?.segments.find(({ id }) => touched.has(id))?.id ?? null;
  const track = workout?.tracks.find(({ id }) => touched.has(id))?.id ?? null;
  if (cues.length > 0) select({ cues, lead: cues[0]! });
  else if (segment !== null) select({ segment });
  else if (track !== null) select({ track });
};
