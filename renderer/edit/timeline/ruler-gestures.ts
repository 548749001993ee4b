import { frames } from '../../../src/model/index.ts';
import { seekMix, setMixLoop, useMixTransport } from '../mix-transport.ts';
import type { Hit } from './hit-test.ts';
import { currentPicture, hitNow } from './picture.ts';
import { snappedFrame } from './snapped-frame.ts';
import { NO_DRAFT, useRulerDraft } from './timeline-drafts.ts';
import { frameAt, timelineView } from './timeline-view.ts';

/** A press that moves less is a click. CSS pixels. */
const CLICK = 4;
/** A loop is at least this long: the player takes no shorter one. 100 ms. */
const SHORTEST = 4800;

const CURSORS: Partial<Record<Hit['kind'], string>> = {
  playhead: 'ew-resize',
  'loop-start': 'ew-resize',
  'loop-end': 'ew-resize',
  ruler: 'text',
};

/**
 * The ruler: a click plays from there or puts the playhead there; a drag sets the loop; the loop's ends and the playhead
 * can be dragged. Beats and bars are snapped to as set; Alt does not. Escape takes a drag back; a double click lets the
 * loop go. The returned function ends it.
 */
export const listenToRuler = (element: HTMLElement): (() => void) => {
  let pressed: { hit: Hit; x: number; frame: number; moved: boolean; pointer: number } | null = null;
  let wasInRuler = false;

  const placeOf = (event: PointerEvent): { x: number; y: number } => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const frameOf = (event: PointerEvent): number => {
    const frame = frameAt(timelineView(), placeOf(event).x);
    return event.altKey ? frame : snappedFrame(frame);
  };
  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const { x, y } = placeOf(event);
    const hit = hitNow(x, y);
    if (hit.lane !== 'ruler') return;
    event.stopImmediatePropagation();
    element.setPointerCapture(event.pointerId);
    pressed = { hit, x, frame: frameOf(event), moved: false, pointer: event.pointerId };
    addEventListener('keydown', onKey, { capture: true });
  };
  const onMove = (event: PointerEvent): void => {
    const { x, y } = placeOf(event);
    if (!pressed) {
      const hit = hitNow(x, y);
      if (hit.lane === 'ruler') element.style.cursor = CURSORS[hit.kind] ?? '';
      else if (wasInRuler) element.style.cursor = '';
      wasInRuler = hit.lane === 'ruler';
      return;
    }
    if (!pressed.moved && Math.abs(x - pressed.x) < CLICK) return;
    pressed.moved = true;
    useRulerDraft.setState(draftOf(pressed.hit, pressed.frame, frameOf(event)));
  };
  const onUp = (event: PointerEvent): void => {
    if (!pressed) return;
    const { moved } = pressed;
    const draft = useRulerDraft.getState();
    const frame = frameOf(event);
    stop();
    if (!moved) {
      seekMix(frame);
      return;
    }
    if (draft.playhead !== null) seekMix(draft.playhead);
    const { loop } = draft;
    if (loop && loop.end - loop.start >= SHORTEST) setMixLoop({ start: frames(loop.start), end: frames(loop.end) });
  };
  const onDouble = (event: MouseEvent): void => {
    const box = element.getBoundingClientRect();
    const hit = hitNow(event.clientX - box.left, event.clientY - box.top);
    if (hit.lane !== 'ruler') return;
    event.stopImmediatePropagation();
    const { loop } = currentPicture();
    if (loop && hit.frame >= loop.start && hit.frame <= loop.end) setMixLoop(null);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    stop();
  };
  const stop = (): void => {
    removeEventListener('keydown', onKey, { capture: true });
    if (pressed && element.hasPointerCapture(pressed.pointer)) element.releasePointerCapture(pressed.pointer);
    pressed = null;
    useRulerDraft.setState(NO_DRAFT);
  };

  element.addEventListener('pointerdown', onDown, { capture: true });
  element.addEventListener('pointermove', onMove);
  element.addEventListener('pointerup', onUp);
  element.addEventListener('pointercancel', stop);
  element.addEventListener('dblclick', onDouble, { capture: true });
  return () => {
    stop();
    element.removeEventListener('pointerdown', onDown, { capture: true });
    element.removeEventListener('pointermove', onMove);
    element.removeEventListener('pointerup', onUp);
    element.removeEventListener('pointercancel', stop);
    element.removeEventListener('dblclick', onDouble, { capture: true });
  };
};

/** What a drag from `from` to `to` makes of the loop or the playhead. */
const draftOf = ({ kind }: Hit, from: number, to: number) => {
  if (kind === 'playhead') return { loop: null, playhead: to };
  const { loop } = useMixTransport.getState();
  const { scene } = currentPicture();
  const anchor = kind === 'loop-start' ? (loop?.end ?? scene.end) : kind === 'loop-end' ? (loop?.start ?? 0) : from;
  return { loop: { start: Math.min(anchor, to), end: Math.max(anchor, to) }, playhead: null };
};
