import * as z from 'zod';
import { layerSchema, type SessionCueDocument, sessionCueSchema, transitionSchema } from './cuelist-schema.ts';

/** Edits of a cuelist as data: what `applyCuelistEdits` does to its document. Cues are named by their ids. */

const id = z.string().min(1).max(200);
const ids = z.array(id).min(1).max(10_000);
/** Where cues go: in a group (null: the list itself), before a cue of it (null: at its end). */
const place = z.object({ group: id.nullable(), before: id.nullable() });
export type CuePlace = z.infer<typeof place>;

/** Fields of cues as the file writes them; null takes a field out, so that its default holds. */
const cueChange = z.object({
  /** Left out, it is told by what the cue has. */
  kind: z.enum(['sound', 'group', 'control', 'memo', 'placeholder']).nullable().optional(),
  number: z.string().max(40).nullable().optional(),
  name: z.string().max(500).nullable().optional(),
  notes: z.string().max(20_000).nullable().optional(),
  color: z.string().max(40).nullable().optional(),
  hotkey: z.string().max(40).nullable().optional(),
  layers: z.array(layerSchema).min(1).max(32).nullable().optional(),
  duration_seconds: z
    .union([z.literal('voice'), z.number().positive()])
    .nullable()
    .optional(),
  pre_wait_ms: z.number().min(0).nullable().optional(),
  post_wait_ms: z.number().min(0).nullable().optional(),
  follow: z.enum(['stop', 'auto-continue', 'auto-follow']).nullable().optional(),
  transition: transitionSchema.nullable().optional(),
  mode: z.enum(['sequence', 'together', 'playlist']).nullable().optional(),
  shuffle: z.boolean().nullable().optional(),
  control: z.record(z.string(), z.unknown()).nullable().optional(),
});
export type CueChange = z.infer<typeof cueChange>;

export const cuelistEdit = z.discriminatedUnion('op', [
  /** Cues without an id, or with one that is taken, get a new one. */
  z.object({
    op: z.literal('cues.add'),
    cues: z
      .array(z.custom<SessionCueDocument>((value) => sessionCueSchema.safeParse(value).success))
      .min(1)
      .max(10_000),
    to: place,
  }),
  z.object({ op: z.literal('cues.change'), ids, change: cueChange }),
  /** In the order of the list. A group is never moved into itself. */
  z.object({ op: z.literal('cues.move'), ids, to: place }),
  /** With new ids, and without the numbers and keys of the originals. */
  z.object({ op: z.literal('cues.copy'), ids, to: place }),
  /** A group that is left empty, by this or a move, goes too. */
  z.object({ op: z.literal('cues.remove'), ids }),
  /** Puts cues into a new group where the first of them is. */
  z.object({
    op: z.literal('cues.group'),
    ids,
    mode: z.enum(['sequence', 'together', 'playlist']),
    name: z.string().max(500),
  }),
  /** What groups hold takes their place. */
  z.object({ op: z.literal('cues.ungroup'), ids }),
  z.object({
    op: z.literal('list.change'),
    change: z.object({
      name: z.string().max(500).nullable().optional(),
      loop_mode: z.enum(['once', 'loop']).nullable().optional(),
      transition: transitionSchema.nullable().optional(),
      /** Numbers of the live engine, by the file's keys; null takes one out. */
      audio: z.record(z.string(), z.number().nullable()).optional(),
    }),
  }),
]);
export type CuelistEdit = z.infer<typeof cuelistEdit>;
