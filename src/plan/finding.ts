import { type Frames, formatClock, type VoiceCue, type WorkoutEdit } from '../model/index.ts';

/** An edit, or several, that mend a finding; `label` says what they do. */
export interface Fix {
  readonly label: string;
  readonly edits: WorkoutEdit[];
}

/** Something to look at before an export. The contract's `Finding`. */
export interface Finding {
  readonly kind:
    | 'file-missing'
    | 'take-failed'
    | 'overlap'
    | 'past-end'
    | 'clipping'
    | 'too-long'
    | 'hard-to-hear'
    | 'loudness-outlier'
    | 'no-music'
    | 'document';
  readonly severity: 'error' | 'warning';
  /** A sentence. */
  readonly message: string;
  readonly cues: string[];
  readonly track: string | null;
  /** Where it is, in frames of the workout; null: nowhere in particular. */
  readonly at: Frames | null;
  /** The first is the one to offer. */
  readonly fixes: Fix[];
}

/** Characters of a line that are enough to know it by. */
const LONGEST_LINE = 40;

/** A cue as a sentence names it: its words between quotation marks, or its id. */
export const quoteCue = ({ text, id }: Pick<VoiceCue, 'text' | 'id'>): string => {
  const words = text.replace(/\s+/g, ' ').trim();
  return `“${words === '' ? id : shorten(words)}”`;
};

/** Words cut after a whole word. */
const shorten = (words: string): string => {
  if (words.length <= LONGEST_LINE) return words;
  const cut = words.slice(0, LONGEST_LINE - 1);
  return `${cut.slice(0, cut.lastIndexOf(' ') > 0 ? cut.lastIndexOf(' ') : cut.length)}…`;
};

/** A frame as a clock shows it, to the tenth: `19:21.5`. */
export const clockOf = (frame: number): string => formatClock(Math.floor(frame / 4800) * 100).slice(0, -2);

/** A level or a loudness to the tenth, without a zero behind the point. */
export const figure = (n: number): string => String(Number(n.toFixed(1)));
