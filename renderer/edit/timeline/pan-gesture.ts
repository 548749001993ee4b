import { panBy } from './timeline-view.ts';

const MIDDLE = 1;

/** Dragging with the middle button shifts time. The returned function ends it. */
export const listenToPan = (element: HTMLElement): (() => void) => {
  let x = 0;
  const onDown = (event: PointerEvent): void => {
    if (event.button !== MIDDLE) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    x = event.clientX;
    element.setPointerCapture(event.pointerId);
    element.addEventListener('pointermove', onMove);
    element.addEventListener('lostpointercapture', onEnd);
    element.style.cursor = 'grabbing';
  };
  const onMove = (event: PointerEvent): void => {
    panBy(x - event.clientX);
    x = event.clientX;
  };
  const onEnd = (): void => {
    element.removeEventListener('pointermove', onMove);
    element.removeEventListener('lostpointercapture', onEnd);
    element.style.cursor = '';
  };
  element.addEventListener('pointerdown', onDown, { capture: true });
  return () => {
    onEnd();
    element.removeEventListener('pointerdown', onDown, { capture: true });
  };
};
