import { type Decibels, decibels } from '../../../src/model/index.ts';
import { levelText } from '../../ui/figures.ts';

/** How much A and B are turned down, decibels, 0 or less: one of them is as it is. And why, a sentence. */
export interface Match {
  readonly first: Decibels;
  readonly second: Decibels;
  readonly text: string;
}

/** Levels that show the same figure are the same level. Decibels. */
const SAME = 0.05;
const AS_THEY_ARE = { first: decibels(0), second: decibels(0) };

/**
 * Levels at which A and B are as loud as each other, by their measured integrated loudness (LUFS; null: there is none).
 * The louder is turned down, so that nothing clips that did not.
 */
export const matchLevels = (first: number | null, second: number | null): Match => {
  if (first === null || second === null) {
    const which = first !== null ? 'B was' : second !== null ? 'A was' : 'Neither was';
    return { ...AS_THEY_ARE, text: `${which} not measured, or is silent: both are heard as they are.` };
  }
  const louder = second - first;
  if (Math.abs(louder) < SAME) return { ...AS_THEY_ARE, text: `Both measure ${levelText(first)} LUFS.` };
  const by = Math.abs(louder);
  const exactly = (level: number): string => levelText(level, { digits: 2 });
  const figures = `${exactly(louder > 0 ? second : first)} against ${exactly(louder > 0 ? first : second)} LUFS`;
  const text = `${louder > 0 ? 'B' : 'A'} is ${levelText(by)} dB louder, ${figures}: it is heard ${levelText(by)} dB quieter.`;
  return louder > 0
    ? { first: decibels(0), second: decibels(-by), text }
    : { first: decibels(-by), second: decibels(0), text };
};

/** The same where nothing is to be matched: how far they are apart stays to be said. */
export const unmatched = (first: number | null, second: number | null): Match => {
  const { text } = matchLevels(first, second);
  if (first === null || second === null || Math.abs(second - first) < SAME) return { ...AS_THEY_ARE, text };
  const louder = second > first ? 'B' : 'A';
  return { ...AS_THEY_ARE, text: `${louder} is ${levelText(Math.abs(second - first))} dB louder, and heard so.` };
};
