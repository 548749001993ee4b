import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countsLeft, countsOf, cutOut, median } from '../../../../../renderer/edit/recording/count-in.ts';
import { roundTrip } from '../../../../../renderer/edit/recording/latency.ts';

describe('a count-in', () => {
  it('counts four beats of the music, or three seconds', () => {
    expect(countsOf(120, 48_000)).toEqual({ beat: 24_000, beats: 4 });
    expect(countsOf(null, 48_000)).toEqual({ beat: 48_000, beats: 3 });
  });

  it('says how many beats are left, each for as long as it lasts', () => {
    const count = { start: 96_000, beat: 24_000, beats: 4 };
    const at = (now: number): number => countsLeft(count, now);
    expect([-5_000, 0, 23_999, 24_000, 71_999, 72_000, 95_999, 96_000, 200_000].map(at)).toEqual([
      ...[4, 4, 4, 3, 2, 1, 1, 0, 0],
    ]);
  });
});

describe('the middle of many looks', () => {
  it('is left alone by a few that are far off', () => {
    expect(median([])).toBeNull();
    expect(median([3])).toBe(3);
    expect(median([10, 12])).toBe(11);
    expect(median([100, 101, 99, 5_000, -9_000])).toBe(100);
  });
});

describe('sound cut out of chunks', () => {
  it('is the same however it came', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 }),
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 0, max: 200 }),
        (lengths, from, count) => {
          const all = lengths.reduce((sum, length) => sum + length, 0);
          const whole = Float32Array.from({ length: all * 2 }, (_, i) => i);
          let at = 0;
          const chunks = lengths.map((length) => {
            const chunk = whole.subarray(at * 2, (at + length) * 2);
            at += length;
            return chunk;
          });
          const to = from + count;
          const cut = cutOut(chunks, from, to);
          const expected = new Float32Array(count * 2);
          expected.set(whole.subarray(from * 2, Math.min(to, all) * 2));
          expect([...cut]).toEqual([...expected]);
        },
      ),
    );
  });
});

describe('the way through the devices', () => {
  it('is both ways with music, one without', () => {
    expect(roundTrip({ base: 0.01, output: 0.04, input: 0.02 }, true)).toBeCloseTo(0.07);
    expect(roundTrip({ base: 0.01, output: 0.04, input: 0.02 }, false)).toBeCloseTo(0.02);
  });

  it('is none where the system does not say, and never more than a second', () => {
    expect(roundTrip({ base: Number.NaN, output: -1, input: 0 }, true)).toBe(0);
    expect(roundTrip({ base: 3, output: 3, input: 3 }, true)).toBe(1);
  });
});
