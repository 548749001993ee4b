import { decadeWords, fractionWords, numberWords, ordinalWords, yearWords } from './number-words.ts';
import { UNIT_SOURCE, unitWords } from './spoken-units.ts';

/**
 * How a written cue is read aloud: "2x30s @ 90 rpm" -> "two times thirty seconds at ninety R P M".
 * What leaves here is words and plain punctuation, so every provider reads it alike. English. Pure; never throws.
 * The steps run in order; each one's output is final words, or shorthand that a later step reads.
 */
export const toSpokenText = (text: string, lexicon: Readonly<Record<string, string>>): string => {
  const own = ownWords(lexicon);
  let said = own.mark(toPlainText(text));
  for (let round = 0; round < ROUNDS; round++) {
    const before = said;
    for (const step of STEPS) said = said.replace(step.written, step.said);
    said = tidy(said);
    if (said === before) break;
  }
  return own.restore(said);
};

/** A step may pull apart what an earlier one then reads ("s0approx."), so the steps run until nothing changes. */
const ROUNDS = 6;

/** One rewriting: where `written` matches, what is said instead. */
interface Step {
  readonly written: RegExp;
  // biome-ignore lint/suspicious/noExplicitAny: the arguments of a replacer depend on the pattern's groups
  readonly said: (...groups: any[]) => string;
}

/** Not inside a word or a number. */
const START = String.raw`(?<![\p{L}\p{N}])`;
const END = String.raw`(?![\p{L}\p{N}])`;
const NUMBER = String.raw`(?:(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:\.\d+)?|\.\d+)`;
/** A unit, with the full stop of an abbreviation where the sentence goes on. */
const UNIT = String.raw`${UNIT_SOURCE}${END}(?:\.(?=\s+\p{Ll}))?`;

const pattern = (source: string, flags = 'gu'): RegExp => new RegExp(source, flags);
const step = (source: string, said: Step['said'] | string, flags?: string): Step => ({
  written: pattern(source, flags),
  said: typeof said === 'string' ? () => said : said,
});
/** An abbreviation, any case, whole word. */
const short = (source: string, said: string): Step => step(`${START}${source}`, said, 'giu');

const bareUnit = (unit: string): string => unit.replace(/\.$/, '');
const isOne = (number: string): boolean => number === '1';
const count = (number: string, unit: string): string =>
  `${numberWords(number)} ${unitWords(bareUnit(unit), isOne(number) ? 'one' : 'many')}`;
const signWord = (sign: string | undefined): string => (sign === '+' ? 'plus ' : sign === '-' ? 'minus ' : '');
const article = (noun: string): string => (/^hour|^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);
const spelled = (letters: string): string => [...letters.toUpperCase()].join(' ');

/** Minutes and seconds, or hours, minutes and seconds, leaving out what is zero. */
const duration = (parts: readonly [amount: string, unit: string][]): string => {
  const heard = parts.filter(([amount]) => Number(amount) > 0);
  const [last] = parts.slice(-1);
  return (heard.length === 0 ? [last] : heard).map(([amount, unit]) => count(String(Number(amount)), unit)).join(' ');
};

const clock = (hours: string, minutes: string, half: string | undefined): string => {
  const past =
    minutes === '00'
      ? half === undefined
        ? " o'clock"
        : ''
      : ` ${minutes.startsWith('0') ? 'oh ' : ''}${numberWords(String(Number(minutes)))}`;
  return `${numberWords(String(Number(hours)))}${past}${half === undefined ? '' : ` ${spelled(half.replace(/[^a-z]/gi, ''))}`}`;
};

const CURRENCIES: Readonly<Record<string, readonly [one: string, many: string, part: string]>> = {
  $: ['dollar', 'dollars', 'cent'],
  '€': ['euro', 'euros', 'cent'],
  '£': ['pound', 'pounds', 'penny'],
  '¥': ['yen', 'yen', 'sen'],
};

const money = (symbol: string, amount: string, scale: string | undefined): string => {
  const [one, many, part] = CURRENCIES[symbol];
  if (scale !== undefined) return `${numberWords(amount)} ${scale.toLowerCase()} ${many}`;
  const [whole, fraction = ''] = amount.split('.');
  const coins = fraction.length === 2 ? Number(fraction) : 0;
  if (fraction !== '' && fraction.length !== 2) return `${numberWords(amount)} ${many}`;
  const notes = `${numberWords(whole === '' ? '0' : whole)} ${isOne(whole) ? one : many}`;
  const parts =
    part === 'penny' ? (coins === 1 ? 'penny' : 'pence') : coins === 1 || part === 'sen' ? part : `${part}s`;
  return coins === 0 ? notes : `${notes} and ${numberWords(String(coins))} ${parts}`;
};

/** Two numbers with a slash between them, in the way a coach means them. */
const slashed = (above: string, below: string, unit: string | undefined): string => {
  const fraction = fractionWords(above, below);
  if (fraction !== null) {
    if (unit === undefined) return fraction;
    const noun = unitWords(bareUnit(unit), 'one');
    return fraction === 'one half' ? `half ${article(noun)}` : `${fraction} of ${article(noun)}`;
  }
  const link = Number(above) <= Number(below) && Number(below) % 10 === 0 && !/^[2-9]0$/.test(below) ? ' out of ' : ' ';
  return `${numberWords(above)}${link}${unit === undefined ? numberWords(below) : count(below, unit)}`;
};

/** Four digits that a listener takes for a year. */
const isYear = (number: string): boolean => /^(?:19|20)\d\d$/.test(number);
const COUNTED = /^\s+(?:steps|calories|meters|metres|watts|reps|feet|people|miles|jumps|strokes|times|points|days)\b/i;

interface QuantityGroups {
  sign?: string;
  from: string;
  to?: string;
  gap?: string;
  unit?: string;
  per?: string;
}

/** A number or a range of two, with its unit. */
const quantity = (...args: unknown[]): string => {
  const { sign, from, to, gap, unit, per } = args.at(-1) as QuantityGroups;
  const [match, offset, whole] = [args[0] as string, args.at(-3) as number, args.at(-2) as string];
  const plain = unit === undefined && sign === undefined && !COUNTED.test(whole.slice(offset + match.length));
  const say = (number: string): string => (plain && isYear(number) ? yearWords(number) : numberWords(number));
  const numbers = `${signWord(sign)}${say(from)}${to === undefined ? '' : ` to ${say(to)}`}`;
  // "1RM": the letters that follow are a word of their own.
  if (unit === undefined) return /\p{L}/u.test(whole.charAt(offset + match.length)) ? `${numbers} ` : numbers;
  const noun = unitWords(bareUnit(unit), gap === '-' || (to === undefined && isOne(from)) ? 'one' : 'many');
  return `${numbers} ${noun}${per === undefined ? '' : ` per ${unitWords(bareUnit(per), 'one')}`}`;
};

const STEPS: readonly Step[] = [
  // Shorthand that stands for words; digits stay for the steps below.
  short(`w/o${END}`, 'without'),
  short(String.raw`(?<!\d\s?)w/`, 'with '),
  short(String.raw`e\.?g\.(?:,)?`, 'for example,'),
  short(String.raw`i\.?e\.(?:,)?`, 'that is,'),
  short(String.raw`etc\.?${END}`, 'et cetera'),
  short(String.raw`vs?\.(?=\s)|${START}vs${END}`, 'versus'),
  short(String.raw`approx\.?${END}`, 'approximately'),
  short(String.raw`avg\.?${END}`, 'average'),
  short(String.raw`no\.\s?(?=\d)`, 'number '),
  step(String.raw`#\s?(?=\d)`, 'number '),
  step(String.raw`${START}\d{1,3}(?: 000)+${END}`, (number: string) => number.replaceAll(' ', '')),
  step(String.raw`${START}T-(?=\d)`, 'T minus '),
  step(String.raw`\+\s?/\s?-|±`, ' plus or minus '),
  step(String.raw`(?:≥|>=)\s?`, ' at least '),
  step(String.raw`(?:≤|<=)\s?`, ' at most '),
  step(String.raw`[~≈∼]\s?(?=[\d.])`, ' about '),
  step(String.raw`<\s?(?=[\d.])`, ' less than '),
  step(String.raw`>\s?(?=[\d.])`, ' more than '),
  step(String.raw`\s*(?:→|⇒|->|=>)\s*`, ' to '),
  step(String.raw`\s?=\s?`, ' equals '),
  step(String.raw`\s*@\s*`, ' at '),
  step(String.raw`\s*&\s*`, ' and '),
  step(String.raw`(?<=\p{L}) ?\+ ?(?=[\p{L}\d])|(?<=\d)\s?\+\s?(?=\d)|(?<=\s)\+(?=\s)`, ' plus '),
  step(String.raw`(?<=\d)\+(?=\s|$)`, ' plus'),
  // Intensity and effort.
  step(String.raw`${START}Z\s?(?=\d)`, 'zone ', 'giu'),
  step(String.raw`${START}[Zz]one(?=\d)`, 'zone '),
  step(String.raw`(zone \d+)\s?[-–]\s?(?:Z|zone)?\s?(?=\d)`, (_, first: string) => `${first} to `, 'giu'),
  short(String.raw`V\.?O2\s?-?max${END}`, 'V O two max'),
  short(`VO2${END}`, 'V O two'),
  step(String.raw`${START}HR\s?max${END}`, 'max heart rate', 'giu'),
  step(
    String.raw`${START}RPE\s?(${NUMBER})\s?/\s?(\d+)${END}`,
    (_, level: string, top: string) => `R P E ${numberWords(level)} out of ${numberWords(top)}`,
    'giu',
  ),
  step(String.raw`${START}(RPE|FTP|RPM|BPM|SPM)(?=\d|${END})`, (_, letters: string) => `${spelled(letters)} `, 'giu'),
  step(String.raw`${START}HR(?=\d|${END})`, 'heart rate '),
  step(`${START}HIIT${END}`, 'hit'),
  step(
    String.raw`${START}(set|round|interval|rep|lap|block|part|step|stage|week|day|effort)\s#?(\d+)\s?/\s?(\d+)${END}`,
    (_, noun: string, at: string, of: string) => `${noun} ${numberWords(at)} of ${numberWords(of)}`,
    'giu',
  ),
  step(
    String.raw`(?<=\p{L})\s?/\s?(min|mins|minute|sec|second|h|hr|hour|km|mi|mile|kg)${END}\.?(?=\s|$|[,;!?])`,
    (_, unit: string) => ` per ${unitWords(unit, 'one')}`,
  ),
  step(String.raw`(?<=${START}per )(min|sec|hr|km|mi)${END}\.?(?=\s|$|[,;!?])`, (_, unit: string) =>
    unitWords(unit, 'one'),
  ),
  step(String.raw`(?<=\p{L})\s?/\s?(?=\d)`, ', '),
  step(String.raw`(?<=[\p{L}\d])\s?/\s?(?=(?:side|leg|arm|set|round|rep|week|day)${END})`, ' per '),
  step(String.raw`(?<=\d)\s?/\s?(?=\p{Lu}\p{L}{2})|(?<=\d['′"″])\s?/\s?(?=\d)`, ', '),
  // Repeats.
  step(String.raw`(?<=${START}(?:sets|rounds)\s?)[x×]\s?(?=\d)`, 'of ', 'giu'),
  step(String.raw`${START}1\s?[x×]${END}(?!\s?[\d(])`, 'one time', 'giu'),
  step(String.raw`(\d)\s*[xX×*]\s*(?=[\d(.])`, (_, n: string) => `${n} times `),
  step(String.raw`(\d)\s?[x×]${END}`, (_, n: string) => `${n} times`, 'giu'),
  step(String.raw`${START}[x×]\s?(?=\d)`, 'times ', 'giu'),
  // Countdowns and lists of numbers: "3-2-1", "3...2...1", "1,2,3".
  step(
    String.raw`${START}\d+(?:[-–]\d+){2,}${END}`,
    (chain: string) => isoDate(chain) ?? chain.split(/[-–]/).map(numberWords).join(', '),
  ),
  step(String.raw`(?<=\d)\s?\.{2,}\s?(?=\d)`, ', '),
  step(String.raw`${START}\d+(?:\.\d+){2,}${END}`, (version: string) =>
    version.split('.').map(numberWords).join(' point '),
  ),
  step(String.raw`(?<![\d,])(\d+),(\d{1,2})(?=\s?${UNIT})`, (_, whole: string, part: string) => `${whole}.${part}`),
  // Times and durations.
  step(String.raw`(?<=\d\s?[ap]m)\s?[-–]\s?(?=\d)`, ' to ', 'giu'),
  step(String.raw`(:[0-5]\d)\s?[-–]\s?(?=\d{1,2}:[0-5]\d)`, (_, first: string) => `${first} to `),
  step(
    String.raw`${START}(\d{1,2})(?::([0-5]\d))?\s?([ap]m|[ap]\.m\.)${END}`,
    (_, hours: string, minutes: string | undefined, half: string) => clock(hours, minutes ?? '00', half),
    'giu',
  ),
  step(
    String.raw`${START}(\d{1,2}):([0-5]\d)\s?o'?clock${END}`,
    (_, hours: string, minutes: string) => clock(hours, minutes, undefined),
    'giu',
  ),
  step(
    String.raw`(?<![\p{L}\p{N}:])(?<sign>[-+])?(\d{1,3}):([0-5]\d):([0-5]\d)(?![\p{N}:])`,
    (_, sign: string | undefined, h: string, m: string, s: string) =>
      `${signWord(sign)}${duration([
        [h, 'h'],
        [m, 'min'],
        [s, 's'],
      ])}`,
  ),
  step(
    String.raw`(?<![\p{L}\p{N}:])([-+])?(\d{1,3}):([0-5]\d)\s?(?:h|hrs?|hours?)${END}`,
    (_, sign: string | undefined, h: string, m: string) =>
      `${signWord(sign)}${duration([
        [h, 'h'],
        [m, 'min'],
      ])}`,
  ),
  step(
    String.raw`(?<![\p{L}\p{N}:])([-+])?(\d{1,3}):([0-5]\d)(?![\p{N}:])(?:\s?(?:mins?|minutes?)${END})?(?:\s?/\s?(${UNIT_SOURCE})${END})?`,
    (_, sign: string | undefined, m: string, s: string, per: string | undefined) =>
      `${signWord(sign)}${duration([
        [m, 'min'],
        [s, 's'],
      ])}${per === undefined ? '' : ` per ${unitWords(per, 'one')}`}`,
  ),
  step(String.raw`(?<=\d):(?=\d)`, ' to '),
  step(
    String.raw`${START}(\d+)h(\d{1,2})(?:\s?m(?:ins?)?)?${END}`,
    (_, h: string, m: string) =>
      duration([
        [h, 'h'],
        [m, 'min'],
      ]),
    'giu',
  ),
  step(String.raw`${START}(\d+)(?:m|min|')(\d{1,2})(?:\s?(?:s|secs?)${END}|"|''|${END})`, (_, m: string, s: string) =>
    duration([
      [m, 'min'],
      [s, 's'],
    ]),
  ),
  step(String.raw`${START}(\d+)[′'](?![\p{L}\p{N}'])`, (_, m: string) => count(m, 'min')),
  step(String.raw`${START}(\d+)\s?(?:″|'')(?![\p{L}\p{N}])`, (_, s: string) => count(s, 's')),
  // Money, ordinals, decades, fractions.
  step(
    String.raw`([$€£¥])\s?(${NUMBER})(?:\s?(thousand|million|billion)${END})?`,
    (_, symbol: string, amount: string, scale: string | undefined) => `${money(symbol, amount, scale)} `,
    'giu',
  ),
  step(
    String.raw`${START}(${NUMBER})\s?([€£¥])`,
    (_, amount: string, symbol: string) => `${money(symbol, amount, undefined)} `,
  ),
  step(String.raw`${START}(\d[\d,]*)(?:st|nd|rd|th)${END}`, (_, number: string) => ordinalWords(number), 'giu'),
  step(`(?<=${START}(?:mid|early|late)[- ])([2-9]0)'?s${END}`, (_, tens: string) => decadeWords(tens), 'giu'),
  step(String.raw`${START}((?:19|20)\d0)'?s${END}`, (_, year: string) => decadeWords(year)),
  step(
    String.raw`${START}(\d+)\s+(\d)\s?/\s?(\d{1,2})(?:\s?(${UNIT})|${END})`,
    (match: string, whole: string, above: string, below: string, unit: string | undefined) => {
      const part = fractionWords(above, below);
      if (part === null) return match;
      return `${numberWords(whole)} and ${part.replace(/^one /, 'a ')}${unit === undefined ? '' : ` ${unitWords(bareUnit(unit), 'many')}`}`;
    },
  ),
  step(
    String.raw`${START}(${NUMBER})\s?/\s?(\d+)(?:\s?-?(${UNIT})|${END})`,
    (_, above: string, below: string, unit: string | undefined) => slashed(above, below, unit),
  ),
  // Numbers with their units.
  step(String.raw`(?<=\d\s?${UNIT_SOURCE})[-–](?=\d)`, ' to '),
  step(
    String.raw`(?<![\p{L}\p{N}.%)])(?<sign>[-+](?=[\d.]))?(?<from>${NUMBER})(?:\s?[-–—]\s?(?<to>${NUMBER}))?(?:(?<gap>\s?|-)(?<unit>${UNIT})(?:\s?/\s?(?<per>${UNIT}))?)?(?!\p{N})`,
    quantity,
  ),
  // Whatever digits are left stand inside words: "B12", "H2O".
  step(`(${NUMBER})`, (_, number: string) => ` ${numberWords(number)} `),
  step('%', ' percent '),
  step('°', ' degrees '),
  // Words.
  short(`secs${END}`, 'seconds'),
  short(`mins${END}`, 'minutes'),
  short(`hrs${END}`, 'hours'),
  step(`${START}OK${END}`, 'okay'),
  step(
    `${START}(?!MR|MRS|DR|ST|HMM|SHH|PSST|BRR|GRR|ZZZ|PFF)([B-DF-HJ-NP-TV-XZ]{2,4})(s?)${END}`,
    (_, letters: string, plural: string) => spelled(letters) + plural,
  ),
];

const MONTHS = 'January,February,March,April,May,June,July,August,September,October,November,December'.split(',');

/** "2024-05-01" as a date; null: not one. */
const isoDate = (written: string): string | null => {
  const match = /^((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.exec(written);
  if (match === null) return null;
  return `${MONTHS[Number(match[2]) - 1]} ${ordinalWords(String(Number(match[3])))}, ${yearWords(match[1])}`;
};

/** Takes off what is not for the ear: markup, addresses, emoji; folds look-alike characters to one. */
const toPlainText = (text: string): string =>
  text
    .replace(/<\/?[a-z][^<>]{0,200}>/gi, ' ')
    .replace(/&(?:amp|nbsp|quot|lt|gt);/gi, (entity) => ENTITIES[entity.toLowerCase()])
    .replace(/\[([^[\]]{0,500})\]\([^()\s]{0,2000}\)/g, '$1')
    .replace(/\b(?:https?:\/\/|www\.)[^\s"<>]+/gi, ' ')
    .replace(/^[ \t]*(?:#{1,6}[ \t]+(?!\d)|[-*•‣▪][ \t]+|>[ \t]+(?!\d))/gmu, '')
    .replace(/[²³]/gu, (power) => (power === '²' ? ' squared ' : ' cubed '))
    .replace(/[™®©]|\u{FE0E}|\u{FE0F}|\u{20E3}|\u{200D}|\p{Regional_Indicator}|\p{Emoji_Modifier}/gu, '')
    .replace(/\p{Extended_Pictographic}/gu, ' ')
    .replace(/(?<=\d)(?=[¼-¾⅐-⅞])/gu, ' ')
    .normalize('NFKC')
    .replace(/^[^"]*\d"(?:[^"]|(?<=\d)")*$/u, (primed) => primed.replaceAll('"', '″'))
    .replace(/[‘’‚‛`´]/gu, "'")
    .replace(/[“”„‟«»]/gu, '"')
    .replace(/[‐‑‒−﹣]/gu, '-')
    .replace(/⁄/gu, '/')
    .replace(/(?<=[.!?,;:]["')]?)[ \t]*[\r\n\u2028\u2029]+/gu, ' ')
    .replace(/\s*[\r\n\u2028\u2029]+\s*(?=\S)/gu, '. ')
    .replace(/(?<=^|\s)[:;]-?[)(DPp](?=\s|$)/gu, ' ')
    .replace(/\*\*|__|~~/gu, ' ')
    .replace(/(?<=^|\s)[*_](?=\p{L})|(?<=[\p{L}.!?])[*_](?=\s|$|[.,!?;:])/gu, '')
    .replace(/[\p{Cs}\p{Co}\p{Cn}\p{Cf}]/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&nbsp;': ' ',
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
};

/** Words, single spaces and plain punctuation are all that is left. */
const tidy = (said: string): string =>
  said
    .replace(/\s*(?:—|\s–|–\s|\s-+(?=\s)|--+)\s*/gu, ', ')
    .replace(/–/gu, '-')
    .replace(/(?<=[\p{L}\p{M}])\/(?=[\p{L}\p{M}])/gu, ' ')
    .replace(/[^\p{L}\p{M}\p{Co}\d.,!?;:'"()\- ]/gu, ' ')
    .replace(/\.{2,}(?=\s*$)/u, '.')
    .replace(/\.{2,}/gu, ', ')
    .replace(/ +/gu, ' ')
    .replace(/\(\s+/gu, '(')
    .replace(/\s+(?=[.,!?;:)])/gu, '')
    .replace(/([.,!?;:])[.,!?;:]+/gu, strongest)
    .replace(/([,;!?])(?=\p{L})/gu, '$1 ')
    .replace(/^[\s.,;:!?)-]+/u, '')
    .replace(/[,;:\s-]+$/u, '')
    .trim();

/** Of a run of punctuation, the mark that a reader hears. */
const strongest = (run: string): string => [...'!?.;:,'].find((mark) => run.includes(mark)) ?? ',';

/** The first of the private characters that stand for the lexicon's words while the steps run. */
const FIRST_MARK = 0xf0000;

/** The user's own words: marked before anything else is read, put back at the end, so nothing touches them. */
const ownWords = (lexicon: Readonly<Record<string, string>>) => {
  const entries = Object.entries(lexicon)
    .map(([written, spoken]) => [toPlainText(written), spoken] as const)
    .filter(([written]) => written !== '')
    .sort(([a], [b]) => b.length - a.length)
    .slice(0, 0xffff);
  const index = new Map(entries.map(([written], at) => [written.toLowerCase(), at]).reverse() as [string, number][]);
  const alternatives = entries.map(([written]) => written.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, ' '));
  const written = pattern(
    String.raw`(?<![\p{L}\p{N}]|\p{N}[.,:/])(?:${alternatives.join('|')})(?![\p{L}\p{N}]|[.,:/]\p{N})`,
    'giu',
  );
  return {
    mark: (text: string): string =>
      entries.length === 0
        ? text
        : text.replace(written, (match) => {
            const at = index.get(match.toLowerCase());
            return at === undefined ? match : String.fromCodePoint(FIRST_MARK + at);
          }),
    restore: (text: string): string =>
      text.replace(/\p{Co}/gu, (mark) => entries[mark.codePointAt(0)! - FIRST_MARK]?.[1] ?? ''),
  };
};
