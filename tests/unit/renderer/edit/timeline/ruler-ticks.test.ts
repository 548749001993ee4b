import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barText } from '../../../../../renderer/edit/music-grid.ts';
import {
  barStep,
  beatLines,
  numberedBars,
  rulerText,
  timeStep,
} from '../../../../../renderer/edit/timeline/paint/ruler-ticks.ts';
import { frames, gridRegions, seconds } from '../../../../../src/model/index.ts';
import { workoutOf } from './scene-of.ts';

describe('times on the ruler', () => {
  it('are far enough apart to be read, at every scale', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1 / 16, max: 140_000, noNaN: true }),
        fc.integer({ min: 50, max: 120 }),
        (per, room) => {
          const step = timeStep(per, room);
          expect((step.seconds * 48_000) / per).toBeGreaterThanOrEqual(room * 0.999);
          expect(step.seconds / step.tick).toBeCloseTo(Math.round(step.seconds / step.tick), 9);
          // A label tells its time from that of its neighbours.
          expect(rulerText(step.seconds, step.digits)).not.toBe(rulerText(2 * step.seconds, step.digits));
        },
      ),
    );
  });

  it('say hours only where there are some, and no more digits than they need', () => {
    expect(rulerText(1140, 0)).toBe('19:00');
    expect(rulerText(3730, 0)).toBe('1:02:10');
    expect(rulerText(1144.385, 3)).toBe('19:04.385');
    expect(rulerText(0.0002, 4)).toBe('0:00.0002');
  });
});

const grid = { bpm: 120, firstBeat: seconds(-0.75), beatsPerBar: 4 };
const LENGTH = frames(4_800_000);
const workout = workoutOf({
  tracks: [
    { id: 't', file: 't.mp3', trim_start_ms: 10_000 },
    { id: 'u', file: 'u.mp3', crossfade_ms: 5000 },
  ],
});
const facts = new Map([
  ['t.mp3', { length: LENGTH, grid }],
  ['u.mp3', { length: LENGTH, grid: { ...grid, bpm: 90, beatsPerBar: 3 } }],
]);
const regions = gridRegions(workout, facts);
const [first, second] = regions;

describe('bars and beats', () => {
  it('are where the music’s grid has them, with the numbers that the position shows', () => {
    for (const region of regions) {
      const seen = { start: region.start + 100_000, end: region.start + 580_000 };
      const lines = beatLines(region, seen, 1000);
      expect(lines.length).toBeGreaterThan(14);
      for (const { frame, kind, bar } of lines) {
        const said = barText({ workout, spans: [], facts }, frame)!;
        expect(said.split('.')[0]).toBe(String(bar));
        expect(said.endsWith('.1')).toBe(kind === 'bar');
      }
    }
  });

  it('give way to bars from afar, and bars to nothing', () => {
    const seen = { start: 0, end: 9_000_000 };
    expect(beatLines(first, seen, 4000).every(({ kind }) => kind === 'bar')).toBe(true);
    expect(beatLines(first, seen, 4000).length).toBeGreaterThan(20);
    expect(beatLines(first, seen, 40_000)).toEqual([]);
  });

  it('are numbered as far apart as their numbers need, on through all tracks', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 140_000, noNaN: true }), (per) => {
        for (const region of regions) {
          const every = barStep(region, per, 44);
          const barFrames = (region.grid.beatsPerBar * 60 * 48_000) / region.grid.bpm;
          expect((every * barFrames) / per).toBeGreaterThanOrEqual(43.9);
          const bars = numberedBars(region, { start: 0, end: 9_600_000 }, every);
          for (const { bar, kind } of bars) expect([(bar - 1) % every, kind]).toEqual([0, 'bar']);
        }
      }),
    );
    const all = regions.flatMap((region) =>
      numberedBars(region, { start: 0, end: 9_600_000 }, 1).map(({ bar }) => bar),
    );
    expect(all).toEqual(all.map((_, i) => i + 1));
  });

  it('are the next track’s where two cross', () => {
    const lines = beatLines(first, { start: 0, end: 20_000_000 }, 1000);
    expect(lines.at(-1)!.frame).toBeLessThan(second.start);
  });
});
