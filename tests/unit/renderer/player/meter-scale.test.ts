import { describe, expect, test } from 'vitest';
import { barLevel, levelShare, METER_FLOOR, METER_MARKS } from '../../../../renderer/player/meter-scale.ts';

describe('the meter', () => {
  test('spans its marks, and shows nothing under its floor', () => {
    expect(METER_MARKS.map(levelShare)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(levelShare(-Infinity)).toBe(0);
    expect(levelShare(3)).toBe(1);
  });

  test('rises at once and falls by 24 dB a second, however often it is drawn', () => {
    expect(barLevel(-40, -6, 0.016)).toBe(-6);
    expect(barLevel(-6, -Infinity, 0.5)).toBe(-18);
    let shown = -6;
    for (let i = 0; i < 60; i++) shown = barLevel(shown, -Infinity, 1 / 60);
    expect(shown).toBeCloseTo(-30, 6);
    expect(barLevel(-40, -Infinity, 9)).toBe(METER_FLOOR);
    expect(barLevel(-12, -14, 0.01)).toBeCloseTo(-12.24, 6);
  });
});
