import { expect, test } from 'vitest';
import {
  countOf,
  sayCount,
  sayExactLength,
  sayLength,
  sayMoment,
  sayMuch,
  wrongWith,
} from '../../../../renderer/library/figures.ts';
import type { AssetRow } from '../../../../src/contract/index.ts';

test.each([
  [0, '0:00.0'],
  [3.64, '0:03.6'],
  [9.96, '0:10'],
  [22, '0:22'],
  [59.7, '1:00'],
  [2700, '45:00'],
  [3730, '1:02:10'],
])('%d seconds are %s', (seconds, text) => {
  expect(sayLength(seconds)).toBe(text);
});

test('exact lengths carry into the next second', () => {
  expect(sayExactLength(2700)).toBe('45:00.000');
  expect(sayExactLength(59.9996)).toBe('1:00.000');
});

test('counts and spans of time', () => {
  expect(sayCount(1284)).toBe('1\u202f284');
  expect(countOf(1, 'sound')).toBe('1 sound');
  expect(countOf(0, 'sound')).toBe('0 sounds');
  expect(sayMuch(96 * 3600)).toBe('96 h');
  expect(sayMuch(5400)).toBe('1.5 h');
});

test('moments of today are times, others are days', () => {
  const now = new Date(2026, 10, 21, 12, 0).getTime();
  expect(sayMoment(new Date(2026, 10, 21, 10, 4).getTime(), now)).toBe('10:04');
  expect(sayMoment(new Date(2026, 10, 3).getTime(), now)).toBe('3 Nov');
  expect(sayMoment(new Date(2025, 10, 3).getTime(), now)).toBe('3 Nov 2025');
});

test('a missing file is worse than clipping, and all that is wrong is said in words', () => {
  const row = { missing: false, analysis: 'done', problem: null, clipped: 12, path: '/a.wav' } as AssetRow;
  expect(wrongWith({ ...row, clipped: 0 })).toBeNull();
  expect(wrongWith(row)).toMatchObject({ tone: 'warn', words: 'clips' });
  expect(wrongWith({ ...row, missing: true })).toMatchObject({ tone: 'error', words: 'file missing' });
  expect(wrongWith({ ...row, analysis: 'failed', problem: 'It is a picture' })?.explained).toBe('It is a picture');
});
