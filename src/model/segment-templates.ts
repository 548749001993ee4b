import type { SegmentDocument } from './workout-schema.ts';

/** Blocks that workouts are made of. Durations are defaults: those of a studio ride of 45 minutes. */
export type TemplateName = 'warm-up' | 'build' | 'climb' | 'intervals' | 'recovery' | 'cool-down';

export interface TemplateOptions {
  /** Where the first segment starts, seconds of the workout. */
  readonly start: number;
  /** How long all of it lasts, seconds, > 0; as the template says where it is not given. Not for intervals. */
  readonly seconds?: number;
  /** Intervals: how many, 1..100, and how long each effort and the rest after it last, seconds. `off` 0: no rests. */
  readonly repeats?: number;
  readonly on?: number;
  readonly off?: number;
}

export interface SegmentTemplate {
  /** As a menu says it. */
  readonly title: string;
  /** What it makes, in words. */
  readonly description: string;
  readonly make: (options: TemplateOptions) => SegmentDocument[];
}

/** Segments after each other from a start. */
const inSequence = (start: number, parts: readonly { title: string; seconds: number; intensity: string }[]) => {
  let at = start;
  return parts.map(({ title, seconds, intensity }): SegmentDocument => {
    const segment = { title, start_time: tidy(at), duration_seconds: tidy(seconds), intensity };
    at += seconds;
    return segment;
  });
};

const single = (title: string, length: number, intensity: string, description: string): SegmentTemplate => ({
  title,
  description,
  make: ({ start, seconds = length }) => inSequence(start, [{ title, seconds, intensity }]),
});

const BUILD = ['low', 'medium', 'high'];

export const segmentTemplates: Readonly<Record<TemplateName, SegmentTemplate>> = {
  'warm-up': single('Warm-up', 300, 'low', '5 minutes, low'),
  build: {
    title: 'Build',
    description: '4 minutes in three steps: low, medium, high',
    make: ({ start, seconds = 240 }) =>
      inSequence(
        start,
        BUILD.map((intensity, i) => ({ title: `Build ${i + 1} of ${BUILD.length}`, seconds: seconds / 3, intensity })),
      ),
  },
  climb: single('Climb', 300, 'high', '5 minutes, high'),
  intervals: {
    title: 'Intervals',
    description: '6 efforts of 40 seconds at max, each with 20 seconds of low after it',
    make: ({ start, repeats = 6, on = 40, off = 20 }) =>
      inSequence(
        start,
        Array.from({ length: Math.min(100, Math.max(1, Math.floor(repeats))) }, (_, i) => [
          { title: `Interval ${i + 1}`, seconds: on, intensity: 'max' },
          ...(off > 0 ? [{ title: `Rest ${i + 1}`, seconds: off, intensity: 'low' }] : []),
        ]).flat(),
      ),
  },
  recovery: single('Recovery', 120, 'low', '2 minutes, low'),
  'cool-down': single('Cool-down', 300, 'low', '5 minutes, low'),
};

/** Several templates after each other: a whole workout's segments. */
export const layOutTemplates = (
  start: number,
  parts: readonly ({ readonly name: TemplateName } & Omit<TemplateOptions, 'start'>)[],
): SegmentDocument[] => {
  let at = start;
  return parts.flatMap(({ name, ...options }) => {
    const segments = segmentTemplates[name].make({ ...options, start: at });
    const last = segments.at(-1);
    if (last !== undefined) at = last.start_time + last.duration_seconds;
    return segments;
  });
};

/** To the microsecond. */
const tidy = (s: number): number => Math.round(s * 1e6) / 1e6;
