import { beatOfFrame, type Frames, frameOfBeat } from '../../../src/model/index.ts';
import { gridAt } from '../music-grid.ts';
import { asFrame } from './edit-times.ts';
import type { HandView } from './hand-view.ts';

/** A tap that is further than this from the grid was meant so. Frames: a quarter of a second. */
const REACH = 12_000;

/** Where a cue goes that is dropped while it plays: on the beat or bar that was meant, where one snaps to them. */
export const snapTap = (view: HandView, frame: Frames): Frames => {
  const here = gridAt(view.music, frame);
  if (!here || view.snap === 'off' || view.snap === 'segment') return frame;
  const { span, grid } = here;
  const unit = view.snap === 'beat' ? 1 : grid.beatsPerBar;
  const at = frameOfBeat(span, grid, Math.round(beatOfFrame(span, grid, frame) / unit) * unit);
  return at >= 0 && Math.abs(at - frame) <= REACH ? asFrame(at) : frame;
};
