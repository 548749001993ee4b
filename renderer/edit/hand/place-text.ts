import { type Frames, toSeconds } from '../../../src/model/index.ts';
import { timeText } from '../../ui/times.ts';
import { barText } from '../music-grid.ts';
import type { HandView } from './hand-view.ts';

/** A place as it is said: `19:00.1, bar 579`, between first beats `bar 579.3`; without a beat grid only the time. */
export const placeText = ({ music }: Pick<HandView, 'music'>, frame: Frames): string => {
  const bar = barText(music, frame);
  const time = timeText(toSeconds(frame));
  return bar === null ? time : `${time}, bar ${bar.replace(/\.1$/, '')}`;
};
