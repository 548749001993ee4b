import { cueRow } from '../timeline/lanes.ts';
import { marqueed } from './choosing.ts';
import type { Drag } from './drag.ts';

/** Chooses the cues that a rectangle touches; with Shift or Mod as well as those that were chosen before. */
export const marquee: Drag = ({ at, picture, selection }, now) => {
  const [start, end] = [Math.min(at.frame, now.frame), Math.max(at.frame, now.frame)];
  const [top, bottom] = [Math.min(at.y, now.y), Math.max(at.y, now.y)];
  const rows = picture.scene.rows.flatMap((_, row) => {
    const { words, boxes } = cueRow(picture.lanes, row);
    return words.top <= bottom && boxes.top + boxes.height >= top ? [row] : [];
  });
  const touched = picture.scene.cues.filter(
    (cue) => !cue.copy && rows.includes(cue.row) && cue.start <= end && cue.end >= start,
  );
  const ids = touched.map(({ id }) => id);
  return {
    ghost: { marquee: { start, end, top, bottom } },
    step: null,
    selection: marqueed(selection, ids, at.shift || at.mod),
  };
};
