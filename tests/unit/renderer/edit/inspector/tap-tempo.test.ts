import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tappedTempo, withTap } from '../../../../../renderer/edit/inspector/tap-tempo.ts';

const tapAll = (times: readonly number[]): readonly number[] =>
  times.reduce<readonly number[]>((taps, at) => withTap(taps, at), []);

describe('tapped tempo', () => {
  it('needs four taps', () => {
    expect(tappedTempo(tapAll([0, 500, 1000]))).toBeNull();
    expect(tappedTempo(tapAll([0, 500, 1000, 1500]))).toBe(120);
  });

  it('is off by no more than the hand is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 190 }),
        fc.array(fc.integer({ min: -15, max: 15 }), { minLength: 16, maxLength: 16 }),
        (bpm, late) => {
          const taps = tapAll(late.map((by, i) => (i * 60_000) / bpm + by));
          // The middle of the times between taps is off by two hands at most.
          expect(Math.abs(60_000 / tappedTempo(taps)! - 60_000 / bpm)).toBeLessThanOrEqual(30.1);
        },
      ),
    );
  });

  it('is left as it is by one tap that was missed', () => {
    const times = Array.from({ length: 12 }, (_, i) => i * 400).filter((_, i) => i !== 6);
    expect(tappedTempo(tapAll(times))).toBe(150);
  });

  it('begins anew after a pause', () => {
    expect(tapAll([0, 500, 1000, 9_000, 9_300, 9_600, 9_900])).toEqual([9_000, 9_300, 9_600, 9_900]);
  });
});
