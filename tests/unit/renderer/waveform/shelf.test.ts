import { describe, expect, test } from 'vitest';
import { peakOf, pyramidOf } from '../../../../renderer/waveform/pyramid.ts';
import { createShelf } from '../../../../renderer/waveform/shelf.ts';

/** A loader whose answers come when they are let out. */
const heldLoader = () => {
  const asked: string[] = [];
  const waiting = new Map<string, { resolve(bytes: ArrayBuffer): void; reject(error: Error): void }>();
  const load = (path: string, signal: AbortSignal) =>
    new Promise<ArrayBuffer>((resolve, reject) => {
      asked.push(path);
      waiting.set(path, { resolve, reject });
      signal.addEventListener('abort', () => reject(new Error('aborted')));
    });
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  return {
    ...{ asked, load },
    async answer(path: string, size = 10) {
      waiting.get(path)!.resolve(new ArrayBuffer(size));
      await settled();
    },
    async fail(path: string) {
      waiting.get(path)!.reject(new Error('no'));
      await settled();
    },
  };
};
const shelfOf = ({ load }: ReturnType<typeof heldLoader>, room = 100, atOnce = 2) => {
  let arrivals = 0;
  const shelf = createShelf({
    ...{ load, parse: (bytes: ArrayBuffer) => bytes, bytesOf: (bytes: ArrayBuffer) => bytes.byteLength, room, atOnce },
    onArrival: () => {
      arrivals++;
    },
  });
  return { shelf, arrivals: () => arrivals };
};

describe('the shelf', () => {
  test('fetches what is wanted, so many at once, and forgets what is not wanted any more', async () => {
    const loader = heldLoader();
    const { shelf, arrivals } = shelfOf(loader);
    shelf.want(['a', 'b', 'c', 'd']);
    expect(loader.asked).toEqual(['a', 'b']);
    shelf.want(['d']);
    await loader.answer('a');
    expect(loader.asked).toEqual(['a', 'b', 'd']);
    expect(arrivals()).toBe(1);
    expect(shelf.peek('a')?.byteLength).toBe(10);
    expect(shelf.peek('c')).toBeNull();
    await loader.answer('b');
    expect(shelf.isIdle()).toBe(false);
    await loader.answer('d');
    expect(shelf.isIdle()).toBe(true);
  });

  test('keeps what was seen last when there is no more room', async () => {
    const loader = heldLoader();
    const { shelf } = shelfOf(loader, 25, 9);
    shelf.want(['a', 'b', 'c']);
    await loader.answer('a');
    await loader.answer('b');
    shelf.peek('a');
    await loader.answer('c');
    expect(['a', 'b', 'c'].map((path) => shelf.peek(path) !== null)).toEqual([true, false, true]);
  });

  test('tries again, but not forever until it is told to', async () => {
    const loader = heldLoader();
    const { shelf } = shelfOf(loader);
    for (let time = 0; time < 5; time++) {
      shelf.want(['a']);
      if (!shelf.isIdle()) await loader.fail('a');
    }
    expect(loader.asked).toHaveLength(3);
    shelf.forgive();
    shelf.want(['a']);
    expect(loader.asked).toHaveLength(4);
  });

  test('is quiet once it is closed', async () => {
    const loader = heldLoader();
    const { shelf, arrivals } = shelfOf(loader);
    shelf.want(['a', 'b', 'c']);
    shelf.close();
    await new Promise((resolve) => setTimeout(resolve));
    expect(loader.asked).toEqual(['a', 'b']);
    expect(arrivals()).toBe(0);
  });
});

describe('the pyramid', () => {
  const points = Array.from({ length: 4 * 9 + 3 }, (_, i) => [-(i % 50) - 1, (i * 7) % 100]);
  const finest = { framesPerPoint: 256, length: points.length, peaks: Int8Array.from(points.flat()) };

  test('joins four points into one, level by level, a last part kept', () => {
    const [, second, third, fourth] = pyramidOf(finest);
    expect([second, third, fourth].map(({ framesPerPoint, length }) => [framesPerPoint, length])).toEqual([
      [1024, 10],
      [4096, 3],
      [16_384, 1],
    ]);
    for (let point = 0; point < second.length; point++) {
      const joined = points.slice(point * 4, point * 4 + 4);
      expect(second.peaks[point * 2]).toBe(Math.min(...joined.map(([low]) => low)));
      expect(second.peaks[point * 2 + 1]).toBe(Math.max(...joined.map(([, high]) => high)));
    }
  });

  test('has the same peak on every level', () => {
    expect(new Set(pyramidOf(finest).map(peakOf)).size).toBe(1);
    expect(peakOf({ framesPerPoint: 256, length: 1, peaks: Int8Array.from([-128, 3]) })).toBe(1);
  });
});
