import type { AssetKind, AssetRow } from '../../src/contract/index.ts';
import { lengthText } from '../ui/figures.ts';

/** How the room says what `ui/figures` does not. Pure; a figure that is not known is a dash. */
const DASH = '–';
/** Groups digits without letting a line break between them. */
const NARROW = '\u202f';

/** `0:03.6` under ten seconds, else `45:00`, `1:02:10`. */
export const sayLength = (seconds: number): string => lengthText(seconds, { tenths: seconds < 9.95 });

/** To the millisecond: `45:00.000`. */
export const sayExactLength = (seconds: number): string => {
  const milliseconds = Math.round(seconds * 1000);
  const whole = Math.floor(milliseconds / 1000);
  const fraction = String(milliseconds % 1000).padStart(3, '0');
  return `${Math.floor(whole / 60)}:${two(whole % 60)}.${fraction}`;
};

export const sayBpm = (bpm: number | null): string => (bpm === null ? DASH : String(Math.round(bpm)));
export const sayCount = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, NARROW);
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${sayCount(count)} ${count === 1 ? one : many}`;

/** Length of much sound: `96 h`, `1.5 h`, `42 min`, `20 s`. */
export const sayMuch = (seconds: number): string => {
  if (seconds >= 36_000) return `${sayCount(Math.round(seconds / 3600))} h`;
  if (seconds >= 3600) return `${(seconds / 3600).toFixed(1)} h`;
  return seconds >= 60 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds)} s`;
};

/** A moment in milliseconds since 1970: `10:40` on the day of `now`, else `3 Nov`, with its year where that is another. */
export const sayMoment = (moment: number, now: number): string => {
  const [then, today] = [new Date(moment), new Date(now)];
  if (then.toDateString() === today.toDateString()) return `${two(then.getHours())}:${two(then.getMinutes())}`;
  const day = `${then.getDate()} ${MONTHS[then.getMonth()]}`;
  return then.getFullYear() === today.getFullYear() ? day : `${day} ${then.getFullYear()}`;
};
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (value: number): string => String(value).padStart(2, '0');

/** Kinds as shelves. */
export const KIND_SHELVES: Readonly<Record<AssetKind, string>> = {
  workout: 'Workouts’ music',
  track: 'Tracks',
  bed: 'Beds',
  voice: 'Voice takes',
  effect: 'Effects',
  tone: 'Tones',
};

/** What is wrong with a sound, in words; the first is the worst. */
export interface Wrong {
  readonly tone: 'error' | 'warn' | 'quiet';
  readonly words: string;
  readonly explained: string;
}

export const wrongWith = (row: AssetRow): Wrong | null => {
  if (row.missing) return { tone: 'error', words: 'file missing', explained: `It was last seen at ${row.path}` };
  if (row.analysis === 'failed')
    return { tone: 'error', words: 'not readable', explained: row.problem ?? 'It could not be analysed' };
  if (row.analysis === 'waiting')
    return { tone: 'quiet', words: 'being analysed', explained: 'Levels, tempo and waveform follow' };
  if (row.clipped > 0)
    return {
      tone: 'warn',
      words: 'clips',
      explained: `${countOf(row.clipped, 'frame')} at full scale: it was recorded or mastered too loud`,
    };
  return null;
};
