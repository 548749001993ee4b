import { describe, expect, it } from 'vitest';
import { createTruePeakMeter } from '../../../src/audio/index.ts';
import { intersamplePeak, REACH } from '../../../src/audio/intersample.ts';
import { BLOCK_SIZES, music, noise, pieces, sine } from './signals.ts';

const truePeakOf = (pcm: Float32Array): number => {
  const meter = createTruePeakMeter();
  meter.push(pcm);
  return meter.peak();
};
const inDecibels = (linear: number): number => 20 * Math.log10(linear);

/** Every sample and every point, nothing skipped. */
const bruteForce = (pcm: Float32Array): number => {
  const padded = new Float32Array(pcm.length + 8 * REACH);
  padded.set(pcm, 4 * REACH);
  let highest = 0;
  for (const sample of pcm) highest = Math.max(highest, Math.abs(sample));
  for (let n = REACH; n + REACH < padded.length / 2; n++) highest = Math.max(highest, intersamplePeak(padded, n));
  return highest;
};

/** EBU Tech 3341: +0.2 / -0.4 dB. */
const expectTruePeak = (pcm: Float32Array, wanted: number): void => {
  const error = inDecibels(truePeakOf(pcm)) - wanted;
  expect(error).toBeLessThanOrEqual(0.2);
  expect(error).toBeGreaterThanOrEqual(-0.4);
};

/** A sine faded in and out over half of it, so that its ends add no peak of their own. */
const faded = (period: number, degrees: number, amplitude: number): Float32Array => {
  const frames = 9600;
  const pcm = sine(frames, period, degrees, amplitude);
  for (let i = 0; i < pcm.length; i++) pcm[i] *= Math.min(1, (i >> 1) / 2400, (frames - 1 - (i >> 1)) / 2400);
  return pcm;
};

describe('EBU Tech 3341, true peak', () => {
  it.each([
    [15, 4, 0, 0.5, -6],
    [16, 4, 45, 0.5, -6],
    [17, 6, 60, 0.5, -6],
    [18, 8, 67.5, 0.5, -6],
    [19, 4, 45, 1.41, 3],
  ])('case %i: a sine of rate / %i at %d degrees', (_, period, degrees, amplitude, wanted) => {
    expectTruePeak(faded(period, degrees, amplitude), wanted);
  });

  // Cases 20 to 23 are one burst, made at four times the rate and thinned at four offsets; here the burst is a formula.
  it.each([
    [20, 0],
    [21, 1],
    [22, 2],
    [23, 3],
  ])('case %i: a burst thinned at offset %i', (_, offset) => {
    const pcm = new Float32Array(4800 * 2);
    for (let n = 0; n < 4800; n++) {
      const t = n + offset / 4 - 2400;
      const envelope = Math.abs(t) < 60 ? 0.5 + 0.5 * Math.cos((Math.PI * t) / 60) : 0;
      pcm[2 * n] = envelope * Math.cos((2 * Math.PI * t) / 6);
      pcm[2 * n + 1] = pcm[2 * n];
    }
    expectTruePeak(pcm, 0);
  });
});

describe('the true-peak meter', () => {
  it('leaves out only what cannot matter: equal to filtering everything', () => {
    const wide = noise(20_000, 0.2, 7);
    wide[20_001] = 0.9;
    for (const pcm of [music(60_000, 0.9), noise(20_000, 1), wide, sine(4800, 4, 45, 1), new Float32Array(2000)]) {
      expect(truePeakOf(pcm)).toBe(bruteForce(pcm));
    }
  });

  it('finds a peak wherever it lies, also where its buffer turns over', () => {
    for (let at = 8100; at < 8300; at++) {
      const pcm = new Float32Array(2 * 9000);
      for (const [i, sign] of [1, 1, -1, -1, 1, 1].entries()) pcm[2 * (at + i)] = 0.5 * sign;
      expect(truePeakOf(pcm)).toBe(bruteForce(pcm));
    }
  });

  it('finds a peak at the very start, at the very end and in a signal of one frame', () => {
    for (const frames of [1, 2, 30]) {
      const pcm = noise(frames, 1, frames);
      expect(truePeakOf(pcm)).toBe(bruteForce(pcm));
    }
  });

  it.each(BLOCK_SIZES)('gives the same bits in blocks of %i, asked or not asked between', (size) => {
    const pcm = music(30_001, 0.9, 3);
    const meter = createTruePeakMeter();
    for (const [i, piece] of pieces(pcm, size).entries()) {
      meter.push(piece);
      if (i % 500 === 0) meter.peak();
    }
    expect(meter.peak()).toBe(truePeakOf(pcm));
  });

  it('hears either channel', () => {
    // Peaks halfway between two frames, and a quarter of the way on either side.
    for (const degrees of [45, 22.5, 67.5]) {
      for (const channel of [0, 1]) {
        const pcm = faded(4, degrees, 0.5);
        for (let i = 1 - channel; i < pcm.length; i += 2) pcm[i] = 0;
        expectTruePeak(pcm, -6);
      }
    }
  });

  it('is 0 for silence and for nothing', () => {
    expect(createTruePeakMeter().peak()).toBe(0);
    expect(truePeakOf(new Float32Array(9600))).toBe(0);
  });

  it('is flat to 20 kHz', () => {
    for (const frequency of [1000, 10_000, 15_000, 20_000]) {
      expect(Math.abs(inDecibels(truePeakOf(faded(48_000 / frequency, 17, 1))))).toBeLessThan(0.25);
    }
  });
});
