import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMixer } from '../../../src/audio/index.ts';
import {
  type Dip,
  decibels,
  type Fade,
  frames,
  type MixPlan,
  type Placement,
  type SourceReader,
} from '../../../src/model/index.ts';
import { mixText } from '../../../src/plan/index.ts';

/** A source that differs at every frame, by its name. */
const ramps: SourceReader = {
  read(source, start, into) {
    for (let i = 0; i < into.length; i += 2) {
      into[i] = ((start + i / 2) * 7 + source.length) / 1_000;
      into[i + 1] = -into[i];
    }
  },
};
const LENGTH = 400;
const whole = fc.integer({ min: 0, max: LENGTH });
const fade = fc.record({ length: fc.integer({ min: 0, max: 40 }), curve: fc.constantFrom('linear', 'equal-power') });
const placement = fc
  .record({
    ...{ source: fc.constantFrom('a', 'bb'), at: whole, from: fc.nat(50), length: fc.integer({ min: 1, max: 300 }) },
    ...{ gain: fc.constantFrom(0, -6), fadeIn: fade, fadeOut: fade },
  })
  .map(
    ({ at, from, length, gain, ...more }): Placement => ({
      ...{ at: frames(at), from: frames(from), length: frames(length), gain: decibels(gain) },
      ...(more as { source: string; fadeIn: Fade; fadeOut: Fade }),
    }),
  );
const dip = fc
  .record({ start: fc.integer({ min: -20, max: LENGTH }), a: fc.nat(60), b: fc.nat(60), c: fc.nat(60) })
  .map(({ start, a, b, c }): Dip => {
    const [full, release, end] = [start + a, start + a + b, start + a + b + c].map(frames);
    return { start: frames(start), full, release, end, depth: decibels(-12) };
  });
const plan = fc
  .record({ beds: fc.array(placement, { maxLength: 3 }), voices: fc.array(placement, { maxLength: 3 }) })
  .chain((sounds) => fc.record({ ...constants(sounds), ducking: fc.array(dip, { maxLength: 3 }), length: lengths }));
const lengths = fc.constantFrom(LENGTH, LENGTH - 30);
const constants = (sounds: { beds: Placement[]; voices: Placement[] }) => ({
  ...{ beds: fc.constant(sounds.beds), voices: fc.constant(sounds.voices) },
});
const mixPlan = plan.map(
  ({ length, ...sounds }): MixPlan => ({
    ...sounds,
    ...{ length: frames(length), gain: decibels(0), limiter: { ceiling: decibels(-1) } },
  }),
);
/** Another plan that differs in one thing, or in none. */
const edited = (one: MixPlan, other: MixPlan, what: number): MixPlan => {
  if (what === 0) return { ...one, beds: other.beds };
  if (what === 1) return { ...one, voices: [...one.voices.slice(1), ...other.voices.slice(0, 1)] };
  if (what === 2) return { ...one, ducking: other.ducking };
  return { ...one, length: other.length };
};

const mixed = (of: MixPlan, start: number, end: number): Float32Array => {
  const out = new Float32Array((end - start) * 2);
  createMixer(of, ramps).mix(start, out);
  return out;
};

describe('what a mix says of a span', () => {
  it('is the same of two plans only where they sound the same, sample for sample', () => {
    let same = 0;
    fc.assert(
      fc.property(mixPlan, mixPlan, fc.nat(3), whole, whole, (one, other, what, a, b) => {
        const two = edited(one, other, what);
        const [start, end] = [Math.min(a, b), Math.max(a, b) + 1];
        if (mixText(one, { start, end }) !== mixText(two, { start, end })) return;
        same += 1;
        expect(mixed(two, start, end)).toEqual(mixed(one, start, end));
      }),
      { numRuns: 2_000 },
    );
    expect(same).toBeGreaterThan(200);
  });

  it('does not speak of what lies outside, nor of what is over', () => {
    const bed: Placement = {
      ...{ source: 'a', at: frames(0), from: frames(0), length: frames(400), gain: decibels(0) },
      ...{ fadeIn: { length: frames(10), curve: 'linear' }, fadeOut: { length: frames(10), curve: 'linear' } },
    };
    const voice: Placement = { ...bed, source: 'bb', at: frames(100), length: frames(50) };
    const dips: Dip[] = [
      { start: frames(80), full: frames(90), release: frames(150), end: frames(170), depth: decibels(-9) },
    ];
    const one: MixPlan = {
      ...{ length: frames(400), beds: [bed], voices: [voice], ducking: dips },
      ...{ gain: decibels(0), limiter: { ceiling: decibels(-1) } },
    };
    const moved: MixPlan = {
      ...one,
      beds: [{ ...bed, length: frames(390) }],
      voices: [{ ...voice, at: frames(105) }],
      ducking: [{ ...dips[0], start: frames(85), full: frames(95), release: frames(155), end: frames(175) }],
    };
    const alike = (start: number, end: number): boolean =>
      mixText(one, { start, end }) === mixText(moved, { start, end });
    expect([alike(0, 80), alike(180, 370), alike(96, 99)]).toEqual([true, true, true]);
    expect([alike(70, 82), alike(120, 130), alike(160, 172), alike(375, 390)]).toEqual([false, false, false, false]);
  });
});
