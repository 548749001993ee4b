import { type RefObject, useEffect } from 'react';
import { columnAt, type WaveformView } from './columns.ts';

/** Where a sound is being heard, asked anew for every picture; null: nowhere. Frames at the engine rate. */
export type Position = () => number | null;

/**
 * Moves the playhead and uncovers the played part with every picture, straight in the DOM: nothing is rendered and
 * nothing is painted anew while a sound plays.
 */
export const usePlayhead = (
  position: Position | null,
  view: WaveformView,
  width: number,
  head: RefObject<HTMLElement | null>,
  played: RefObject<HTMLElement | null>,
): void => {
  useEffect(() => {
    if (!position || width === 0) return;
    let picture = 0;
    let shown = Number.NaN;
    const move = (): void => {
      picture = requestAnimationFrame(move);
      const frame = position();
      const share = frame === null ? Number.NaN : columnAt(view, frame) / width;
      if (Object.is(share, shown)) return;
      shown = share;
      const inside = share >= 0 && share <= 1;
      if (head.current) {
        head.current.style.visibility = inside ? 'visible' : 'hidden';
        head.current.style.left = inside ? `${share * 100}%` : '0';
      }
      const covered = Number.isNaN(share) ? 100 : Math.min(Math.max(100 - share * 100, 0), 100);
      if (played.current) played.current.style.clipPath = `inset(0 ${covered}% 0 0)`;
    };
    move();
    return () => cancelAnimationFrame(picture);
  }, [position, view, width, head, played]);
};
