import { snapFrame } from '../../../src/model/index.ts';
import { useEditor } from '../edit-store.ts';
import { musicGrid } from '../music-grid.ts';
import { timelineView } from './timeline-view.ts';

/** How near a place has to be, CSS pixels. */
const REACH = 9;

/** What a drag in the ruler means: the place to snap to that is near, else the frame itself. */
export const snappedFrame = (frame: number): number => {
  const { workout, snap: unit } = useEditor.getState();
  if (workout === null) return frame;
  const within = REACH * timelineView().framesPerPixel;
  return snapFrame(frame, { workout, facts: musicGrid().facts, unit, within })?.frame ?? frame;
};
