import * as z from 'zod';
import { curve, expected, id, LONGEST_SECONDS, list, positive, quantity, text } from './workout-schema.ts';

/**
 * The cuelist file's shape. Objects are loose: keys that are not known here are kept. What ties fields together (unique
 * ids, targets, what an action needs) is checked in `cuelist-checks.ts`.
 */

const LONGEST_MS = LONGEST_SECONDS * 1000;
const LONGEST_FADE_MS = 600_000;
const choice = <const Word extends string>(words: readonly [Word, ...Word[]]) =>
  z.enum(words, expected(`${words.slice(0, -1).join(', ')} or ${words.at(-1)}`));
const fadeMs = (description: string) => quantity('milliseconds', 0, LONGEST_FADE_MS, description).nullish();
const place = (description: string) => quantity('milliseconds', 0, LONGEST_MS, description).nullish();
const free = (description: string) => z.string(expected('a text')).nullish().meta({ description });

const loopSchema = z
  .union(
    [
      z.boolean(expected('true or false')).meta({ description: 'True: the whole of what is played, until stopped.' }),
      z.looseObject({
        start_ms: place('Where a pass begins, in the file. Default: where playing starts.'),
        end_ms: positive('milliseconds', LONGEST_MS, 'And where it ends. Default: where playing ends.').nullish(),
        crossfade_ms: fadeMs('How long two passes sound together. Default 0.'),
        crossfade_curve: curve('Default equal-power.'),
        times: z
          .number(expected('a whole number of passes over 0'))
          .int(expected('a whole number of passes over 0'))
          .min(1, expected('a whole number of passes over 0'))
          .nullish()
          .meta({ description: 'Passes in all. Default: until devamped or stopped.' }),
      }),
    ],
    expected('true, false or an object of loop settings'),
  )
  .nullish()
  .meta({ description: 'Default: not at all.' });

export const layerSchema = z
  .looseObject(
    {
      role: choice(['voice', 'background', 'generic']).nullish().meta({ description: 'Default generic.' }),
      file: text('the path of an audio file', 'The sound; relative to this file.'),
      gain_db: z
        .number(expected('decibels in -200..24'))
        .min(-200, expected('decibels in -200..24'))
        .max(24, expected('decibels in -200..24'))
        .nullish()
        .meta({ description: 'Default 0; -200 is silence.' }),
      fade_in_ms: fadeMs('Default 0.'),
      fade_in_curve: curve('Default equal-power.'),
      fade_out_ms: fadeMs('Default 0.'),
      fade_out_curve: curve('Default equal-power.'),
      trim_start_ms: place('Where playing starts in it. Default 0.'),
      trim_end_ms: positive('milliseconds', LONGEST_MS, 'Where playing ends in it. Default: its end.').nullish(),
      loop: loopSchema,
    },
    expected('a layer object'),
  )
  .meta({ description: 'One sound of a cue. All layers begin together.' });

export const transitionSchema = z
  .looseObject(
    {
      type: choice(['snap', 'crossfade', 'gap']),
      duration_ms: fadeMs('How long the crossfade or the gap is. Default 2000.'),
      curve: curve('Default equal-power.'),
    },
    expected('a transition object'),
  )
  .meta({ description: 'How a cue gives way to the one that follows by itself.' });

export const controlSchema = z
  .looseObject(
    {
      does: choice(['fade', 'stop', 'pause', 'resume', 'jump']),
      target: id('The cue it is done to. Default: all that sound.').nullish(),
      gain_db: quantity(
        'decibels',
        -200,
        24,
        'Where a fade goes, over the own gain of the target. Default -200.',
      ).nullish(),
      duration_ms: fadeMs('How long the fade, or the fade before the stop, lasts. Default 0.'),
      curve: curve('Default equal-power.'),
    },
    expected('a control object'),
  )
  .meta({ description: 'What the cue does to others.' });

const cueFields = {
  id: id('Unique in the file. Default: cue-1, cue-2, … by place in the file.').nullish(),
  number: free('What the operator calls it. Default: none.'),
  name: free('Default: the id.'),
  notes: free('For the operator.'),
  color: free('How the operator marks it: red, orange, yellow, green, teal, blue, purple or grey. Default: none.'),
  hotkey: free('A key that fires it in Show mode: `F5`, `Shift+1`. Default: none.'),
  kind: choice(['sound', 'group', 'control', 'memo', 'placeholder'])
    .nullish()
    .meta({ description: 'Default: by what it has (layers, cues, control), else memo.' }),
  layers: list(layerSchema, 'layers', 'What sounds.').nullish(),
  duration_seconds: z
    .union(
      [z.literal('voice'), positive('seconds', LONGEST_SECONDS, 'How long the cue lasts.')],
      expected(`"voice", or seconds over 0 and up to ${LONGEST_SECONDS}`),
    )
    .nullish()
    .meta({ description: 'Default: as long as its voice layers, or all its layers where it has none.' }),
  pre_wait_ms: place('Between GO and the first sound. Default 0.'),
  post_wait_ms: place('Before what follows by itself. Default 0.'),
  follow: choice(['stop', 'auto-continue', 'auto-follow']).nullish().meta({ description: 'Default stop.' }),
  transition: transitionSchema.nullish(),
  mode: choice(['sequence', 'together', 'playlist']).nullish().meta({ description: 'Of a group. Default sequence.' }),
  shuffle: z.boolean(expected('true or false')).nullish().meta({ description: 'Of a playlist. Default false.' }),
  control: controlSchema.nullish(),
};

export const sessionCueSchema: z.ZodType<SessionCueDocument> = z
  .looseObject(
    { ...cueFields, cues: z.lazy(() => list(sessionCueSchema, 'cues', 'What a group holds.').nullish()) },
    expected('a cue object'),
  )
  .meta({ description: 'One step of a session.' });

const role = (unit: string) =>
  quantity('seconds', 0, 600, `Decoded ${unit} that may be held, not played yet.`).nullish();

export const audioSettingsSchema = z.looseObject(
  {
    prefetch_lead_seconds: quantity(
      'seconds',
      0,
      600,
      'How long before it is needed a cue is opened. Default 8.',
    ).nullish(),
    prefetch_block_limit_ms: quantity(
      'milliseconds',
      0,
      500,
      'Longest wait of a cue for its sound. Default 150.',
    ).nullish(),
    slow_decode_stream_ms: quantity('milliseconds', 0, 2000, 'Slower files stream. Default 350; 0: none.').nullish(),
    stream_over_mb: quantity('megabytes', 0, 1_000_000, 'Larger files stream. Default 64; 0: none.').nullish(),
    max_buffer_seconds_voice: role('voice'),
    max_buffer_seconds_background: role('background'),
    max_buffer_seconds_generic: role('generic sound'),
    max_buffer_seconds_total: role('sound in all'),
    kept_heads: quantity('heads', 0, 1000, 'Heads kept for repeats. Default 16.').nullish(),
  },
  expected('an object of audio settings'),
);

export const cuelistSchema = z.looseObject(
  {
    version: z.number(expected('a number')).nullish().meta({ description: 'Version of this file.' }),
    id: id('Names the cuelist.'),
    name: free('Default: the id.'),
    cues: list(sessionCueSchema, 'cues', 'The steps of the session, in order.'),
    loop_mode: choice(['once', 'loop']).nullish().meta({ description: 'What comes after the last cue. Default once.' }),
    transition: transitionSchema.nullish(),
    settings: z
      .looseObject({ audio: audioSettingsSchema.nullish() }, expected('an object of settings'))
      .nullish()
      .meta({ description: 'Numbers of the live engine for this list.' }),
  },
  expected('a cuelist: a JSON object'),
);

/** A cuelist file as it is written: JSON values, unknown keys kept. */
export type CuelistDocument = z.infer<typeof cuelistSchema>;
export type LayerDocument = z.infer<typeof layerSchema>;
export type TransitionDocument = z.infer<typeof transitionSchema>;
export type AudioSettingsDocument = z.infer<typeof audioSettingsSchema>;
export type SessionCueDocument = z.infer<z.ZodObject<typeof cueFields, z.core.$loose>> & {
  cues?: SessionCueDocument[] | null;
};

/** The JSON Schema (draft 2020-12) of the cuelist file, as published in `resources/cuelist.schema.json`. */
export const cuelistJsonSchema = (): Record<string, unknown> => {
  const { $schema, ...schema } = z.toJSONSchema(cuelistSchema, { target: 'draft-2020-12', io: 'input' });
  return {
    $schema,
    $id: 'urn:cueforge:cuelist',
    title: 'Cueforge cuelist',
    description:
      'A session that is run live: an ordered list of cues, with what sounds and what follows. Times are milliseconds, or seconds where the key says so. Keys that are not named here are kept.',
    ...schema,
  };
};
