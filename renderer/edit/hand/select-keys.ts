import { type Selection, useEditor } from '../edit-store.ts';
import { playhead } from '../mix-transport.ts';
import { reveal } from '../timeline/timeline-view.ts';
import { announce } from './announcer.tsx';
import { steppedCue } from './choosing.ts';
import { cueEnd, inTime } from './hand-view.ts';
import { viewNow } from './perform.ts';
import { placeText } from './place-text.ts';

/** Shows what is chosen, and says it. */
const choose = (selection: Selection): void => {
  useEditor.setState({ selection });
  const view = viewNow();
  const cue = view?.workout.cues.find(({ id }) => id === selection.lead);
  if (!view || !cue) return;
  reveal(cue.at, cueEnd(view, cue));
  const words = cue.text || 'A recording';
  announce(selection.cues.size > 1 ? `${selection.cues.size} cues selected` : `${words}, ${placeText(view, cue.at)}`);
};

/** Goes to the next cue or the one before. False: there is none further, or none at all. */
export const stepCue = (steps: 1 | -1, extend = false): boolean => {
  const view = viewNow();
  if (!view || view.workout.cues.length === 0) return false;
  const cues = inTime(view.workout.cues);
  const near = steps > 0 ? cues.find(({ at }) => at >= playhead()) : cues.findLast(({ at }) => at <= playhead());
  const order = cues.map(({ id }) => id);
  const next = steppedCue(view.selection, order, steps, { extend, from: near?.id ?? null });
  if (next.lead === view.selection.lead && next.cues.size === view.selection.cues.size) return false;
  choose(next);
  return true;
};

export const chooseAllCues = (): boolean => {
  const view = viewNow();
  if (!view || view.workout.cues.length === 0) return false;
  const cues = inTime(view.workout.cues).map(({ id }) => id);
  const lead = view.selection.lead ?? cues[0]!;
  useEditor.setState({ selection: { ...view.selection, cues: new Set(cues), lead, segment: null, track: null } });
  announce(`${cues.length} cues selected`);
  return true;
};
