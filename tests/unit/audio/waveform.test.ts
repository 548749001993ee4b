import { describe, expect, it } from 'vitest';
import { createWaveformBuilder, WAVEFORM_FRAMES } from '../../../src/audio/index.ts';
import { BLOCK_SIZES, music, pieces } from './signals.ts';

const build = (pcm: Float32Array, size = Math.max(1, pcm.length / 2)): Uint8Array[] => {
  const builder = createWaveformBuilder(48_000);
  for (const piece of pieces(pcm, size)) builder.push(piece);
  return builder.finish();
};

/** The points of a level straight from the samples, one by one. */
const naive = (pcm: Float32Array, framesPerPoint: number): number[] => {
  const points: number[] = [];
  for (let at = 0; at < pcm.length; at += 2 * framesPerPoint) {
    const part = [...pcm.subarray(at, at + 2 * framesPerPoint)];
    for (const extreme of [Math.min(...part), Math.max(...part)]) {
      points.push(Math.min(127, Math.max(-128, Math.round(extreme * 128))));
    }
  }
  return [...Int8Array.from(points)];
};
const pointsOf = (dat: Uint8Array): number[] => [...new Int8Array(dat.buffer, dat.byteOffset + 24)];

describe('the waveform builder', () => {
  // Two and a half points of the coarsest level, and a few frames that fill no point of the finest.
  const pcm = music(40_961 + 77, 1.3);

  it.each(BLOCK_SIZES)('gives what the samples give, at every level, %i frames at a time', (size) => {
    const levels = build(pcm, size);
    expect(levels).toHaveLength(WAVEFORM_FRAMES.length);
    for (const [i, framesPerPoint] of WAVEFORM_FRAMES.entries()) {
      expect(pointsOf(levels[i])).toEqual(naive(pcm, framesPerPoint));
    }
  });

  it('writes the head that audiowaveform reads', () => {
    const [, second] = build(pcm);
    const head = new DataView(second.buffer);
    const points = Math.ceil((40_961 + 77) / 1024);
    expect([0, 4, 8, 12, 16, 20].map((at) => head.getInt32(at, true))).toEqual([2, 1, 48_000, 1024, points, 1]);
    expect(second.length).toBe(24 + 2 * points);
  });

  it('draws what sounds on one side only, over full scale at the edge, and silence as nothing', () => {
    const one = new Float32Array(2 * 768);
    one[1] = 0.5; // right, in the first point
    one[2 * 300] = -1.7; // left, in the second
    one[2 * 301 + 1] = 1;
    expect(pointsOf(build(one)[0])).toEqual([0, 64, -128, 127, 0, 0]);
  });

  it('has no points for no sound', () => {
    expect(build(new Float32Array(0)).map((dat) => dat.length)).toEqual([24, 24, 24, 24]);
  });
});
