import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finderOf, matchesIn, matchesInScript, piecesOf } from '../../../../../renderer/edit/panels/find-matches.ts';

const wanted = (text: string, rest: { matchCase?: boolean; wholeWord?: boolean } = {}) =>
  finderOf({ text, matchCase: false, wholeWord: false, ...rest })!;

describe('finding in the script', () => {
  it('takes signs as they are written', () => {
    expect(matchesIn('Go? (go) go?', wanted('go?'))).toEqual([
      { start: 0, end: 3 },
      { start: 9, end: 12 },
    ]);
    expect(finderOf({ text: '', matchCase: false, wholeWord: false })).toBeNull();
  });

  it('minds case and whole words where it is told to', () => {
    expect(matchesIn('Hold the threshold, HOLD', wanted('hold'))).toHaveLength(3);
    expect(matchesIn('Hold the threshold, HOLD', wanted('hold', { wholeWord: true }))).toHaveLength(2);
    expect(matchesIn('Hold the threshold, HOLD', wanted('HOLD', { matchCase: true }))).toEqual([
      { start: 20, end: 24 },
    ]);
    expect(matchesIn('übe, Übe', wanted('be', { wholeWord: true }))).toEqual([]);
  });

  it('says in which cue', () => {
    const cues = [
      { id: 'a', text: 'up, up' },
      { id: 'b', text: 'down' },
      { id: 'c', text: 'Up!' },
    ];
    expect(matchesInScript(cues, wanted('up')).map(({ cue, start }) => `${cue}${start}`)).toEqual(['a0', 'a4', 'c0']);
  });

  it('cuts a text so that its pieces make it again, what is found marked', () => {
    const word = fc.constantFrom('go', 'Go', 'going', ' ', 'é', '(', '😀');
    fc.assert(
      fc.property(
        fc.array(word).map((words) => words.join('')),
        word,
        (text, sought) => {
          const finder = wanted(sought);
          const pieces = piecesOf(text, matchesIn(text, finder));
          expect(pieces.map((piece) => piece.text).join('')).toBe(text);
          for (const piece of pieces) {
            expect(text.startsWith(piece.text, piece.at)).toBe(true);
            if (piece.found) expect(piece.text.toLowerCase()).toBe(sought.toLowerCase());
          }
        },
      ),
    );
  });
});
