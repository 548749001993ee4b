import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Area, fitToDisplays, type WindowState } from '../../../electron/window-state.ts';

const laptop: Area = { x: 0, y: 25, width: 1440, height: 875 };
const wide: Area = { x: 1440, y: 0, width: 2560, height: 1440 };
const kept: WindowState = { x: 1500, y: 100, width: 2000, height: 1200, maximized: true };

describe('where a window opens', () => {
  it('is where it was left while its display is there', () => {
    expect(fitToDisplays(kept, [laptop, wide])).toEqual(kept);
  });

  it('is for the system to say once its display is gone, at a size that fits', () => {
    expect(fitToDisplays(kept, [laptop])).toEqual({ x: null, y: null, width: 1440, height: 875, maximized: true });
  });

  it('is never with its title above the display', () => {
    expect(fitToDisplays({ ...kept, x: 100, y: -40 }, [laptop, wide]).y).toBe(25);
  });

  it('always leaves something to take hold of', () => {
    const number = fc.integer({ min: -10_000, max: 10_000 });
    const size = fc.integer({ min: 100, max: 5_000 });
    fc.assert(
      fc.property(number, number, size, size, (x, y, width, height) => {
        const fitted = fitToDisplays({ x, y, width, height, maximized: false }, [laptop, wide]);
        if (fitted.x === null || fitted.y === null) return;
        const [left, top] = [fitted.x, fitted.y];
        const held = [laptop, wide].some(
          (area) =>
            Math.min(left + fitted.width, area.x + area.width) - Math.max(left, area.x) >= 100 &&
            top >= area.y &&
            top <= area.y + area.height - 100,
        );
        expect(held).toBe(true);
      }),
    );
  });
});
