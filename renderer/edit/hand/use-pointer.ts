import { useEffect } from 'react';
import { isMac } from '../../shortcuts/shown-keys.ts';
import { useEditor } from '../edit-store.ts';
import { currentPicture, hitNow } from '../timeline/picture.ts';
import { setGhost, useTimelineGhost } from '../timeline/timeline-ghost.ts';
import { panBy, timelineView } from '../timeline/timeline-view.ts';
import { announce } from './announcer.tsx';
import type { DragWorld, PointerPlace } from './drag.ts';
import { cursorDuring, cursorOver } from './hand-cursor.ts';
import { useHandSettings } from './hand-settings.ts';
import type { HandView } from './hand-view.ts';
import { perform, viewNow } from './perform.ts';
import {
  type Gesture,
  type GestureEffects,
  type GestureEvent,
  IDLE,
  isForHand,
  nextGesture,
  stepOf,
} from './timeline-gestures.ts';

/** What lies over the lanes and wants the pointer itself: the field one writes in, a menu. */
export const OVER_LANES = '[data-over-lanes], [role=menu]';

/** So near to an edge the view follows the drag, CSS pixels, and so fast at the very edge, CSS pixels a frame. */
const EDGE = 28;
const FASTEST = 22;

type Held = Pick<MouseEvent, 'clientX' | 'clientY' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>;

/** Where the pointer is on the lanes now: the view may have moved beneath it. */
export const placeOf = (box: HTMLElement, held: Held): PointerPlace => {
  const { left, top } = box.getBoundingClientRect();
  const { firstFrame, framesPerPixel } = timelineView();
  const x = held.clientX - left;
  return {
    ...{ x, y: held.clientY - top, frame: Math.round(firstFrame + x * framesPerPixel) },
    ...{ shift: held.shiftKey, alt: held.altKey, mod: isMac ? held.metaKey : held.ctrlKey },
  };
};

const worldOf = (view: HandView): DragWorld => ({
  view,
  framesPerPixel: timelineView().framesPerPixel,
  ripple: useHandSettings.getState().ripple,
});

/** The pointer on the lanes, for as long as they are on the page: one owner of its listeners and of the drag. */
const attach = (box: HTMLElement): (() => void) => {
  let gesture: Gesture = IDLE;
  let pointer: number | null = null;
  /** Where the pointer was last, and whether that is still to be looked at: once per frame of the screen is enough. */
  let held: Held | null = null;
  let frame = 0;
  const ended = new AbortController();
  const { signal } = ended;

  const happens = (event: GestureEvent): void => {
    const view = viewNow();
    if (!view) return;
    const next = nextGesture(gesture, event, worldOf(view));
    gesture = next.gesture;
    take(next.effects);
    box.style.cursor = gesture.phase === 'dragging' ? cursorDuring(gesture.start.hit.kind, gesture.now) : '';
    if (gesture.phase === 'idle') release();
  };
  const take = ({ selection, ghost, drag }: GestureEffects): void => {
    if (selection && selection !== useEditor.getState().selection) useEditor.setState({ selection });
    if (ghost !== undefined) setGhost(ghost);
    if (drag) void finish(drag);
  };
  const finish = async (drag: NonNullable<GestureEffects['drag']>): Promise<void> => {
    // Things stay where they were let go until the studio has put them there.
    const before = useTimelineGhost.getState().ghost;
    const left = before && { ...before, snap: null, pointer: null, marquee: null };
    setGhost(left);
    await perform((view) => stepOf(drag, worldOf(view)));
    if (useTimelineGhost.getState().ghost === left) setGhost(null);
  };
  const release = (): void => {
    if (pointer !== null && box.hasPointerCapture(pointer)) box.releasePointerCapture(pointer);
    pointer = null;
  };

  const look = (): void => {
    frame = 0;
    if (held && gesture.phase === 'idle') hover(held);
    else if (held) {
      if (scrollsAt(held)) ask();
      happens({ type: 'move', now: placeOf(box, held) });
    }
  };
  const ask = (): void => {
    if (frame === 0) frame = requestAnimationFrame(look);
  };
  /** Moves the view while the pointer is held at its edge; true while there is more to come. */
  const scrollsAt = ({ clientX }: Held): boolean => {
    if (gesture.phase !== 'dragging' || gesture.start.hit.kind === 'gain-line') return false;
    const { left, width } = box.getBoundingClientRect();
    const x = clientX - left;
    const past = x < EDGE ? x - EDGE : x > width - EDGE ? x - width + EDGE : 0;
    if (past === 0) return false;
    const { firstFrame } = timelineView();
    panBy((Math.sign(past) * Math.min(EDGE, Math.abs(past)) * FASTEST) / EDGE);
    return timelineView().firstFrame !== firstFrame;
  };
  const hover = (at: Held): void => {
    const { x, y, mod } = placeOf(box, at);
    const hit = hitNow(x, y);
    if (isForHand(hit))
      box.style.cursor = cursorOver(hit.kind, { mod, several: currentPicture().scene.tracks.length > 1 });
    else box.style.cursor = '';
  };

  const down = (event: PointerEvent): void => {
    if (event.button !== 0 || gesture.phase !== 'idle' || isOver(event)) return;
    const at = placeOf(box, event);
    const picture = currentPicture();
    const hit = hitNow(at.x, at.y);
    if (!isForHand(hit)) return;
    held = event;
    const { selection } = useEditor.getState();
    happens({ type: 'down', start: { hit, at, picture, selection }, coarse: event.pointerType === 'touch' });
    if (gesture.phase === 'idle') return;
    pointer = event.pointerId;
    box.setPointerCapture(pointer);
  };
  const move = (event: PointerEvent): void => {
    if (pointer !== null && event.pointerId !== pointer) return;
    if (gesture.phase === 'idle' && (event.buttons !== 0 || isOver(event))) return;
    held = event;
    ask();
  };
  const up = (event: PointerEvent): void => {
    if (event.pointerId !== pointer) return;
    const now = placeOf(box, event);
    // What was not looked at since is, before it ends: a quick drag may have no frame of the screen of its own.
    happens({ type: 'move', now });
    happens({ type: 'up', now });
  };
  const lost = (event: PointerEvent): void => {
    if (event.pointerId === pointer) cancel();
  };
  const cancel = (): void => {
    const dragged = gesture.phase === 'dragging';
    happens({ type: 'cancel' });
    if (dragged) announce('Nothing was changed');
  };
  const key = (event: KeyboardEvent): void => {
    if (gesture.phase === 'idle') return;
    if (event.key === 'Escape' && event.type === 'keydown') {
      // It cancels the drag and nothing else: what is selected stays so.
      event.preventDefault();
      event.stopImmediatePropagation();
      cancel();
    }
    if (!held || !['Shift', 'Alt', 'Control', 'Meta'].includes(event.key)) return;
    // Alt alone would open the window's menu.
    event.preventDefault();
    const { clientX, clientY } = held;
    const { shiftKey, altKey, ctrlKey, metaKey } = event;
    held = { clientX, clientY, shiftKey, altKey, ctrlKey, metaKey };
    ask();
  };

  box.addEventListener('pointerdown', down, { signal });
  box.addEventListener('pointermove', move, { signal });
  box.addEventListener('pointerup', up, { signal });
  box.addEventListener('pointercancel', lost, { signal });
  box.addEventListener('lostpointercapture', lost, { signal });
  window.addEventListener('keydown', key, { signal, capture: true });
  window.addEventListener('keyup', key, { signal, capture: true });
  return () => {
    if (gesture.phase !== 'idle') cancel();
    cancelAnimationFrame(frame);
    ended.abort();
  };
};

const isOver = ({ target }: Event): boolean => target instanceof Element && target.closest(OVER_LANES) !== null;

/** Gives the hand its pointer on the lanes' box, whose left and top edges are those of the timeline's view. */
export const usePointer = (box: HTMLElement | null): void => {
  useEffect(() => (box ? attach(box) : undefined), [box]);
};
