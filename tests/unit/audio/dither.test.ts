import { expect, it } from 'vitest';
import { ditherTo16 } from '../../../src/audio/index.ts';

const STEP = 2 ** -15;
const FRAMES = 48_000;

const dithered = (signal: (frame: number) => number, start = 0): Float32Array => {
  const pcm = Float32Array.from({ length: 2 * FRAMES }, (_, i) => signal(i >> 1));
  ditherTo16(pcm, start);
  return pcm;
};
const steps = (pcm: Float32Array): number[] => [...pcm].map((x) => x / STEP);
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const varianceAround = (values: readonly number[], around: number): number =>
  mean(values.map((x) => (x - around) ** 2));

it('gives whole steps of 16 bits, and clips what is over', () => {
  const pcm = dithered((n) => 1.2 * Math.sin(n / 7));
  expect(steps(pcm).every(Number.isInteger)).toBe(true);
  expect(steps(pcm).reduce((most, x) => Math.max(most, x))).toBe(32_767);
  expect(steps(pcm).reduce((least, x) => Math.min(least, x))).toBe(-32_768);
});

// Triangular dither: neither the mean nor the noise tells where between two steps a signal lies.
it.each([0, 0.1, 0.25, 0.5, 0.77, 1])(
  'keeps what lies %d of a step up, in a noise that is always the same',
  (level) => {
    const out = steps(dithered(() => level * STEP));
    expect(mean(out)).toBeCloseTo(level, 1.8);
    expect(varianceAround(out, level)).toBeCloseTo(0.25, 1.8);
  },
);

it('has a noise that repeats in no channel, and differs between them', () => {
  const out = steps(dithered(() => 0));
  const correlation = (lag: number): number => mean(out.map((x, i) => x * (out[(i + lag) % out.length] ?? 0))) / 0.25;
  for (const lag of [1, 2, 3, 64, 4096, 9600]) expect(Math.abs(correlation(lag)), `${lag}`).toBeLessThan(0.02);
});

it('gives the same steps wherever a block begins', () => {
  const signal = (n: number): number => 0.3 * Math.sin(n / 11);
  const whole = dithered(signal);
  for (const at of [1, 127, 4800, 47_999]) {
    const rest = Float32Array.from({ length: 2 * (FRAMES - at) }, (_, i) => signal(at + (i >> 1)));
    ditherTo16(rest, at);
    expect(Buffer.compare(Buffer.from(rest.buffer), Buffer.from(whole.slice(2 * at).buffer))).toBe(0);
  }
});
