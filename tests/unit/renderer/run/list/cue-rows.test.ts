import { describe, expect, it } from 'vitest';
import { cueRows, placeAfter, rowOf, topmost } from '../../../../../renderer/run/list/cue-rows.ts';
import { chosenAfter } from '../../../../../renderer/run/list/list-store.ts';
import { group, someList, sound, stepOf } from './some-list.ts';

const list = someList([sound('a'), group('g', [sound('b'), group('h', [sound('c')]), sound('d')]), sound('e')]);
const idsOf = (folded: string[]) =>
  cueRows(list.steps, list.checks, new Set(folded)).map(({ step, depth }) => `${step.cue.id}${depth}`);

describe('the lines of a list', () => {
  it('are its cues, set in by their groups', () => {
    expect(idsOf([])).toEqual(['a0', 'g0', 'b1', 'h1', 'c2', 'd1', 'e0']);
  });

  it('leave out what folded groups hold, to the last level', () => {
    expect(idsOf(['g'])).toEqual(['a0', 'g0', 'e0']);
    expect(idsOf(['h'])).toEqual(['a0', 'g0', 'b1', 'h1', 'd1', 'e0']);
  });

  it('say whether a group is folded, and of nothing else', () => {
    const rows = cueRows(list.steps, list.checks, new Set(['h']));
    expect(rows.map(({ folded }) => folded)).toEqual([null, false, null, true, null, null]);
  });

  it('stand for what is folded into them', () => {
    const rows = cueRows(list.steps, list.checks, new Set(['g']));
    expect([rowOf(rows, list.steps, 'c'), rowOf(rows, list.steps, 'e'), rowOf(rows, list.steps, 'x')]).toEqual([
      1,
      2,
      null,
    ]);
  });
});

describe('cues that are chosen', () => {
  it('are taken with what they hold, once, in the order of the list', () => {
    expect(topmost(new Set(['e', 'c', 'g', 'd']), list.steps).map(({ cue }) => cue.id)).toEqual(['g', 'e']);
  });

  it('are followed by the next that is not moved with them', () => {
    expect(placeAfter(stepOf(list, 'b'), list.steps)).toEqual({ group: 'g', before: 'h' });
    expect(placeAfter(stepOf(list, 'b'), list.steps, new Set(['h']))).toEqual({ group: 'g', before: 'd' });
    expect(placeAfter(stepOf(list, 'd'), list.steps)).toEqual({ group: 'g', before: null });
    expect(placeAfter(null, list.steps)).toEqual({ group: null, before: null });
  });

  const ids = ['a', 'b', 'c', 'd'];
  it('are one, one more or less, or all from where Shift begins', () => {
    const at = { selection: new Set(['b']), anchor: 'b' };
    expect(chosenAfter(ids, at, 'd', 'only')).toEqual({ selection: new Set(['d']), anchor: 'd' });
    expect(chosenAfter(ids, at, 'd', 'toggle').selection).toEqual(new Set(['b', 'd']));
    expect(chosenAfter(ids, at, 'b', 'toggle').selection).toEqual(new Set());
    expect(chosenAfter(ids, at, 'd', 'extend')).toEqual({ selection: new Set(['b', 'c', 'd']), anchor: 'b' });
    expect(chosenAfter(ids, at, 'a', 'extend').selection).toEqual(new Set(['a', 'b']));
    expect(chosenAfter(ids, at, 'd', 'lead')).toEqual(at);
  });

  it('begin anew where Shift began in a group that is folded now', () => {
    const at = { selection: new Set(['x']), anchor: 'x' };
    expect(chosenAfter(ids, at, 'c', 'extend')).toEqual({ selection: new Set(['c']), anchor: 'c' });
  });
});
