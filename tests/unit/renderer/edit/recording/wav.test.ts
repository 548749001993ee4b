import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asHeard, toWav } from '../../../../../renderer/edit/recording/wav.ts';
import { readWav } from '../../../../e2e/page/recording/read-wav.ts';

describe('a recording as a file', () => {
  it('has 24 bits, and every sample to half a step', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: -2, max: 2, noNaN: true }), { maxLength: 300 }),
        fc.constantFrom(1 as const, 2 as const),
        (list, channels) => {
          const samples = Float32Array.from(list.slice(0, list.length - (list.length % channels)));
          const read = readWav(new Uint8Array(toWav({ samples, channels, rate: 48_000 })));
          expect(read).toMatchObject({ bits: 24, channels, rate: 48_000 });
          expect(read.samples).toHaveLength(samples.length);
          for (const [i, sample] of samples.entries()) {
            const cut = Math.max(-1, Math.min(1 - 2 ** -23, sample));
            expect(Math.abs(read.samples[i]! - cut)).toBeLessThanOrEqual(2 ** -24);
          }
        },
      ),
    );
  });

  it('ends on a whole word, as RIFF wants it', () => {
    for (const length of [0, 1, 2, 3]) {
      expect(toWav({ samples: new Float32Array(length), channels: 1, rate: 48_000 }).byteLength % 2).toBe(0);
    }
  });
});

describe('what a microphone is', () => {
  const stereo = (left: (i: number) => number, right: (i: number) => number): Float32Array =>
    Float32Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? left : right)(i >> 1));
  const wave = (i: number): number => Math.sin(i) / 2;

  it('is one channel where both are the same', () => {
    const { samples, channels } = asHeard(stereo(wave, wave), 48_000);
    expect(channels).toBe(1);
    expect(samples).toHaveLength(100);
    expect(samples[7]).toBeCloseTo(wave(7), 6);
  });

  it('is the one side that has a microphone', () => {
    for (const [left, right] of [
      [wave, () => 0.0005],
      [() => 0, wave],
    ] as const) {
      const { samples, channels } = asHeard(stereo(left, right), 48_000);
      expect(channels).toBe(1);
      expect(samples[7]).toBeCloseTo(wave(7), 6);
    }
  });

  it('is two where they differ', () => {
    expect(
      asHeard(
        stereo(wave, (i) => Math.cos(i) / 3),
        48_000,
      ).channels,
    ).toBe(2);
  });
});
