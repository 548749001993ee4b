import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cueRow, gainAtY, gainY, laneAt, layLanes } from '../../../../../renderer/edit/timeline/lanes.ts';

const box = fc.record({
  height: fc.integer({ min: 150, max: 1400 }),
  rows: fc.integer({ min: 1, max: 3 }),
  markers: fc.boolean(),
  scroll: fc.integer({ min: -10, max: 500 }),
});

describe('lanes', () => {
  it('lie beneath each other without gaps, fill the box or can be scrolled to their end', () => {
    fc.assert(
      fc.property(box, (given) => {
        const lanes = layLanes(given);
        const order = [lanes.markers, lanes.segments, lanes.music, lanes.cues];
        for (const [i, lane] of order.slice(1).entries()) expect(lane.top).toBe(order[i].top + order[i].height);
        expect(lanes.music.height).toBeGreaterThanOrEqual(120);
        expect(lanes.content).toBeGreaterThanOrEqual(given.height - 1);
        const scrolled = layLanes({ ...given, scroll: 10_000 });
        expect(scrolled.cues.top + scrolled.cues.height).toBeCloseTo(given.height, -1);
        expect(scrolled.content).toBe(lanes.content);
      }),
    );
  });

  it('keep every row of cues inside their lane, tall enough for words and a box', () => {
    fc.assert(
      fc.property(box, (given) => {
        const lanes = layLanes(given);
        for (let row = 0; row < lanes.rows; row++) {
          const { words, boxes } = cueRow(lanes, row);
          expect(words.top).toBeGreaterThanOrEqual(lanes.cues.top);
          expect(boxes.top).toBeGreaterThanOrEqual(words.top + words.height);
          expect(boxes.height).toBeGreaterThanOrEqual(26);
          expect(boxes.top + boxes.height).toBeLessThanOrEqual(lanes.cues.top + lanes.cues.height);
        }
      }),
    );
  });

  it('are told by a point; the ruler covers what is scrolled beneath it', () => {
    const lanes = layLanes({ height: 200, rows: 1, markers: false, scroll: 60 });
    expect(lanes.segments.top).toBeLessThan(0);
    expect(laneAt(lanes, 3)).toBe('ruler');
    expect(laneAt(lanes, -1)).toBeNull();
    expect(laneAt(lanes, 5000)).toBeNull();
    for (const name of ['music', 'cues'] as const)
      expect(laneAt(lanes, lanes[name].top + lanes[name].height - 1)).toBe(name);
  });

  it('have a place for every gain, and the gain of every place', () => {
    const { music } = layLanes({ height: 500, rows: 1, markers: false, scroll: 0 });
    fc.assert(
      fc.property(fc.double({ min: -60, max: 12, noNaN: true }), (db) => {
        expect(gainAtY(music, gainY(music, db))).toBeCloseTo(db, 6);
      }),
    );
  });
});
