import { describe, expect, it } from 'vitest';
import { createLevelWindows, findSpeech } from '../../../src/audio/index.ts';
import { decibels, frames } from '../../../src/model/index.ts';

/** Interleaved stereo at 48 kHz that sounds at `level` dBFS (sine RMS) on the given stretches of seconds. */
const bursts = (length: number, level: number, stretches: readonly (readonly [number, number])[]): Float32Array => {
  const pcm = new Float32Array(length * 96_000);
  const amplitude = Math.SQRT2 * 10 ** (level / 20);
  for (const [from, to] of stretches) {
    for (let n = Math.round(from * 48_000); n < to * 48_000; n++) {
      pcm[n * 2] = amplitude * Math.sin((2 * Math.PI * 300 * n) / 48_000);
      pcm[n * 2 + 1] = pcm[n * 2];
    }
  }
  return pcm;
};

const spansOf = (pcm: Float32Array, gate = -45, block = 4096) => {
  const windows = createLevelWindows();
  for (let i = 0; i < pcm.length; i += block * 2) windows.push(pcm.subarray(i, i + block * 2));
  return findSpeech(windows.levels(), decibels(gate), frames(pcm.length / 2)).map(({ start, end }) => [
    start / 48_000,
    end / 48_000,
  ]);
};

describe('findSpeech', () => {
  it('finds speech to a window, closes short pauses, keeps long ones', () => {
    const pcm = bursts(4, -20, [
      [0.5, 1],
      [1.1, 1.5],
      [2.5, 3],
    ]);
    expect(spansOf(pcm)).toEqual([
      [0.5, 1.5],
      [2.5, 3],
    ]);
  });

  it('gates at the level it is told', () => {
    const pcm = bursts(2, -50, [[0.5, 1]]);
    expect(spansOf(pcm, -45)).toEqual([]);
    expect(spansOf(pcm, -55)).toEqual([[0.5, 1]]);
  });

  it('drops a lone click, but not when there is nothing else', () => {
    const click: [number, number] = [0.1, 0.119];
    expect(spansOf(bursts(3, -20, [click, [1, 2]]))).toEqual([[1, 2]]);
    expect(spansOf(bursts(3, -20, [click]))).toHaveLength(1);
  });

  it('does not depend on how the signal is cut', () => {
    const pcm = bursts(3.013, -20, [
      [0.333, 1.017],
      [2.9, 3.013],
    ]);
    const whole = spansOf(pcm);
    for (const block of [1, 127, 128]) expect(spansOf(pcm, -45, block)).toEqual(whole);
    expect(whole.at(-1)?.[1]).toBe(3.013);
  });
});
