import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameFile, nameKey, namingProblem } from '../../../src/studio/export-presets-naming.ts';

const parts = { workout: 'ride', variant: 'hard', coach: 'Ana', date: '2026-11-22', format: 'mp3' };
const named = (pattern: string, more: Partial<typeof parts> = {}): string => nameFile(pattern, { ...parts, ...more });
const refusal = (pattern: string, more: Partial<typeof parts> = {}): string => {
  try {
    return `named ${named(pattern, more)}`;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('the name of an exported file', () => {
  it.each([
    ['{workout}_{variant}', {}, 'ride_hard.mp3'],
    ['{date} {coach} {format}', {}, '2026-11-22 Ana mp3.mp3'],
    ['{workout}_{variant}', { format: 'wav' }, 'ride_hard.wav'],
    // Two WAV files of other bits lie beside each other.
    ['{workout}_{variant}', { format: 'wav16' }, 'ride_hard.16.wav'],
    ['{workout}_{variant}_{format}', { format: 'wav16' }, 'ride_hard_wav16.wav'],
    ['{workout}_{variant}', { variant: 'hard:ducked', format: 'wav32' }, 'ride_hard.ducked.wav'],
    // What a person calls a coach may hold what a name may not.
    ['{coach}', { coach: 'Ana/Ben: "both"?' }, 'Ana-Ben. -both--.mp3'],
    ['{coach} {variant}', { coach: '' }, 'hard.mp3'],
  ])('%s of %j is %s', (pattern, more, name) => expect(named(pattern, more)).toBe(name));

  it.each([
    ['{artist}', 'A name is made of {workout} {variant} {coach} {date} {format}; {artist} is none of them'],
    ['{workout', 'A name has a bracket without its other half'],
    ['a/{workout}', 'A name cannot have "/" in it'],
    ['..\\{workout}', 'A name cannot have "\\\\" in it'],
    ['{workout}?', 'A name cannot have "?" in it'],
    ['.{workout}', 'A name cannot begin with a dot: the file would be hidden'],
  ])('refuses %s with a sentence', (pattern, sentence) => {
    expect(namingProblem(pattern)).toBe(sentence);
    expect(refusal(pattern)).toBe(sentence);
  });

  it('refuses what is no name, or not one everywhere', () => {
    expect(refusal('{coach}', { coach: '' })).toContain('gives no name');
    expect(refusal('{coach}', { coach: '..' })).toContain('gives no name');
    expect(refusal('{coach}', { coach: 'CON' })).toContain('device on Windows');
    expect(refusal('{workout}', { workout: 'x'.repeat(220) })).toContain('longer than 200 bytes');
  });

  it('is a base name of every system, or refused, whatever it is made of', () => {
    const word = fc.string({ unit: 'binary', maxLength: 30 });
    fc.assert(
      fc.property(word, word, (variant, coach) => {
        const name = refusal('{variant} {coach}', { variant, coach });
        if (!name.startsWith('named ')) return;
        // biome-ignore lint/suspicious/noControlCharactersInRegex: those must not be there
        expect(name.slice(6)).not.toMatch(/[<>:"/\\|?*\u0000-\u001f]|^\.|[. ]$/);
      }),
    );
  });

  it('knows two names that are one on some system', () => {
    expect(nameKey('/Out/Ride.mp3')).toBe(nameKey('/out/ride.MP3'));
    expect(nameKey('é')).toBe(nameKey('e\u0301'));
  });
});
