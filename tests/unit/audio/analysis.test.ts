import { describe, expect, it } from 'vitest';
import { type Analysis, createAnalyzer } from '../../../src/audio/index.ts';
import { BLOCK_SIZES, music, pieces, sine, tones } from './signals.ts';

const analyze = (pcm: Float32Array, size = pcm.length / 2): Analysis => {
  const analyzer = createAnalyzer();
  for (const piece of pieces(pcm, Math.max(1, size))) analyzer.push(piece);
  return analyzer.finish();
};
const SILENT = Number.NEGATIVE_INFINITY;

describe('the analyzer', () => {
  it('measures a tone', () => {
    const analysis = analyze(tones([{ seconds: 10, level: -23 }]));
    expect(analysis.frames).toBe(480_000);
    expect(analysis.integrated).toBeCloseTo(-23, 1);
    expect(analysis.maxMomentary).toBeCloseTo(-23, 1);
    expect(analysis.maxShortTerm).toBeCloseTo(-23, 1);
    expect(analysis.range).toBeCloseTo(0, 1);
    expect(analysis.truePeak).toBeCloseTo(-23, 1);
    expect(analysis.samplePeak).toBeCloseTo(-23, 3);
    expect(analysis.energies.length).toBe(100);
    expect(analysis).toMatchObject({ clippedFrames: 0, clips: [], silences: [] });
  });

  it('tells true peak from sample peak', () => {
    const analysis = analyze(sine(48_000, 4, 45, 0.5).map((x, i) => x * Math.min(1, i / 9600, (96_000 - i) / 9600)));
    expect(analysis.truePeak - analysis.samplePeak).toBeCloseTo(3.01, 1);
  });

  it('counts clips of three frames and more, on either channel, and not of two', () => {
    const pcm = music(48_000, 0.5);
    const full = 32_767 / 32_768;
    for (const n of [100, 101, 47_997, 47_998, 47_999]) pcm[2 * n] = full;
    for (const n of [5000, 5001, 5002, 5003]) pcm[2 * n + 1] = -1;
    const analysis = analyze(pcm);
    expect(analysis.clips).toEqual([
      { start: 5000, end: 5004 },
      { start: 47_997, end: 48_000 },
    ]);
    expect(analysis.clippedFrames).toBe(7);
  });

  it('keeps the first 32 clips and counts them all', () => {
    const pcm = new Float32Array(2 * 4000);
    for (let n = 0; n < 4000; n++) if (n % 100 < 5) pcm[2 * n] = 1;
    const analysis = analyze(pcm);
    expect(analysis.clips.length).toBe(32);
    expect(analysis.clippedFrames).toBe(200);
  });

  it('joins clips that are close, and keeps as many as asked', () => {
    const pcm = new Float32Array(2 * 4000);
    for (let n = 0; n < 4000; n++) if (n % 100 < 5 && n % 1000 < 500) pcm[2 * n] = 1;
    const analyzer = createAnalyzer({ mostClips: 3, clipGap: 95 });
    for (const piece of pieces(pcm, 127)) analyzer.push(piece);
    const { clips, clippedFrames } = analyzer.finish();
    expect(clips).toEqual([0, 1000, 2000].map((start) => ({ start, end: start + 405 })));
    expect(clippedFrames).toBe(100);
  });

  it('finds silences of 2 s and more, also at both ends', () => {
    const analysis = analyze(
      tones([
        { seconds: 2.5, level: SILENT },
        { seconds: 1, level: -20 },
        { seconds: 1.9, level: -70 },
        { seconds: 1, level: -20 },
        { seconds: 2, level: -70 },
      ]),
    );
    const [first, last] = analysis.silences;
    expect(analysis.silences.length).toBe(2);
    expect(first.start).toBe(0);
    expect(Math.abs(first.end - 120_000)).toBeLessThanOrEqual(1);
    expect(Math.abs(last.start - 307_200)).toBeLessThanOrEqual(1);
    expect(last.end).toBe(analysis.frames);
  });

  it('is -Infinity and 0, never NaN, for silence and for nothing', () => {
    for (const frames of [0, 9600, 480_000]) {
      expect(analyze(new Float32Array(frames * 2))).toMatchObject({
        integrated: SILENT,
        maxMomentary: SILENT,
        maxShortTerm: SILENT,
        truePeak: SILENT,
        samplePeak: SILENT,
        range: 0,
      });
    }
  });

  it.each(BLOCK_SIZES)('gives the same analysis in blocks of %i', (size) => {
    const pcm = music(30_001, 2).map((x) => Math.max(-1, Math.min(1, x)));
    const whole = analyze(pcm);
    expect(whole.clippedFrames).toBeGreaterThan(0);
    expect(analyze(pcm, size)).toEqual(whole);
  });
});
