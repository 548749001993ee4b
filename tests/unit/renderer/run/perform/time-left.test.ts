import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countdownText,
  elapsedText,
  type RunTimes,
  spokenLeft,
  timeLeft,
  timeLeftText,
  timeLeftWord,
  wallText,
} from '../../../../../renderer/run/perform/time-left.ts';
import { type Frames, frames } from '../../../../../src/model/index.ts';

const s = (seconds: number): Frames => frames(seconds * 48_000);
const run = (change: Partial<RunTimes>): RunTimes => ({
  ...{ phase: 'running', startAt: s(10), endAt: s(70), pausedAt: null, stopAt: null, follows: null },
  ...change,
});

describe('the time left of a cue', () => {
  it('is the time to its end, and stands still while it is paused', () => {
    expect(timeLeft(run({}), s(30))).toEqual({ kind: 'left', left: s(40) });
    expect(timeLeft(run({ pausedAt: s(30) }), s(50))).toEqual({ kind: 'left', left: s(40) });
    expect(timeLeft(run({}), s(80))).toEqual({ kind: 'left', left: 0 });
  });

  it('says what else is waited for', () => {
    expect(timeLeft(run({ endAt: null }), s(30))).toEqual({ kind: 'endless' });
    expect(timeLeft(run({ stopAt: s(32) }), s(30))).toEqual({ kind: 'stops', left: s(2) });
    expect(timeLeft(run({ phase: 'pre-wait' }), s(7))).toEqual({ kind: 'starts', left: s(3) });
    expect(timeLeft(run({ phase: 'held' }), s(11))).toEqual({ kind: 'waits' });
    expect(timeLeft(run({ phase: 'post' }), s(71))).toEqual({ kind: 'over' });
    const follows = { cue: 'next', at: s(74) };
    expect(timeLeft(run({ phase: 'post', follows }), s(71))).toEqual({ kind: 'follows', left: s(3) });
  });

  it('is shown with a figure and a word, never by a colour alone', () => {
    const shown = (change: Partial<RunTimes>, vamps = false): string[] => {
      const time = timeLeft(run(change), s(30));
      return [timeLeftText(time), timeLeftWord(time, vamps) ?? ''];
    };
    expect(shown({})).toEqual(['−0:40', '']);
    expect(shown({ endAt: null }, true)).toEqual(['∞', 'vamp']);
    expect(shown({ endAt: null })).toEqual(['∞', 'until stopped']);
    expect(shown({ stopAt: s(33) })).toEqual(['−0:03', 'fading out']);
    expect(shown({ phase: 'pre-wait', startAt: s(34) })).toEqual(['in 0:04', 'until it sounds']);
    expect(shown({ phase: 'held' })).toEqual(['held', 'waits for its sound']);
    expect(shown({ phase: 'post' })).toEqual(['0:00', '']);
  });

  it('reaches zero only at the end, and never goes up', () => {
    expect(countdownText(frames(1))).toBe('0:01');
    expect(countdownText(frames(0))).toBe('0:00');
    expect(countdownText(s(201))).toBe('3:21');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 0, max: 10_000_000 }), (a, b) => {
        const left = (now: number): number => {
          const time = timeLeft(run({ endAt: frames(9_000_000) }), frames(now));
          return 'left' in time ? time.left : Number.NaN;
        };
        expect(left(Math.max(a, b))).toBeLessThanOrEqual(left(Math.min(a, b)));
      }),
    );
  });

  it('is said in words', () => {
    expect(spokenLeft(s(60))).toBe('1 minute left');
    expect(spokenLeft(s(201))).toBe('3 minutes 21 seconds left');
    expect(spokenLeft(s(1))).toBe('1 second left');
    expect(spokenLeft(frames(0))).toBe('0 seconds left');
  });
});

describe('the clocks', () => {
  it('are always as wide', () => {
    expect(elapsedText(frames(0))).toBe('00:00:00');
    expect(elapsedText(frames(48_000 * 892 + 47_999))).toBe('00:14:52');
    expect(elapsedText(s(36_000))).toBe('10:00:00');
    const noon = new Date(2026, 0, 2, 9, 4, 5, 7).getTime();
    expect(wallText(noon)).toBe('09:04:05');
    expect(wallText(noon, { thousandths: true })).toBe('09:04:05.007');
  });
});
