import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Choice,
  chosenCells,
  everything,
  extended,
  NOTHING,
  only,
  present,
  stepFrom,
  toggled,
} from '../../../../renderer/export/matrix/choosing.ts';
import { cellsOf, keyOf, type Sheet, sheetOf } from '../../../../renderer/export/matrix/sheet.ts';
import { cell, workout } from './export-samples.ts';

const made = [cell('fresh')];
/** a b . / a . c / . b c */
const sheet = sheetOf(
  [workout('one', { a: made, b: made }), workout('two', { a: made, c: made }), workout('three', { b: made, c: made })],
  [],
  'default',
);
const key = (name: string, variant: string): string => keyOf(`/w/${name}.json`, variant);
const names = (choice: Choice): string[] =>
  chosenCells(sheet, choice).map(({ title, variant }) => `${title}.${variant}`);

describe('choosing on the sheet', () => {
  it('takes one, one more, and one away', () => {
    const one = only(sheet, key('one', 'a'));
    expect(names(one)).toEqual(['one.a']);
    const two = toggled(sheet, one, key('three', 'c'));
    expect(names(two)).toEqual(['one.a', 'three.c']);
    expect(names(toggled(sheet, two, key('one', 'a')))).toEqual(['three.c']);
  });

  it('takes all of a workout by its name, and lets it go again', () => {
    const row = only(sheet, '/w/two.json');
    expect(names(row)).toEqual(['two.a', 'two.c']);
    expect(names(toggled(sheet, row, '/w/two.json'))).toEqual([]);
  });

  it('reaches from where the range began, over holes, and shrinks again', () => {
    const from = only(sheet, key('one', 'b'));
    const far = extended(sheet, from, key('three', 'c'));
    expect(names(far)).toEqual(['one.b', 'two.c', 'three.b', 'three.c']);
    expect(names(extended(sheet, far, key('three', 'b')))).toEqual(['one.b', 'three.b']);
    expect(names(extended(sheet, from, '/w/two.json'))).toEqual(['one.a', 'one.b', 'two.a', 'two.c']);
  });

  it('takes everything', () => {
    expect(names(everything(sheet, NOTHING))).toHaveLength(6);
  });

  it('steps over holes, and stays where nothing is', () => {
    expect(stepFrom(sheet, null, 1, 0)).toBe('/w/one.json');
    expect(stepFrom(sheet, '/w/one.json', 1, 0)).toBe('/w/two.json');
    expect(stepFrom(sheet, key('one', 'b'), 1, 0)).toBe(key('three', 'b'));
    expect(stepFrom(sheet, key('two', 'a'), 0, 1)).toBe(key('two', 'c'));
    expect(stepFrom(sheet, key('two', 'c'), 0, -1)).toBe(key('two', 'a'));
    expect(stepFrom(sheet, key('two', 'a'), 0, -1)).toBe('/w/two.json');
    expect(stepFrom(sheet, key('two', 'c'), -1, 0)).toBe(key('two', 'c'));
    expect(stepFrom(sheet, key('one', 'b'), 1e6, 0)).toBe(key('three', 'b'));
    expect(stepFrom(sheet, key('one', 'b'), 0, -1e6)).toBe('/w/one.json');
    expect(stepFrom(sheet, '/w/two.json', 0, 1e6)).toBe(key('two', 'c'));
  });

  it('keeps what is still there', () => {
    const choice = toggled(sheet, only(sheet, key('one', 'a')), key('two', 'c'));
    const less: Sheet = { ...sheet, rows: sheet.rows.slice(0, 1) };
    expect(present(sheet, choice)).toBe(choice);
    const left = present(less, choice);
    expect([...left.keys]).toEqual([key('one', 'a')]);
    expect([left.anchor, left.focus]).toEqual([null, null]);
  });

  it('never leaves the sheet, whatever keys are pressed', () => {
    const step = fc.tuple(
      fc.constantFrom(-1e6, -7, -1, 0, 1, 7, 1e6),
      fc.constantFrom(-1e6, -1, 0, 1, 1e6),
      fc.boolean(),
    );
    const there = new Set([...cellsOf(sheet).map((each) => each.key), ...sheet.rows.map((row) => row.workout.path)]);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let choice = NOTHING;
        for (const [down, right, shift] of steps) {
          const to = stepFrom(sheet, choice.focus, down, right)!;
          expect(there).toContain(to);
          choice = shift ? extended(sheet, choice, to) : only(sheet, to);
          expect(choice.focus).toBe(to);
          expect(chosenCells(sheet, choice)).toHaveLength(choice.keys.size);
        }
      }),
    );
  });
});
