import * as z from 'zod';
import {
  anchorSchema,
  coachSchema,
  cueSchema,
  ID_PATTERN,
  LONGEST_SECONDS,
  markerSchema,
  segmentSchema,
  takeSchema,
  trackSchema,
  variantSchema,
} from './workout-schema.ts';

/**
 * What can be done to a workout, as data: the same value travels from a window to the studio, is applied there by
 * `applyWorkoutEdits`, and is what a test makes at random. Values are those of the workout file (milliseconds for cues,
 * seconds for segments). In a `change`, null takes a field out and a field that is not given stays.
 */
const id = z.string().regex(ID_PATTERN);
const ids = z.array(id).min(1).max(10_000);
const time = z
  .number()
  .min(0)
  .max(LONGEST_SECONDS * 1000);
/** A new thing; one without an id gets one. */
const newOf = <Shape extends z.ZodRawShape & { id: z.ZodType }>(schema: z.ZodObject<Shape>) =>
  schema.partial({ id: true } as never) as unknown as z.ZodType<
    Omit<z.infer<z.ZodObject<Shape>>, 'id'> & { id?: string }
  >;
/** Any fields of a thing but its id; each is checked with the whole document after the edit. */
const changeOf = <Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>) =>
  schema.omit({ id: true } as never).partial() as unknown as z.ZodType<
    Partial<Omit<z.infer<z.ZodObject<Shape>>, 'id'>>
  >;

export const workoutEdit = z.discriminatedUnion('op', [
  /** Adds cues; one without an id gets one. */
  z.object({ op: z.literal('cues.add'), cues: z.array(cueSchema).min(1).max(10_000) }),
  z.object({ op: z.literal('cues.change'), ids, change: changeOf(cueSchema) }),
  /** Puts cues at times. An anchored cue stays anchored, at its new distance; `anchor` sets another one, null none. */
  z.object({
    op: z.literal('cues.place'),
    places: z
      .array(z.object({ id, time_ms: time, anchor: anchorSchema.nullish() }))
      .min(1)
      .max(10_000),
  }),
  z.object({ op: z.literal('cues.remove'), ids }),
  /** Two cues out of one: the text from character `at` on is said at `time_ms`. */
  z.object({ op: z.literal('cues.split'), id, at: z.number().int().min(1), time_ms: time }),
  /** Anchors cues where they are: to the nearest beat's grid, or to the segment they lie in. */
  z.object({ op: z.literal('cues.anchor'), ids, to: z.enum(['beat', 'segment']).nullable() }),
  /** A copy of the cues in every segment (or those named), at the same distance to its start. */
  z.object({ op: z.literal('cues.toSegments'), ids, segments: z.array(id).nullable() }),
  /** Replaces in the texts of all cues, or of those named. */
  z.object({
    op: z.literal('text.replace'),
    find: z.string().min(1).max(500),
    replace: z.string().max(500),
    matchCase: z.boolean(),
    wholeWord: z.boolean(),
    ids: z.array(id).nullable(),
  }),
  /** The whole script: what is not listed is removed, what has no id is added, the rest gets this time and text. */
  z.object({
    op: z.literal('script.set'),
    lines: z.array(z.object({ id: id.nullable(), time_ms: time, text: z.string().max(5000) })).max(10_000),
  }),

  /** `take.chosen` also unchooses the others of its coach. */
  z.object({ op: z.literal('takes.add'), cue: id, take: newOf(takeSchema) }),
  z.object({ op: z.literal('takes.change'), cue: id, id, change: changeOf(takeSchema) }),
  /** Chooses a take for its coach; null: the text is spoken for `coach` (null: for every coach). */
  z.object({ op: z.literal('takes.choose'), cue: id, take: id.nullable(), coach: id.nullable() }),
  z.object({ op: z.literal('takes.remove'), cue: id, id }),

  /** `ripple`: what lies behind moves by as much, cues too. */
  z.object({ op: z.literal('segments.add'), segments: z.array(segmentSchema).min(1).max(1000), ripple: z.boolean() }),
  z.object({ op: z.literal('segments.change'), id, change: changeOf(segmentSchema), ripple: z.boolean() }),
  z.object({ op: z.literal('segments.remove'), ids, ripple: z.boolean() }),
  /** All segments at once: a template, or what was suggested. Cues stay. */
  z.object({ op: z.literal('segments.replace'), segments: z.array(segmentSchema).max(1000) }),
  /** Two segments out of one. `at`: seconds of the workout. */
  z.object({ op: z.literal('segments.split'), id, at: z.number().min(0).max(LONGEST_SECONDS) }),

  /** At place `index` of the sequence; null: at the end. The first add turns `music_url` into a track. */
  z.object({
    op: z.literal('tracks.add'),
    tracks: z.array(newOf(trackSchema)).min(1).max(200),
    index: z.number().int().nullable(),
  }),
  /** Another file, trim, gain, fades, join or grid. Cues anchored to its beats follow. */
  z.object({ op: z.literal('tracks.change'), id, change: changeOf(trackSchema) }),
  z.object({ op: z.literal('tracks.remove'), ids }),
  /** Every track once, in the new order. */
  z.object({ op: z.literal('tracks.order'), ids }),

  z.object({ op: z.literal('coaches.add'), coach: newOf(coachSchema) }),
  z.object({ op: z.literal('coaches.change'), id, change: changeOf(coachSchema) }),
  z.object({ op: z.literal('coaches.remove'), id }),
  z.object({ op: z.literal('variants.add'), variant: newOf(variantSchema) }),
  z.object({ op: z.literal('variants.change'), id, change: changeOf(variantSchema) }),
  z.object({ op: z.literal('variants.remove'), id }),
  /** Whether a variant takes cues: by naming them as exceptions of its selection. */
  z.object({ op: z.literal('variants.take'), id, cues: ids, taken: z.boolean() }),

  z.object({ op: z.literal('markers.add'), marker: newOf(markerSchema) }),
  z.object({ op: z.literal('markers.change'), id, change: changeOf(markerSchema) }),
  z.object({ op: z.literal('markers.remove'), ids }),
  z.object({
    op: z.literal('workout.change'),
    change: z.object({
      title: z.string().max(500).nullish(),
      duration_seconds: z.number().gt(0).max(LONGEST_SECONDS).nullish(),
      lexicon: z.record(z.string(), z.string()).nullish(),
    }),
  }),
]);
export type WorkoutEdit = z.infer<typeof workoutEdit>;
/** The edit of one kind. */
export type EditOf<Op extends WorkoutEdit['op']> = Extract<WorkoutEdit, { op: Op }>;
