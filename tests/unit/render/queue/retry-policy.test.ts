import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextTryAfter } from '../../../../src/render/index.ts';

const failure = (code: string) => ({ code }) as Parameters<typeof nextTryAfter>[0];
const waits = (code: string): number[] => {
  const found: number[] = [];
  for (let attempts = 1; ; attempts++) {
    const next = nextTryAfter(failure(code), attempts, 1000, 0);
    if (next === null) return found;
    found.push(next - 1000);
  }
};

describe('what is tried again, by its failure', () => {
  it.each([
    ['folder-unwritable', [2_000, 6_000, 18_000, 54_000, 162_000]],
    ['file-unreadable', [2_000, 6_000, 18_000, 54_000, 162_000]],
    ['file-missing', [2_000, 6_000]],
    ['workout-missing', [2_000, 6_000]],
    ['music-missing', [2_000, 6_000]],
    ['take-missing', [2_000, 6_000]],
    ['worker-exited', [5_000, 15_000]],
    ['ffmpeg-failed', [5_000, 15_000]],
    ['store-unreachable', [2_000, 6_000, 18_000, 54_000, 162_000]],
    ['disk-full', []],
    ['workout-invalid', []],
    ['bad-argument', []],
    ['media-damaged', []],
    ['speech-failed', []],
    ['ffmpeg-missing', []],
    ['check-failed', []],
    ['cancelled', []],
    ['internal', []],
  ])('%s after %j ms', (code, expected) => expect(waits(code)).toEqual(expected));

  it('waits longer each time, up to a half more by chance, and never beyond reason', () => {
    const code = fc.constantFrom('folder-unwritable', 'ffmpeg-failed', 'music-missing');
    fc.assert(
      fc.property(code, fc.integer({ min: 1, max: 9 }), fc.double({ min: 0, max: 1, noNaN: true }), (c, n, random) => {
        const next = nextTryAfter(failure(c), n, 0, random);
        if (next === null) return;
        const least = nextTryAfter(failure(c), n, 0, 0)!;
        expect(next).toBeGreaterThanOrEqual(least);
        expect(next).toBeLessThanOrEqual(least * 1.5 + 1);
        expect(next).toBeLessThanOrEqual(7.5 * 60_000);
      }),
    );
  });
});
