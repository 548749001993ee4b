import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EncodedMix } from '../../../src/render/encoded-store.ts';
import { inUnits } from '../../../src/render/lossless-layout.ts';
import type { SoundPart } from '../../../src/render/made-sound.ts';

const mixOf = (id: string): EncodedMix => ({ id }) as EncodedMix;
const MIXES = [null, mixOf('a'), mixOf('b')];
const lengths = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom(...MIXES)), {
  minLength: 1,
  maxLength: 20,
});
const partsOf = (of: readonly (readonly [number, EncodedMix | null])[]): SoundPart[] => {
  let at = 0;
  return of.map(([length, mix]) => {
    at += length;
    return { from: at - length, to: at, of: mix };
  });
};
/** Whose each frame is. */
const owners = (parts: readonly SoundPart[]): (string | null)[] =>
  parts.flatMap(({ from, to, of }) => Array<string | null>(to - from).fill(of?.id ?? null));

describe('inUnits', () => {
  it('shares each unit that is all of one encode, and no other, without a gap', () => {
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 6 }), (of, unit) => {
        const parts = partsOf(of);
        const total = parts.at(-1)!.to;
        const aligned = inUnits(parts, total, unit);
        const [before, after] = [owners(parts), owners(aligned)];
        expect(after).toHaveLength(total);
        for (const [i, { from, to }] of aligned.entries()) {
          expect(from).toBe(aligned[i - 1]?.to ?? 0);
          expect(from % unit).toBe(0);
          expect(to).toBeGreaterThan(from);
        }
        for (let at = 0; at < total; at += unit) {
          const frames = before.slice(at, at + unit);
          const one = frames.every((frame) => frame === frames[0]) ? frames[0] : null;
          // Of one encode in two parts beside each other is not what a cover gives.
          const whole = parts.some(({ from, to }) => from <= at && to >= Math.min(total, at + unit));
          expect(after.slice(at, at + unit)).toEqual(frames.map(() => (whole ? one : null)));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('leaves parts as they are where a unit is one frame', () => {
    fc.assert(
      fc.property(lengths, (of) => {
        const parts = partsOf(of);
        expect(inUnits(parts, parts.at(-1)!.to, 1)).toEqual(parts);
      }),
    );
  });
});
