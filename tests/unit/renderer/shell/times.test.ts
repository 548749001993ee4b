import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationText, parseTime, timeText } from '../../../../renderer/ui/times.ts';

describe('times on the workout', () => {
  it('are said as a clock says them, with as many digits as asked for', () => {
    expect(timeText(1144.3185, 3)).toBe('19:04.318');
    expect(timeText(1140.1)).toBe('19:00.1');
    expect(timeText(0)).toBe('0:00.0');
    expect(timeText(3730)).toBe('1:02:10.0');
    // Never a 60th second: what is not over is not said.
    expect(timeText(59.97)).toBe('0:59.9');
  });

  it('are read as a person types them', () => {
    expect(parseTime('19:04.3')).toBeCloseTo(1144.3);
    expect(parseTime(' 1:02:10 ')).toBe(3730);
    expect(parseTime('64,5')).toBe(64.5);
    for (const wrong of ['', 'soon', '1:75', '-3', '1:2:3:4']) expect(parseTime(wrong)).toBeNull();
  });

  it('say a millisecond back that was typed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_399_999 }), (ms) => {
        expect(Math.round(parseTime(timeText(ms / 1000, 3))! * 1000)).toBe(ms);
      }),
    );
  });
});

it('says how long something takes in words', () => {
  expect(durationText(521)).toBe('8 min 41 s');
  expect(durationText(12.4)).toBe('12 s');
  expect(durationText(3900)).toBe('1 h 5 min');
});
