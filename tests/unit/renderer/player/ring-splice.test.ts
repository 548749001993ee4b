import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PlayerMemory, playerMemory, WORD } from '../../../../renderer/player/player-memory.ts';
import { openRingReader, openRingWriter, positionOf } from '../../../../renderer/player/ring.ts';
import { frames } from '../../../../src/model/index.ts';

const CAPACITY = 256;
const FADE = 8;
/** The sound goes from frame 0 to here and begins anew: a loop, which the writer makes of seams. */
const LOOP = 37;

/** A frame as it must come out: its left sample, and the frame of the source that it is. */
interface Due {
  readonly value: number;
  readonly source: number;
}
/** A frame of one version of the sound: which version and which frame, in one whole number. */
const frameOf = (version: number, source: number): Due => ({ value: version * 1_000 + source, source });

/**
 * A ring with everything that must come out of it. `during` is called in the middle of a splice, after the writer has
 * looked where the reader is and before it has said anything: what a busy audio thread does.
 */
const openRing = (counted: number, during: () => void) => {
  const memory = playerMemory(undefined, CAPACITY);
  memory.words[WORD.write] = counted;
  memory.words[WORD.read] = counted;
  const spied: PlayerMemory = {
    ...memory,
    samples: new Proxy(memory.samples, {
      get(samples, name) {
        const value = Reflect.get(samples, name);
        if (typeof value === 'function') return value.bind(samples);
        if (typeof name === 'string' && /^\d+$/.test(name)) during();
        return value;
      },
    }),
  };
  return { memory, writer: openRingWriter(spied), reader: openRingReader(memory) };
};

const run = (
  counted: number,
  steps: readonly { readonly kind: string; readonly count: number; readonly race: number }[],
) => {
  let race = 0;
  const into = new Float32Array(2 * CAPACITY);
  const ring = openRing(counted, () => {
    const count = race;
    race = 0;
    if (count > 0) read(count);
  });
  const { memory, writer, reader } = ring;
  const { words } = memory;
  /** What must come, and how much of the front the model has given out. */
  let queue: Due[] = [];
  let passed = 0;
  /** Sound that is written and not shown, from the frame `from` of all that ever came on. */
  let fresh: { due: Due[]; from: number; version: number } | null = null;
  let version = 0;
  let next = 0;
  const told = { spliced: 0, missed: 0, crossed: 0, begun: 0 };

  const read = (count: number): void => {
    const got = reader.read(into, count);
    expect(got).toBe(Math.min(count, queue.length));
    for (let i = 0; i < got; i++) {
      const due = queue.shift()!;
      if (into[2 * i] !== due.value || into[2 * i + 1] !== -due.value) expect(into[2 * i]).toBe(due.value);
    }
    passed += got;
    if (queue.length > 0) expect(positionOf(memory)).toBe(queue[0].source);
  };
  const write = (count: number): void => {
    const to = fresh?.due ?? queue;
    const space = Math.min(count, writer.space());
    for (let left = space; left > 0; ) {
      const piece = Math.min(left, LOOP - next);
      const made = Array.from({ length: piece }, (_, i) => frameOf(fresh?.version ?? version, next + i));
      const pcm = Float32Array.from({ length: 2 * piece }, (_, i) => (i % 2 ? -1 : 1) * made[i >> 1].value);
      expect(writer.write(pcm, 0, piece)).toBe(piece);
      to.push(...made);
      next += piece;
      left -= piece;
      if (next === LOOP) {
        expect(writer.seam(frames(0))).toBe(true);
        next = 0;
      }
    }
  };
  /** What becomes of a splice, when the reader was `guard` frames before it and then read `raced` more. */
  const splice = (guard: number, raced: number): void => {
    const at = fresh;
    const from = at === null ? 0 : Math.max(at.from, passed + guard);
    const late = at === null ? 0 : from - at.from;
    const old = at === null ? 0 : queue.length - (from - passed);
    const can = at !== null && old >= FADE && at.due.length - late >= FADE;
    const before = queue.slice();
    const start = passed;
    race = can ? raced : 0;
    expect(writer.splice(guard, FADE)).toBe(can);
    race = 0;
    if (!can || at === null) return;
    for (let i = 0; i < FADE; i++) {
      const [a, b] = [before[from - start + i].value, at.due[late + i]];
      at.due[late + i] = { ...b, value: Math.fround(a + ((i + 1) / (FADE + 1)) * (b.value - a)) };
    }
    told.spliced++;
    read(0); // The reader looks.
    if (passed > from) {
      told.missed++;
      expect(writer.revision()).toBe('writing');
      return;
    }
    queue = [...queue.slice(0, from - passed), ...at.due.slice(late)];
    version = at.version;
    fresh = null;
  };
  const begin = (source: number): void => {
    writer.begin(frames(source));
    next = source;
    fresh = null;
    queue = [];
    reader.join();
    told.begun++;
  };

  begin(0);
  for (const { kind, count, race: raced } of steps) {
    if (kind === 'write') write(count);
    else if (kind === 'read') read(count);
    else if (kind === 'splice') splice(count % 24, raced);
    else if (kind === 'begin') begin(count % LOOP);
    else {
      const free = writer.revision() === 'none';
      const margin = count % 24;
      const source = writer.revise(margin);
      expect(source).toBe(free && queue.length > margin ? queue[margin].source : null);
      if (source !== null) {
        fresh = { due: [], from: passed + margin, version: version + 1 };
        next = source;
      }
    }
    const crossed = words[WORD.spliced] === words[WORD.splice] && words[WORD.splice] > 0;
    if (crossed && fresh === null) told.crossed++;
    if (writer.revision() !== 'writing') expect(writer.ahead()).toBe(queue.length);
    expect(reader.available()).toBe(queue.length);
  }
  // All that is left comes as well.
  read(CAPACITY);
  return told;
};

const kinds = [...Array(5).fill('write'), ...Array(4).fill('read'), 'revise', 'revise', 'splice', 'splice', 'begin'];
const step = fc.record({
  kind: fc.constantFrom(...kinds),
  count: fc.integer({ min: 1, max: 60 }),
  race: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) }),
});
const counts = fc.oneof(fc.constantFrom(0, -1, -40, 2 ** 31 - 1, 2 ** 31 - 40, -(2 ** 31)), fc.integer());

describe('other sound for the same place', () => {
  test('comes out as the old, the fade, the new: nothing lost or doubled, whatever the reader does meanwhile', () => {
    const hard = { spliced: 0, missed: 0, crossed: 0 };
    fc.assert(
      fc.property(counts, fc.array(step, { minLength: 30, maxLength: 250, size: 'max' }), (counted, steps) => {
        const told = run(counted, steps);
        hard.spliced += told.spliced;
        hard.missed += told.missed;
        hard.crossed += told.crossed;
      }),
      { numRuns: 300 },
    );
    // The hard cases were made.
    expect(hard.spliced).toBeGreaterThan(200);
    expect(hard.missed).toBeGreaterThan(30);
    expect(hard.crossed).toBeGreaterThan(100);
  });

  test('that is the same changes no sample', () => {
    const memory = playerMemory(undefined, CAPACITY);
    const [writer, reader] = [openRingWriter(memory), openRingReader(memory)];
    const noise = Float32Array.from({ length: 400 }, (_, i) => Math.sin(i * 7.3) * 0.8);
    writer.begin(frames(0));
    reader.join();
    writer.write(noise, 0, 100);
    expect(writer.revise(10)).toBe(10);
    writer.write(noise, 10, 90);
    expect(writer.splice(5, FADE)).toBe(true);
    const into = new Float32Array(400);
    expect(reader.read(into, 150)).toBe(100);
    expect(into.subarray(0, 200)).toEqual(noise.subarray(0, 200));
    expect(writer.revision()).toBe('none');
  });

  test('may be longer than the old, which had ended, or end sooner', () => {
    for (const [old, other] of [
      [40, 90],
      [90, 40],
    ]) {
      const memory = playerMemory(undefined, CAPACITY);
      const [writer, reader] = [openRingWriter(memory), openRingReader(memory)];
      const pcm = new Float32Array(2 * 100).fill(0.5);
      writer.begin(frames(0));
      reader.join();
      writer.write(pcm, 0, old);
      writer.end();
      expect(reader.ended()).toBe(true);
      expect(writer.revise(10)).toBe(10);
      writer.write(pcm, 10, 30);
      expect(writer.splice(10, FADE)).toBe(true);
      expect(reader.ended()).toBe(false);
      writer.write(pcm, 40, other - 40);
      writer.end();
      expect(reader.ended()).toBe(true);
      const into = new Float32Array(2 * CAPACITY);
      expect(reader.read(into, CAPACITY)).toBe(other);
    }
  });

  test('that was never shown is gone with a jump', () => {
    const memory = playerMemory(undefined, CAPACITY);
    const [writer, reader] = [openRingWriter(memory), openRingReader(memory)];
    writer.begin(frames(0));
    reader.join();
    writer.write(new Float32Array(100).fill(1), 0, 50);
    writer.revise(10);
    writer.write(new Float32Array(100).fill(2), 0, 50);
    writer.begin(frames(500));
    expect(reader.available()).toBe(50); // What a fade-out takes, and none of the other sound.
    writer.write(new Float32Array(20).fill(3), 0, 10);
    reader.join();
    const into = new Float32Array(2 * CAPACITY);
    expect(reader.read(into, CAPACITY)).toBe(10);
    expect(into.subarray(0, 20).every((sample) => sample === 3)).toBe(true);
    expect(positionOf(memory)).toBe(510);
  });
});
