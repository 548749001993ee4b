import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CLOSEST,
  clampView,
  fitted,
  fittedTo,
  frameAt,
  framesAcross,
  panned,
  revealing,
  type TimelineView,
  xOf,
  zoomAround,
} from '../../../../../renderer/edit/timeline/view-maths.ts';

const MINUTES_45 = 45 * 60 * 48_000;
const view = fc
  .record({
    firstFrame: fc.double({ min: -1e6, max: MINUTES_45 * 2, noNaN: true }),
    framesPerPixel: fc.double({ min: 0.001, max: 1e6, noNaN: true }),
    width: fc.integer({ min: 50, max: 4000 }),
    height: fc.constant(500),
    length: fc.integer({ min: 48_000, max: MINUTES_45 }),
    laneScroll: fc.constant(0),
  })
  .map((given): TimelineView => clampView(given));

describe('the timeline’s view', () => {
  it('never shows less than a sample in 16 pixels, never begins before the start, always shows some of the workout', () => {
    fc.assert(
      fc.property(view, (seen) => {
        expect(seen.framesPerPixel).toBeGreaterThanOrEqual(CLOSEST);
        expect(seen.firstFrame).toBeGreaterThanOrEqual(0);
        expect(seen.firstFrame).toBeLessThan(seen.length);
        expect(clampView(seen)).toEqual(seen);
      }),
    );
  });

  it('gives back the frame of a place it was asked for, to the pixel', () => {
    fc.assert(
      fc.property(view, fc.double({ min: 0, max: 1, noNaN: true }), (seen, share) => {
        const frame = Math.round(share * seen.length);
        expect(Math.abs(frameAt(seen, xOf(seen, frame)) - frame)).toBeLessThanOrEqual(1);
        expect(Number.isInteger(frameAt(seen, share * seen.width))).toBe(true);
      }),
    );
  });

  it('keeps what is under the pointer there while it zooms, unless an end of the workout comes in the way', () => {
    fc.assert(
      fc.property(
        view,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (seen, share, factor) => {
          const x = share * seen.width;
          const under = seen.firstFrame + x * seen.framesPerPixel;
          const zoomed = zoomAround(seen, x, factor);
          const free = under - x * zoomed.framesPerPixel;
          const isFree = clampView({ ...zoomed, firstFrame: free }).firstFrame === free;
          if (isFree) expect(Math.abs(xOf(zoomed, under) - x)).toBeLessThan(0.01);
        },
      ),
    );
  });

  it('shows all of the workout, with room to grab its end', () => {
    fc.assert(
      fc.property(view, (seen) => {
        const whole = fitted(seen);
        expect(xOf(whole, 0)).toBe(0);
        expect(xOf(whole, whole.length)).toBeLessThanOrEqual(whole.width);
        expect(xOf(whole, whole.length)).toBeGreaterThan(Math.min(whole.width * 0.9, whole.length / CLOSEST));
      }),
    );
  });

  it('shows a stretch that is asked for, whole', () => {
    const whole = fitted({
      firstFrame: 0,
      framesPerPixel: 1,
      width: 1000,
      height: 500,
      length: MINUTES_45,
      laneScroll: 0,
    });
    const seen = fittedTo(whole, 48_000_000, 48_960_000);
    expect(xOf(seen, 48_000_000)).toBeGreaterThan(0);
    expect(xOf(seen, 48_960_000)).toBeLessThan(1000);
    expect(framesAcross(seen)).toBeLessThan(1_200_000);
  });

  it('does not move for what is in sight, and brings in what is not', () => {
    fc.assert(
      fc.property(view, fc.double({ min: 0, max: 1, noNaN: true }), (seen, share) => {
        const frame = Math.round(share * seen.length);
        const shown = revealing(seen, frame);
        expect(xOf(shown, frame)).toBeGreaterThanOrEqual(-0.01);
        expect(xOf(shown, frame)).toBeLessThanOrEqual(seen.width + 0.01);
        expect(shown.framesPerPixel).toBe(seen.framesPerPixel);
        expect(Math.abs(revealing(shown, frame).firstFrame - shown.firstFrame)).toBeLessThan(1e-3);
      }),
    );
  });

  it('scrolls by pixels', () => {
    const seen = { firstFrame: 48_000, framesPerPixel: 100, width: 1000, height: 5, length: MINUTES_45, laneScroll: 0 };
    expect(panned(seen, 50).firstFrame).toBe(53_000);
    expect(panned(seen, -5000).firstFrame).toBe(0);
  });
});
