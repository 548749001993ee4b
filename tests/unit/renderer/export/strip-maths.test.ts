import { describe, expect, it } from 'vitest';
import {
  encodedText,
  HEIGHT,
  loudnessPath,
  momentText,
  outlinePath,
  sharedOf,
  sharedText,
  spanText,
  stretches,
  WIDTH,
} from '../../../../renderer/export/strip/strip-maths.ts';

const numbers = (path: string): number[] => [...path.matchAll(/-?[\d.]+/g)].map(([digits]) => Number(digits));

describe('the strip of what was shared and encoded', () => {
  it('draws the outline inside its box, as high as it is loud', () => {
    const path = outlinePath([0, 0.5, 1, 3]);
    const ys = numbers(path).filter((_, i) => i % 2 === 1);
    expect(Math.min(...ys)).toBe(2);
    expect(Math.max(...ys)).toBe(HEIGHT - 2);
    expect(outlinePath([])).toBe('');
  });

  it('breaks the line of loudness where there is none', () => {
    expect(loudnessPath([null, -14, -14, null, -20]).match(/M/g)).toHaveLength(2);
    expect(numbers(loudnessPath([-70]))[1]).toBe(HEIGHT);
  });

  it('puts stretches where they lie, and none too thin to be seen', () => {
    expect(stretches([{ start: 0, end: 150 }], 300)).toEqual([{ x: 0, width: WIDTH / 2 }]);
    expect(stretches([{ start: 299.99, end: 300 }], 300)[0].width).toBe(1.5);
  });

  it('says what was shared, and never rounds a part to all or nothing', () => {
    expect(sharedText(sharedOf(60, 300)!)).toBe('80 % shared');
    expect(sharedText(sharedOf(0, 300)!)).toBe('all shared');
    expect(sharedText(sharedOf(300, 300)!)).toBe('nothing shared');
    expect(sharedText(sharedOf(0.1, 300)!)).toBe('99 % shared');
    expect(sharedText(sharedOf(299.9, 300)!)).toBe('1 % shared');
    expect(sharedOf(null, 300)).toBeNull();
  });

  it('says what was encoded, and what lies at a moment', () => {
    const spans = [
      { start: 10, end: 12 },
      { start: 40, end: 41 },
    ];
    expect(encodedText(spans, 60)).toBe('2 stretches encoded');
    expect(encodedText([{ start: 0, end: 60 }], 60)).toBe('encoded whole');
    expect(encodedText([], 60)).toBe('nothing encoded');
    expect(momentText(11, spans)).toBe('0:11 · encoded for this file');
    expect(momentText(12, spans)).toBe('0:12 · shared with another');
    expect(spans.map(spanText)).toEqual(['0:10.0 to 0:12.0', '0:40.0 to 0:41.0']);
    expect(spanText({ start: 119.96, end: 3_600.04 })).toBe('2:00.0 to 1:00:00.0');
  });
});
