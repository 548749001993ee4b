import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DUCKING_PRESETS,
  decibels,
  duckingDocument,
  duckingName,
  formatProblem,
  frames,
  parseCueSheet,
  parseZwo,
  readWorkoutDocument,
  toCueSheet,
  toSeconds,
  toZwo,
  type Workout,
  type WorkoutDocument,
} from '../../../src/model/index.ts';
import { workoutDocument } from './edit-arbitraries.ts';

const workoutOf = (document: unknown): Workout => {
  const { workout, problems } = readWorkoutDocument(document);
  expect(problems.filter(({ severity }) => severity === 'error').map(formatProblem)).toEqual([]);
  return workout!;
};
const errorsOf = (problems: ReturnType<typeof parseZwo>['problems']) =>
  problems.filter(({ severity }) => severity === 'error').map(formatProblem);

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('"', ',', ';', '\n', '\t', '&', '<', '>', "'", 'a', ' ', 'é', '\r', '0:05') }),
);
/** A workout with texts that are hard to write in any format. */
const worded = fc
  .tuple(workoutDocument, fc.array(anyText, { minLength: 9, maxLength: 9 }))
  .map(([document, texts]): WorkoutDocument => {
    const cues = document.cues?.map(({ anchor, ...cue }, i) => ({ ...cue, text: `${texts[i % 9].trim()}.` }));
    return { ...document, ...(cues && { cues }) };
  });
/** What is left of a text on one line of XML: no control characters, no halves of characters. */
const oneLine = (text: string) =>
  text
    .replace(/[\s\p{Cc}\uFFFE\uFFFF]+/gu, ' ')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .trim();
const inOrder = ({ cues }: Workout) => [...cues].sort((a, b) => a.at - b.at);

describe('a cue sheet', () => {
  it('says cues as spreadsheets do', () => {
    const workout = workoutOf({
      id: 'w',
      music_url: 'a.mp3',
      cues: [
        { id: 'b', time_ms: 65_250, text: 'Say "go", now', gain_db: -1.5, level: 'hard', tags: ['a b', 'c'] },
        { id: 'a', time_ms: 5000, audio: 'a.wav' },
      ],
    });
    expect(toCueSheet(workout)).toEqual({
      text: 'time,text,id,level,tags,gain_db,audio\r\n0:05.000,,a,,,,a.wav\r\n1:05.250,"Say ""go"", now",b,hard,a-b|c,-1.5,\r\n',
      notes: ['The music is not in a cue sheet.', 'Spaces in tags became hyphens.'],
    });
  });

  it('is read back as the same cues', () => {
    fc.assert(
      fc.property(worded, (document) => {
        const before = workoutOf(document);
        fc.pre(before.cues.length > 0);
        const { document: read, problems } = parseCueSheet(toCueSheet(before).text, { id: 'w' });
        expect(errorsOf(problems)).toEqual([]);
        const after = workoutOf(read);
        expect(after.cues.map(({ at, ...cue }) => cue)).toEqual(
          inOrder(before).map(({ at, ...cue }) => ({ ...cue, duck: null, speed: 1, takes: [], anchor: null })),
        );
        for (const [i, { at }] of inOrder(before).entries())
          expect(Math.abs(after.cues[i].at - at)).toBeLessThanOrEqual(24);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a Zwift workout', () => {
  it('says segments as blocks', () => {
    const { text, notes } = toZwo(
      workoutOf({
        id: 'w',
        title: 'Hills & <more>',
        segments: [
          { title: 'Warm-up', start_time: 0, duration_seconds: 60, intensity: 'low' },
          { title: 'Climb', start_time: 90, duration_seconds: 60, intensity: 'high' },
          { title: 'Over', start_time: 140, duration_seconds: 30, intensity: 'Zone 4' },
          { title: 'Cool-down', start_time: 170, duration_seconds: 30, intensity: 'low' },
        ],
        cues: [
          { time_ms: 95_000, text: 'Up "now"' },
          { time_ms: 199_600, text: 'Done' },
        ],
      }),
    );
    expect(text.split('\n').slice(3, -3)).toEqual([
      '  <sportType>bike</sportType>',
      '  <workout>',
      '    <Warmup Duration="60" PowerLow="0.45" PowerHigh="0.55"/>',
      '    <FreeRide Duration="30"/>',
      '    <SteadyState Duration="60" Power="0.97">',
      '      <textevent timeoffset="5" message="Up &quot;now&quot;"/>',
      '    </SteadyState>',
      '    <FreeRide Duration="20"/>',
      '    <Cooldown Duration="30" PowerLow="0.55" PowerHigh="0.45">',
      '      <textevent timeoffset="29" message="Done"/>',
      '    </Cooldown>',
    ]);
    expect(notes).toEqual([
      'Blocks of a .zwo cannot overlap: 1 segment was shortened or left out.',
      'Intensities other than low, medium, high and max became free riding, in 1 segment.',
      'Times of cues were rounded to seconds.',
      'Titles and tempos of segments are not in a .zwo.',
    ]);
    expect(parseZwo(text).document?.title).toBe('Hills & <more>');
  });

  it('is read back with the same words within a second, and the same intensities', () => {
    fc.assert(
      fc.property(worded, (document) => {
        const before = workoutOf(document);
        const { document: read, problems } = parseZwo(toZwo(before).text);
        expect(problems.map(formatProblem)).toEqual([]);
        const after = workoutOf(read);
        const said = inOrder(before).filter(({ text }) => oneLine(text) !== '');
        const pairs = after.cues.map((cue) => ({ at: toSeconds(cue.at), text: cue.text }));
        expect(pairs.map(({ text }) => text).toSorted()).toEqual(said.map(({ text }) => oneLine(text)).toSorted());
        for (const [i, { at }] of said.entries()) expect(Math.abs(pairs[i].at - toSeconds(at))).toBeLessThanOrEqual(1);
        // Where one segment alone rules, its intensity is that of the block there.
        for (const segment of before.segments) {
          const [start, end] = [Math.round(segment.start), Math.round(segment.start + segment.duration)];
          const alone = before.segments.every(
            (other) => other === segment || other.start >= end + 1 || other.start + other.duration <= start - 1,
          );
          if (!alone || end <= start) continue;
          const block = after.segments.find((one) => one.start === start)!;
          expect(block.duration).toBe(end - start);
          const known = ['low', 'medium', 'high', 'max'].includes(segment.intensity ?? '');
          expect(block.intensity).toBe(known ? segment.intensity : null);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('ducking', () => {
  it('is called by its preset', () => {
    for (const name of ['punchy', 'standard', 'calm', 'off'] as const) {
      expect(duckingName(DUCKING_PRESETS[name])).toBe(name);
      expect(duckingDocument({ ...DUCKING_PRESETS[name] })).toBe(name);
    }
    expect(duckingName({ ...DUCKING_PRESETS.calm, hold: frames(1) })).toBe('custom');
    expect(duckingName({ ...DUCKING_PRESETS.calm, depth: decibels(0) })).toBe('off');
  });

  it('is written so that it is read the same', () => {
    const some = { ...DUCKING_PRESETS.calm, depth: decibels(-7.5), hold: frames(1) };
    const workout = workoutOf({ id: 'w', cues: [{ time_ms: 0, text: 'a', duck: duckingDocument(some) }] });
    expect(workout.cues[0].duck).toEqual(some);
  });
});
