import type { Seconds } from '../model/index.ts';

/** A line of speech. Shown from `start`; nothing is from `end` on. */
export interface LyricLine {
  readonly start: Seconds;
  readonly end: Seconds;
  readonly text: string;
}

/** What the file says of its sound. */
export interface LyricHead {
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly length: Seconds;
}

/** How long a player shows nothing before the next line, at least, for it to be worth a line of its own. Hundredths. */
const SHORTEST_PAUSE = 50;

/**
 * Lines as an LRC file, as music players read it beside a file of the same name: `[mm:ss.xx]text`, in order of start. Where
 * a pause follows, an empty line clears the one before.
 */
export const toLrc = ({ title, artist, album, length }: LyricHead, lines: readonly LyricLine[]): string => {
  const sorted = [...lines].sort((a, b) => a.start - b.start);
  const written = sorted.flatMap(({ start, end, text }, i) => {
    const said = [`[${clock(hundredths(start))}]${lineText(text)}`];
    const next = sorted[i + 1] ? hundredths(sorted[i + 1].start) : Number.POSITIVE_INFINITY;
    return next - hundredths(end) < SHORTEST_PAUSE ? said : [...said, `[${clock(hundredths(end))}]`];
  });
  const head = Object.entries({ ti: title, ar: artist, al: album, length: clock(hundredths(length)), by: 'Cueforge' });
  return [...head.flatMap(([name, value]) => headLine(name, value)), ...written, ''].join('\n');
};

const hundredths = (seconds: Seconds): number => Math.max(0, Math.round(seconds * 100));

/** Minutes do not end at 59: the format has no hours. */
const clock = (at: number): string => {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(at / 6000))}:${two(Math.floor(at / 100) % 60)}.${two(at % 100)}`;
};

const oneLine = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ')
    .trim();

/** A bracket in front would be taken for one more time, and `<` for the time of a word. */
const lineText = (text: string): string =>
  oneLine(text)
    .replace(/^\[([^\]]*)\]/, '($1)')
    .replace(/^\[/, '(')
    .replace(/<(?=\d)/g, '‹');

const headLine = (name: string, value: string): string[] => {
  const text = oneLine(value).replaceAll(']', ')');
  return text === '' ? [] : [`[${name}:${text}]`];
};
