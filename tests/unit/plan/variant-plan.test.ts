import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duckingAt } from '../../../src/audio/index.ts';
import {
  DUCKING_PRESETS,
  decibels,
  frames,
  lufs,
  parseWorkoutFile,
  seconds,
  toFrames,
  type Workout,
} from '../../../src/model/index.ts';
import {
  coachedSpans,
  planDucking,
  planVariant,
  stagingGain,
  type Take,
  type VariantContent,
  type VariantSources,
} from '../../../src/plan/index.ts';

const workoutOf = (document: object): Workout => {
  const { workout, problems } = parseWorkoutFile(JSON.stringify(document));
  if (!workout) throw new Error(JSON.stringify(problems));
  return workout;
};

const workout = workoutOf({
  id: 'w',
  duration_seconds: 100,
  music_url: 'music.mp3',
  cues: [
    { id: 'a', time_ms: 5_000, text: 'Go', level: 'base', tags: ['form'] },
    { id: 'b', time_ms: 20_000, text: 'Push', level: 'push' },
    { id: 'c', time_ms: 99_000, text: 'Done', gain_db: 2 },
  ],
});

/** A take of 2 s that speaks from 0.3 s to 1.7 s. */
const take = (source: string): Take => ({
  source,
  length: frames(96_000),
  gain: decibels(4),
  speech: [{ start: frames(14_400), end: frames(81_600) }],
});

const sources = (over: Partial<VariantSources> = {}): VariantSources => ({
  tracks: new Map([['music', { source: 'music', length: frames(4_800_000), gain: decibels(-3) }]]),
  takes: new Map(workout.cues.map((cue) => [cue.id, take(cue.id)])),
  coachingTrack: null,
  length: frames(4_800_000),
  gain: decibels(6),
  limiter: { ceiling: decibels(-1) },
  ...over,
});

const planOf = (content: VariantContent = 'mix', over: Partial<VariantSources> = {}, w = workout) => {
  const planned = planVariant(w, w.variants[0], content, sources(over));
  if (planned.refused) throw new Error(planned.reason);
  return planned;
};

describe('planVariant', () => {
  it('lets speech, not the file, begin at the cue', () => {
    const { plan, cues } = planOf();
    const voice = plan.voices[0];
    expect(voice.at - voice.from).toBe(5 * 48_000 - 14_400);
    expect(voice.from).toBe(14_400 - 960);
    expect(cues[0]).toMatchObject({ start: 240_000, end: 240_000 + 67_200 });
  });

  it('adds the cue gain and the variant level to the staging gain', () => {
    const { plan } = planOf();
    expect(plan.voices.map(({ gain }) => gain)).toEqual([4, 4, 6]);
  });

  it('parts a mix into the music as it ducks and the voice', () => {
    const [mix, ducked, voice] = [planOf('mix'), planOf('ducked'), planOf('coaching')].map(({ plan }) => plan);
    expect(ducked).toEqual({ ...mix, voices: [] });
    expect(voice).toEqual({ ...mix, beds: [], ducking: [] });
    expect(planOf('ducked').cues).toEqual([]); // nothing is said
  });

  it('cuts a take at the end of the mix, and its ducking too', () => {
    const { plan, cues } = planOf();
    const last = plan.voices.at(-1)!;
    expect(last.at + last.length).toBe(4_800_000);
    expect(cues.at(-1)!.end).toBe(4_800_000);
  });

  it('takes cues by tag and level', () => {
    const select = (cues: object) =>
      workoutOf({
        id: 'w',
        music_url: 'music.mp3',
        cues: JSON.parse(JSON.stringify(docCues)),
        variants: [{ id: 'v', cues }],
      });
    const docCues = [
      { id: 'a', time_ms: 5_000, text: 'Go', level: 'base', tags: ['form'] },
      { id: 'b', time_ms: 20_000, text: 'Push', level: 'push' },
      { id: 'c', time_ms: 60_000, text: 'Done' },
    ];
    const ids = (cues: object) => planOf('mix', {}, select(cues)).cues.map(({ cue }) => cue.id);
    expect(ids({ levels: ['base'] })).toEqual(['a', 'c']);
    expect(ids({ tags: ['form'] })).toEqual(['a']);
    expect(ids({})).toEqual(['a', 'b', 'c']);
  });

  it('refuses with the cues that lack a take', () => {
    const takes = new Map([['a', take('a')]]);
    const planned = planVariant(workout, workout.variants[0], 'mix', sources({ takes }));
    expect(planned).toEqual({ refused: true, reason: 'take-missing', cues: ['b', 'c'], tracks: [] });
  });

  it('refuses mixes without music, but not the coaching stem', () => {
    const planned = planVariant(workout, workout.variants[0], 'mix', sources({ tracks: new Map() }));
    expect(planned).toMatchObject({ refused: true, reason: 'music-missing', tracks: ['music'] });
    const { plan } = planOf('coaching', { tracks: new Map() });
    expect(plan.beds).toEqual([]);
    expect(plan.ducking).toEqual([]);
    expect(plan.voices).toHaveLength(3);
  });

  it('makes music of the bed alone', () => {
    const { plan } = planOf('music');
    expect(plan.voices).toEqual([]);
    expect(plan.ducking).toEqual([]);
    expect(plan.beds).toHaveLength(1);
  });

  it('plays a ready-made coaching track from the start and ducks under its speech', () => {
    const w = workoutOf({ id: 'w', music_url: 'music.mp3', coaching_url: 'voice.mp3', duration_seconds: 100 });
    const { plan } = planOf('mix', { coachingTrack: take('track') }, w);
    expect(plan.voices[0].at - plan.voices[0].from).toBe(0);
    expect(duckingAt(plan.ducking, 14_400)).toBe(-12);
  });
});

describe('planDucking', () => {
  const standard = DUCKING_PRESETS.standard;
  const at = (s: number) => toFrames(seconds(s));

  it('is fully down before speech and until the hold is over', () => {
    const curve = planDucking([{ start: at(10), end: at(12), settings: standard }]);
    expect(duckingAt(curve, at(10) - standard.lead)).toBe(-12);
    expect(duckingAt(curve, at(12) + standard.hold - 1)).toBe(-12);
    expect(duckingAt(curve, at(10) - standard.lead - standard.attack)).toBeCloseTo(0, 9);
    expect(duckingAt(curve, at(12) + standard.hold + standard.release)).toBe(0);
  });

  it('stays down through short gaps, comes up in long ones', () => {
    const two = (gap: number) =>
      planDucking([
        { start: at(10), end: at(12), settings: standard },
        { start: at(12 + gap), end: at(14 + gap), settings: standard },
      ]);
    expect(two(1.1)).toHaveLength(1);
    expect(two(3)).toHaveLength(2);
    expect(duckingAt(two(3), at(13.4))).toBe(0);
  });

  it('has every word of any speech at its depth, never above it', () => {
    const spans = fc.array(
      fc.record({
        start: fc.integer({ min: 0, max: 4_000_000 }),
        length: fc.integer({ min: 960, max: 200_000 }),
        preset: fc.constantFrom('punchy', 'standard', 'calm', 'off' as const),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(spans, (list) => {
        const speech = list.map(({ start, length, preset }) => ({
          start,
          end: start + length,
          settings: DUCKING_PRESETS[preset as keyof typeof DUCKING_PRESETS],
        }));
        const curve = planDucking(speech);
        for (const { start, end, settings } of speech) {
          for (const n of [start, (start + end) >> 1, end - 1]) {
            expect(duckingAt(curve, n)).toBeLessThanOrEqual(settings.depth);
            expect(duckingAt(curve, n)).toBeGreaterThanOrEqual(-12);
          }
        }
      }),
    );
  });
});

describe('coachedSpans', () => {
  it('holds every frame where the mix is not its bed alone', () => {
    const { plan } = planOf();
    const spans = coachedSpans(plan, 0, 4800);
    const inside = (n: number) => spans.some(({ start, end }) => n >= start && n < end);
    for (let n = 0; n < plan.length; n += 997) {
      const voiced = plan.voices.some(({ at, length }) => n >= at && n < at + length);
      if (voiced || duckingAt(plan.ducking, n) < 0) expect(inside(n)).toBe(true);
    }
    expect(spans.every(({ start }) => start % 4800 === 0)).toBe(true);
    expect(spans.reduce((sum, { start, end }) => sum + end - start, 0)).toBeLessThan(plan.length / 4);
  });
});

it('stages a loudness to a loudness, and leaves silence alone', () => {
  expect(stagingGain(lufs(-26), lufs(-20))).toBe(6);
  expect(stagingGain(lufs(Number.NEGATIVE_INFINITY), lufs(-20))).toBe(0);
});
