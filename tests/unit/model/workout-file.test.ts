import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  checkAgainstMusic,
  chosenTake,
  DUCKING_PRESETS,
  frames,
  parseWorkoutFile,
  seconds,
  serializeWorkoutFile,
  toFrames,
} from '../../../src/model/index.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/workouts/${name}`, import.meta.url), 'utf8');

const parsed = (document: object) => parseWorkoutFile(JSON.stringify(document));
const workoutOf = (document: object) => {
  const { workout, problems } = parsed(document);
  expect(problems).toEqual([]);
  return workout!;
};
const cue = (time_ms: number, more: object = {}) => ({ time_ms, text: 'Go.', ...more });

describe('a minimal workout file', () => {
  it('has defaults for everything it does not say', () => {
    const { workout, problems } = parseWorkoutFile(fixture('minimal.json'));
    expect(problems).toEqual([]);
    expect(workout).toEqual({
      id: 'workout_123',
      title: 'workout_123',
      duration: 2700,
      tracks: [],
      coachingTrack: null,
      hasCues: true,
      segments: [],
      cues: [
        expect.objectContaining({ id: 'cue-1', at: 240_000, text: "Welcome. Let's warm up.", gain: 0, duck: null }),
        expect.objectContaining({ id: 'cue-2', at: 3_120_000, level: null, tags: [], audio: null }),
      ],
      coaches: [],
      variants: [
        {
          id: 'coached',
          name: 'Coached',
          coach: null,
          cues: { tags: null, levels: null, except: [] },
          ducking: DUCKING_PRESETS.standard,
          voiceLevel: 0,
          target: null,
          formats: null,
        },
      ],
      markers: [],
      lexicon: {},
    });
  });

  it('is not called like the list that an export writes beside it', () => {
    for (const id of ['manifest', 'Manifest']) {
      expect(parsed({ id }).problems).toEqual([expect.objectContaining({ severity: 'error', path: 'id' })]);
    }
    expect(parsed({ id: 'manifest-2' }).problems).toEqual([]);
  });

  it('needs no more than an id', () => {
    expect(workoutOf({ id: 'w' })).toMatchObject({ hasCues: false, cues: [], duration: null });
    expect(workoutOf({ id: 'w', cues: [] })).toMatchObject({ hasCues: true });
    expect(workoutOf({ id: 'w', coaching_url: 'coach.mp3' })).toMatchObject({ coachingTrack: 'coach.mp3' });
    expect(workoutOf({ id: 'w', variants: [] }).variants.map(({ id }) => id)).toEqual(['coached']);
  });
});

describe('a full workout file', () => {
  const { workout, document } = parseWorkoutFile(fixture('full.json'));

  it('is read field by field', () => {
    expect(workout).toMatchObject({
      id: 'hill-ride-45',
      title: 'Hill ride',
      tracks: [{ id: 'music', file: 'music/hills.mp3', trimStart: 0, trimEnd: null, gain: 0, grid: null }],
      coachingTrack: 'https://example.com/coach.mp3',
      segments: [
        { title: 'Warm-up', start: 0, duration: 300, intensity: 'low', bpm: 96 },
        { title: 'Climb', start: 300, duration: 2399.5, intensity: 'Zone 4', bpm: null },
      ],
      cues: [
        { id: 'hello', at: 240_000, gain: -1.5, duck: null },
        { id: 'cue-2', duck: DUCKING_PRESETS.punchy, level: 'hard', tags: ['climb'] },
        { id: 'cue-3', duck: { ...DUCKING_PRESETS.standard, depth: -20, hold: 24_000 }, level: 'easy' },
        { id: 'cue-4', at: 4_320_024, text: '', audio: 'takes/shout.wav', duck: DUCKING_PRESETS.calm },
      ],
      coaches: [
        { id: 'anna', name: 'Anna', provider: 'embedded', voice: 'slt', rate: 1.1 },
        { id: 'ben', name: 'ben', provider: 'embedded', voice: null, rate: 1 },
      ],
      variants: [
        {
          id: 'easy',
          coach: 'anna',
          cues: { tags: null, levels: ['easy'] },
          ducking: DUCKING_PRESETS.calm,
          voiceLevel: 2,
          target: -16,
          formats: ['mp3', 'flac'],
        },
        {
          id: 'hard',
          name: 'hard',
          coach: null,
          ducking: { ...DUCKING_PRESETS.standard, release: 4800 },
          formats: null,
        },
      ],
      lexicon: { FTP: 'eff tee pee' },
    });
  });

  it('is written back with its unknown keys, in its order', () => {
    const written = serializeWorkoutFile(document);
    expect(JSON.parse(written)).toEqual(JSON.parse(fixture('full.json')));
    expect(written).toBe(`${JSON.stringify(JSON.parse(fixture('full.json')), null, 2)}\n`);
    expect(parseWorkoutFile(written)).toEqual(parseWorkoutFile(fixture('full.json')));
  });
});

describe('music in tracks, takes, anchors and markers', () => {
  it('are read field by field', () => {
    const workout = workoutOf({
      id: 'w',
      tracks: [
        { id: 'a', file: 'a.mp3', trim_start_ms: 1000, trim_end_ms: 9000, gain_db: -2, fade_in_ms: 500 },
        {
          ...{ id: 'b', file: 'b.mp3', crossfade_ms: 2000, crossfade_curve: 'linear', fade_out_ms: 100 },
          ...{ bpm: 128, first_beat_ms: -250, beats_per_bar: 3 },
        },
        { id: 'c', file: 'c.mp3', bpm: 128 },
      ],
      segments: [{ id: 'climb', start_time: 0, duration_seconds: 60 }],
      coaches: [{ id: 'ana' }],
      cues: [
        cue(0, {
          speed: 1.25,
          anchor: { track: 'a', beat: 2.5 },
          takes: [
            { id: 't', name: 'Best', audio: 't.wav', coach: 'ana', start_ms: 1, end_ms: 2, gain_db: 3, chosen: true },
            { id: 'u', audio: 'u.wav' },
          ],
        }),
        cue(1, { anchor: { segment: 'climb', offset_ms: -1500 } }),
      ],
      markers: [{ id: 'm', time_ms: 2, name: 'Drop' }],
      variants: [{ id: 'v', cues: { except: ['cue-2'] } }],
    });
    const none = { length: 0, curve: 'raised-cosine-db' };
    expect(workout.tracks).toEqual([
      {
        ...{ id: 'a', file: 'a.mp3', trimStart: 48_000, trimEnd: 432_000, gain: -2, grid: null },
        ...{ fadeIn: { ...none, length: 24_000 }, fadeOut: none, crossfade: { length: 0, curve: 'equal-power' } },
      },
      {
        ...{ id: 'b', file: 'b.mp3', trimStart: 0, trimEnd: null, gain: 0 },
        ...{ fadeIn: none, fadeOut: { ...none, length: 4800 }, crossfade: { length: 96_000, curve: 'linear' } },
        grid: { bpm: 128, firstBeat: -0.25, beatsPerBar: 3 },
      },
      expect.objectContaining({ id: 'c', grid: null }),
    ]);
    expect(workout.cues).toMatchObject([
      {
        speed: 1.25,
        anchor: { kind: 'beat', track: 'a', beat: 2.5 },
        takes: [
          { id: 't', name: 'Best', file: 't.wav', coach: 'ana', start: 48, end: 96, gain: 3, chosen: true },
          { id: 'u', name: 'u', file: 'u.wav', coach: null, start: 0, end: null, gain: 0, chosen: false },
        ],
      },
      { speed: 1, takes: [], anchor: { kind: 'segment', segment: 'climb', offset: -1.5 } },
    ]);
    expect(workout.markers).toEqual([{ id: 'm', at: 96, name: 'Drop' }]);
    expect(workout.variants[0]?.cues).toEqual({ tags: null, levels: null, except: ['cue-2'] });
  });

  it('speak the take that is chosen for a coach, else the one for every coach', () => {
    const takes = [
      { id: 'all', audio: 'a.wav', chosen: true },
      { id: 'ana', audio: 'b.wav', coach: 'ana', chosen: true },
      { id: 'ben', audio: 'c.wav', coach: 'ben' },
    ];
    const [spoken] = workoutOf({ id: 'w', coaches: [{ id: 'ana' }, { id: 'ben' }], cues: [cue(0, { takes })] }).cues;
    expect([null, 'ana', 'ben'].map((coach) => chosenTake(spoken!, coach)?.id)).toEqual(['all', 'ana', 'all']);
  });
});

describe('rules', () => {
  it('gives cues without an id one that no other cue has', () => {
    const cues = [cue(1, { id: 'cue-2' }), cue(2), cue(3, { id: 'cue-2-2' }), cue(4)];
    expect(workoutOf({ id: 'w', cues }).cues.map(({ id }) => id)).toEqual(['cue-2', 'cue-2-3', 'cue-2-2', 'cue-4']);
  });

  it('takes zero for a value', () => {
    const duck = { depth_db: 0, lead_ms: 0, attack_ms: 0, hold_ms: 0, merge_gap_ms: 0, release_ms: 0 };
    expect(workoutOf({ id: 'w', cues: [cue(0, { gain_db: 0, duck })] }).cues[0]).toMatchObject({
      at: 0,
      duck: DUCKING_PRESETS.off,
    });
    expect(Object.is(workoutOf({ id: 'w', cues: [cue(-0)] }).cues[0]!.at, 0)).toBe(true);
  });

  it('warns of cues at one time only where one variant takes both', () => {
    const cues = [cue(5, { level: 'easy' }), cue(5, { level: 'hard' })];
    const variants = [
      { id: 'easy', cues: { levels: ['easy'] } },
      { id: 'hard', cues: { levels: ['hard'] } },
    ];
    expect(parsed({ id: 'w', cues, variants }).problems).toEqual([]);
    const all = parsed({ id: 'w', cues, variants: [...variants, { id: 'all' }] });
    expect(all.problems).toMatchObject([{ severity: 'warning', path: 'cues[1].time_ms' }]);
    expect(all.workout).not.toBeNull();
  });

  it('counts a cue without a level to every level', () => {
    const cues = [cue(5), cue(5, { level: 'hard' })];
    const variants = [{ id: 'hard', cues: { levels: ['hard'] } }];
    expect(parsed({ id: 'w', cues, variants }).problems).toMatchObject([{ path: 'cues[1].time_ms' }]);
  });

  it('warns of a variant that takes no cue, and of audio beside file', () => {
    const { problems } = parsed({
      id: 'w',
      cues: [cue(5, { audio: 'a.wav', file: 'b.wav' })],
      variants: [{ id: 'v', cues: { tags: ['climb'] } }],
    });
    expect(problems).toMatchObject([
      { severity: 'warning', path: 'cues[0].file' },
      { severity: 'warning', path: 'variants[0].cues' },
    ]);
  });

  it('lets segments meet, whatever the sums of their seconds do in the last digit', () => {
    const segments = [
      { start_time: 0.1, duration_seconds: 0.2 },
      { start_time: 0.3, duration_seconds: 0.6 },
    ];
    expect(workoutOf({ id: 'w', duration_seconds: 0.9, segments }).segments.map(({ title }) => title)).toEqual([
      'Segment 1',
      'Segment 2',
    ]);
  });

  it('finds errors of shape, of reference and of key in one go', () => {
    const { problems } = parseWorkoutFile(
      '{"id":"w","duration_seconds":9,"cues":[{"time_ms":"5"},{"time_ms":9001,"text":"a","__proto__":1}],"variants":[{"id":"music","coach":"x"}]}',
    );
    expect(problems.map(({ path }) => path).sort()).toEqual([
      'cues[0]',
      'cues[0].time_ms',
      'cues[1].__proto__',
      'cues[1].time_ms',
      'variants[0].coach',
      'variants[0].id',
    ]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('refuses nesting that would exhaust a stack', () => {
    const deep = `{"id":"w","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(parseWorkoutFile(deep)).toEqual({
      workout: null,
      document: null,
      problems: [{ severity: 'error', path: 'x[0]', message: 'expected nesting of up to 64 levels, got more' }],
    });
    expect(parseWorkoutFile('['.repeat(100_000)).problems).toHaveLength(1);
  });

  it('quotes little of a long value', () => {
    const [problem] = parsed({ id: 'é😀'.repeat(10_000) }).problems;
    expect(problem!.message.length).toBeLessThan(250);
  });
});

describe('against the music', () => {
  const workout = workoutOf({ id: 'w', duration_seconds: 10, cues: [cue(0), cue(4999), cue(5000), cue(7000)] });

  it('refuses cues at its end and past it', () => {
    expect(checkAgainstMusic(workout, toFrames(seconds(5)))).toEqual([
      {
        severity: 'error',
        path: 'cues[2].time_ms',
        message: 'expected a time before the end of the music at 5000 ms, got 5000',
      },
      {
        severity: 'error',
        path: 'cues[3].time_ms',
        message: 'expected a time before the end of the music at 5000 ms, got 7000',
      },
      {
        severity: 'warning',
        path: 'duration_seconds',
        message: 'expected the length of the music, 5 s, got 10 s',
      },
    ]);
  });

  it('warns from more than a second of difference', () => {
    expect(checkAgainstMusic(workout, toFrames(seconds(11)))).toEqual([]);
    expect(checkAgainstMusic(workout, toFrames(seconds(9)))).toEqual([]);
    expect(checkAgainstMusic(workout, frames(11 * 48_000 + 1))).toMatchObject([{ severity: 'warning' }]);
  });
});
