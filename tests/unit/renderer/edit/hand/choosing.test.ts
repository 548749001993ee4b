import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOTHING_SELECTED, type Selection } from '../../../../../renderer/edit/edit-store.ts';
import {
  extendedTo,
  marqueed,
  onlyCue,
  pressedCue,
  steppedCue,
  toggledCue,
} from '../../../../../renderer/edit/hand/choosing.ts';
import { chosen } from './views.ts';

const order = ['a', 'b', 'c', 'd', 'e'];
const cuesOf = ({ cues }: Selection): string[] => [...cues].sort();
const plain = { shift: false, mod: false };

describe('a press on a cue', () => {
  it('chooses it alone, and keeps several that are chosen, to be dragged', () => {
    expect(cuesOf(pressedCue(chosen(['a']), order, 'c', plain))).toEqual(['c']);
    expect(cuesOf(pressedCue(chosen(['a', 'c']), order, 'c', plain))).toEqual(['a', 'c']);
  });
  it('lets go of what is no cue', () => {
    const selection = chosen(['a'], { segment: 'warm', track: 'one' });
    expect(pressedCue(selection, order, 'a', plain)).toMatchObject({ segment: null, track: null });
  });
  it('with Shift chooses up to it from the lead, again and again from the same end', () => {
    const wide = pressedCue(onlyCue('b'), order, 'e', { ...plain, shift: true });
    expect(cuesOf(wide)).toEqual(['b', 'c', 'd', 'e']);
    expect(cuesOf(pressedCue(wide, order, 'a', { ...plain, shift: true }))).toEqual(['a', 'b']);
    expect(cuesOf(pressedCue(NOTHING_SELECTED, order, 'c', { ...plain, shift: true }))).toEqual(['c']);
  });
  it('with Mod adds it', () => {
    expect(cuesOf(pressedCue(chosen(['a']), order, 'c', { ...plain, mod: true }))).toEqual(['a', 'c']);
  });
});

describe('the keys', () => {
  const step = (selection: Selection, steps: 1 | -1, extend = false, from: string | null = null) =>
    steppedCue(selection, order, steps, { extend, from });
  it('go from cue to cue and stop at the ends', () => {
    expect(step(onlyCue('b'), 1).lead).toBe('c');
    expect(step(onlyCue('a'), -1).lead).toBe('a');
    expect(step(NOTHING_SELECTED, 1, false, 'd').lead).toBe('d');
    expect(step(NOTHING_SELECTED, 1).lead).toBe('a');
    expect(step(NOTHING_SELECTED, -1).lead).toBe('e');
    expect(steppedCue(NOTHING_SELECTED, [], 1, { extend: false, from: null })).toBe(NOTHING_SELECTED);
  });
  it('extend with Shift, and back', () => {
    const two = step(onlyCue('b'), 1, true);
    expect(cuesOf(two)).toEqual(['b', 'c']);
    expect(cuesOf(step(two, 1, true))).toEqual(['b', 'c', 'd']);
    expect(cuesOf(step(two, -1, true))).toEqual(['b']);
    expect(cuesOf(step(onlyCue('b'), -1, true))).toEqual(['a', 'b']);
  });
});

describe('a marquee', () => {
  it('chooses what it touches, or adds it', () => {
    expect(cuesOf(marqueed(chosen(['e']), ['a', 'b'], false))).toEqual(['a', 'b']);
    expect(cuesOf(marqueed(chosen(['e']), ['a', 'b'], true))).toEqual(['a', 'b', 'e']);
    expect(marqueed(chosen(['e']), [], false)).toEqual(NOTHING_SELECTED);
  });
});

it('whatever is pressed, what is chosen are cues, and the lead is one of them', () => {
  const press = fc.record({ id: fc.constantFrom(...order), shift: fc.boolean(), mod: fc.boolean() });
  fc.assert(
    fc.property(
      fc.array(fc.oneof(press, fc.record({ steps: fc.constantFrom(1, -1), extend: fc.boolean() }))),
      (all) => {
        let selection: Selection = NOTHING_SELECTED;
        for (const each of all) {
          selection =
            'id' in each
              ? each.mod && !each.shift
                ? toggledCue(selection, each.id)
                : pressedCue(selection, order, each.id, each)
              : steppedCue(selection, order, each.steps as 1 | -1, { extend: each.extend, from: null });
          expect([...selection.cues].every((id) => order.includes(id))).toBe(true);
          expect(selection.lead === null).toBe(selection.cues.size === 0);
          if (selection.lead !== null) expect(selection.cues.has(selection.lead)).toBe(true);
        }
      },
    ),
  );
});

it('a range is the same from either end', () => {
  fc.assert(
    fc.property(fc.constantFrom(...order), fc.constantFrom(...order), (from, to) => {
      expect(cuesOf(extendedTo(onlyCue(from), order, to))).toEqual(cuesOf(extendedTo(onlyCue(to), order, from)));
    }),
  );
});
