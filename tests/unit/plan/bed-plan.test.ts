import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMixer } from '../../../src/audio/index.ts';
import {
  CHANNELS,
  decibels,
  frames,
  layoutLength,
  type MixPlan,
  parseWorkoutFile,
  type SourceReader,
  type Workout,
} from '../../../src/model/index.ts';
import { layOutSources, planVariant, type StagedSource, type VariantSources } from '../../../src/plan/index.ts';
import { noise } from '../audio/signals.ts';

const workoutOf = (tracks: readonly object[]): Workout => {
  const { workout, problems } = parseWorkoutFile(JSON.stringify({ id: 'w', tracks, cues: [] }));
  if (!workout) throw new Error(JSON.stringify(problems));
  return workout;
};

const staged = (source: string, length: number, gain = 0): StagedSource => ({
  source,
  length: frames(length),
  gain: decibels(gain),
});

const planned = (workout: Workout, tracks: ReadonlyMap<string, StagedSource>, over: Partial<VariantSources> = {}) =>
  planVariant(workout, workout.variants[0], 'music', {
    ...{ tracks, takes: new Map(), coachingTrack: null, gain: decibels(0), limiter: { ceiling: decibels(-1) } },
    length: layoutLength(layOutSources(workout, tracks)),
    ...over,
  });

const planOf = (workout: Workout, tracks: ReadonlyMap<string, StagedSource>): MixPlan => {
  const made = planned(workout, tracks);
  if (made.refused) throw new Error(made.reason);
  return made.plan;
};

/** Files of noise, each of its own. */
const readerOf = (files: Readonly<Record<string, Float32Array>>): SourceReader => ({
  read(source, start, into) {
    const from = start * CHANNELS;
    if (start < 0 || from + into.length > files[source].length) throw new Error(`${source} has no frame ${start}`);
    into.set(files[source].subarray(from, from + into.length));
  },
});

const mixed = (plan: MixPlan, reader: SourceReader): Float32Array => {
  const out = new Float32Array(plan.length * CHANNELS);
  createMixer(plan, reader).mix(0, out);
  return out;
};

const A = noise(100_000, 0.5, 3);
const B = noise(120_000, 0.5, 5);
const reader = readerOf({ A, B });
const both = new Map([
  ['a', staged('A', 100_000)],
  ['b', staged('B', 120_000)],
]);

describe('a bed for each track', () => {
  it('joins two tracks without a gap, an overlap or a fade: every sample is its file’s', () => {
    const plan = planOf(
      workoutOf([
        { id: 'a', file: 'a.wav' },
        { id: 'b', file: 'b.wav' },
      ]),
      both,
    );
    expect(plan.length).toBe(220_000);
    const out = mixed(plan, reader);
    expect(out.subarray(0, A.length)).toEqual(A);
    expect(out.subarray(A.length)).toEqual(B);
  });

  it('plays what is left of a trimmed track, to the frame', () => {
    const workout = workoutOf([
      { id: 'a', file: 'a.wav', trim_start_ms: 100.5, trim_end_ms: 1500.25 },
      { id: 'b', file: 'b.wav', trim_start_ms: 1000 },
    ]);
    const out = mixed(planOf(workout, both), reader);
    const from = 4824;
    const length = 72_012 - from;
    expect(out).toHaveLength((length + 120_000 - 48_000) * CHANNELS);
    expect(out.subarray(0, length * CHANNELS)).toEqual(A.subarray(from * CHANNELS, (from + length) * CHANNELS));
    expect(out.subarray(length * CHANNELS)).toEqual(B.subarray(48_000 * CHANNELS));
  });

  it('keeps the power of different material through a crossfade, within 0.1 dB', () => {
    const long = { A: noise(480_000, 0.5, 7), B: noise(480_000, 0.5, 11) };
    const workout = workoutOf([
      { id: 'a', file: 'a.wav' },
      { id: 'b', file: 'b.wav', crossfade_ms: 4000 },
    ]);
    const plan = planOf(
      workout,
      new Map([
        ['a', staged('A', 480_000)],
        ['b', staged('B', 480_000)],
      ]),
    );
    expect(plan.length).toBe(960_000 - 192_000);
    const out = mixed(plan, readerOf(long));
    const power = (from: number, to: number): number => {
      let sum = 0;
      for (let i = from * CHANNELS; i < to * CHANNELS; i++) sum += out[i] ** 2;
      return 10 * Math.log10(sum / ((to - from) * CHANNELS));
    };
    const steady = power(0, 288_000);
    for (let at = 288_000; at < 480_000; at += 24_000) {
      expect(Math.abs(power(at, at + 24_000) - steady)).toBeLessThan(0.1);
    }
  });

  it('adds a track’s own gain to what stages it', () => {
    const workout = workoutOf([
      { id: 'a', file: 'a.wav', gain_db: -2.5 },
      { id: 'b', file: 'b.wav' },
    ]);
    const tracks = new Map([
      ['a', staged('A', 100_000, 4)],
      ['b', staged('B', 120_000, -3)],
    ]);
    expect(planOf(workout, tracks).beds.map(({ gain }) => gain)).toEqual([1.5, -3]);
  });

  it('is refused, by name, where a track is not there', () => {
    const workout = workoutOf([
      { id: 'a', file: 'a.wav' },
      { id: 'b', file: 'b.wav' },
    ]);
    const some = new Map([['a', staged('A', 100_000)]]);
    const refused = { refused: true, reason: 'music-missing', cues: [], tracks: ['b'] };
    expect(planned(workout, some)).toEqual(refused);
    expect(planned(workoutOf([]), new Map())).toEqual({ ...refused, tracks: [] });
  });

  it('covers the mix: at every frame one track sounds, or two that cross', () => {
    const track = fc.record({
      length: fc.integer({ min: 1, max: 9_000 }),
      trim: fc.integer({ min: 0, max: 50 }),
      crossfade: fc.integer({ min: 0, max: 80 }),
    });
    fc.assert(
      fc.property(fc.array(track, { minLength: 1, maxLength: 6 }), (list) => {
        const workout = workoutOf(
          list.map(({ trim, crossfade }, i) => ({
            ...{ id: `t${i}`, file: 'x.wav', trim_start_ms: trim, crossfade_ms: crossfade },
          })),
        );
        const tracks = new Map(list.map(({ length }, i) => [`t${i}`, staged(`s${i}`, length)]));
        const made = planned(workout, tracks);
        if (made.refused) return list.every(({ length, trim }) => trim * 48 >= length);
        const { beds, length } = made.plan;
        for (let n = 0; n < length; n += 37) {
          const sounding = beds.filter((bed) => n >= bed.at && n < bed.at + bed.length);
          expect([1, 2]).toContain(sounding.length);
          if (sounding.length === 2) expect(n - sounding[1].at).toBeLessThan(sounding[1].fadeIn.length);
        }
        return true;
      }),
      { numRuns: 60 },
    );
  });
});
