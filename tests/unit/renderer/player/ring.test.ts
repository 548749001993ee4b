import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { playerMemory, SEAMS, WORD } from '../../../../renderer/player/player-memory.ts';
import { openRingReader, openRingWriter, positionOf } from '../../../../renderer/player/ring.ts';
import { frames } from '../../../../src/model/index.ts';

const CAPACITY = 64;

/** A ring whose counts start anywhere: also just before they wrap. */
const openRing = (counted = 0) => {
  const memory = playerMemory(undefined, CAPACITY);
  memory.words[WORD.write] = counted;
  memory.words[WORD.read] = counted;
  return { memory, writer: openRingWriter(memory), reader: openRingReader(memory) };
};
/** Frames whose samples are their number: left n, right -n. */
const numbered = (from: number, count: number): Float32Array =>
  Float32Array.from({ length: count * 2 }, (_, i) => (i % 2 === 0 ? from + i / 2 : -(from + (i - 1) / 2)));
const into = new Float32Array(2 * CAPACITY);
const read = (reader: ReturnType<typeof openRing>['reader'], count: number): number[] => {
  const got = reader.read(into, count);
  return Array.from({ length: got }, (_, i) => (into[2 * i + 1] === -into[2 * i] ? into[2 * i] : Number.NaN));
};

describe('the ring', () => {
  test('gives what was written, in order, and no more than it holds', () => {
    const { writer, reader } = openRing();
    writer.begin(frames(0));
    reader.join();
    expect(writer.write(numbered(1, 50), 0, 50)).toBe(50);
    expect(writer.write(numbered(51, 50), 0, 50)).toBe(14);
    expect(writer.space()).toBe(0);
    expect(read(reader, 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(writer.write(numbered(51, 50), 14, 20)).toBe(10);
    expect(read(reader, 100)).toEqual(Array.from({ length: 64 }, (_, i) => 11 + i));
    expect(read(reader, 1)).toEqual([]);
  });

  test('drops what is stale when another generation began, and says where it is', () => {
    const { memory, writer, reader } = openRing();
    writer.begin(frames(1_000));
    reader.join();
    writer.write(numbered(1_000, 30), 0, 30);
    expect(read(reader, 5)).toHaveLength(5);
    expect(positionOf(memory)).toBe(1_005);
    expect(writer.ahead()).toBe(25);
    writer.begin(frames(7));
    writer.write(numbered(7, 10), 0, 10);
    expect(writer.ahead()).toBe(10);
    expect(reader.behind()).toBe(true);
    expect(read(reader, 3)).toEqual([1_005, 1_006, 1_007]); // What a fade-out takes.
    reader.join();
    expect(reader.behind()).toBe(false);
    expect(positionOf(memory)).toBe(7);
    expect(read(reader, 99)).toEqual([7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
  });

  test('ends with its generation only', () => {
    const { writer, reader } = openRing();
    writer.begin(frames(0));
    reader.join();
    expect(reader.ended()).toBe(false);
    writer.end();
    expect(reader.ended()).toBe(true);
    writer.begin(frames(0));
    reader.join();
    expect(reader.ended()).toBe(false);
  });

  test('refuses a seam where too many lie ahead, and forgets those of a generation that was left', () => {
    const { memory, writer, reader } = openRing();
    writer.begin(frames(0));
    for (let i = 0; i < SEAMS; i++) expect(writer.seam(frames(i))).toBe(true);
    expect(writer.seam(frames(0))).toBe(false);
    writer.begin(frames(500));
    writer.write(numbered(500, 4), 0, 4);
    reader.join();
    expect(writer.seamed()).toBe(false);
    expect(read(reader, 4)).toEqual([500, 501, 502, 503]);
    expect(positionOf(memory)).toBe(504);
  });

  /** One step of a life of a ring: what the writer or the reader does next. */
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('write' as const), count: fc.integer({ min: 1, max: 40 }) }),
    },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('read' as const), count: fc.integer({ min: 1, max: 40 }) }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('seam' as const), count: fc.integer({ min: 0, max: 9e5 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('begin' as const), count: fc.integer({ min: 0, max: 9e5 }) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('join' as const), count: fc.constant(0) }) },
  );
  const counts = fc.oneof(fc.constantFrom(0, -1, -40, 2 ** 31 - 1, 2 ** 31 - 40, -(2 ** 31)), fc.integer());

  test('is a queue, whatever is done in which order and wherever its counts stand', () => {
    let wrapped = 0;
    fc.assert(
      fc.property(counts, fc.array(step, { minLength: 20, maxLength: 200, size: 'max' }), (counted, steps) => {
        const { memory, writer, reader } = openRing(counted);
        // The model: frames of the source in the order in which they must come out, by generation.
        let queue: number[] = [];
        let stale = 0;
        let next = 0;
        let at = 0;
        writer.begin(frames(0));
        reader.join();
        for (const { kind, count } of steps) {
          if (kind === 'write') {
            const took = writer.write(numbered(next, count), 0, count);
            expect(took).toBe(Math.min(count, CAPACITY - queue.length));
            for (let i = 0; i < took; i++) queue.push(next++);
          } else if (kind === 'read') {
            const due = queue.slice(0, Math.min(count, reader.behind() ? stale : queue.length));
            expect(read(reader, count)).toEqual(due);
            queue = queue.slice(due.length);
            stale = Math.max(0, stale - due.length);
            at += due.length;
            if (queue.length > 0 && !reader.behind()) expect(positionOf(memory)).toBe(queue[0]);
          } else if (kind === 'seam') {
            if (writer.seam(frames(count))) next = count;
          } else if (kind === 'begin') {
            writer.begin(frames(count));
            next = count;
            stale = queue.length;
          } else if (reader.behind()) {
            reader.join();
            queue = queue.slice(stale);
            stale = 0;
            if (queue.length > 0) expect(positionOf(memory)).toBe(queue[0]);
          }
          expect(writer.ahead()).toBe(queue.length - stale);
        }
        if (at > CAPACITY) wrapped++;
      }),
      { numRuns: 300 },
    );
    expect(wrapped).toBeGreaterThan(50); // The hard case was made.
  });
});
