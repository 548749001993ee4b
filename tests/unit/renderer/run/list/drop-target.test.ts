import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cueRows } from '../../../../../renderer/run/list/cue-rows.ts';
import { changesNothing, dropTarget, placeBeside } from '../../../../../renderer/run/list/drop-target.ts';
import { applyCuelistEdits, type CuePlace, type SessionCueDocument } from '../../../../../src/model/index.ts';
import { group, someList, sound } from './some-list.ts';

const list = someList([sound('a'), group('g', [sound('b'), sound('c')]), sound('d'), sound('e')]);
const rows = cueRows(list.steps, list.checks, new Set());
const folded = cueRows(list.steps, list.checks, new Set(['g']));
const placeAt = (at: number, moved: string[] = [], of = rows) =>
  dropTarget(of, list.steps, at, new Set(moved))?.place ?? null;

/** The ids of a list after a move, groups as lists. */
const moved = (ids: string[], to: CuePlace): unknown => {
  const tree = (cues: readonly SessionCueDocument[]): unknown[] =>
    cues.map(({ id, cues: inner }) => (inner ? [id, ...tree(inner)] : id));
  return tree(applyCuelistEdits(list.document, [{ op: 'cues.move', ids, to }]).document.cues);
};

describe('where what is dragged would go', () => {
  it('is before a row over its upper half and after it over its lower', () => {
    expect(placeAt(0.2)).toEqual({ group: null, before: 'a' });
    expect(placeAt(0.8)).toEqual({ group: null, before: 'g' });
    expect(placeAt(2.2)).toEqual({ group: 'g', before: 'b' });
    expect(placeAt(3.8)).toEqual({ group: 'g', before: null });
  });

  it('is into a group over its middle; right behind an open one is its first place', () => {
    expect(dropTarget(rows, list.steps, 1.5)).toMatchObject({
      place: { group: 'g', before: null },
      into: 1,
      line: null,
    });
    expect(placeAt(1.9)).toEqual({ group: 'g', before: 'b' });
    expect(placeAt(1.9, [], folded)).toEqual({ group: null, before: 'd' });
  });

  it('is the end below all rows', () => {
    expect(placeAt(99)).toEqual({ group: null, before: null });
    expect(dropTarget([], [], 0)?.line).toBe(0);
  });

  it('is never in what is dragged', () => {
    expect(placeAt(1.5, ['g'])).not.toMatchObject({ group: 'g' });
    expect(placeAt(2.2, ['g'])).toBeNull();
    expect(placeAt(3.9, ['a', 'g'])).toBeNull();
  });

  it('never names a cue that is dragged as the one behind', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 8, noNaN: true }),
        fc.subarray(['a', 'b', 'c', 'd', 'e'], { minLength: 1 }),
        fc.boolean(),
        (at, ids, isFolded) => {
          const place = placeAt(at, ids, isFolded ? folded : rows);
          if (place === null) return;
          expect(ids).not.toContain(place.before);
          // Lists take it: a place that is not there, or a group moved into itself, is refused.
          expect(() => moved(ids, place)).not.toThrow();
        },
      ),
    );
  });
});

describe('a move', () => {
  it('that leaves every cue where it is is none', () => {
    const same = (ids: string[], place: CuePlace) => changesNothing(place, new Set(ids), list.steps);
    expect(same(['d'], { group: null, before: 'e' })).toBe(true);
    expect(same(['d', 'e'], { group: null, before: null })).toBe(true);
    expect(same(['c'], { group: 'g', before: null })).toBe(true);
    expect(same(['d'], { group: null, before: null })).toBe(false);
    expect(same(['c'], { group: null, before: 'd' })).toBe(false);
  });

  it('by the keys goes one place up or down among its neighbours, and stops at the ends', () => {
    const by = (ids: string[], step: -1 | 1) => placeBeside(new Set(ids), list.steps, step);
    expect(moved(['d'], by(['d'], -1)!)).toEqual(['a', 'd', ['g', 'b', 'c'], 'e']);
    expect(moved(['a'], by(['a'], 1)!)).toEqual([['g', 'b', 'c'], 'a', 'd', 'e']);
    expect(moved(['b'], by(['b'], 1)!)).toEqual(['a', ['g', 'c', 'b'], 'd', 'e']);
    expect([by(['a'], -1), by(['e'], 1), by(['c'], 1), by(['c', 'd'], 1)]).toEqual([null, null, null, null]);
  });
});
