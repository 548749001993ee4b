import { formatClock } from './script-text.ts';
import { toSeconds } from './units.ts';
import type { Workout } from './workout.ts';

/** A file in another form, and what could not be said in it: sentences. */
export interface Exported {
  readonly text: string;
  readonly notes: string[];
}

/** A workout's cues as the cue sheet that `parseCueSheet` reads: CSV with a header, in order of time. */
export const toCueSheet = (workout: Workout): Exported => {
  const rows = [...workout.cues]
    .sort((a, b) => a.at - b.at)
    .map(({ at, text, id, level, tags, gain, audio }) => [
      formatClock(toSeconds(at) * 1000),
      text,
      id,
      level ?? '',
      tags
        .map(toWord)
        .filter((tag) => tag !== '')
        .join('|'),
      gain === 0 ? '' : String(gain),
      audio ?? '',
    ]);
  const table = [['time', 'text', 'id', 'level', 'tags', 'gain_db', 'audio'], ...rows];
  return { text: table.map((row) => `${row.map(toCell).join(',')}\r\n`).join(''), notes: notesOf(workout) };
};

/** A tag without what would split it in two. */
const toWord = (tag: string): string => tag.trim().replace(/[|,;\s]+/g, '-');

const toCell = (text: string): string => (/[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const notesOf = ({ cues, segments, tracks, markers }: Workout): string[] => {
  const told: [number, string][] = [
    [tracks.length, 'The music is not in a cue sheet.'],
    [segments.length, 'Segments are not in a cue sheet.'],
    [markers.length, 'Markers are not in a cue sheet.'],
    [
      cues.filter(({ takes }) => takes.length > 0).length,
      'Takes are not in a cue sheet; a recording for every coach is.',
    ],
    [
      cues.filter(({ duck, speed }) => duck !== null || speed !== 1).length,
      'Ducking and speed are not in a cue sheet.',
    ],
    [cues.filter(({ anchor }) => anchor !== null).length, 'Anchors are not in a cue sheet; cues keep their times.'],
    [cues.filter(({ tags }) => tags.some((tag) => toWord(tag) !== tag)).length, 'Spaces in tags became hyphens.'],
  ];
  return told.flatMap(([count, note]) => (count > 0 ? [note] : []));
};
