import * as z from 'zod';
import { describeValue } from './problem.ts';
import { AUDIO_FORMATS } from './workout.ts';

/**
 * The workout file's shape. Objects are loose: keys that are not known here are kept. What ties fields together (unique
 * ids, known coaches, times within the duration) is checked in `workout-checks.ts`. Every refusal says what was expected
 * and what was got.
 */

/** Longest time a workout file may name: a day. */
export const LONGEST_SECONDS = 86_400;

/** Ids name files. */
export const ID_PATTERN = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,80}$/;

export const expected = (what: string) => ({
  error: (issue: { input?: unknown }) => `expected ${what}, got ${describeValue(issue.input)}`,
});

export const text = (what: string, description: string) => {
  const refuse = expected(what);
  return z.string(refuse).min(1, refuse).meta({ description });
};

/** A finite number in min..max of a unit. */
export const quantity = (unit: string, min: number, max: number, description: string) => {
  const refuse = expected(`${unit} in ${min}..${max}`);
  return z
    .number(refuse)
    .min(min, refuse)
    .max(max, refuse)
    .meta({ description: `${description} ${unit[0]!.toUpperCase()}${unit.slice(1)}, ${min}..${max}.` });
};

/** A finite number over 0 and up to `max`. */
export const positive = (unit: string, max: number, description: string) => {
  const refuse = expected(`${unit} over 0 and up to ${max}`);
  return z
    .number(refuse)
    .gt(0, refuse)
    .max(max, refuse)
    .meta({ description: `${description} ${unit[0]!.toUpperCase()}${unit.slice(1)}, over 0 and up to ${max}.` });
};

export const id = (description: string) => {
  const refuse = expected('an id of 1 to 80 of the characters A-Z a-z 0-9 . _ - that is not "." or ".."');
  return z.string(refuse).regex(ID_PATTERN, refuse).meta({ description });
};

export const list = <Item extends z.ZodType>(item: Item, what: string, description: string) =>
  z.array(item, expected(`an array of ${what}`)).meta({ description });

export const word = (what: string) => text(what, `${what[0]!.toUpperCase()}${what.slice(1)}.`);

const gainsAndTimes = {
  preset: z.enum(['punchy', 'standard', 'calm', 'off'], expected('punchy, standard, calm or off')),
  depth: quantity('decibels', -40, 0, 'How far the music drops under speech; 0 disables ducking. Default -12.'),
  lead: quantity('milliseconds', 0, 10_000, 'How long before speech the music is fully down. Default 100.'),
  attack: quantity('milliseconds', 0, 10_000, 'How long the music takes to go down. Default 250.'),
  hold: quantity('milliseconds', 0, 10_000, 'How long the music stays down after speech. Default 400.'),
  mergeGap: quantity('milliseconds', 0, 60_000, 'Gaps between speech shorter than this stay ducked. Default 1200.'),
  release: quantity('milliseconds', 0, 10_000, 'How long the music takes to come back. Default 900.'),
};

export const duckingSchema = z
  .union(
    [
      gainsAndTimes.preset.meta({ description: 'A preset by name.' }),
      z.looseObject({
        preset: gainsAndTimes.preset
          .nullish()
          .meta({ description: 'What the fields that are not given are taken from. Default standard.' }),
        depth_db: gainsAndTimes.depth.nullish(),
        lead_ms: gainsAndTimes.lead.nullish(),
        attack_ms: gainsAndTimes.attack.nullish(),
        hold_ms: gainsAndTimes.hold.nullish(),
        merge_gap_ms: gainsAndTimes.mergeGap.nullish(),
        release_ms: gainsAndTimes.release.nullish(),
      }),
    ],
    expected('a ducking preset (punchy, standard, calm or off) or an object of ducking settings'),
  )
  .meta({ description: 'How the music gives way to speech: a preset, or settings over a preset.' });

export const segmentSchema = z
  .looseObject(
    {
      id: id('Unique among the segments; what anchors name. Default: segment-1, segment-2, … by place.').nullish(),
      title: z.string(expected('a text')).nullish().meta({ description: 'Chapter title. Default: Segment 1, …' }),
      start_time: quantity('seconds', 0, LONGEST_SECONDS, 'Where the segment starts.'),
      duration_seconds: positive('seconds', LONGEST_SECONDS, 'How long the segment lasts.'),
      intensity: word('an intensity: low, medium, high, max, or a word of your own').nullish(),
      bpm: positive('beats per minute', 400, 'Tempo.').nullish(),
    },
    expected('a segment object'),
  )
  .meta({ description: 'A block of the workout: a chapter of the mix.' });

export const anchorSchema = z
  .union(
    [
      z.looseObject({
        track: id('The track whose beats are counted.'),
        beat: z.number(expected('a number of beats')).meta({
          description: 'Beats after the first beat of the grid; fractions lie between, negative ones before.',
        }),
      }),
      z.looseObject({
        segment: id('The segment.'),
        offset_ms: z
          .number(expected('a number of milliseconds'))
          .meta({ description: 'Milliseconds after the start of the segment; negative: before.' }),
      }),
    ],
    expected('an object with track and beat, or with segment and offset_ms'),
  )
  .meta({ description: 'What the cue keeps its distance to when an editor moves it. time_ms says where it is now.' });

export const takeSchema = z
  .looseObject(
    {
      id: id('Unique among the takes of the cue.'),
      name: text('a name', 'Default: the id.').nullish(),
      audio: text('the path of an audio file', 'The recording; relative to this file.'),
      coach: text('the id of a coach', 'Whose voice it is. Default: it serves every coach.').nullish(),
      start_ms: quantity(
        'milliseconds',
        0,
        LONGEST_SECONDS * 1000,
        'What is used of the file starts here. Default 0.',
      ).nullish(),
      end_ms: positive(
        'milliseconds',
        LONGEST_SECONDS * 1000,
        'And ends here. Default: the end of the file.',
      ).nullish(),
      gain_db: quantity('decibels', -60, 24, 'Gain over the staged voice level. Default 0.').nullish(),
      chosen: z
        .boolean(expected('true or false'))
        .nullish()
        .meta({ description: 'Whether this take is used for its coach. Default false: the text is spoken.' }),
    },
    expected('a take object'),
  )
  .meta({ description: 'A recording of a cue.' });

export const cueSchema = z
  .looseObject(
    {
      id: id('Unique in the file. Default: cue-1, cue-2, … by place in the file.').nullish(),
      time_ms: quantity('milliseconds', 0, LONGEST_SECONDS * 1000, 'When the cue starts on the workout.'),
      text: z
        .string(expected('a text'))
        .max(5000, { error: 'expected a text of up to 5000 characters' })
        .nullish()
        .meta({ description: 'What the coach says. A cue needs text or audio.' }),
      audio: text('the path of an audio file', 'A recording instead of speech; relative to this file.').nullish(),
      file: text('the path of an audio file', 'The same as audio.').nullish(),
      gain_db: quantity('decibels', -60, 24, 'Gain over the staged voice level. Default 0.').nullish(),
      duck: duckingSchema.nullish(),
      speed: quantity('times', 0.5, 2, 'How fast the take is played, its pitch kept. Default 1.').nullish(),
      anchor: anchorSchema.nullish(),
      takes: list(takeSchema, 'takes', 'Recordings of the cue; the chosen one of a coach is used.').nullish(),
      level: word('how hard the coach pushes: a word that variants select by').nullish(),
      tags: list(word('a tag that variants select by'), 'tags', 'What variants select by.').nullish(),
    },
    expected('a cue object'),
  )
  .meta({ description: 'A spoken instruction at a time on the workout.' });

export const coachSchema = z
  .looseObject(
    {
      id: id('What variants name the coach by.'),
      name: text('a name', 'Default: the id.').nullish(),
      provider: text('the name of a speech provider', 'Speech provider. Default embedded.').nullish(),
      voice: text('the name of a voice', 'Voice of that provider. Default: its own.').nullish(),
      rate: quantity('times', 0.5, 2, 'Speaking rate. Default 1.').nullish(),
    },
    expected('a coach object'),
  )
  .meta({ description: 'A voice: a speech provider with its settings.' });

const FADE_CURVES = ['linear', 'equal-power', 'raised-cosine-db'] as const;
export const curve = (description: string) =>
  z.enum(FADE_CURVES, expected('linear, equal-power or raised-cosine-db')).nullish().meta({ description });

export const trackSchema = z
  .looseObject(
    {
      id: id('Unique among the tracks; what anchors name.'),
      file: text('a path or an address', 'The music: a path relative to this file, or an address.'),
      trim_start_ms: quantity(
        'milliseconds',
        0,
        LONGEST_SECONDS * 1000,
        'Where playing starts in it. Default 0.',
      ).nullish(),
      trim_end_ms: positive(
        'milliseconds',
        LONGEST_SECONDS * 1000,
        'Where playing ends in it. Default: its end.',
      ).nullish(),
      gain_db: quantity('decibels', -60, 24, 'Gain over the staged bed level. Default 0.').nullish(),
      fade_in_ms: quantity('milliseconds', 0, 600_000, 'Default 0.').nullish(),
      fade_in_curve: curve('Default raised-cosine-db.'),
      fade_out_ms: quantity('milliseconds', 0, 600_000, 'Default 0.').nullish(),
      fade_out_curve: curve('Default raised-cosine-db.'),
      crossfade_ms: quantity(
        'milliseconds',
        0,
        600_000,
        'How long it sounds together with the track before it. Default 0: a join without a gap.',
      ).nullish(),
      crossfade_curve: curve('Default equal-power.'),
      bpm: positive('beats per minute', 400, 'Tempo of its beat grid. Default: as measured.').nullish(),
      first_beat_ms: z
        .number(expected('a number of milliseconds'))
        .nullish()
        .meta({ description: 'A first beat of a bar, in milliseconds of the file. Default: as measured.' }),
      beats_per_bar: z
        .number(expected('a whole number of beats in 1..16'))
        .int(expected('a whole number of beats in 1..16'))
        .min(1, expected('a whole number of beats in 1..16'))
        .max(16, expected('a whole number of beats in 1..16'))
        .nullish()
        .meta({ description: 'Beats of a bar, 1..16. Default 4.' }),
    },
    expected('a track object'),
  )
  .meta({ description: 'A piece of music. Tracks sound one after the other.' });

export const markerSchema = z
  .looseObject(
    {
      id: id('Unique among the markers.'),
      time_ms: quantity('milliseconds', 0, LONGEST_SECONDS * 1000, 'Where it stands on the workout.'),
      name: z.string(expected('a text')).nullish().meta({ description: 'Default: empty.' }),
    },
    expected('a marker object'),
  )
  .meta({ description: 'A place to come back to. It sounds in no way.' });

const formatsSchema = z
  .array(z.enum(AUDIO_FORMATS, expected('mp3, m4a, opus, flac, wav, wav16 or wav32')), expected('an array of formats'))
  .min(1, { error: 'expected at least one format, got an empty array' })
  .meta({ description: 'Formats to export. Default: as the export says.' });

export const variantSchema = z
  .looseObject(
    {
      id: id('Names the files of the variant. Not music or coaching, which are always there.'),
      name: text('a name', 'Default: the id.').nullish(),
      coach: text('the id of a coach', 'Id of a coach. Default: the first.').nullish(),
      cues: z
        .looseObject(
          {
            tags: list(word('a tag'), 'tags', 'Takes cues with any of these tags. Default: all cues.').nullish(),
            levels: list(
              word('a level'),
              'levels',
              'Takes cues with one of these levels, and cues without a level. Default: all cues.',
            ).nullish(),
            except: list(
              id('A cue.'),
              'ids of cues',
              'Cues that are the other way round than tags and levels say. Default: none.',
            ).nullish(),
          },
          expected('an object with tags, levels and except'),
        )
        .nullish()
        .meta({ description: 'Which cues the variant takes. Default: all.' }),
      ducking: duckingSchema.nullish(),
      voice_level_db: quantity('decibels', -24, 24, 'Voice over its staged level. Default 0.').nullish(),
      target_lufs: quantity('LUFS', -40, -5, 'Loudness of the mix. Default: as the export says.').nullish(),
      formats: formatsSchema.nullish(),
    },
    expected('a variant object'),
  )
  .meta({ description: 'A recipe for one export.' });

export const workoutSchema = z.looseObject(
  {
    version: z.number(expected('a number')).nullish().meta({ description: 'Version of this file.' }),
    id: id('Names the files of the workout.'),
    title: z.string(expected('a text')).nullish().meta({ description: 'Default: the id.' }),
    duration_seconds: positive('seconds', LONGEST_SECONDS, 'How long the workout lasts.').optional(),
    music_url: text('a path or an address', 'The music: a path relative to this file, or an address.').nullish(),
    tracks: list(
      trackSchema,
      'tracks',
      'The music as one or several tracks in sequence; goes before music_url.',
    ).optional(),
    coaching_url: text(
      'a path or an address',
      'A ready-made coaching track: the voice where there are no cues.',
    ).nullish(),
    segments: list(segmentSchema, 'segments', 'Blocks of the workout: chapters of the mix.').optional(),
    cues: list(cueSchema, 'cues', 'What the coach says, and when.').optional(),
    coaches: list(coachSchema, 'coaches', 'Voices that variants choose from.').optional(),
    variants: list(variantSchema, 'variants', 'Recipes for exports. Default: one called coached.').optional(),
    markers: list(markerSchema, 'markers', 'Places to come back to.').optional(),
    lexicon: z
      .record(z.string(), z.string(expected('the spoken form as a text')), expected('an object of texts'))
      .optional()
      .meta({ description: 'Words said in a way of their own: written form to spoken form.' }),
  },
  expected('a workout: a JSON object'),
);

/** A workout file as it is written: JSON values, unknown keys kept. */
export type WorkoutDocument = z.infer<typeof workoutSchema>;
export type CueDocument = z.infer<typeof cueSchema>;
export type SegmentDocument = z.infer<typeof segmentSchema>;
export type TakeDocument = z.infer<typeof takeSchema>;
export type AnchorDocument = z.infer<typeof anchorSchema>;
export type TrackDocument = z.infer<typeof trackSchema>;
export type MarkerDocument = z.infer<typeof markerSchema>;
export type CoachDocument = z.infer<typeof coachSchema>;
export type VariantDocument = z.infer<typeof variantSchema>;
export type DuckingDocument = z.infer<typeof duckingSchema>;

/** The JSON Schema (draft 2020-12) of the workout file, as published in `resources/workout.schema.json`. */
export const workoutJsonSchema = (): Record<string, unknown> => {
  const { $schema, ...schema } = z.toJSONSchema(workoutSchema, { target: 'draft-2020-12', io: 'input' });
  return {
    $schema,
    $id: 'urn:cueforge:workout',
    title: 'Cueforge workout',
    description:
      'A coached workout: music, spoken cues and the variants to export. Times of cues are milliseconds, of segments seconds. Keys that are not named here are kept.',
    ...schema,
  };
};
