import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLimiter, createTruePeakMeter, LIMITER_LOOKAHEAD, LIMITER_MEMORY } from '../../../src/audio/index.ts';
import { decibels } from '../../../src/model/index.ts';
import { BLOCK_SIZES, music, noise, pieces, sine } from './signals.ts';

const CEILING = decibels(-1);

/** The whole signal through a new limiter, in pieces of `size` frames: as long as the input, delay taken out. */
const limit = (pcm: Float32Array, size = pcm.length / 2, ceiling = CEILING) => {
  const limiter = createLimiter(ceiling);
  const output = new Float32Array(pcm.length);
  const room = new Float32Array(Math.max(size, LIMITER_LOOKAHEAD) * 2);
  let frames = 0;
  const keep = (written: number): void => {
    output.set(room.subarray(0, written * 2), frames * 2);
    frames += written;
  };
  for (const piece of pieces(pcm, size)) keep(limiter.process(piece, room));
  keep(limiter.flush(room));
  return { output, frames, stats: limiter.stats() };
};

const truePeakDb = (pcm: Float32Array): number => {
  const meter = createTruePeakMeter();
  meter.push(pcm);
  return 20 * Math.log10(meter.peak());
};

const impulses = (frames: number, amplitude: number): Float32Array => {
  const pcm = music(frames, 0.2);
  for (let n = 1000, i = 0; n < frames; n += 3571, i++) pcm[2 * n + (i % 2)] = i % 3 === 0 ? -amplitude : amplitude;
  return pcm;
};

/** Frames [from, to) of `pcm`, silence where it has none. */
const stretch = (pcm: Float32Array, from: number, to: number): Float32Array => {
  const cut = new Float32Array((to - from) * 2);
  const first = Math.max(0, from);
  cut.set(pcm.subarray(first * 2, Math.max(first, to) * 2), (first - from) * 2);
  return cut;
};

const largestStep = (pcm: Float32Array): number => {
  let largest = 0;
  for (let i = 2; i < pcm.length; i++) largest = Math.max(largest, Math.abs(pcm[i] - pcm[i - 2]));
  return largest;
};

/** Loud passages between quiet ones: the limiter begins and ends, and rests, several times. */
const swells = (frames: number, seed: number): Float32Array => {
  const pcm = music(frames, 0.3, seed);
  const rough = noise(frames, 1, seed);
  for (let n = 0; n < frames; n++) {
    const loud = n % 48_000 < 3000 + seed * 100 ? 2.5 : 0;
    pcm[2 * n] += loud * rough[2 * n];
    pcm[2 * n + 1] += loud * rough[2 * n + 1];
  }
  return pcm;
};

describe('the limiter holds its ceiling', () => {
  it.each<[string, Float32Array]>([
    ['white noise at +6 dB', noise(96_000, 2)],
    ['a sine of rate / 4 at 45 degrees, whose peaks lie between the frames', sine(48_000, 4, 45, 1.4)],
    ['impulses at +12 dB', impulses(96_000, 4)],
    ['music at +6 dB', music(96_000, 2)],
    ['loud and quiet passages', swells(192_000, 2)],
  ])('on %s', (_, pcm) => {
    expect(truePeakDb(pcm)).toBeGreaterThan(CEILING + 1);
    const { output, stats } = limit(pcm);
    expect(output.every(Number.isFinite)).toBe(true);
    expect(truePeakDb(output)).toBeLessThanOrEqual(CEILING + 0.05);
    expect(stats.overrun).toBe(false);
    expect(stats.limitedFrames).toBeGreaterThan(0);
  });

  it('on a burst whose peaks lie between the frames, wherever its buffer turns over', () => {
    for (let at = 3900; at < 4300; at += 3) {
      const pcm = new Float32Array(2 * 6000);
      for (const [i, sign] of [1, 1, -1, -1, 1, 1].entries()) pcm[2 * (at + i)] = 0.85 * sign;
      expect(truePeakDb(limit(pcm).output)).toBeLessThanOrEqual(CEILING + 0.05);
    }
  });

  it('acts on the least excess between any two frames, and on nothing under the ceiling', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const burst = new Float32Array(2 * 600);
      burst.set(noise(24, 1, seed), 2 * 300);
      const toCeiling = 10 ** ((CEILING - truePeakDb(burst)) / 20);
      const over = limit(burst.map((x) => x * toCeiling * 1.0005));
      expect(over.stats.limitedFrames).toBeGreaterThan(0);
      expect(truePeakDb(over.output)).toBeLessThanOrEqual(CEILING + 0.001);
      expect(limit(burst.map((x) => x * toCeiling * 0.9995)).stats.limitedFrames).toBe(0);
    }
  });

  it('takes off no more than a steady tone needs', () => {
    const { output, stats } = limit(sine(48_000, 48, 0, 1));
    expect(truePeakDb(output.subarray(20_000, 80_000))).toBeGreaterThan(CEILING - 0.05);
    expect(stats.maxReduction).toBeLessThan(1.05);
  });

  it('says so where more than 24 dB would be needed', () => {
    const { stats } = limit(impulses(9600, 100));
    expect(stats.overrun).toBe(true);
    expect(stats.maxReduction).toBeCloseTo(24, 3);
  });
});

describe('the limiter leaves alone what is under the ceiling', () => {
  it.each<[string, Float32Array]>([
    ['music', music(96_000, 0.8)],
    [
      'a sine that touches -1.01 dBTP',
      sine(48_000, 48, 0, 10 ** (-1.01 / 20)).map((x, i) => x * Math.min(1, i / 9600)),
    ],
    ['silence', new Float32Array(20_000)],
  ])('%s comes out bit for bit', (_, pcm) => {
    const { output, frames, stats } = limit(pcm.subarray(0, pcm.length - 960));
    expect(frames).toBe(pcm.length / 2 - 480);
    expect(output).toEqual(pcm.subarray(0, pcm.length - 960));
    expect(stats).toEqual({ maxReduction: 0, limitedFrames: 0, overrun: false });
  });

  it('comes back to the input bit for bit after a peak, within its memory', () => {
    const pcm = music(96_000, 0.5);
    pcm[2 * 30_000] = 8;
    const { output } = limit(pcm);
    expect(output.subarray(0, 2 * (30_000 - LIMITER_LOOKAHEAD))).toEqual(
      pcm.subarray(0, 2 * (30_000 - LIMITER_LOOKAHEAD)),
    );
    expect(output.subarray(2 * (30_000 + LIMITER_MEMORY))).toEqual(pcm.subarray(2 * (30_000 + LIMITER_MEMORY)));
    expect(output[2 * 30_010]).not.toBe(pcm[2 * 30_010]);
  });

  it('gives both channels one gain', () => {
    const pcm = sine(20_000, 48, 0, 0.25);
    for (let i = 0; i < pcm.length; i += 2) pcm[i] *= 6;
    const { output } = limit(pcm);
    for (let n = 2001; n < 18_000; n++) {
      if (Math.abs(pcm[2 * n]) > 0.01) expect(output[2 * n + 1] / output[2 * n]).toBeCloseTo(1 / 6, 5);
    }
  });
});

describe('the limiter forgets', () => {
  it('gives the same samples when started LIMITER_MEMORY frames before a point', () => {
    const frames = 120_000;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: frames - 2 }), (seed, point) => {
        const pcm = swells(frames, seed);
        const whole = limit(pcm).output;
        const end = Math.min(frames, point + 30_000);
        const from = point - LIMITER_MEMORY;
        const part = limit(stretch(pcm, from, end + (end < frames ? LIMITER_LOOKAHEAD : 0)), 1000).output;
        expect(part.subarray(LIMITER_MEMORY * 2, (end - from) * 2)).toEqual(whole.subarray(point * 2, end * 2));
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it('remembers as long as it says: the worst peak is heard nearly LIMITER_MEMORY later', () => {
    const pcm = new Float32Array(2 * 60_000).fill(0.1);
    const quiet = limit(pcm).output;
    pcm[2 * 20_000] = 0.1 + 20;
    const { output } = limit(pcm);
    let last = 0;
    for (let n = 0; n < 60_000; n++) if (output[2 * n] !== quiet[2 * n]) last = n;
    // A 24 dB peak releases for its last step in float precision a little earlier than the whole-number curve ends.
    expect(last - 20_000).toBeGreaterThan(LIMITER_MEMORY - 600);
    expect(last - 20_000).toBeLessThanOrEqual(LIMITER_MEMORY);
  });

  it.each(BLOCK_SIZES)('gives the same bits in blocks of %i', (size) => {
    const pcm = swells(60_001, 4);
    expect(limit(pcm, size)).toEqual(limit(pcm));
  });

  it('may write over its input', () => {
    const pcm = swells(20_000, 5);
    const inPlace = pcm.slice();
    const written = createLimiter(CEILING).process(inPlace, inPlace);
    expect(written).toBe(20_000 - LIMITER_LOOKAHEAD);
    expect(inPlace.subarray(0, written * 2)).toEqual(limit(pcm).output.subarray(0, written * 2));
  });

  it('is as new after a flush', () => {
    const limiter = createLimiter(CEILING);
    const pcm = noise(5000, 2);
    const room = new Float32Array(pcm.length);
    const runs = [0, 1].map(() => {
      const first = room.slice(0, 2 * limiter.process(pcm, room));
      return [first, room.slice(0, 2 * limiter.flush(room))];
    });
    expect(runs[1]).toEqual(runs[0]);
  });

  it.each([0, 1, 100, LIMITER_LOOKAHEAD, LIMITER_LOOKAHEAD + 1])(
    'gives back all %i frames of a short signal',
    (frames) => {
      expect(limit(noise(frames, 0.5), 64).frames).toBe(frames);
    },
  );
});

describe('the limiter turns down gently', () => {
  it('makes no step under an impulse larger than twice what the tone has anyway', () => {
    const pcm = sine(96_000, 960, 0, 0.5);
    const steady = largestStep(pcm);
    for (let c = 0; c < 2; c++) pcm[2 * 48_000 + c] = 4;
    const { output, stats } = limit(pcm);
    expect(stats.maxReduction).toBeGreaterThan(12);
    // The impulse itself is a step of the input; around it only the gain moves.
    expect(largestStep(output.subarray(0, 2 * 48_000))).toBeLessThan(2 * steady);
    expect(largestStep(output.subarray(2 * 48_001))).toBeLessThan(2 * steady);
  });
});
