import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitSpeed, shortenText } from '../../../src/model/index.ts';

describe('a shorter text', () => {
  it.each([
    ['Sprint one. Everything you have.', 0.5, 'Sprint one.'],
    ['One. Two. Three.', 0.7, 'One. Two.'],
    ['Ride 2.5 km. Then rest!', 0.6, 'Ride 2.5 km.'],
    ['Stand up, hands on the hoods, and push!', 0.8, 'Stand up, hands on the hoods!'],
    ['Stand up, hands on the hoods, and push!', 0.3, 'Stand up!'],
    ['Hold it – do not let go', 0.4, 'Hold it'],
    ['Okay guys, just hold it there', 0.3, null],
    ['Okay guys, just hold it there.', 0.65, 'Just hold it there.'],
    ['Okay guys, just hold it there', 0.5, 'Hold it there'],
    ['Okay, now!', 0.6, null],
    ['So now just really hold it', 0.4, 'So hold it'],
    ['So now just really hold it', 0.3, 'Hold it'],
    ['And breathe', 0.8, 'Breathe'],
    ['“Go!” she said.', 0.4, '“Go!”'],
    ['Nowhere', 0.5, null],
    ['Android', 0.5, null],
    ['', 0.5, null],
    ['Hold.', 1, 'Hold.'],
    ['Hold.', 0, null],
  ])('%j to %d', (text, keep, expected) => {
    expect(shortenText(text, keep)).toBe(expected);
  });

  const words = ['go', 'just', 'now', 'breathe', 'and', 'élan', '2.5', 'well', "don't", 'okay'];
  const text = fc
    .array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(' ', ' ', ' ', ', ', '. ', '! ', ' – ', '… ')), {
      maxLength: 25,
    })
    .map((parts) => parts.flat().join(''));

  it('is short enough, and made of words of the text in their order', () => {
    fc.assert(
      fc.property(text, fc.double({ min: 0, max: 1, noNaN: true }), (whole, keep) => {
        const shorter = shortenText(whole, keep);
        if (shorter === null) return;
        expect(shorter.length).toBeLessThanOrEqual(whole.trim().length * keep);
        const wordsOf = (said: string): string[] => said.toLowerCase().match(/[\p{L}\p{N}'.]*[\p{L}\p{N}]/gu) ?? [];
        const left = wordsOf(whole);
        for (const word of wordsOf(shorter)) {
          const place = left.indexOf(word);
          expect(place, `${word} in ${whole}`).toBeGreaterThanOrEqual(0);
          left.splice(0, place + 1);
        }
        expect(wordsOf(shorter).length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the speed that fits', () => {
  it.each([
    [3, 3, 1],
    [3.3, 3, 1.1],
    [3.301, 3, 1.11],
    [1.1, 1, 1.1],
    [6, 3, 2],
    [6.1, 3, null],
    [3, 4, 0.75],
    [3, 60, 0.5],
    [3, 0, null],
    [0, 3, null],
    [Number.NaN, 3, null],
  ])('%d s in %d s', (take, room, speed) => {
    expect(fitSpeed(take, room)).toBe(speed);
  });

  it('never lasts longer than the room, nor a hundredth less than it must', () => {
    const length = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(length, length, (take, room) => {
        const speed = fitSpeed(take, room);
        if (speed === null) expect(take / room).toBeGreaterThan(2);
        else {
          expect(take / speed).toBeLessThanOrEqual(room * (1 + 1e-9));
          if (speed > 0.5) expect(take / (speed - 0.01)).toBeGreaterThan(room * (1 - 1e-9));
        }
      }),
    );
  });
});
