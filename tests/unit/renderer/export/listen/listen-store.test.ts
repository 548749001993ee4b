import { describe, expect, it } from 'vitest';
import { balanceOf, holdsPair, pairOf } from '../../../../../renderer/export/listen/listen-store.ts';
import { decibels } from '../../../../../src/model/index.ts';

const match = { first: decibels(0), second: decibels(-6) };

describe('the gains of two sounds', () => {
  it('are those of the one that is heard, and silence for the other', () => {
    expect(balanceOf({ heard: 'first', coaching: false }, match)).toEqual([1, 0]);
    expect(balanceOf({ heard: 'second', coaching: true }, match)).toEqual([0, expect.closeTo(0.501, 3)]);
  });

  it('are the music’s always and the coaching’s at will, where one goes with the other', () => {
    expect(balanceOf({ heard: 'second', coaching: true }, null)).toEqual([1, 1]);
    expect(balanceOf({ heard: 'second', coaching: false }, null)).toEqual([1, 0]);
  });
});

it('knows a pair by its two sounds', () => {
  const [a, b] = [{ kind: 'made', path: '/a.mp3' } as const, { kind: 'made', path: '/b.mp3' } as const];
  expect(holdsPair({ sound: pairOf(a, b) }, pairOf({ ...a }, { ...b }))).toBe(true);
  expect(holdsPair({ sound: pairOf(b, a) }, pairOf(a, b))).toBe(false);
  expect(holdsPair({ sound: a }, pairOf(a, b))).toBe(false);
  expect(holdsPair({ sound: null }, null)).toBe(false);
});
