import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchLevels, unmatched } from '../../../../../renderer/export/listen/match-levels.ts';

describe('matching loudness', () => {
  it('turns the louder down, and says by how much and why', () => {
    expect(matchLevels(-14, -11.7)).toEqual({
      first: 0,
      second: expect.closeTo(-2.3, 6),
      text: 'B is 2.3 dB louder, −11.70 against −14.00 LUFS: it is heard 2.3 dB quieter.',
    });
    expect(matchLevels(-9, -14)).toEqual({
      first: -5,
      second: 0,
      text: 'A is 5.0 dB louder, −9.00 against −14.00 LUFS: it is heard 5.0 dB quieter.',
    });
  });

  it('leaves alone what is as loud, and what was not measured', () => {
    expect(matchLevels(-14, -14.02)).toEqual({ first: 0, second: 0, text: 'Both measure −14.0 LUFS.' });
    expect(matchLevels(-14, null)).toMatchObject({ first: 0, second: 0, text: expect.stringMatching(/^B was not/) });
    expect(matchLevels(null, -14).text).toMatch(/^A was not/);
    expect(matchLevels(null, null).text).toMatch(/^Neither was/);
  });

  it('makes any two as loud as the quieter, and nothing louder than it is', () => {
    const loudness = fc.double({ min: -70, max: 0, noNaN: true });
    fc.assert(
      fc.property(loudness, loudness, (a, b) => {
        const { first, second } = matchLevels(a, b);
        expect(Math.max(first, second)).toBe(0);
        expect(Math.abs(a + first - (b + second))).toBeLessThanOrEqual(0.05);
        expect(a + first).toBeCloseTo(Math.min(a, b), 1);
      }),
    );
  });

  it('says what is not matched', () => {
    expect(unmatched(-14, -11.7)).toEqual({ first: 0, second: 0, text: 'B is 2.3 dB louder, and heard so.' });
    expect(unmatched(-11.7, -14).text).toBe('A is 2.3 dB louder, and heard so.');
    expect(unmatched(-14, -14).text).toBe('Both measure −14.0 LUFS.');
  });
});
