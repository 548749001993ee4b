import { type SnapPoint, snapFrame } from '../../../src/model/index.ts';
import type { HandView } from './hand-view.ts';

/** How near snaps, CSS pixels. */
export const SNAP_PIXELS = 9;

/**
 * What a frame snaps to: the nearest of the grid's lines that are asked for, the edges of segments, the markers and
 * `also`, at most `within` frames away. Null: nothing is near, or nothing is to snap.
 */
export const snapLine = (
  { workout, music, snap }: Pick<HandView, 'workout' | 'music' | 'snap'>,
  frame: number,
  within: number,
  also: readonly SnapPoint[] = [],
): SnapPoint | null => {
  if (snap === 'off') return null;
  const settings = { workout, facts: music.facts, within };
  const found = [
    snapFrame(frame, { ...settings, unit: 'segment' }),
    snap === 'segment' ? null : snapFrame(frame, { ...settings, unit: snap }),
    ...also.filter((point) => Math.abs(point.frame - frame) <= within),
  ];
  return found.reduce<SnapPoint | null>(
    (best, point) =>
      point && (best === null || Math.abs(point.frame - frame) < Math.abs(best.frame - frame)) ? point : best,
    null,
  );
};
