import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duckingAt, fadeGain, takeLoudness } from '../../../src/audio/index.ts';
import {
  applyWorkoutEdits,
  decibels,
  type Failure,
  frames,
  readWorkoutDocument,
  type Workout,
  type WorkoutDocument,
} from '../../../src/model/index.ts';
import {
  type Finding,
  type PreFlightInput,
  preFlight,
  type SoundLevels,
  type StagedSource,
  type Take,
} from '../../../src/plan/index.ts';

const acoustics = { duckingAt, fadeGain, loudness: takeLoudness };
const energyOf = (lufs: number): number => 10 ** ((lufs + 0.691) / 10);

/** Music of a minute whose loudness changes every 4 s; LUFS before staging. */
const MUSIC = [-22, -14, -24, -9, -30, -13, -12, -26, -20, -8, -16, -28, -19, -12, -25];
const MUSIC_FRAMES = MUSIC.length * 4 * 48_000;
const musicLevels: SoundLevels = {
  energies: Float64Array.from({ length: MUSIC.length * 40 }, (_, b) => energyOf(MUSIC[Math.floor(b / 40)])),
  peaks: new Float32Array(MUSIC.length * 40),
};

/** Sounds as a studio would have them: a take lasts as long as its text, at its speed, and is staged to -17 LUFS. */
const soundsOf = (
  workout: Workout,
): Pick<PreFlightInput, 'takes' | 'takeTroubles' | 'tracks' | 'trackTroubles' | 'levels'> => {
  const levels = new Map<string, SoundLevels>([['music', musicLevels]]);
  const takes = new Map<string, Take>();
  const takeTroubles = new Map<string, Failure>();
  for (const cue of workout.cues) {
    const recording = cue.takes.find(({ chosen }) => chosen) ?? null;
    const file = recording?.file ?? cue.audio;
    if (file === 'gone.wav') {
      takeTroubles.set(cue.id, { code: 'take-missing', message: `Cue ${cue.id}: "gone.wav" does not exist` });
      continue;
    }
    const speech = Math.round(((file === null ? cue.text.length * 0.07 : 1.8) * 48_000) / cue.speed);
    const length = frames(24_000 + speech + 24_000);
    const blocks = Math.floor(length / 4800);
    const talk = (b: number): boolean => b * 4800 + 4800 > 24_000 && b * 4800 < 24_000 + speech;
    const clipped = file === 'loud.wav' ? 1 : 0.5;
    levels.set(`take ${cue.id}`, {
      energies: Float64Array.from({ length: blocks }, (_, b) => (talk(b) ? energyOf(-23) : 0)),
      peaks: Float32Array.from({ length: blocks + 1 }, (_, b) => (talk(b) ? clipped : 0)),
    });
    const staged = -17 - takeLoudness(levels.get(`take ${cue.id}`)!.energies);
    takes.set(cue.id, {
      source: `take ${cue.id}`,
      length,
      gain: decibels(staged + (recording?.gain ?? 0)),
      speech: [{ start: frames(24_000), end: frames(24_000 + speech) }],
    });
  }
  const tracks = new Map<string, StagedSource>();
  const trackTroubles = new Map<string, Failure>();
  const staged = {
    source: 'music',
    length: frames(MUSIC_FRAMES),
    gain: decibels(-20 - takeLoudness(musicLevels.energies)),
  };
  for (const { id, file } of workout.tracks) {
    if (file === 'gone.mp3') trackTroubles.set(id, { code: 'file-missing', message: '"gone.mp3" does not exist' });
    else tracks.set(id, staged);
  }
  return { takes, takeTroubles, tracks, trackTroubles, levels };
};

const checkOf = (document: WorkoutDocument) => {
  const { workout, problems } = readWorkoutDocument(document);
  if (!workout) throw new Error(JSON.stringify(problems));
  const sounds = soundsOf(workout);
  return preFlight({ workout, variant: workout.variants[0], content: 'mix', problems, acoustics, ...sounds });
};

const keyOf = ({ kind, cues, track }: Finding): string => JSON.stringify([kind, cues, track]);
const facts = new Map([['music.mp3', { length: frames(MUSIC_FRAMES), grid: null }]]);
const applied = (document: WorkoutDocument, finding: Finding, label: string): WorkoutDocument =>
  applyWorkoutEdits(document, finding.fixes.find((fix) => fix.label === label)!.edits, facts).document;

const LINE = 'Well, hold this pace now. Breathe out and drop your shoulders, everyone. You really are nearly there.';
const TRACKS = [{ id: 'music', file: 'music.mp3' }];
const documentOf = (cues: readonly object[], tracks: readonly object[] = TRACKS): WorkoutDocument =>
  ({ id: 'w', tracks, cues }) as unknown as WorkoutDocument;
const only = (document: WorkoutDocument, kind: Finding['kind']): Finding => {
  const found = checkOf(document).findings.filter((finding) => finding.kind === kind);
  expect(found).toHaveLength(1);
  return found[0];
};
const labels = ({ fixes }: Finding): string[] => fixes.map(({ label }) => label);

describe('pre-flight', () => {
  it('finds nothing wrong with a workout that is right', () => {
    const { cues, findings } = checkOf(
      documentOf([
        { id: 'a', time_ms: 1_000, text: 'Go' },
        { id: 'b', time_ms: 20_000, text: 'Slow down' },
      ]),
    );
    expect(findings).toEqual([]);
    expect(cues.map(({ cue, gapSeconds }) => [cue, gapSeconds])).toEqual([
      ['a', 19],
      ['b', 40],
    ]);
    expect(cues[0].overMusicLu).toBeGreaterThan(10);
  });

  it('says what is hard to hear, with the depth, the gain and the place that mend it', () => {
    const document = documentOf([{ id: 'a', time_ms: 38_000, text: 'Now everything you have', duck: 'calm' }]);
    const finding = only(document, 'hard-to-hear');
    expect(finding.message).toMatch(/^“Now everything you have” at 0:38\.0 is only \d\.\d LU over the music; 10 LU/);
    expect(labels(finding)).toEqual([
      expect.stringMatching(/^Duck [\d.]+ dB deeper$/),
      expect.stringMatching(/^Raise the voice by [\d.]+ dB$/),
      expect.stringMatching(/^Move to 0:\d\d\.\d, where the music is quieter$/),
    ]);
    const [over] = checkOf(applied(document, finding, labels(finding)[0])).cues;
    expect(over.overMusicLu).toBeGreaterThanOrEqual(10);
    expect(over.overMusicLu).toBeLessThan(10.6);
  });

  it('moves overlapping cues one after the other, all in one step', () => {
    const document = documentOf([
      { id: 'a', time_ms: 1_000, text: 'x'.repeat(60) },
      { id: 'b', time_ms: 2_000, text: 'x'.repeat(30) },
      { id: 'c', time_ms: 3_500, text: 'x'.repeat(30) },
      { id: 'd', time_ms: 20_000, text: 'x'.repeat(30) },
    ]);
    const overlaps = checkOf(document).findings.filter(({ kind }) => kind === 'overlap');
    expect(overlaps.map(({ cues }) => cues)).toEqual([
      ['b', 'a'],
      ['c', 'a'],
    ]);
    expect(overlaps.map((finding) => finding.fixes[0])).toEqual([overlaps[0].fixes[0], overlaps[0].fixes[0]]);
    const mended = applied(document, overlaps[0], 'Move 2 cues after one another');
    expect(checkOf(mended).findings).toEqual([]);
    expect(mended.cues!.map(({ time_ms }) => time_ms)).toEqual([1_000, 5_500, 7_900, 20_000]);
  });

  it('offers a line that is a little too long faster, or with fewer words', () => {
    const document = documentOf([
      { id: 'a', time_ms: 1_000, text: LINE },
      { id: 'b', time_ms: 7_800, text: 'Go' },
    ]);
    const finding = only(document, 'too-long');
    expect(labels(finding)[0]).toMatch(/^Speak \d+ % faster$/);
    expect(labels(finding)).toContain(
      'Shorten to “Well, hold this pace now. Breathe out and drop your shoulders, everyone.”',
    );
    expect(labels(finding)).toContain('Move after “Well, hold this pace now. Breathe out…”');
  });

  it('finds cues behind the end, clipped and odd takes, and lost files', () => {
    const kinds = (document: WorkoutDocument): string[] => checkOf(document).findings.map(({ kind }) => kind);
    const three = (over: object) => [
      { id: 'a', time_ms: 1_000, text: 'One' },
      { id: 'b', time_ms: 10_000, text: 'Two' },
      { id: 'c', time_ms: 20_000, text: 'Three', ...over },
    ];
    expect(kinds(documentOf(three({ time_ms: 60_000 })))).toEqual(['past-end']);
    expect(kinds(documentOf(three({ audio: 'loud.wav' })))).toEqual(['clipping']);
    expect(kinds(documentOf(three({ audio: 'gone.wav' })))).toEqual(['file-missing']);
    expect(kinds(documentOf(three({ gain_db: 5 })))).toEqual(['loudness-outlier']);
    const two = [...TRACKS, { id: 'b', file: 'music.mp3', gain_db: 6 }];
    expect(kinds(documentOf(three({}), two))).toEqual(['loudness-outlier']);
    expect(kinds(documentOf(three({}), [...TRACKS, { id: 'b', file: 'gone.mp3' }]))).toEqual(['file-missing']);
    expect(kinds(documentOf(three({}), []))).toEqual(['no-music']);
  });

  it('mends with any of its fixes what it found', () => {
    const cue = fc.record(
      {
        // Where it is, or how long after the one before: often a little less than the line takes.
        time_ms: fc.oneof(fc.integer({ min: 0, max: 62_000 }), fc.constant(null)),
        after: fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 5_800, max: 7_100 })),
        text: fc.oneof(
          fc.constant(LINE),
          fc.constant(LINE),
          fc.integer({ min: 3, max: 70 }).map((n) => 'go '.repeat(n / 3 + 1).trim()),
        ),
        gain_db: fc.constantFrom(0, 0, 0, -3, 6, -14),
        duck: fc.constantFrom(undefined, 'off', 'calm', { depth_db: -3 }, { depth_db: -30 }),
        speed: fc.constantFrom(1, 1, 1.2),
        audio: fc.constantFrom(undefined, undefined, undefined, 'gone.wav', 'loud.wav', 'fine.wav'),
        takes: fc.constantFrom(
          undefined,
          undefined,
          [{ id: 't', audio: 'fine.wav', gain_db: 2, chosen: true }],
          [{ id: 't', audio: 'gone.wav', chosen: true }],
        ),
      },
      { requiredKeys: ['time_ms', 'after', 'text'] },
    );
    const tracks = fc.constantFrom(TRACKS, [
      { id: 'music', file: 'music.mp3', trim_end_ms: 31_000 },
      { id: 'more', file: 'music.mp3', gain_db: 5, crossfade_ms: 2_000 },
    ]);
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(fc.array(cue, { minLength: 1, maxLength: 7 }), tracks, (cues, music) => {
        let before = 0;
        const document = documentOf(
          cues.map(({ time_ms, after, ...each }, i) => {
            before = time_ms ?? Math.min(62_000, before + after);
            return { id: `c${i}`, time_ms: before, ...each };
          }),
          music,
        );
        for (const finding of checkOf(document).findings) {
          for (const { label } of finding.fixes) {
            const after = checkOf(applied(document, finding, label));
            expect(after.findings.map(keyOf), `${finding.message} ${label}`).not.toContain(keyOf(finding));
            const sort = `${finding.kind} ${label.split(' ')[0]}`;
            seen.set(sort, (seen.get(sort) ?? 0) + 1);
          }
        }
      }),
      { numRuns: 200 },
    );
    // The generator makes the hard cases.
    for (const sort of [
      'hard-to-hear Duck',
      'hard-to-hear Raise',
      'hard-to-hear Move',
      'overlap Move',
      'too-long Speak',
    ])
      expect(seen.get(sort), sort).toBeGreaterThan(0);
    for (const sort of ['past-end Move', 'loudness-outlier Bring', 'file-missing Speak', 'too-long Shorten'])
      expect(seen.get(sort), sort).toBeGreaterThan(0);
  });
});
