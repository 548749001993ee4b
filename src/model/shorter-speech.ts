/** Making a line fit where there is too little room for it: fewer words, or the same ones faster. */

/**
 * A text with at most `keep` (0..1) of its characters: whole sentences go from the end; then clauses of the one that is
 * left; then words that say little. Words are never cut. Null: not even the bare clause is short enough.
 */
export const shortenText = (text: string, keep: number): string | null => {
  const whole = text.trim();
  const most = Math.floor(whole.length * keep);
  if (whole === '') return null;
  if (whole.length <= most) return whole;

  const sentences = whole.match(SENTENCE) ?? [whole];
  for (let count = sentences.length - 1; count > 0; count -= 1) {
    const shorter = sentences.slice(0, count).join('').trim();
    if (shorter.length <= most) return shorter;
  }
  const first = sentences[0].trim();
  const [, body = first, end = ''] = /^(.*?)([.!?…]*)$/s.exec(first) ?? [];
  const clauses = body.split(CLAUSE_END);
  // Every second part is what stands between two clauses.
  const lead = clauses.findIndex((clause, i) => i % 2 === 0 && saysSomething(clause));
  if (lead < 0) return null;
  for (let count = clauses.length - 2; count > lead; count -= 2) {
    const shorter = clauses.slice(0, count).join('').trim() + end;
    if (shorter.length <= most) return shorter;
  }
  let bare = clauses[lead].trim();
  if (lead > 0) bare = capitalised(bare);
  if ((bare + end).length <= most) return bare + end;
  for (const filler of FILLERS) {
    const without = withoutWords(bare, filler);
    if (!hasWord(without)) continue;
    bare = capitalised(without);
    if ((bare + end).length <= most) return bare + end;
  }
  return null;
};

/** Up to a full stop that a space follows: 2.5 is no end of a sentence. */
const SENTENCE = /.+?(?:[.!?…]+["'”’)]*(?=\s|$)\s*|$)/gsu;
const CLAUSE_END = /([,;:]\s+|\s+[–—-]\s+)/;

/** Words that a coach's line does without, those that are missed least first. */
const FILLERS = [
  ...['basically', 'actually', 'literally', 'obviously', 'okay', 'ok', 'alright', 'all right', 'well', 'you know'],
  ...['i mean', 'kind of', 'sort of', 'a little bit', 'a bit', 'please', 'guys', 'everyone', 'everybody', 'really'],
  ...['very', 'just', 'now', 'so', 'and'],
].map((words) => new RegExp(`(?<![\\p{L}\\p{N}'’-])${words.replaceAll(' ', '\\s+')}(?![\\p{L}\\p{N}'’-])`, 'giu'));

const withoutWords = (text: string, words: RegExp): string => text.replace(words, ' ').replace(/\s+/g, ' ').trim();
const hasWord = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);
/** Whether there is a word that is no filler. */
const saysSomething = (text: string): boolean => hasWord(FILLERS.reduce(withoutWords, text));
const capitalised = (text: string): string => text.replace(/^\p{L}/u, (letter) => letter.toUpperCase());

/** The limits of a cue's `speed`. */
const SLOWEST = 0.5;
const FASTEST = 2;

/**
 * How fast a take must be played to last as long as there is room: 0.5..2, to the hundredth, never longer than the room.
 * A take that would be slower than half its speed is played at that. Null: even twice as fast it is too long.
 */
export const fitSpeed = (takeSeconds: number, roomSeconds: number): number | null => {
  if (!(takeSeconds > 0) || !(roomSeconds > 0)) return null;
  // The quotient is not exact; without the slack a take that fits would be played a hundredth faster.
  const speed = Math.ceil((takeSeconds / roomSeconds) * 100 - 1e-9) / 100;
  return speed > FASTEST ? null : Math.max(SLOWEST, speed);
};
