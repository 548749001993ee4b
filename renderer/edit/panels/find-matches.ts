import { searchPattern } from '../../../src/model/index.ts';

/** What is looked for in the script. */
export interface Wanted {
  readonly text: string;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
}

/** A place of a text: [start, end) in characters. */
export interface Match {
  readonly start: number;
  readonly end: number;
}

/** What `text.replace` would find; null: nothing is looked for. */
export const finderOf = ({ text, matchCase, wholeWord }: Wanted): RegExp | null =>
  text === '' ? null : searchPattern({ find: text, matchCase, wholeWord });

/** Every place of a text, in order, none overlapping another. */
export const matchesIn = (text: string, finder: RegExp): Match[] =>
  [...text.matchAll(finder)].map(({ index, 0: found }) => ({ start: index, end: index + found.length }));

/** A place in a script of several texts. */
export interface ScriptMatch extends Match {
  readonly cue: string;
}

export const matchesInScript = (
  cues: readonly { readonly id: string; readonly text: string }[],
  finder: RegExp,
): ScriptMatch[] => cues.flatMap(({ id, text }) => matchesIn(text, finder).map((match) => ({ cue: id, ...match })));

/** A text cut at its matches, in order: what is found and what lies between. */
export const piecesOf = (text: string, matches: readonly Match[]): { text: string; found: boolean; at: number }[] => {
  const pieces: { text: string; found: boolean; at: number }[] = [];
  let at = 0;
  for (const { start, end } of matches) {
    if (start > at) pieces.push({ text: text.slice(at, start), found: false, at });
    pieces.push({ text: text.slice(start, end), found: true, at: start });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), found: false, at });
  return pieces;
};
