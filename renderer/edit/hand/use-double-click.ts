import { useEffect } from 'react';
import type { Hit } from '../timeline/hit-test.ts';
import { hitNow } from '../timeline/picture.ts';
import { timelineView } from '../timeline/timeline-view.ts';
import { addSegment } from './block-commands.ts';
import { asFrame } from './edit-times.ts';
import { perform, viewNow } from './perform.ts';
import { SNAP_PIXELS, snapLine } from './snap-line.ts';
import { OVER_LANES, placeOf } from './use-pointer.ts';
import { write } from './word-field-store.ts';

/** Opens the field for a new cue at a frame, or at what it snaps to nearby. */
export const writeCueAt = (frame: number): void => {
  const view = viewNow();
  if (!view) return;
  const line = snapLine(view, frame, SNAP_PIXELS * timelineView().framesPerPixel);
  write({ of: 'new-cue', at: asFrame(line?.frame ?? frame) });
};

/** Opens the field for what is under the pointer; on free ground it makes what the lane holds. */
const open = ({ kind, id, lane, frame }: Hit): boolean => {
  if (lane === 'cues') {
    if (id === undefined) writeCueAt(frame);
    else write({ of: 'cue', id });
  } else if (lane === 'segments') {
    if (kind === 'segment' && id !== undefined) write({ of: 'segment', id });
    else if (kind === 'empty') void perform((view) => addSegment(view, frame));
  } else if (lane === 'markers' && id !== undefined) write({ of: 'marker', id });
  else return false;
  return true;
};

/** Double-click makes or edits. */
export const useDoubleClick = (box: HTMLElement | null): void => {
  useEffect(() => {
    if (!box) return;
    const twice = (event: MouseEvent): void => {
      if (event.target instanceof Element && event.target.closest(OVER_LANES)) return;
      const { x, y } = placeOf(box, event);
      if (open(hitNow(x, y))) event.preventDefault();
    };
    box.addEventListener('dblclick', twice);
    return () => box.removeEventListener('dblclick', twice);
  }, [box]);
};
