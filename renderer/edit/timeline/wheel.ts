import { currentPicture } from './picture.ts';
import { panBy, scrollLanesBy, zoomBy } from './timeline-view.ts';

const LINE = 16;
/** Zoom of one pixel of the wheel; a notch is about 100. */
const ZOOM = 1.0025;

/**
 * The wheel scrolls time, with Ctrl or ⌘ it zooms around the pointer, with Shift it scrolls the lanes. Not through React:
 * its wheel listeners are passive and could not keep the page from zooming. The returned function ends it.
 */
export const listenToWheel = (element: HTMLElement): (() => void) => {
  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const by = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
    const along = (Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY) * by;
    if (event.ctrlKey || event.metaKey) zoomBy(ZOOM ** along, event.clientX - element.getBoundingClientRect().left);
    else if (event.shiftKey) scrollLanesBy(along, currentPicture().lanes.content);
    else panBy(along);
  };
  element.addEventListener('wheel', onWheel, { passive: false });
  return () => element.removeEventListener('wheel', onWheel);
};
