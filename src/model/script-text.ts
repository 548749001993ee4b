import { readTime } from './cue-sheet.ts';
import { describeValue, error, type Problem } from './problem.ts';
import { toSeconds } from './units.ts';
import type { VoiceCue, Workout } from './workout.ts';
import { LONGEST_SECONDS } from './workout-schema.ts';

/**
 * The script as plain text, to write in and to paste from elsewhere: a line for each cue, in order of time.
 *
 *     18:51.200  Recover done. Hands on the drops.
 *     19:00.100  Sprint one.
 *                Everything you have.
 *
 * A line that starts with spaces goes on with the text before it. Lines that start with # are not read. Recordings
 * without words show their file in brackets.
 */
export const formatScript = (workout: Workout): string =>
  inOrder(workout)
    .map((cue) => {
      const time = formatClock(timeOf(cue));
      const [first, ...rest] = shownText(cue).split('\n');
      const indent = ' '.repeat(time.length + 2);
      return [`${time}  ${first}`, ...rest.map((line) => (line === '' ? '' : `${indent}${line}`))].join('\n');
    })
    .map((entry) => `${entry.trimEnd()}\n`)
    .join('');

/** A cue as a script says it. `id` null: the script adds it. */
export interface ScriptLine {
  readonly id: string | null;
  readonly time_ms: number;
  readonly text: string;
}

/**
 * A script as lines for the edit `script.set`. A line is the cue that has its time and text; else one that has its text
 * and moved; else one that has its time and got another text. Cues that no line is left for are not in `lines`.
 * `problems`: lines that cannot be read, which are left out.
 */
export const parseScript = (text: string, workout: Workout): { lines: ScriptLine[]; problems: Problem[] } => {
  const { entries, problems } = readEntries(text);
  const cues = matchCues(entries, inOrder(workout));
  const lines = entries.flatMap((entry, i): ScriptLine[] => {
    const cue = cues[i];
    if (cue === undefined) {
      if (entry.text !== '') return [{ id: null, time_ms: entry.time_ms, text: entry.text }];
      problems.push(error(`line ${entry.line}`, 'expected a text after the time, got none'));
      return [];
    }
    // What is shown as it was is as it was, to the last frame and space.
    const sameTime = Math.round(timeOf(cue)) === entry.time_ms;
    const sameText = shownText(cue) === entry.text;
    return [
      {
        id: cue.id,
        time_ms: sameTime ? timeOf(cue) : entry.time_ms,
        text: sameText ? cue.text : entry.text,
      },
    ];
  });
  return { lines, problems };
};

interface Entry {
  /** Of the text, from 1. */
  readonly line: number;
  readonly time_ms: number;
  text: string;
}

const readEntries = (text: string): { entries: Entry[]; problems: Problem[] } => {
  const entries: Entry[] = [];
  const problems: Problem[] = [];
  let blank = 0;
  let open = false;
  text
    .replace(/^\uFEFF/, '')
    .split(LINE_END)
    .forEach((written, index) => {
      const line = index + 1;
      const said = written.trim();
      if (said === '') {
        blank += 1;
      } else if (!said.startsWith('#') || /^\s/.test(written)) {
        const [, time, rest] = /^(\d[\d:]*:\d\d(?:[.,]\d+)?)(?!\S)(.*)$/s.exec(written) ?? [];
        const time_ms = time === undefined ? null : readTime(time);
        const last = entries.at(-1);
        if (/^\s/.test(written) && (last !== undefined || problems.length > 0)) {
          // What goes on with a line that could not be read is part of the same problem.
          if (open && last !== undefined) last.text = `${last.text}${'\n'.repeat(blank + 1)}${said}`.trim();
        } else if (time_ms !== null && time_ms < LONGEST_SECONDS * 1000) {
          entries.push({ line, time_ms, text: rest.trim() });
          open = true;
        } else {
          open = false;
          problems.push(
            error(`line ${line}`, `expected a time such as 18:51.200 and a text, got ${describeValue(said)}`),
          );
        }
        blank = 0;
      }
    });
  return { entries, problems };
};

const LINE_END = /\r\n|\r|\n/;

/** The cue of each entry; undefined: it is new. */
const matchCues = (entries: readonly Entry[], cues: readonly VoiceCue[]): (VoiceCue | undefined)[] => {
  const found: (VoiceCue | undefined)[] = entries.map(() => undefined);
  const left = new Set(cues);
  const timeKey = (ms: number): string => String(Math.round(ms));
  const match = (
    keyOfEntry: (entry: Entry) => string,
    keyOfCue: (cue: VoiceCue) => string,
    { onlyUnique }: { onlyUnique: boolean },
  ): void => {
    const cuesByKey = groupBy(left, keyOfCue);
    const waiting = entries.flatMap((entry, i) => (found[i] === undefined ? [{ i, key: keyOfEntry(entry) }] : []));
    const entriesByKey = groupBy(waiting, ({ key }) => key);
    for (const [key, places] of entriesByKey) {
      const candidates = cuesByKey.get(key) ?? [];
      if (onlyUnique && (places.length > 1 || candidates.length > 1)) continue;
      for (const [n, { i }] of places.entries()) {
        if (candidates[n] === undefined) break;
        found[i] = candidates[n];
        left.delete(candidates[n]);
      }
    }
  };
  const both = (time: string, text: string): string => `${time} ${text}`;
  match(
    ({ time_ms, text }) => both(timeKey(time_ms), text),
    (cue) => both(timeKey(timeOf(cue)), shownText(cue)),
    { onlyUnique: false },
  );
  // Text before time: when all cues are moved, one's new time may be another's old one.
  match(({ text }) => text, shownText, { onlyUnique: true });
  match(
    ({ time_ms }) => timeKey(time_ms),
    (cue) => timeKey(timeOf(cue)),
    { onlyUnique: false },
  );
  match(({ text }) => text, shownText, { onlyUnique: false });
  return found;
};

const groupBy = <Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Map<string, Item[]> => {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
};

const inOrder = ({ cues }: Workout): VoiceCue[] => [...cues].sort((a, b) => a.at - b.at);

const timeOf = ({ at }: VoiceCue): number => Math.round(toSeconds(at) * 1e6) / 1000;

/** A cue's text without spaces at the ends of lines; the file of a recording without words. */
const shownText = ({ text, audio }: VoiceCue): string => {
  const lines = text.split(LINE_END).map((line) => line.trim());
  const shown = lines.join('\n').trim();
  return shown === '' && audio !== null ? `[${audio.trim()}]` : shown;
};

/** Milliseconds as a clock shows them, to the millisecond: `18:51.200`, `1:02:03.000`. */
export const formatClock = (time_ms: number): string => {
  const whole = Math.round(time_ms);
  const two = (n: number): string => String(n).padStart(2, '0');
  const s = Math.floor(whole / 1000);
  const [hours, minutes] = [Math.floor(s / 3600), Math.floor(s / 60) % 60];
  const clock = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `${clock}:${two(s % 60)}.${String(whole % 1000).padStart(3, '0')}`;
};
