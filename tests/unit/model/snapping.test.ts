import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  barAndBeat,
  type MusicFacts,
  readWorkoutDocument,
  type SnapUnit,
  snapFrame,
  snapPoints,
  stepBeat,
  type Workout,
  type WorkoutDocument,
} from '../../../src/model/index.ts';
import { facts, workoutDocument } from './edit-arbitraries.ts';

const workoutOf = (document: WorkoutDocument): Workout => readWorkoutDocument(document).workout!;
const s = (seconds: number): number => Math.round(seconds * 48_000);

/** 60 s of 120 bpm from 0.5 s on; 30 s without a grid; 40 s of 3/4 at 97.3 bpm from 2.05 s on. */
const mix = workoutOf({
  id: 'w',
  tracks: [
    { id: 'one', file: 'a.mp3' },
    { id: 'two', file: 'hum.mp3' },
    { id: 'three', file: 'waltz.mp3' },
  ],
  segments: [
    { title: 'Climb', start_time: 20, duration_seconds: 10 },
    { title: 'Rest', start_time: 30, duration_seconds: 5 },
  ],
  markers: [
    { id: 'm', time_ms: 40_000 },
    { id: 'n', time_ms: 41_000, name: 'Drop' },
  ],
});
const at = (frame: number, unit: SnapUnit, within = s(1)) => snapFrame(frame, { workout: mix, facts, unit, within });

describe('bars', () => {
  it.each([
    [0, { bar: 0, beat: 4, bpm: 120 }],
    [0.5, { bar: 1, beat: 1, bpm: 120 }],
    [0.99, { bar: 1, beat: 1, bpm: 120 }],
    [1, { bar: 1, beat: 2, bpm: 120 }],
    [2.5, { bar: 2, beat: 1, bpm: 120 }],
    [59.9, { bar: 30, beat: 3, bpm: 120 }],
    [60, null],
    [90, { bar: 30, beat: 3, bpm: 97.3 }],
    [91, { bar: 31, beat: 2, bpm: 97.3 }],
    [130.1, null],
    [-1, null],
  ])('at %d s', (time, expected) => {
    expect(barAndBeat(mix, facts, s(time))).toEqual(expected);
  });

  it('are counted on over every track, and beats agree with the lines that are drawn', () => {
    fc.assert(
      fc.property(workoutDocument, fc.constantFrom('beat' as const, 'bar' as const), (document, unit) => {
        const workout = workoutOf(document);
        const points = snapPoints(0, s(400), { workout, facts, unit });
        let last = { bar: 0, beat: 99, frame: -1 };
        for (const { frame, name } of points) {
          const place = barAndBeat(workout, facts, frame)!;
          expect(name).toBe(place.beat === 1 ? `bar ${place.bar}` : `beat ${place.beat} of bar ${place.bar}`);
          expect(frame).toBeGreaterThan(last.frame);
          expect(place.bar).toBeGreaterThanOrEqual(last.bar);
          if (unit === 'bar') expect(place).toMatchObject({ bar: last.bar + 1, beat: 1 });
          last = { ...place, frame };
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('snapping', () => {
  it.each([
    [0.6, 'beat', { frame: s(0.5), name: 'bar 1' }],
    [0.8, 'beat', { frame: s(1), name: 'beat 2 of bar 1' }],
    [1.4, 'bar', { frame: s(0.5), name: 'bar 1' }],
    [1.6, 'bar', { frame: s(2.5), name: 'bar 2' }],
    [16, 'phrase', { frame: s(16.5), name: 'phrase at bar 9' }],
    [59.95, 'beat', { frame: s(59.5), name: 'beat 3 of bar 30' }],
    [75, 'beat', null],
    [200, 'bar', null],
    [1, 'off', null],
    [20.2, 'segment', { frame: s(20), name: 'segment start: Climb' }],
    [30.1, 'segment', { frame: s(30), name: 'segment start: Rest' }],
    [35.1, 'segment', { frame: s(35), name: 'segment end: Rest' }],
    [40.4, 'segment', { frame: s(40), name: 'marker' }],
    [40.6, 'segment', { frame: s(41), name: 'marker: Drop' }],
    [50, 'segment', null],
  ] as const)('%d s to %s', (time, unit, expected) => {
    expect(at(s(time), unit)).toEqual(expected);
  });

  it('goes no farther than it may', () => {
    expect(at(s(0.5) + 100, 'beat', 100)).toMatchObject({ name: 'bar 1' });
    expect(at(s(0.5) + 101, 'beat', 100)).toBeNull();
  });

  it('finds the nearest of all lines', () => {
    fc.assert(
      fc.property(
        workoutDocument,
        fc.constantFrom('beat' as const, 'bar' as const, 'phrase' as const, 'segment' as const),
        fc.array(fc.integer({ min: 0, max: s(300) }), { minLength: 1, maxLength: 20 }),
        fc.constantFrom(500, 20_000, 400_000),
        (document, unit, places, within) => {
          const workout = workoutOf(document);
          const all = snapPoints(0, s(2000), { workout, facts, unit });
          for (const frame of places) {
            const nearest = Math.min(...all.map((point) => Math.abs(point.frame - frame)));
            const found = snapFrame(frame, { workout, facts, unit, within });
            if (nearest > within) expect(found).toBeNull();
            else {
              expect(Math.abs(found!.frame - frame)).toBe(nearest);
              expect(all).toContainEqual(found);
            }
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('takes no time worth speaking of: 45 minutes, many tracks', () => {
    const tracks = Array.from({ length: 60 }, (_, i) => ({ id: `t${i}`, file: i % 3 ? 'a.mp3' : 'waltz.mp3' }));
    const cues = Array.from({ length: 500 }, (_, i) => ({ time_ms: i * 5000, text: 'Go' }));
    const segments = Array.from({ length: 300 }, (_, i) => ({ start_time: i * 9, duration_seconds: 9 }));
    const workout = workoutOf({ id: 'w', tracks, cues, segments });
    let layouts = 0;
    // Each layout asks for every track's length once: asking 10 000 times must not lay out 10 000 times.
    const counting = new Map(facts) as unknown as Map<string, never> & { get: MusicFacts['get'] };
    const get = counting.get.bind(counting);
    counting.get = (file: string) => {
      layouts += 1;
      return get(file);
    };
    for (let i = 0; i < 10_000; i += 1)
      for (const unit of ['beat', 'phrase', 'segment'] as const)
        snapFrame(i * 12_345, { workout, facts: counting, unit, within: 10_000 });
    expect(layouts).toBeLessThanOrEqual(2 * tracks.length);
  });
});

describe('a step by a beat', () => {
  const step = (frame: number, by: 1 | -1) => stepBeat(frame, by, { workout: mix, facts });
  it.each([
    [0.5, 1, 1],
    [0.7, 1, 1],
    [0.7, -1, 0.5],
    [1, -1, 0.5],
    [0, -1, 0],
    [70, 1, 70.5],
    [70, -1, 69.5],
    [0.2, -1, 0],
  ] as const)('from %d s by %d is %d s', (from, by, to) => {
    expect(step(s(from), by)).toBe(s(to));
  });

  it('goes over every beat in turn, there and back', () => {
    const beats = snapPoints(s(1), s(59), { workout: mix, facts, unit: 'beat' }).map(({ frame }) => frame);
    for (const [i, beat] of beats.slice(0, -1).entries()) {
      expect(step(beat, 1)).toBe(beats[i + 1]);
      expect(step(beats[i + 1], -1)).toBe(beat);
    }
  });
});
