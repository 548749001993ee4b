import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frames } from '../../../src/model/index.ts';
import { openPair } from '../../../src/studio/pcm-pair.ts';
import type { PcmStream } from '../../../src/studio/pcm-stream.ts';

/** A sound of numbered frames that comes in pieces of these sizes, over and over. */
const numbered = (length: number, first: number, pieces: readonly number[], knows: boolean) => {
  let at = 0;
  let piece = 0;
  let closed = 0;
  const stream: PcmStream = {
    length: () => (knows || at >= length ? frames(length) : null),
    async next(most) {
      const count = Math.min(most, pieces[piece++ % pieces.length], length - at);
      if (count === 0) return null;
      const from = at;
      at += count;
      return Float32Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? 1 : -1) * (first + from + (i >> 1)));
    },
    async close() {
      closed++;
    },
  };
  return { stream, closed: () => closed };
};

const pieces = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
const length = fc.integer({ min: 0, max: 200 });

test('no frame of one comes without the same frame of the other, whatever pieces they come in', async () => {
  await fc.assert(
    fc.asyncProperty(length, length, pieces, pieces, pieces, async (one, other, of, ofOther, asked) => {
      const [first, second] = [numbered(one, 1, of, true), numbered(other, 1_000, ofOther, false)];
      const pair = openPair(first.stream, second.stream);
      const heard: [number, number][] = [];
      for (let k = 0; ; k++) {
        const most = asked[k % asked.length];
        const samples = await pair.next(most);
        if (samples === null) break;
        const count = samples.length / 4;
        expect(count).toBeGreaterThan(0);
        expect(count).toBeLessThanOrEqual(most);
        for (let i = 0; i < count; i++) {
          const [left, right] = [samples[2 * i], samples[2 * (count + i)]];
          expect([samples[2 * i + 1] + left, samples[2 * (count + i) + 1] + right]).toEqual([0, 0]);
          heard.push([left, right]);
        }
      }
      expect(heard).toEqual(
        Array.from({ length: Math.max(one, other) }, (_, i) => [i < one ? 1 + i : 0, i < other ? 1_000 + i : 0]),
      );
      expect(pair.length()).toBe(Math.max(one, other));
      await pair.close();
      expect([first.closed(), second.closed()]).toEqual([1, 1]);
    }),
  );
});

test('its length is not known before both are', () => {
  const pair = openPair(numbered(9, 1, [3], true).stream, numbered(30, 1, [3], false).stream);
  expect(pair.length()).toBeNull();
});
