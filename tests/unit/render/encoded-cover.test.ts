import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverMix } from '../../../src/render/encoded-cover.ts';
import type { EncodedMix } from '../../../src/render/encoded-store.ts';

const mixOf = (id: string, chunks: string): EncodedMix => ({
  ...{ id, key: 'k', kind: 'mp3', path: '', offset: 0, frameBytes: 960, frames: chunks.length * 25, blocks: null },
  ...{ chunks: [...chunks], reductions: [], checked: null },
});
const told = (chunks: string, ...encodes: EncodedMix[]): string =>
  coverMix([...chunks], encodes)
    .map(({ from, to, of }) => `${of?.id ?? '-'}${to - from}`)
    .join(' ');

describe('what of a mix is encoded already', () => {
  it('takes each chunk from the encode that goes on longest, and nothing for a moment only', () => {
    const music = mixOf('M', 'aaaaaaaaaaaaaaaaaaaa');
    const full = mixOf('F', 'aaaaaXXaaaaaaaYYaaaa');
    expect(told('aaaaaaaaaaaaaaaaaaaa', music)).toBe('M20');
    expect(told('aaaaaXXaaaaaaaaaaaaa', music)).toBe('M5 -2 M13');
    expect(told('aaaaaXXaaaaaaaaaaaaa', full, music)).toBe('F14 M6');
    expect(told('aaaaaXXaaaZaaaaaaaaa', music)).toBe('M5 -6 M9');
    expect(told('bbbb', music)).toBe('-4');
    expect(told('', music)).toBe('');
    // What follows the end of a shorter one is to be encoded; what is there to the end is taken, however short.
    expect(told('aaaaaaaaaaaaaaaaaaaabbb', music)).toBe('M20 -3');
    expect(told('bbbbbbbbbbbbbbbbbbaa', music)).toBe('-18 M2');
  });

  it('covers every chunk once, in order, with what is the same there', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 4 }), (chunks, others) => {
        const encodes = others.map((other, i) => mixOf(String(i), other));
        let at = 0;
        for (const { from, to, of } of coverMix([...chunks], encodes)) {
          expect([from, to > from]).toEqual([at, true]);
          if (of !== null) expect(of.chunks.slice(from, to).join('')).toBe(chunks.slice(from, to));
          at = to;
        }
        expect(at).toBe(chunks.length);
      }),
    );
  });
});
