import * as fc from 'fast-check';
import {
  applyWorkoutEdits,
  CueforgeError,
  frames,
  type MusicFacts,
  seconds,
  type WorkoutDocument,
  type WorkoutEdit,
} from '../../../src/model/index.ts';

/** Random workouts and random edits of them, made to meet: few ids, few times, much on top of each other. */

const file = (length: number, grid: [bpm: number, firstBeat: number, beatsPerBar: number] | null) => ({
  length: frames(length),
  grid: grid && { bpm: grid[0], firstBeat: seconds(grid[1]), beatsPerBar: grid[2] },
});

/** `unknown.mp3` is in none: a track that is not measured yet. */
export const facts: MusicFacts = new Map([
  ['a.mp3', file(60 * 48_000, [120, 0.5, 4])],
  ['b.mp3', file(95 * 48_000 + 17, [149.7, -0.31, 4])],
  ['waltz.mp3', file(40 * 48_000 + 1, [97.3, 2.05, 3])],
  ['hum.mp3', file(30 * 48_000, null)],
  ['click.mp3', file(300, [128, 0, 4])],
]);
export const FILES = [...facts.keys(), 'unknown.mp3'];

const times = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0, 0, 10_000, 10_000, 20_000, 20_000.4, 31_000, 59_999, 60_000, 90_000) },
  fc.integer({ min: 0, max: 240_000 }),
  fc.double({ min: 0, max: 240_000, noNaN: true }),
);
const wholeSeconds = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0, 10, 20, 30, 60) },
  fc.double({ min: 0, max: 240, noNaN: true }),
);
const lengths = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(10, 20, 30, 0.004) },
  fc.double({ min: 0.001, max: 120, noNaN: true }),
);
const texts = fc.constantFrom(
  'Go!',
  'Go!',
  'Breathe.',
  'Sprint one. Everything you have.',
  'Hold, hold, hold',
  'été 5 km',
);
// A negative zero is a plain one in a file.
const anyJson = fc
  .json({ maxDepth: 2 })
  .filter((text) => !text.includes('__proto__') && !text.includes('-0'))
  .map((text) => JSON.parse(text) as unknown);
const strange = { x_own: fc.option(anyJson, { nil: undefined }) };
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const grid = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constant({ bpm: 131.2, first_beat_ms: -120.5, beats_per_bar: 4 }) },
  { weight: 1, arbitrary: fc.constant({ bpm: 61 }) },
);
const trackFields = {
  file: fc.constantFrom(...FILES),
  trim_start_ms: optional(fc.constantFrom(0, 500, 12_345.678, 70_000)),
  trim_end_ms: optional(fc.constantFrom(70_001, 80_000, 200_000)),
  crossfade_ms: optional(fc.constantFrom(0, 2000, 500_000)),
  fade_in_ms: optional(fc.constantFrom(0, 1000)),
};
export const newTrack = fc
  .tuple(fc.record({ ...trackFields, ...strange }), grid)
  .map(([track, own]) => ({ ...track, ...own }));

export const newSegment = fc.record({
  title: optional(fc.constantFrom('Climb', 'Rest', '')),
  start_time: wholeSeconds,
  duration_seconds: lengths,
  intensity: optional(fc.constantFrom('low', 'max', 'Zone 4')),
  ...strange,
});

const take = fc.record({
  audio: fc.constantFrom('one.wav', 'two.wav'),
  coach: optional(fc.constantFrom('anna', 'ben')),
  chosen: optional(fc.boolean()),
  ...strange,
});
export const newCue = fc.record({
  time_ms: times,
  text: texts,
  audio: optional(fc.constant('shout.wav')),
  gain_db: optional(fc.constantFrom(0, -3)),
  duck: optional(fc.constantFrom('calm' as const, 'off' as const)),
  level: optional(fc.constantFrom('hard', 'easy')),
  tags: optional(fc.subarray(['climb', 'fast'])),
  ...strange,
});

const someIds = <Thing extends object>(things: fc.Arbitrary<Thing>, ids: readonly string[], maxLength: number) =>
  fc
    .tuple(
      fc.array(things, { maxLength, size: 'max' }),
      fc.shuffledSubarray([...ids]),
      fc.array(fc.boolean(), { minLength: maxLength, maxLength }),
    )
    .map(([list, own, has]) => {
      const waiting = [...own];
      return list.map((thing, i) => {
        const id = has[i] ? waiting.pop() : undefined;
        return id === undefined ? thing : { id, ...thing };
      });
    });
const withAllIds = <Thing extends object>(things: fc.Arbitrary<Thing>, kind: string, maxLength: number) =>
  fc.array(things, { maxLength, size: 'max' }).map((list) => list.map((thing, i) => ({ id: `${kind}${i}`, ...thing })));

const music = fc.oneof(
  { weight: 1, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.constantFrom(...FILES).map((music_url) => ({ music_url })) },
  { weight: 5, arbitrary: withAllIds(newTrack, 't', 5).map((tracks) => ({ tracks })) },
);

const plainDocument = fc
  .tuple(
    music,
    fc.record({
      x_root: anyJson,
      segments: optional(someIds(newSegment, ['climb', 'segment-1', 'segment-3', 'rest'], 5)),
      cues: optional(
        someIds(
          fc
            .tuple(newCue, withAllIds(take, 'take', 3))
            .map(([cue, takes]) => (takes.length > 0 ? { ...cue, takes } : cue)),
          ['cue-2', 'cue-5', 'hello', 'a.b'],
          9,
        ),
      ),
      coaches: fc.constant([{ id: 'anna', x_bio: 1 }, { id: 'ben' }]),
      markers: optional(withAllIds(fc.record({ time_ms: times }), 'm', 3)),
      variants: optional(
        fc.constantFrom(
          [],
          [{ id: 'full', coach: 'anna' }],
          [
            { id: 'easy', cues: { levels: ['easy'], except: ['hello'] } },
            { id: 'full', x: 1, cues: { x: 2 } },
          ],
        ),
      ),
    }),
    fc.constantFrom('none', 'roomy', 'tight'),
  )
  .map(([sound, rest, duration]) => {
    const last = Math.max(0, ...(rest.cues ?? []).map(({ time_ms }) => time_ms));
    const duration_seconds = duration === 'roomy' ? 3600 : Math.ceil(last / 1000 + 0.5);
    const raw = { id: 'w', ...sound, ...rest, ...(duration === 'none' ? {} : { duration_seconds }) };
    return JSON.parse(JSON.stringify(raw)) as WorkoutDocument;
  });

/** A valid document; its anchors hold. */
export const workoutDocument: fc.Arbitrary<WorkoutDocument> = fc
  .tuple(
    plainDocument,
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('beat' as const, 'segment' as const)), { maxLength: 6, size: 'max' }),
  )
  .map(([document, anchors]) =>
    anchors.reduce((now, [pick, to], i) => {
      const id = idsIn(now.cues, 'cue')[(pick + i) % Math.max(1, now.cues?.length ?? 0)];
      return id === undefined ? now : (attempt(now, [{ op: 'cues.anchor', ids: [id], to }])?.document ?? now);
    }, document),
  );

/** Edits that are done, or null where they are refused in so many words. Everything else that is thrown is a fault. */
export const attempt = (document: WorkoutDocument, edits: readonly WorkoutEdit[]) => {
  try {
    return applyWorkoutEdits(document, edits, facts);
  } catch (thrown) {
    if (thrown instanceof CueforgeError && thrown.failure.code === 'bad-argument') return null;
    throw thrown;
  }
};

/** Ids as `Workout` knows them, with those that stand for none. */
const idsIn = (list: readonly { id?: string | null }[] | undefined, kind: string): string[] =>
  (list ?? []).map(({ id }, i) => id ?? `${kind}-${i + 1}`);

/** An edit as numbers, to be made of whatever the document holds by then. */
export type Intent = (document: WorkoutDocument) => WorkoutEdit | null;

const picks = fc.array(fc.nat(), { minLength: 1, maxLength: 4 });
const chosen = (ids: readonly string[], numbers: readonly number[]): string[] | null =>
  ids.length === 0 ? null : [...new Set(numbers.map((n) => ids[n % ids.length]))];
type Name = 'cues' | 'segments' | 'tracks' | 'markers' | 'coaches' | 'variants';
const KINDS = { cues: 'cue', segments: 'segment', tracks: '', markers: '', coaches: '', variants: '' };

/** Edits of some things of a list. */
const some = <Values extends unknown[]>(
  name: Name,
  values: { [Key in keyof Values]: fc.Arbitrary<Values[Key]> },
  make: (ids: [string, ...string[]], values: Values, document: WorkoutDocument) => WorkoutEdit | null,
): fc.Arbitrary<Intent> =>
  fc.tuple(picks, fc.tuple(...values)).map(([numbers, given]) => (document) => {
    const written =
      name === 'tracks' && document.tracks === undefined && document.music_url ? [{ id: 'music' }] : document[name];
    const ids = chosen(idsIn(written, KINDS[name]), numbers);
    return ids === null ? null : make(ids as [string, ...string[]], given as Values, document);
  });
const always = <Value>(value: fc.Arbitrary<Value>, make: (value: Value) => WorkoutEdit): fc.Arbitrary<Intent> =>
  value.map((given) => () => make(given));

const cueChange = fc.record(
  {
    text: texts,
    time_ms: times,
    gain_db: fc.option(fc.constantFrom(-6, 3)),
    duck: fc.option(fc.constantFrom('punchy' as const)),
    speed: fc.option(fc.constantFrom(1.1)),
    audio: fc.option(fc.constant('b.wav')),
    anchor: fc.option(
      fc.oneof(
        fc.record({ track: fc.constantFrom('t0', 't1', 'music'), beat: fc.integer({ min: -20, max: 200 }) }),
        fc.record({ segment: fc.constantFrom('climb', 'segment-1'), offset_ms: fc.integer({ min: -9000, max: 9000 }) }),
      ),
    ),
  },
  { requiredKeys: [] },
);
const nullable = <Value>(value: fc.Arbitrary<Value>) => fc.option(value);

export const intents: Readonly<Record<WorkoutEdit['op'], fc.Arbitrary<Intent>>> = {
  'cues.add': always(fc.array(newCue, { minLength: 1, maxLength: 3 }), (cues) => ({ op: 'cues.add', cues })),
  'cues.change': some('cues', [cueChange], (ids, [change]) => ({ op: 'cues.change', ids, change })),
  'cues.place': some('cues', [times], (ids, [time]) => ({
    op: 'cues.place',
    places: ids.map((id, i) => ({ id, time_ms: time + i * 333 })),
  })),
  'cues.remove': some('cues', [], (ids) => ({ op: 'cues.remove', ids })),
  'cues.split': some('cues', [fc.integer({ min: 1, max: 20 }), times], ([id], [at, time_ms]) => ({
    op: 'cues.split',
    ...{ id, at, time_ms },
  })),
  'cues.anchor': some('cues', [fc.constantFrom('beat' as const, 'segment' as const, null)], (ids, [to]) => ({
    op: 'cues.anchor',
    ...{ ids, to },
  })),
  'cues.toSegments': some('cues', [fc.boolean()], (ids, [all], document) => ({
    op: 'cues.toSegments',
    ids,
    segments: all ? null : chosen(idsIn(document.segments, 'segment'), [1, 2]),
  })),
  'text.replace': always(fc.tuple(fc.constantFrom('go', 'hold', 'zzz'), fc.boolean()), ([find, wholeWord]) => ({
    op: 'text.replace',
    ...{ find, replace: 'Stop$&', matchCase: false, wholeWord, ids: null },
  })),
  'script.set': some('cues', [times, texts], (ids, [time_ms, text]) => ({
    op: 'script.set',
    lines: [{ id: null, time_ms, text }, ...ids.map((id, i) => ({ id, time_ms: time_ms + i, text }))],
  })),
  'takes.add': some('cues', [take], ([cue], [added]) => ({ op: 'takes.add', cue, take: added })),
  'takes.change': some(
    'cues',
    [fc.boolean(), nullable(fc.constantFrom('anna', 'ben'))],
    ([cue], [isChosen, coach]) => ({
      op: 'takes.change',
      ...{ cue, id: 'take0', change: { chosen: isChosen, coach, gain_db: 2 } },
    }),
  ),
  'takes.choose': some(
    'cues',
    [nullable(fc.constantFrom('take0', 'take1')), nullable(fc.constantFrom('anna', 'ben'))],
    ([cue], [id, coach]) => ({ op: 'takes.choose', cue, take: id, coach }),
  ),
  'takes.remove': some('cues', [], ([cue]) => ({ op: 'takes.remove', cue, id: 'take0' })),
  'segments.add': always(
    fc.tuple(fc.array(newSegment, { minLength: 1, maxLength: 3 }), fc.boolean()),
    ([segments, ripple]) => ({
      op: 'segments.add',
      ...{ segments, ripple },
    }),
  ),
  'segments.change': some(
    'segments',
    [
      fc.record({ start_time: wholeSeconds, duration_seconds: lengths, title: nullable(texts) }, { requiredKeys: [] }),
      fc.boolean(),
    ],
    ([id], [change, ripple]) => ({ op: 'segments.change', id, change, ripple }),
  ),
  'segments.remove': some('segments', [fc.boolean()], (ids, [ripple]) => ({ op: 'segments.remove', ids, ripple })),
  'segments.replace': always(fc.array(newSegment, { maxLength: 3 }), (segments) => ({
    op: 'segments.replace',
    segments,
  })),
  'segments.split': some('segments', [fc.double({ min: 0.01, max: 0.99, noNaN: true })], ([id], [part], document) => {
    const segment = document.segments?.find((one, i) => (one.id ?? `segment-${i + 1}`) === id);
    return segment ? { op: 'segments.split', id, at: segment.start_time + part * segment.duration_seconds } : null;
  }),
  'tracks.add': always(
    fc.tuple(fc.array(newTrack, { minLength: 1, maxLength: 2 }), nullable(fc.nat(3))),
    ([tracks, index]) => ({
      op: 'tracks.add',
      ...{ tracks, index },
    }),
  ),
  'tracks.change': some(
    'tracks',
    [fc.tuple(fc.record(trackFields, { requiredKeys: [] }), grid), fc.boolean()],
    ([id], [[fields, own], back]) => ({
      op: 'tracks.change',
      ...{ id, change: { ...fields, ...own, ...(back ? { trim_start_ms: null, bpm: null } : {}) } },
    }),
  ),
  'tracks.remove': some('tracks', [], (ids) => ({ op: 'tracks.remove', ids })),
  'tracks.order': some('tracks', [fc.nat()], (_, [turn], { tracks = [] }) =>
    tracks.length < 2
      ? null
      : {
          op: 'tracks.order',
          ids: tracks.map(
            (_, i) => tracks[(i * (turn % 2 === 0 ? 1 : -1) + turn + tracks.length * 9) % tracks.length].id,
          ),
        },
  ),
  'coaches.add': always(fc.constantFrom('Zoë', 'Anna'), (name) => ({ op: 'coaches.add', coach: { name } })),
  'coaches.change': some('coaches', [fc.constantFrom(1.1, null)], ([id], [rate]) => ({
    op: 'coaches.change',
    id,
    change: { rate },
  })),
  'coaches.remove': some('coaches', [], ([id]) => ({ op: 'coaches.remove', id })),
  'variants.add': always(fc.constantFrom('Music', 'Full', 'Light'), (name) => ({
    op: 'variants.add',
    variant: { name },
  })),
  'variants.change': some('variants', [fc.constantFrom('calm' as const, null)], ([id], [ducking]) => ({
    op: 'variants.change',
    ...{ id, change: { ducking } },
  })),
  'variants.remove': some('variants', [], ([id]) => ({ op: 'variants.remove', id })),
  'variants.take': some('cues', [fc.boolean(), fc.constantFrom('full', 'easy', 'coached')], (cues, [taken, id]) => ({
    op: 'variants.take',
    ...{ id, cues, taken },
  })),
  'markers.add': always(times, (time_ms) => ({ op: 'markers.add', marker: { time_ms } })),
  'markers.change': some('markers', [times], ([id], [time_ms]) => ({ op: 'markers.change', id, change: { time_ms } })),
  'markers.remove': some('markers', [], (ids) => ({ op: 'markers.remove', ids })),
  'workout.change': always(fc.constantFrom('New', null), (title) => ({ op: 'workout.change', change: { title } })),
};

export const anyIntent: fc.Arbitrary<Intent> = fc.oneof(
  ...Object.entries(intents).map(([op, arbitrary]) => ({
    weight: /^(tracks|segments|cues)/.test(op) ? 3 : 1,
    arbitrary,
  })),
);
