import { CueforgeError } from '../model/index.ts';

/** What a name may be made of. */
export interface NameParts {
  readonly workout: string;
  readonly variant: string;
  /** Empty: nobody speaks. */
  readonly coach: string;
  /** `2026-11-22`. */
  readonly date: string;
  readonly format: string;
}

const PLACEHOLDER = /\{([^{}]*)\}/g;
/** Not in a name on some system: what separates paths, what Windows keeps for itself, control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
const ILLEGAL = /[<>:"/\\|?*\u0000-\u001f\u007f]/;
/** Names of devices on Windows, whatever their ending. */
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;
/** Bytes of a name that every file system takes, its partial file's marks included. */
const LONGEST = 200;

/** What the name of a file ends in. */
export const endingOf = (format: string): string => (format.startsWith('wav') ? 'wav' : format);

/** How names of WAV files end that are not of 24 bits: they may lie beside one that is. */
const BITS: Readonly<Record<string, string>> = { wav16: '.16', wav32: '.32' };

/** What is wrong with a pattern, a sentence; null: nothing. */
export const namingProblem = (pattern: string): string | null => {
  const known = ['workout', 'variant', 'coach', 'date', 'format'];
  for (const [whole, name] of pattern.matchAll(PLACEHOLDER))
    if (!known.includes(name))
      return `A name is made of ${known.map((n) => `{${n}}`).join(' ')}; ${whole} is none of them`;
  const written = pattern.replaceAll(PLACEHOLDER, '');
  if (/[{}]/.test(written)) return 'A name has a bracket without its other half';
  const found = ILLEGAL.exec(written);
  if (found) return `A name cannot have ${JSON.stringify(found[0])} in it`;
  if (pattern.startsWith('.')) return 'A name cannot begin with a dot: the file would be hidden';
  return null;
};

/** The base name of a file. Throws `bad-argument` with a sentence where it would be none, or not one everywhere. */
export const nameFile = (pattern: string, parts: NameParts): string => {
  const problem = namingProblem(pattern);
  if (problem !== null) throw refused(problem, pattern);
  const stem = pattern
    .replaceAll(PLACEHOLDER, (_, name: keyof NameParts) => safe(parts[name]))
    .replaceAll(/\s+/g, ' ')
    .trim();
  const bits = /\{format\}/.test(pattern) || parts.variant.includes(':') ? '' : (BITS[parts.format] ?? '');
  const name = `${stem}${bits}.${endingOf(parts.format)}`;
  if (stem === '' || /^[.\s]*$/.test(stem)) throw refused(`“${pattern}” gives no name`, pattern);
  if (stem.startsWith('.')) throw refused(`“${name}” begins with a dot: the file would be hidden`, pattern);
  if (RESERVED.test(stem)) throw refused(`“${name}” is the name of a device on Windows`, pattern);
  if (Buffer.byteLength(name) > LONGEST) throw refused(`“${name}” is longer than ${LONGEST} bytes`, pattern);
  return name;
};

/** A word of a workout as a part of a name. A stem's id has a colon. */
const safe = (word: string): string => word.replaceAll(':', '.').replaceAll(new RegExp(ILLEGAL, 'g'), '-').trim();

const refused = (message: string, naming: string): CueforgeError =>
  new CueforgeError('bad-argument', message, { naming });

/** Two names that are one on some system: where case does not count, or letters are composed. */
export const nameKey = (path: string): string => path.normalize('NFC').toLowerCase();
