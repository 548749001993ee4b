import type { Exported } from './export-cue-sheet.ts';
import { toSeconds } from './units.ts';
import type { Segment, Workout } from './workout.ts';

/**
 * A workout as a Zwift workout file. Segments become blocks one after the other: Warmup and Cooldown where the title says
 * so, SteadyState by intensity, FreeRide where nothing is said or nothing is. Cues become texts on screen. Zwift counts
 * whole seconds. `notes` says what is left out or changed.
 */
export const toZwo = (workout: Workout): Exported => {
  const notes: string[] = [];
  const blocks = toBlocks(workout, notes);
  const texts = toTexts(workout, blocks, notes);
  notes.push(...leftOut(workout));
  const lines = blocks.flatMap(({ start, end, name, powers }, i) => {
    const attributes = [`Duration="${end - start}"`, ...powers].join(' ');
    const inside = texts.filter(({ block }) => block === i);
    if (inside.length === 0) return [`    <${name} ${attributes}/>`];
    const events = inside.map(
      ({ at, text }) => `      <textevent timeoffset="${at - start}" message="${escaped(text)}"/>`,
    );
    return [`    <${name} ${attributes}>`, ...events, `    </${name}>`];
  });
  const text = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<workout_file>',
    `  <name>${escaped(oneLine(workout.title))}</name>`,
    '  <sportType>bike</sportType>',
    '  <workout>',
    ...lines,
    '  </workout>',
    '</workout_file>',
    '',
  ].join('\n');
  return { text, notes };
};

/** A block on [start, end), whole seconds. */
interface Block {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly powers: readonly string[];
}

/** Fractions of FTP that `parseZwo` reads as the same intensity. */
const POWERS: Readonly<Record<string, number>> = { low: 0.5, medium: 0.75, high: 0.97, max: 1.15 };

const toBlocks = ({ segments, cues, duration }: Workout, notes: string[]): Block[] => {
  const blocks: Block[] = [];
  const rest = (start: number, end: number): void => {
    if (end > start) blocks.push({ start, end, name: 'FreeRide', powers: [] });
  };
  let at = 0;
  let cut = 0;
  let words = 0;
  for (const segment of [...segments].sort((a, b) => a.start - b.start)) {
    const start = Math.max(at, Math.round(segment.start));
    const end = Math.round(segment.start + segment.duration);
    if (start > Math.round(segment.start) || end <= start) cut += 1;
    if (end <= start) continue;
    rest(at, start);
    if (segment.intensity !== null && !Object.hasOwn(POWERS, segment.intensity)) words += 1;
    blocks.push({ start, end, ...blockOf(segment) });
    at = end;
  }
  const lastCue = cues.reduce((last, cue) => Math.max(last, Math.floor(toSeconds(cue.at)) + 1), 0);
  rest(at, Math.max(at, lastCue, Math.round(duration ?? 0), 1));
  if (cut > 0)
    notes.push(`Blocks of a .zwo cannot overlap: ${count(cut, 'segment', ' was', 's were')} shortened or left out.`);
  if (words > 0)
    notes.push(
      `Intensities other than low, medium, high and max became free riding, in ${count(words, 'segment', '', 's')}.`,
    );
  return blocks;
};

const blockOf = ({ title, intensity }: Segment): Pick<Block, 'name' | 'powers'> => {
  const power = intensity !== null && Object.hasOwn(POWERS, intensity) ? POWERS[intensity] : null;
  if (power === null) return { name: 'FreeRide', powers: [] };
  const name = /^\s*warm/i.test(title) ? 'Warmup' : /^\s*cool/i.test(title) ? 'Cooldown' : null;
  if (name === null) return { name: 'SteadyState', powers: [`Power="${power}"`] };
  const [low, high] = [power - 0.05, power + 0.05].map((edge) => edge.toFixed(2));
  // A cool-down is written as what it starts and ends with, and goes down.
  return {
    name,
    powers: [`PowerLow="${name === 'Warmup' ? low : high}"`, `PowerHigh="${name === 'Warmup' ? high : low}"`],
  };
};

const toTexts = ({ cues }: Workout, blocks: readonly Block[], notes: string[]) => {
  const end = blocks.at(-1)?.end ?? 0;
  const said = cues.filter(({ text }) => oneLine(text) !== '');
  if (said.length < cues.length)
    notes.push(
      `A .zwo has no sound: ${count(cues.length - said.length, 'cue', ' was', 's were')} without words left out.`,
    );
  if (cues.some(({ at }) => toSeconds(at) % 1 !== 0)) notes.push('Times of cues were rounded to seconds.');
  return [...said]
    .sort((a, b) => a.at - b.at)
    .map(({ at: frame, text }) => {
      const at = Math.min(end - 1, Math.round(toSeconds(frame)));
      return { at, text: oneLine(text), block: blocks.findLastIndex(({ start }) => start <= at) };
    });
};

const leftOut = ({ segments, cues, tracks }: Workout): string[] => {
  const told: [boolean, string][] = [
    [tracks.length > 0, 'The music is not in a .zwo.'],
    [segments.length > 0, 'Titles and tempos of segments are not in a .zwo.'],
    [cues.some(({ level, tags }) => level !== null || tags.length > 0), 'Levels and tags of cues are not in a .zwo.'],
    [
      cues.some(({ audio, takes }) => audio !== null || takes.length > 0),
      'Recordings are not in a .zwo; their words are.',
    ],
  ];
  return told.flatMap(([is, note]) => (is ? [note] : []));
};

const count = (n: number, thing: string, one: string, many: string): string => `${n} ${thing}${n === 1 ? one : many}`;

/** Text for one line on screen; XML has no control characters. */
const oneLine = (text: string): string => text.replace(/[\s\p{Cc}\uFFFE\uFFFF]+/gu, ' ').trim();

const escaped = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
