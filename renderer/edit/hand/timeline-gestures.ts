import type { Selection } from '../edit-store.ts';
import { NOTHING_SELECTED } from '../edit-store.ts';
import type { Hit } from '../timeline/hit-test.ts';
import type { TimelineGhost } from '../timeline/timeline-ghost.ts';
import { onlyCue, pressedCue, toggledCue } from './choosing.ts';
import type { Drag, DragOutcome, DragStart, DragWorld, PointerPlace } from './drag.ts';
import { dragCues, dragMarker, stretchCue } from './drag-cues.ts';
import { marquee } from './drag-marquee.ts';
import { dragEdge, dragSegment } from './drag-segments.ts';
import { crossfade, dragGain, dragTrack, fadeIn, fadeOut, trimEnd, trimStart } from './drag-tracks.ts';
import type { Step } from './hand-step.ts';
import { inTime } from './hand-view.ts';

/** A pointer that goes less than this has pressed, not dragged. CSS pixels; a finger trembles more. */
const THRESHOLD = { fine: 4, coarse: 10 };

export type Gesture =
  | { readonly phase: 'idle' }
  | { readonly phase: 'pressed'; readonly start: DragStart; readonly drag: Drag | null; readonly coarse: boolean }
  | { readonly phase: 'dragging'; readonly start: DragStart; readonly drag: Drag; readonly now: PointerPlace };

export const IDLE: Gesture = { phase: 'idle' };

/** What happens to the pointer. `world` is the workout as it is at that moment. */
export type GestureEvent =
  | { readonly type: 'down'; readonly start: DragStart; readonly coarse: boolean }
  /** Also when keys that change a drag go down or up, and when the view moves beneath the pointer. */
  | { readonly type: 'move'; readonly now: PointerPlace }
  | { readonly type: 'up'; readonly now: PointerPlace }
  /** Escape, or the system takes the pointer away. */
  | { readonly type: 'cancel' };

/** What follows from an event; what is not given stays as it is. */
export interface GestureEffects {
  readonly selection?: Selection;
  readonly ghost?: TimelineGhost | null;
  /** To be done now. */
  readonly drag?: { readonly start: DragStart; readonly drag: Drag; readonly now: PointerPlace };
}

const DRAGS: Partial<Record<Hit['kind'], Drag>> = {
  cue: dragCues,
  'cue-start': dragCues,
  'cue-end': stretchCue,
  segment: dragSegment,
  'segment-edge': dragEdge,
  track: dragTrack,
  'track-start': trimStart,
  'track-end': trimEnd,
  'fade-in': fadeIn,
  'fade-out': fadeOut,
  crossfade,
  'gain-line': dragGain,
  marker: dragMarker,
  empty: marquee,
};

/** Whether the hand wants a press there. The ruler, the playhead and the loop belong to the timeline's own gestures. */
export const isForHand = ({ kind, lane }: Hit): boolean => DRAGS[kind] !== undefined && lane !== 'ruler';

/** What a press chooses. */
const pressed = ({ hit, at, selection }: DragStart, { view }: DragWorld): Selection => {
  if (hit.id === undefined) return at.shift || at.mod ? selection : NOTHING_SELECTED;
  const order = inTime(view.workout.cues).map(({ id }) => id);
  if (hit.lane === 'cues') return pressedCue(selection, order, hit.id, at);
  if (hit.lane === 'segments') return { ...NOTHING_SELECTED, segment: hit.id };
  if (hit.lane === 'markers') return { ...NOTHING_SELECTED, marker: hit.id };
  return { ...NOTHING_SELECTED, track: hit.id };
};

/** What a press that was no drag leaves chosen: of several cues the one that was pressed, or all but it with Mod. */
const released = ({ hit, at, selection }: DragStart, now: Selection): Selection => {
  if (hit.lane !== 'cues' || hit.id === undefined || at.shift || !selection.cues.has(hit.id)) return now;
  return at.mod ? toggledCue(selection, hit.id) : onlyCue(hit.id);
};

const wentFar = ({ at }: DragStart, now: PointerPlace, coarse: boolean): boolean =>
  Math.hypot(now.x - at.x, now.y - at.y) >= (coarse ? THRESHOLD.coarse : THRESHOLD.fine);

/** What a drag shows at a place of the pointer. */
const shown = (gesture: { start: DragStart; drag: Drag }, now: PointerPlace, world: DragWorld): GestureEffects => {
  const { ghost, selection }: DragOutcome = gesture.drag(gesture.start, now, world);
  return selection ? { ghost, selection } : { ghost };
};

/** The step a drag ends with, reckoned on the workout as it is when its turn comes. */
export const stepOf = ({ start, drag, now }: NonNullable<GestureEffects['drag']>, world: DragWorld): Step | null =>
  drag(start, now, world).step;

/** The next state of a gesture, and what is to be done. Pure: pointer and workout are arguments. */
export const nextGesture = (
  gesture: Gesture,
  event: GestureEvent,
  world: DragWorld,
): { readonly gesture: Gesture; readonly effects: GestureEffects } => {
  if (event.type === 'down') {
    const { start, coarse } = event;
    // A finger on empty ground moves the view.
    const drag = coarse && start.hit.kind === 'empty' ? null : (DRAGS[start.hit.kind] ?? null);
    return { gesture: { phase: 'pressed', start, drag, coarse }, effects: { selection: pressed(start, world) } };
  }
  if (gesture.phase === 'idle') return { gesture, effects: {} };
  const { start } = gesture;
  if (event.type === 'cancel') return { gesture: IDLE, effects: { ghost: null, selection: start.selection } };
  const { now } = event;
  if (gesture.phase === 'pressed') {
    if (event.type === 'up') return { gesture: IDLE, effects: { selection: released(start, world.view.selection) } };
    const { drag } = gesture;
    if (drag === null || !wentFar(start, now, gesture.coarse)) return { gesture, effects: {} };
    return { gesture: { phase: 'dragging', start, drag, now }, effects: shown({ start, drag }, now, world) };
  }
  const { drag } = gesture;
  if (event.type === 'up') return { gesture: IDLE, effects: { drag: { start, drag, now } } };
  return { gesture: { ...gesture, now }, effects: shown(gesture, now, world) };
};
