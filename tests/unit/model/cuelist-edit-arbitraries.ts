import * as fc from 'fast-check';
import {
  applyCuelistEdits,
  CueforgeError,
  type CuelistDocument,
  type CuelistEdit,
  type SessionCueDocument,
  withStableCueIds,
} from '../../../src/model/index.ts';

/** Random cuelists and random edits of them, made to meet: few ids, groups in groups, much that acts on others. */

const layer = fc.record(
  {
    file: fc.constantFrom('a.wav', 'beds/b.flac', '/far/c.mp3'),
    role: fc.constantFrom('voice' as const, 'background' as const, 'generic' as const),
    gain_db: fc.integer({ min: -30, max: 6 }),
    loop: fc.boolean(),
    xlayer: fc.constantFrom(1, 'kept'),
  },
  { requiredKeys: ['file'] },
);
const common = {
  id: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'cue-1', 'cue-2', 'cue-3', 'cue-2-1', 'cue-9'), {
    nil: undefined,
    freq: 2,
  }),
  name: fc.constantFrom('Doors', 'Descent', '', ' ', 'A name that is rather longer than any menu is wide'),
  number: fc.constantFrom('1', '12.5'),
  hotkey: fc.constantFrom('F5', ''),
  follow: fc.constantFrom('stop' as const, 'auto-follow' as const, 'auto-continue' as const, null),
  transition: fc.constantFrom(null, { type: 'gap' as const, duration_ms: 5 }, { type: 'crossfade' as const }),
  xcue: fc.constantFrom('kept', { deep: [1] }),
};
const cueOf = (specific: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[]) =>
  fc.record({ ...common, ...specific }, { requiredKeys: requiredKeys as never[] }) as fc.Arbitrary<SessionCueDocument>;

const leaf: fc.Arbitrary<SessionCueDocument> = fc.oneof(
  { weight: 4, arbitrary: cueOf({ layers: fc.array(layer, { minLength: 1, maxLength: 3 }) }, ['layers']) },
  cueOf({ kind: fc.constantFrom('memo', null) }, []),
  cueOf({ kind: fc.constant('placeholder'), duration_seconds: fc.constantFrom(3, 0.5) }, ['kind', 'duration_seconds']),
  {
    weight: 2,
    arbitrary: cueOf(
      {
        control: fc.record({
          does: fc.constantFrom('fade', 'stop', 'jump'),
          target: fc.constantFrom('a', 'b', 'c', 'cue-1', 'cue-2', 'cue-2-1', 'nobody'),
        }),
      },
      ['control'],
    ),
  },
);
const cueTree = fc.letrec<{ cue: SessionCueDocument; group: SessionCueDocument }>((tie) => ({
  cue: fc.oneof({ maxDepth: 3 }, leaf, leaf, tie('group')),
  group: cueOf(
    {
      cues: fc.array(tie('cue'), { minLength: 1, maxLength: 4 }),
      mode: fc.constantFrom('sequence', 'together', 'playlist'),
    },
    ['cues'],
  ),
})).cue;

/** As JSON gives it: what is undefined is not there. */
const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

/** Ids that are given twice are taken away again: a file with such is none. */
const withoutDoubles = (cues: readonly SessionCueDocument[], seen = new Set<string>()): SessionCueDocument[] =>
  cues.map(({ id, ...cue }) => {
    const own = id != null && !seen.has(id) ? { id } : {};
    if (id != null) seen.add(id);
    return { ...own, ...cue, ...(cue.cues && { cues: withoutDoubles(cue.cues, seen) }) };
  });

export const cuelistDocument: fc.Arbitrary<CuelistDocument> = fc
  .record(
    {
      id: fc.constant('show'),
      name: fc.constantFrom('Friday', ''),
      cues: fc.array(cueTree, { maxLength: 7, size: 'max' }),
      loop_mode: fc.constantFrom('once' as const, 'loop' as const),
      settings: fc.constant({ audio: { prefetch_lead_seconds: 4, xaudio: 'kept' }, other: 1 }),
      x_root: fc.constantFrom(1, { deep: true }),
    },
    { requiredKeys: ['id', 'cues'] },
  )
  .map((document) => plain({ ...document, cues: withoutDoubles(document.cues) }) as CuelistDocument);

export type Intent = (document: CuelistDocument) => CuelistEdit | null;

export const everyCue = (cues: readonly SessionCueDocument[]): SessionCueDocument[] =>
  cues.flatMap((cue) => [cue, ...everyCue(cue.cues ?? [])]);
export const idsOf = (document: CuelistDocument): string[] =>
  everyCue(withStableCueIds(document).cues).map(({ id }) => id as string);
const isGroup = ({ cues }: SessionCueDocument): boolean => Array.isArray(cues);

const pick = <Thing>(list: readonly Thing[], seed: number): Thing => list[seed % list.length];
const some = fc.array(fc.nat(1000), { minLength: 1, maxLength: 4 });
const chosen = (document: CuelistDocument, seeds: readonly number[]): string[] | null => {
  const ids = idsOf(document);
  return ids.length === 0 ? null : seeds.map((seed) => pick(ids, seed));
};
/** A place that is there; what it is not good for is refused. */
const placeIn = (document: CuelistDocument, [into, before]: readonly [number, number]) => {
  const { cues } = withStableCueIds(document);
  const groups = [null, null, ...everyCue(cues).filter(isGroup)];
  const group = pick(groups, into);
  const spots = [null, ...(group === null ? cues : (group.cues ?? [])).map(({ id }) => id as string)];
  return { group: group?.id ?? null, before: pick(spots, before) };
};
const spot = fc.tuple(fc.nat(1000), fc.nat(1000));
const mode = fc.constantFrom('sequence' as const, 'together' as const, 'playlist' as const);

const change = fc.oneof(
  fc.record({ name: fc.constantFrom('Renamed', null) }),
  fc.record({ color: fc.constantFrom('teal', null), notes: fc.constantFrom('Lights down.', null) }),
  fc.record({ layers: fc.option(fc.array(layer, { minLength: 1, maxLength: 2 })) }),
  fc.record({ follow: fc.constantFrom('stop' as const, 'auto-follow' as const, null), pre_wait_ms: fc.constant(250) }),
  fc.record({ control: fc.constantFrom(null, { does: 'stop' }, { does: 'jump', target: 'a' }) }),
  fc.record({ mode, shuffle: fc.boolean() }),
);

export const intents = {
  'cues.add': fc.tuple(fc.array(cueTree, { minLength: 1, maxLength: 3 }), spot).map(
    ([cues, to]): Intent =>
      (document) => ({ op: 'cues.add', cues: plain(cues), to: placeIn(document, to) }),
  ),
  'cues.change': fc.tuple(some, change).map(
    ([seeds, change]): Intent =>
      (document) => {
        const ids = chosen(document, seeds);
        return ids && plain({ op: 'cues.change' as const, ids, change });
      },
  ),
  'cues.move': fc.tuple(some, spot).map(
    ([seeds, to]): Intent =>
      (document) => {
        const ids = chosen(document, seeds);
        return ids && { op: 'cues.move', ids, to: placeIn(document, to) };
      },
  ),
  'cues.copy': fc.tuple(some, spot).map(
    ([seeds, to]): Intent =>
      (document) => {
        const ids = chosen(document, seeds);
        return ids && { op: 'cues.copy', ids, to: placeIn(document, to) };
      },
  ),
  'cues.remove': some.map(
    (seeds): Intent =>
      (document) => {
        const ids = chosen(document, seeds);
        return ids && { op: 'cues.remove', ids };
      },
  ),
  'cues.group': fc.tuple(some, mode, fc.constantFrom('Playlist', '')).map(
    ([seeds, mode, name]): Intent =>
      (document) => {
        const ids = chosen(document, seeds);
        return ids && { op: 'cues.group', ids, mode, name };
      },
  ),
  'cues.ungroup': fc.nat(1000).map(
    (seed): Intent =>
      (document) => {
        const groups = everyCue(withStableCueIds(document).cues).filter(isGroup);
        return groups.length === 0 ? null : { op: 'cues.ungroup', ids: [pick(groups, seed).id as string] };
      },
  ),
  'list.change': fc
    .constantFrom(
      { name: 'Saturday' },
      { loop_mode: null },
      { transition: { type: 'snap' as const } },
      { audio: { prefetch_lead_seconds: null, kept_heads: 4 } },
    )
    .map(
      (change): Intent =>
        () => ({ op: 'list.change', change }),
    ),
} satisfies Record<CuelistEdit['op'], fc.Arbitrary<Intent>>;
export const anyIntent: fc.Arbitrary<Intent> = fc.oneof(...Object.values(intents));

/** Null where the edit is refused, and nothing but refused. */
export const attempt = (document: CuelistDocument, edits: readonly CuelistEdit[]) => {
  try {
    return applyCuelistEdits(document, edits);
  } catch (error) {
    if (error instanceof CueforgeError && error.failure.code === 'bad-argument') return null;
    throw error;
  }
};
