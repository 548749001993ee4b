import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CLOSEST,
  columnAt,
  columnsOf,
  frameAt,
  levelFor,
  wholeView,
  withinSound,
  zoomAround,
} from '../../../../renderer/waveform/columns.ts';

const sound = (pairs: number[][], framesPerPoint = 256) => ({
  framesPerPoint,
  length: pairs.length,
  peaks: Int8Array.from(pairs.flat()),
});

describe('columns', () => {
  test('a column shows the extremes of every point it touches', () => {
    const data = sound([
      [-10, 10],
      [-128, 5],
      [-3, 127],
      [-4, 4],
    ]);
    const columns = columnsOf(data, { firstFrame: 0, framesPerPixel: 512, width: 2 });
    expect(columns[0]).toBe(-1);
    expect(columns[1]).toBeCloseTo(10 / 127);
    expect(columns[2]).toBeCloseTo(-4 / 128);
    expect(columns[3]).toBe(1);
  });

  test('there is nothing before a sound and nothing after it', () => {
    const columns = columnsOf(sound([[-1, 1]]), { firstFrame: -256, framesPerPixel: 256, width: 3 });
    expect([...columns].map(Number.isNaN)).toEqual([true, true, false, false, true, true]);
  });

  test('closer than its points the outline runs from centre to centre', () => {
    const data = sound([
      [0, 0],
      [-128, 127],
    ]);
    const columns = columnsOf(data, { firstFrame: 0, framesPerPixel: 64, width: 8 });
    const highs = [...columns].filter((_, index) => index % 2 === 1);
    for (let x = 1; x < 8; x++) expect(highs[x]).toBeGreaterThanOrEqual(highs[x - 1]);
    expect(highs[0]).toBe(0);
    expect(highs[7]).toBe(1);
    expect(highs[4]).toBeGreaterThan(0.3);
    expect(highs[4]).toBeLessThan(0.8);
  });

  test('no peak is lost at any zoom and any offset', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 399 }),
        fc.double({ min: 256, max: 9000, noNaN: true }),
        fc.double({ min: 0, max: 255, noNaN: true }),
        (loud, framesPerPixel, firstFrame) => {
          const peaks = new Int8Array(800);
          peaks[loud * 2 + 1] = 127;
          const width = Math.ceil((400 * 256) / framesPerPixel) + 1;
          const columns = columnsOf({ framesPerPoint: 256, length: 400, peaks }, { firstFrame, framesPerPixel, width });
          const last = (loud + 1) * 256 <= firstFrame;
          expect(Math.max(...columns.filter((value) => !Number.isNaN(value)))).toBe(last ? 0 : 1);
        },
      ),
    );
  });
});

test('the level is the coarsest that fills every column', () => {
  expect(levelFor(40_000)).toBe(16_384);
  expect(levelFor(16_384)).toBe(16_384);
  expect(levelFor(16_383)).toBe(4096);
  expect(levelFor(300)).toBe(256);
  expect(levelFor(1)).toBe(256);
});

describe('views', () => {
  const room = { frames: 48_000 * 60, width: 500 };

  test('the frame under the pointer stays there while zooming', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 499 }),
        fc.double({ min: 0.2, max: 0.9, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (x, factor, place) => {
          const view = withinSound({ framesPerPixel: 2000, firstFrame: place * room.frames }, room.frames, room.width);
          const nearer = zoomAround(view, x, factor, room);
          expect(nearer.framesPerPixel).toBeLessThan(view.framesPerPixel);
          expect(columnAt(nearer, view.firstFrame + x * view.framesPerPixel)).toBeCloseTo(x, 3);
        },
      ),
    );
  });

  test('never shows more than the sound, never closer than the closest, never past its ends', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e7, max: 1e7, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        fc.integer({ min: 1, max: 10_000_000 }),
        (firstFrame, framesPerPixel, frames) => {
          const view = withinSound({ firstFrame, framesPerPixel }, frames, room.width);
          expect(view.firstFrame).toBeGreaterThanOrEqual(0);
          expect(view.firstFrame + view.framesPerPixel * room.width).toBeLessThanOrEqual(frames * (1 + 1e-9));
          expect(view.framesPerPixel).toBeGreaterThanOrEqual(Math.min(CLOSEST, frames / room.width));
        },
      ),
    );
  });

  test('columns and frames answer each other, inside the sound only', () => {
    const view = { firstFrame: 1000, framesPerPixel: 10 };
    expect(frameAt(view, columnAt(view, 1230), room.frames)).toBe(1230);
    expect(frameAt(view, -500, room.frames)).toBe(0);
    expect(frameAt(wholeView(room.frames, 500), 501, room.frames)).toBe(room.frames);
  });
});
