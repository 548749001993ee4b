import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCapture, takeHeard } from '../../../../../renderer/edit/recording/capture.ts';
import { FLOAT, RING_FRAMES, recordingMemory, WORD } from '../../../../../renderer/edit/recording/recording-memory.ts';

const QUANTUM = 128;
/** Blocks whose every frame says which one it is. */
const numbered = (from: number): Float32Array[] => [
  Float32Array.from({ length: QUANTUM }, (_, i) => ((from + i) % 4093) / 8192),
  Float32Array.from({ length: QUANTUM }, (_, i) => -((from + i) % 4093) / 8192),
];

describe('what the microphone hears', () => {
  it('comes out whole and in order, however seldom the page looks', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 6 }), (looks) => {
        const memory = recordingMemory();
        const capture = createCapture(memory);
        let [pushed, taken, wrong] = [0, 0, 0];
        for (const quanta of looks) {
          for (let i = 0; i < quanta; i++, pushed += QUANTUM) capture.push(numbered(pushed));
          const got = takeHeard(memory);
          for (let i = 0; i < got.length; i += 2, taken++) if (got[i] !== (taken % 4093) / 8192) wrong++;
        }
        expect({ taken, wrong }).toEqual({ taken: pushed, wrong: 0 });
        expect(Atomics.load(memory.words, WORD.lost)).toBe(0);
      }),
      { numRuns: 12 },
    );
  });

  it('says how much was lost where the page was away for too long, and goes on', () => {
    const memory = recordingMemory();
    const capture = createCapture(memory);
    for (let at = 0; at < RING_FRAMES + 3 * QUANTUM; at += QUANTUM) capture.push(numbered(at));
    expect(Atomics.load(memory.words, WORD.lost)).toBe(3 * QUANTUM);
    const kept = takeHeard(memory);
    expect(kept).toHaveLength(RING_FRAMES * 2);
    expect(kept.findIndex((sample, i) => sample !== ((i % 2 === 0 ? 1 : -1) * ((i >> 1) % 4093)) / 8192)).toBe(-1);
    capture.push(numbered(7));
    expect(takeHeard(memory)[0]).toBeCloseTo(7 / 8192, 6);
  });

  it('stands on both sides where it has one channel, and is told by its peak and what clips', () => {
    const memory = recordingMemory();
    const capture = createCapture(memory);
    const block = new Float32Array(QUANTUM).fill(0.25);
    block[5] = -0.5;
    block[9] = 1;
    block[10] = -1;
    capture.push([block]);
    const heard = takeHeard(memory);
    expect([...heard.subarray(10, 12)]).toEqual([-0.5, -0.5]);
    expect(memory.floats[FLOAT.peak]).toBe(1);
    expect(Atomics.load(memory.words, WORD.clipped)).toBe(2);
    capture.push([]);
    expect(takeHeard(memory)).toHaveLength(0);
  });

  it('survives its counts passing 2^32', () => {
    const memory = recordingMemory();
    Atomics.store(memory.words, WORD.heard, -QUANTUM);
    Atomics.store(memory.words, WORD.taken, -QUANTUM);
    const capture = createCapture(memory);
    capture.push(numbered(0));
    capture.push(numbered(QUANTUM));
    const heard = takeHeard(memory);
    expect(heard).toHaveLength(4 * QUANTUM);
    expect(heard[2 * QUANTUM]).toBe(QUANTUM / 8192);
  });
});
