import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beforeOf,
  cellsOf,
  filesDue,
  filesOf,
  jobsOf,
  linesOf,
  sheetOf,
  toMake,
  waitingText,
} from '../../../../renderer/export/matrix/sheet.ts';
import { variantNames } from '../../../../renderer/export/matrix/variant-names.ts';
import { cell, job, madeOf, workout, workoutOf } from './export-samples.ts';

const labels = ({ columns }: ReturnType<typeof sheetOf>): string[] => columns.map(({ label }) => label);
const states = (sheet: ReturnType<typeof sheetOf>): (string | null)[][] =>
  sheet.rows.map(({ cells }) => cells.map((each) => each?.state ?? null));

describe('the sheet of exports', () => {
  it('has a column for each name of a variant, and a hole where a workout has none', () => {
    const sheet = sheetOf(
      [
        workout('hill', { a: [cell('fresh')], b: [cell('stale')] }),
        workout('ride', { b: [cell('never')], c: [cell('refused')] }),
      ],
      [],
      'default',
    );
    expect(labels(sheet)).toEqual(['A', 'B', 'C']);
    expect(states(sheet)).toEqual([
      ['fresh', 'stale', null],
      [null, 'never', 'refused'],
    ]);
  });

  it('has a column for each of several variants of one name, and says who speaks in which', () => {
    const full = (variant: string, coach: string) => ({ variant, name: 'Full', coach, cells: [cell('never')] });
    const sheet = sheetOf(
      [
        workoutOf('hill', [
          { variant: 'music', name: 'Music' },
          full('ana', 'Ana'),
          full('ben', 'Ben'),
          { variant: 'loud', name: 'Music' },
        ]),
        workoutOf('ride', [full('cleo', 'Cleo')]),
      ],
      [],
      'default',
    );
    expect(labels(sheet)).toEqual(['Music', 'Full', 'Full (2)', 'Music (2)']);
    expect(sheet.rows.map(({ cells }) => cells.map((each) => each?.variant ?? null))).toEqual([
      ['music', 'ana', 'ben', 'loud'],
      [null, 'cleo', null, null],
    ]);
    expect(cellsOf(sheet).map((each) => beforeOf(each, false))).toEqual([
      ...['hill, Music: ', 'hill, Full by Ana: ', 'hill, Full (2) by Ben: ', 'hill, Music (2): ', 'ride, Full: '],
    ]);
    expect(filesDue(cellsOf(sheet)).map(({ variant }) => variant)).toEqual(['ana', 'ben', 'cleo']);
  });

  it('has exactly one cell for every variant, whatever they are called, and calls no two alike', () => {
    // Also names that look like what tells two of a name apart.
    const name = fc.constantFrom('Full', 'Full (2)', 'Full (3)', 'Full by Ana', 'Full (2) by Ana', 'Music');
    const row = fc.record({ name, coach: fc.constantFrom(null, 'Ana', 'Ben') });
    const rows = fc
      .array(row, { maxLength: 8 })
      .map((all) => all.map((each, i) => ({ ...each, variant: `v${i}`, cells: [cell('stale')] })));
    fc.assert(
      fc.property(fc.array(rows, { maxLength: 4 }), (all) => {
        const workouts = all.map((each, i) => workoutOf(`w${i}`, each));
        const sheet = sheetOf(workouts, [], 'default');
        expect(new Set(labels(sheet)).size).toBe(sheet.columns.length);
        for (const [i, { cells }] of sheet.rows.entries()) {
          expect(cells).toHaveLength(sheet.columns.length);
          const there = cells.filter((each) => each !== null);
          expect(there.map(({ variant }) => variant).sort()).toEqual(all[i].map(({ variant }) => variant).sort());
          expect(new Set(there.map((each) => each.name)).size).toBe(there.length);
          for (const [column, each] of cells.entries()) {
            const own = all[i].find(({ variant }) => variant === each?.variant);
            if (!own) continue;
            const { label } = sheet.columns[column];
            expect(label.startsWith(own.name)).toBe(true);
            expect(label.slice(own.name.length)).toMatch(/^( \(\d+\))?$/);
          }
          expect(variantNames(all[i]).size).toBe(all[i].length);
        }
        expect(filesDue(cellsOf(sheet))).toHaveLength(all.flat().length);
      }),
    );
  });

  it('shows what the queue does to a file now, of this preset only', () => {
    const hill = workout('hill', { a: [cell('stale')], b: [cell('never')], c: [cell('fresh')] });
    const jobs = [
      job('a', 'running', { fraction: 0.62, remainingSeconds: 1.5 }),
      job('b', 'paused'),
      job('c', 'queued', { preset: 'podcast' }),
      job('old', 'failed', { variant: 'c' }),
    ];
    const sheet = sheetOf([hill], jobs, 'default');
    expect(states(sheet)).toEqual([['running', 'paused', 'fresh']]);
    const [running, paused] = cellsOf(sheet);
    expect(linesOf(running, false)).toEqual(['62 %', '2 s left']);
    expect(beforeOf(running, false)).toBe('hill, A: being made, ');
    expect(linesOf(paused, false)).toEqual(['paused', 'until it is resumed']);
    expect(jobsOf(cellsOf(sheet), ['running'])).toEqual(['a']);
  });

  it('says of each state what there is to know', () => {
    const why = ["Ana's cue 2 was moved", 'The title was “A”, is “B”'];
    const hill = workout('hill', {
      a: [cell('fresh', { made: madeOf('a') })],
      b: [cell('stale', { why })],
      c: [cell('failed', { why: ['The disk is full'] })],
      d: [cell('never')],
    });
    expect(cellsOf(sheetOf([hill], [], 'default')).map((each) => linesOf(each, false))).toEqual([
      ['5:00', '−14.0 · −1.2'],
      ['stale', "Ana's cue 2 was moved · and 1 more"],
      ['failed', 'The disk is full'],
      ['not made', ''],
    ]);
    expect(cellsOf(sheetOf([hill], [], 'default')).map((each) => beforeOf(each, false))).toEqual([
      ...['hill, A: fresh, ', 'hill, B: ', 'hill, C: ', 'hill, D: '],
    ]);
  });

  it('waits with a word while a show is armed', () => {
    const [queued] = cellsOf(sheetOf([workout('hill', { a: [cell('never')] })], [job('a', 'queued')], 'default'));
    expect(linesOf(queued, true)).toEqual(['queued', 'until the show is over']);
  });

  it('shows of several formats the state that most wants to be seen, and each in words', () => {
    const hill = workout('hill', {
      a: [cell('fresh'), cell('stale', { format: 'wav' })],
      b: [cell('fresh'), cell('fresh', { format: 'wav' })],
    });
    const [mixed, same] = cellsOf(sheetOf([hill], [], 'default'));
    expect([mixed.state, linesOf(mixed, false)]).toEqual(['stale', ['stale', 'MP3 fresh · WAV stale']]);
    expect(linesOf(same, false)).toEqual(['fresh', 'MP3 · WAV']);
  });

  it('knows what is due, and what can be made at all', () => {
    const hill = workout('hill', {
      a: [cell('fresh'), cell('stale', { format: 'wav' })],
      b: [cell('refused')],
      c: [cell('failed')],
      d: [cell('never')],
    });
    const cells = cellsOf(sheetOf([hill], [job('d', 'queued')], 'default'));
    const name = ({ variant, format }: { variant: string; format: string }): string => `${variant}.${format}`;
    expect(filesDue(cells).map(name)).toEqual(['a.wav', 'c.mp3']);
    expect(filesOf(cells).map(name)).toEqual(['a.mp3', 'a.wav', 'c.mp3']);
    expect(waitingText(cells)).toBe('1 failed · 1 stale · 1 refused');
  });

  it('leaves only workouts with something to make', () => {
    const sheet = sheetOf(
      [workout('hill', { a: [cell('fresh')] }), workout('ride', { a: [cell('stale')] })],
      [],
      'default',
    );
    expect(toMake(sheet).rows.map((row) => row.workout.title)).toEqual(['ride']);
  });
});
