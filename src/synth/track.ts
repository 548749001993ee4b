import { z } from 'zod';
import { CueforgeError, ENGINE_RATE, type Frames, frames } from '../model/index.ts';
import { parseChord } from './chords.ts';
import { instrumentSchema } from './instruments.ts';

/** Steps in a bar: sixteenths of four beats. */
export const STEPS_PER_BAR = 16;

const chordList = z
  .array(z.string().refine((name) => parseChord(name) !== null, 'a chord such as "Am", "F", "C#m7", "Gsus4"'))
  .min(1)
  .max(64);

/**
 * What one instrument does, over whole bars. `velocity` has a character a step: `1` (soft) .. `9` (hard) begins a note,
 * `.` does not; spaces and `|` are for the eye. `tones` says which note of the chord each of the notes is, counted upward
 * from 0, one after the other and round again. `hold_steps` is how long notes are held.
 */
const patternSchema = z.strictObject({
  velocity: z
    .string()
    .transform((text) => text.replaceAll(/[ |]/g, ''))
    .refine((text) => /^[1-9.]+$/.test(text), 'steps as 1..9 or "."')
    .refine(
      (text) => text.length % STEPS_PER_BAR === 0 && text.length <= 128,
      'whole bars of 16 steps, 8 bars at most',
    ),
  tones: z.array(z.int().min(0).max(24)).min(1).default([0]),
  hold_steps: z.number().min(0.25).max(256).default(1),
});

/** An instrument playing a pattern on [from_bar, to_bar) of a section. `to_bar` null: to its end. */
const partSchema = z.strictObject({
  instrument: z.string(),
  pattern: z.string(),
  from_bar: z.int().min(0).default(0),
  to_bar: z.int().min(1).nullable().default(null),
  /** Over the instrument's own level. Decibels, -60..12. Default 0. */
  level_decibels: z.number().min(-60).max(12).default(0),
});

/** A stretch of the track. Its intensity moves in a straight line and opens the filters of what plays. */
const sectionSchema = z.strictObject({
  title: z.string().min(1),
  bars: z.int().min(1).max(512),
  /** 0 (soft) .. 1 (bright), where the section begins and where it ends. */
  intensity: z.strictObject({ from: z.number().min(0).max(1), to: z.number().min(0).max(1) }),
  /** Over the levels of everything that plays. Decibels, -60..6. Default 0. */
  level_decibels: z.number().min(-60).max(6).default(0),
  /** A chord a bar, round and round. Default: the track's. */
  chords: chordList.nullable().default(null),
  parts: z.array(partSchema).max(64),
});

const shape = z.strictObject({
  title: z.string().min(1),
  /** Beats per minute, 40..240. */
  bpm: z.number().min(40).max(240),
  /** What the noise is drawn from: the same seed, the same track. */
  seed: z.int().min(0).max(0xffffffff),
  /** A chord a bar, round and round, where a section has none of its own. */
  chords: chordList,
  instruments: z.record(z.string(), instrumentSchema),
  patterns: z.record(z.string(), patternSchema),
  sections: z.array(sectionSchema).min(1).max(128),
  /** Bars over which the end of the track fades to nothing. Default 0. */
  fade_out_bars: z.number().min(0).max(64).default(0),
});

/** A piece of music as data: JSON, with units in its names. */
export const trackSchema = shape.superRefine((track, context) => {
  track.sections.forEach((section, s) => {
    section.parts.forEach((part, p) => {
      const refuse = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: ['sections', s, 'parts', p, field], message });
      if (!Object.hasOwn(track.instruments, part.instrument))
        refuse('instrument', `"${part.instrument}" is not one of the track's instruments`);
      if (!Object.hasOwn(track.patterns, part.pattern))
        refuse('pattern', `"${part.pattern}" is not one of the track's patterns`);
      if (part.from_bar >= section.bars) refuse('from_bar', `a bar of the section, 0..${section.bars - 1}`);
      if (part.to_bar !== null && (part.to_bar <= part.from_bar || part.to_bar > section.bars))
        refuse('to_bar', `after from_bar and at most ${section.bars}`);
    });
  });
});

export type Track = z.infer<typeof trackSchema>;
export type Section = z.infer<typeof sectionSchema>;
export type Pattern = z.infer<typeof patternSchema>;

/** A track from JSON. Throws `workout-invalid` with every problem and where it is. */
export const parseTrack = (json: unknown): Track => {
  const result = trackSchema.safeParse(json);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => ({ path: pathText(issue.path), message: issue.message }));
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  throw new CueforgeError('workout-invalid', `The track is not valid: ${first.path}: ${first.message}${more}`, {
    problems,
  });
};

const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '') || 'track';

/** The frame a step (counted from the track's start; fractions allowed) falls on. */
export const stepToFrame = (track: Track, step: number): Frames =>
  frames(Math.round((step * 60 * ENGINE_RATE) / (track.bpm * (STEPS_PER_BAR / 4))));

/** The bar each section starts on, and after the last of them the bar the track ends on. */
export const sectionBars = (track: Track): readonly number[] => {
  const starts = [0];
  for (const section of track.sections) starts.push(starts[starts.length - 1] + section.bars);
  return starts;
};

/** How long the track is. It is silent from there on. */
export const trackLength = (track: Track): Frames =>
  stepToFrame(track, sectionBars(track)[track.sections.length] * STEPS_PER_BAR);
