import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold, foldedWords, matchEveryWord, sortKey } from '../../../src/library/folded-words.ts';

test.each([
  ['Straße', 'strasse'],
  ['ÆSIR Øl Łódź', 'aesir ol lodz'],
  ['İstanbul ı', 'istanbul i'],
  ['ﬁn Ⅻ ½', 'fin xii 1⁄2'],
  ['e\u0301', 'e'],
])('%j is compared as %j', (text, folded) => {
  expect(fold(text)).toBe(folded);
});

test('folding what is folded changes nothing, and upper case makes no difference', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(fold(fold(text))).toBe(fold(text));
    }),
  );
});

describe('words', () => {
  test('are letters and digits; all else parts them', () => {
    expect(foldedWords('IMG_0042-final (v2).wav')).toEqual(['img', '0042', 'final', 'v2', 'wav']);
    expect(foldedWords(' — "*" 🎧 ')).toEqual([]);
  });

  test('of any text hold nothing that a query could mean something by', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const match = matchEveryWord(text);
        if (match !== null) expect(match).toMatch(/^"[\p{L}\p{N}\p{Co}]+"\*( AND "[\p{L}\p{N}\p{Co}]+"\*)*$/u);
      }),
    );
  });

  test('asked for twice are asked for once; none are no question', () => {
    expect(matchEveryWord('Neon neon di')).toBe('"neon"* AND "di"*');
    expect(matchEveryWord(' -- ')).toBeNull();
  });
});

test('lists go by value of their numbers, whatever the case and the marks', () => {
  const order = ['Álbum', 'beta', 'Track 2', 'track 10', 'Track 010b', 'Track 100', 'ünder'];
  const shuffled = [...order].reverse();
  expect(shuffled.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))).toEqual(order);
});
