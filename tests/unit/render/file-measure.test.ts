import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnalyzer } from '../../../src/audio/index.ts';
import {
  CHUNK,
  copyMeasure,
  createFileMeter,
  emptyMeasure,
  type FileMeasure,
  figuresOf,
} from '../../../src/render/file-measure.ts';
import { noise } from '../audio/signals.ts';

/** Noise whose loudness wanders, with clips and silence in it. */
const sound = (length: number, seed: number): Float32Array => {
  const pcm = noise(length, 0.5, seed);
  for (let n = 0; n < length; n++) {
    const gain = 0.2 + 0.8 * Math.abs(Math.sin(n / 40_000));
    pcm[2 * n] *= gain;
    pcm[2 * n + 1] *= gain;
  }
  pcm.fill(1, 2 * 30_000, 2 * 30_007);
  pcm.fill(0, 2 * 60_000, 2 * 65_000);
  return pcm;
};
const measured = (pcm: Float32Array, cuts: readonly number[] = [], goesOn = false): FileMeasure => {
  const meter = createFileMeter();
  let at = 0;
  for (const cut of [...cuts, pcm.length / 2]) {
    const end = Math.max(at, Math.min(cut, pcm.length / 2));
    meter.push(pcm.subarray(2 * at, 2 * end));
    at = end;
  }
  return meter.finish(goesOn);
};

describe('what a file measures', () => {
  const pcm = sound(5 * CHUNK + 12_345, 7);

  it('is what the analysis of the whole says', () => {
    const analyzer = createAnalyzer();
    analyzer.push(pcm);
    const { integrated, range, maxMomentary, maxShortTerm, truePeak, clippedFrames } = analyzer.finish();
    const figures = figuresOf(measured(pcm));
    expect(figures).toMatchObject({ lufs: integrated, lra: range, maxMomentary, maxShortTerm, clippedFrames });
    expect(figures.dbtp).toBe(truePeak);
    expect(clippedFrames).toBe(7);
  });

  it('does not depend on how the sound is cut', () => {
    const whole = measured(pcm);
    fc.assert(
      fc.property(fc.array(fc.nat(pcm.length / 2), { maxLength: 6 }), (cuts) => {
        expect(
          measured(
            pcm,
            cuts.sort((a, b) => a - b),
          ),
        ).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  it('is put together from what chunks measure in another run, once the meters remember enough', () => {
    const whole = measured(pcm);
    const length = pcm.length / 2;
    for (const [from, to] of [
      [1, 2],
      [2, 4],
      [3, 6],
    ]) {
      const start = (from - 1) * CHUNK;
      const part = measured(pcm.subarray(2 * start, 2 * Math.min(length, to * CHUNK)), [], to < 6);
      const put = emptyMeasure(length);
      copyMeasure(put, whole, 0, 0, from);
      copyMeasure(put, part, from - 1, from, to);
      copyMeasure(put, whole, 0, to, 6);
      expect([put.peaks, put.clipped, put.truePeaks]).toEqual([whole.peaks, whole.clipped, whole.truePeaks]);
      for (const [i, step] of put.steps.entries()) expect(step).toBeCloseTo(whole.steps[i], 12);
      expect(figuresOf(put).lufs).toBeCloseTo(figuresOf(whole).lufs, 9);
    }
  });
});
