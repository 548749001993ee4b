import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyWorkoutEdits,
  formatProblem,
  formatScript,
  parseScript,
  readWorkoutDocument,
  type Workout,
  type WorkoutDocument,
} from '../../../src/model/index.ts';
import { facts, workoutDocument } from './edit-arbitraries.ts';

const workoutOf = (document: WorkoutDocument): Workout => readWorkoutDocument(document).workout!;
const ride: WorkoutDocument = {
  id: 'w',
  cues: [
    { id: 'late', time_ms: 3_723_000, text: 'Last one' },
    { id: 'a', time_ms: 5000.4, text: 'Breathe. ' },
    { id: 'b', time_ms: 65_250, text: 'One.\n\nTwo.' },
    { id: 'shout', time_ms: 90_000, audio: 'shout.wav' },
  ],
};
const SCRIPT = `0:05.000  Breathe.
1:05.250  One.

          Two.
1:30.000  [shout.wav]
1:02:03.000  Last one
`;
const workout = workoutOf(ride);
const linesOf = (text: string) => parseScript(text, workout);

describe('a script', () => {
  it('is lines in order of time', () => {
    expect(formatScript(workout)).toBe(SCRIPT);
    expect(formatScript(workoutOf({ id: 'w' }))).toBe('');
  });

  it('that is read as it was written changes nothing', () => {
    const { lines, problems } = linesOf(SCRIPT);
    expect(problems).toEqual([]);
    expect(applyWorkoutEdits(ride, [{ op: 'script.set', lines }], facts).patches).toEqual([]);
  });

  it('tells cues that moved, that say something else, that are new and that are gone', () => {
    const { lines } = linesOf('0:07  Breathe.\n1:05.250\tThree!\n# Sprints\n\n2:00  New.\n1:02:04.5  Last one');
    expect(lines).toEqual([
      { id: 'a', time_ms: 7000, text: 'Breathe. ' },
      { id: 'b', time_ms: 65_250, text: 'Three!' },
      { id: null, time_ms: 120_000, text: 'New.' },
      { id: 'late', time_ms: 3_724_500, text: 'Last one' },
    ]);
    const { document } = applyWorkoutEdits(ride, [{ op: 'script.set', lines }], facts);
    expect(document.cues?.map(({ id }) => id).toSorted()).toEqual(['a', 'b', 'cue-5', 'late']);
  });

  it('keeps cues their words when all are moved onto each other', () => {
    const cues = ['One', 'Two', 'Three'].map((text, i) => ({ id: text, time_ms: i * 5000, text }));
    const { lines } = parseScript('0:05 One\n0:10 Two\n0:15 Three', workoutOf({ id: 'w', cues }));
    expect(lines.map(({ id }) => id)).toEqual(['One', 'Two', 'Three']);
  });

  it('says which lines cannot be read, and reads the others', () => {
    const { lines, problems } = linesOf('Hello\n   there\n0:05 Breathe.\n1:99 No\n25:00:00 Too late\n9:00');
    expect(lines.map(({ text }) => text)).toEqual(['Breathe. ']);
    expect(problems.map(formatProblem)).toEqual([
      'Error in line 1: expected a time such as 18:51.200 and a text, got "Hello".',
      'Error in line 4: expected a time such as 18:51.200 and a text, got "1:99 No".',
      'Error in line 5: expected a time such as 18:51.200 and a text, got "25:00:00 Too late".',
      'Error in line 6: expected a text after the time, got none.',
    ]);
  });

  const lineText = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '#', '0:05', '[', '\r\n', 'é', '.', '\t') });
  const anyText = fc.oneof(lineText, fc.string({ unit: 'binary' }));

  it('of any workout changes nothing where it is not edited', () => {
    fc.assert(
      fc.property(workoutDocument, fc.array(anyText, { minLength: 9, maxLength: 9 }), (plain, texts) => {
        const cues = plain.cues?.map((cue, i) => ({ ...cue, audio: 'a.wav', text: texts[i % 9] }));
        const document = { ...plain, ...(cues && { cues }) };
        const { workout } = readWorkoutDocument(document);
        fc.pre(workout !== null);
        const { lines, problems } = parseScript(formatScript(workout), workout);
        expect(problems).toEqual([]);
        expect(lines.map(({ id }) => id).toSorted()).toEqual(workout.cues.map(({ id }) => id).toSorted());
        expect(applyWorkoutEdits(document, [{ op: 'script.set', lines }], facts).patches).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('with lines taken out, added and reworded leaves the other cues as they are', () => {
    const edit = fc.constantFrom('keep', 'keep', 'keep', 'remove', 'reword', 'move', 'insert');
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 12, size: 'max' }), (edits) => {
        const cues = edits.map((_, i) => ({ id: `c${i}`, time_ms: i * 7000 + 1000, text: `Line ${i}` }));
        const workout = workoutOf({ id: 'w', cues });
        const script = formatScript(workout).split('\n').slice(0, -1);
        const expected: (string | null)[] = [];
        const edited = edits.flatMap((kind, i) => {
          if (kind === 'remove') return [];
          if (kind === 'insert') expected.push(null);
          expected.push(`c${i}`);
          if (kind === 'insert') return [`${i}:30.5 Brand new ${i}`, script[i]];
          if (kind === 'reword') return [script[i].replace('Line', 'Other')];
          return [kind === 'move' ? script[i].replace(/\d{3} /, '777 ') : script[i]];
        });
        expect(parseScript(edited.join('\r\n'), workout).lines.map(({ id }) => id)).toEqual(expected);
      }),
    );
  });
});
