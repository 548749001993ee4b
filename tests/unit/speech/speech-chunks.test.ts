import fc from 'fast-check';
import { expect, it } from 'vitest';
import { speechChunks } from '../../../src/speech/speech-chunks.ts';

it('cuts after sentences, else after commas, else between words', () => {
  expect(speechChunks('One two. Three four. Five six.', 22)).toEqual(['One two. Three four.', 'Five six.']);
  expect(speechChunks('one two, three four five', 14)).toEqual(['one two,', 'three four', 'five']);
  expect(speechChunks('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
  expect(speechChunks('  short  ', 300)).toEqual(['short']);
  expect(speechChunks(' ', 300)).toEqual([]);
});

it('loses nothing but space and keeps to the length', () => {
  const words = fc.array(fc.constantFrom('go', 'on.', 'and,', 'longer-word', '!', ' '), { maxLength: 60 });
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 40 }), (list, longest) => {
      const text = list.join(' ');
      const chunks = speechChunks(text, longest);
      expect(chunks.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      for (const chunk of chunks) {
        expect(chunk.length).toBeGreaterThan(0);
        expect(chunk.length).toBeLessThanOrEqual(longest);
      }
    }),
  );
});
