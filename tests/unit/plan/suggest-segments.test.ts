import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frames, type MusicFacts, parseWorkoutFile, seconds } from '../../../src/model/index.ts';
import { type BedLevels, type SuggestedSegment, suggestSegments } from '../../../src/plan/index.ts';
import { random } from '../audio/signals.ts';

/** A section of music: bars, and how loud it is. */
interface Part {
  readonly bars: number;
  readonly lufs: number;
}

const BAR = (bpm: number): number => (4 * 60) / bpm;

/** Music of known sections: its level sways by the block and pulses with the bar, as loud music does. */
const suggest = (
  parts: readonly Part[],
  { bpm = 128, lead = 0, seed = 1, known = true }: { bpm?: number; lead?: number; seed?: number; known?: boolean } = {},
): { segments: SuggestedSegment[]; borders: number[]; length: number } => {
  const next = random(seed);
  const bar = BAR(bpm);
  const borders: number[] = [];
  let end = lead;
  for (const { bars } of parts) {
    borders.push(end);
    end += bars * bar;
  }
  const length = Math.round(end * 48_000);
  const energies = Float64Array.from({ length: Math.ceil(length / 4800) }, (_, b) => {
    const at = b / 10;
    const part =
      parts[
        Math.max(
          0,
          borders.findLastIndex((border) => border <= at),
        )
      ];
    const pulse = Math.sin((2 * Math.PI * (at - lead)) / (bar / 4));
    return 10 ** ((part.lufs + pulse + 1.5 * next()) / 10);
  });
  const sums = new Float64Array(energies.length + 1);
  for (let b = 0; b < energies.length; b++) sums[b + 1] = sums[b] + energies[b];
  const bed: BedLevels = { energies, sums };
  const { workout } = parseWorkoutFile(JSON.stringify({ id: 'w', music_url: 'a.mp3', cues: [] }));
  const grid = known ? { bpm, firstBeat: seconds(lead), beatsPerBar: 4 } : null;
  const facts: MusicFacts = new Map([['a.mp3', { length: frames(length), grid }]]);
  return { segments: suggestSegments(workout!, facts, bed, frames(length)), borders, length: end };
};

const RIDE: Part[] = [
  { bars: 32, lufs: -24 },
  { bars: 48, lufs: -16 },
  { bars: 16, lufs: -22 },
  { bars: 24, lufs: -11 },
  { bars: 16, lufs: -23 },
  { bars: 48, lufs: -16 },
  { bars: 32, lufs: -26 },
];

describe('segments that the music suggests', () => {
  it('are the sections that it has, by what they are for', () => {
    const { segments, borders } = suggest(RIDE);
    expect(segments.map(({ title }) => title)).toEqual([
      ...['Warm-up', 'Climb 1', 'Recover 1', 'Sprint', 'Recover 2', 'Climb 2', 'Cool-down'],
    ]);
    expect(segments.map(({ intensity }) => intensity)).toEqual([
      ...['low', 'high', 'medium', 'max', 'medium', 'high', 'low'],
    ]);
    expect(segments.every(({ bpm }) => bpm === 128)).toBe(true);
    for (const [i, { start_time }] of segments.entries()) {
      expect(Math.abs(start_time - borders[i])).toBeLessThan(0.002);
    }
  });

  it('begin within a bar of where a section does, wherever that is, and leave no gap', () => {
    const part = fc.record({ bars: fc.integer({ min: 2, max: 8 }), step: fc.constantFrom(-9, -6, -4, 4, 6, 9) });
    const cases = fc.record({
      parts: fc.array(part, { minLength: 1, maxLength: 8 }),
      bpm: fc.integer({ min: 90, max: 175 }),
      lead: fc.constantFrom(0, 0.37, 3.3),
      seed: fc.integer({ min: 1, max: 1e6 }),
      known: fc.boolean(),
    });
    fc.assert(
      fc.property(cases, ({ parts, bpm, lead, seed, known }) => {
        const shortest = Math.ceil(20 / BAR(bpm) / 8);
        let lufs = -18;
        const sections = parts.map(({ bars, step }): Part => {
          lufs = Math.max(-32, Math.min(-8, lufs + step)) === lufs + step ? lufs + step : lufs - step;
          return { bars: 8 * Math.max(shortest, bars), lufs };
        });
        const { segments, borders, length } = suggest(sections, { bpm, lead, seed, known });
        // Without a grid the music is cut into pieces of two seconds.
        const near = known ? BAR(bpm) : 2;
        expect(segments).toHaveLength(sections.length);
        for (const [i, { start_time, duration_seconds }] of segments.entries()) {
          if (i > 0) expect(Math.abs(start_time - borders[i])).toBeLessThanOrEqual(near);
          const next = segments[i + 1]?.start_time ?? length;
          expect(start_time + duration_seconds).toBeCloseTo(next, 2);
          expect(start_time + duration_seconds).toBeLessThanOrEqual(length + 1e-4);
          expect(duration_seconds).toBeGreaterThan(19.9);
        }
        expect(segments[0].start_time).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('are one where the music is even, and none where there is none', () => {
    expect(suggest([{ bars: 100, lufs: -14 }]).segments).toMatchObject([{ title: 'Steady', intensity: 'medium' }]);
    const { workout } = parseWorkoutFile(JSON.stringify({ id: 'w', cues: [] }));
    const nothing = { energies: new Float64Array(0), sums: new Float64Array(1) };
    expect(suggestSegments(workout!, new Map(), nothing, frames(0))).toEqual([]);
  });
});
