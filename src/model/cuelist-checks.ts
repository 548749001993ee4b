import { type Entry, entriesOf, type Fields, isAbsent, isRecord, timeIn } from './document-entries.ts';
import { describeValue, error, formatPath, type Problem, warning } from './problem.ts';
import { LONGEST_SECONDS } from './workout-schema.ts';

/** A cue of the file, with its place. */
interface Placed {
  readonly keys: readonly PropertyKey[];
  readonly fields: Fields;
  readonly inGroup: boolean;
}

/** What ties the fields of a cuelist file together. Runs beside the schema: looks past values of a wrong type. */
export const checkCuelist = (document: Fields): Problem[] => {
  const cues = placedCues(document, [], false);
  const ids = cues.flatMap(({ fields: { id } }) => (typeof id === 'string' ? [id] : []));
  const implied = ids.length < cues.length;
  return [
    ...(Array.isArray(document.cues) && document.cues.length === 0
      ? [warning('cues', 'expected at least one cue, got an empty array')]
      : []),
    ...checkIds(cues),
    ...cues.flatMap((cue) => [...checkKind(cue), ...checkTimes(cue), ...checkControl(cue, ids, implied)]),
  ];
};

const placedCues = (owner: Fields, above: readonly PropertyKey[], inGroup: boolean): Placed[] =>
  entriesOf(owner, 'cues').flatMap(({ index, fields }: Entry) => {
    const keys = [...above, 'cues', index];
    return [{ keys, fields, inGroup }, ...placedCues(fields, keys, true)];
  });

const checkIds = (cues: readonly Placed[]): Problem[] => {
  const seen = new Map<string, Placed>();
  return cues.flatMap((cue) => {
    const { id } = cue.fields;
    if (typeof id !== 'string') return [];
    const first = seen.get(id);
    if (first === undefined) {
      seen.set(id, cue);
      return [];
    }
    const message = `expected an id of its own, got ${describeValue(id)}, the id of ${formatPath(first.keys)}`;
    return [error(formatPath([...cue.keys, 'id']), message)];
  });
};

/** The kind a cue is, where it does not say: by what it has. */
export const impliedKind = (cue: Fields): string => {
  if (typeof cue.kind === 'string') return cue.kind;
  if (isRecord(cue.control)) return 'control';
  if (Array.isArray(cue.cues)) return 'group';
  return Array.isArray(cue.layers) && cue.layers.length > 0 ? 'sound' : 'memo';
};

const NEEDS: Readonly<Record<string, { readonly key: string; readonly what: string }>> = {
  sound: { key: 'layers', what: 'at least one layer' },
  group: { key: 'cues', what: 'at least one cue in the group' },
  control: { key: 'control', what: 'what the cue does' },
  placeholder: { key: 'duration_seconds', what: 'the length that the placeholder stands for' },
};

const checkKind = ({ keys, fields }: Placed): Problem[] => {
  const kind = impliedKind(fields);
  const problems: Problem[] = [];
  const need = NEEDS[kind];
  const got = need && fields[need.key];
  if (
    need &&
    (isAbsent(got) || (Array.isArray(got) && got.length === 0) || (kind === 'placeholder' && got === 'voice'))
  )
    problems.push(error(formatPath([...keys, need.key]), `expected ${need.what}, got ${describeValue(got)}`));
  for (const [other, { key }] of Object.entries(NEEDS))
    if (key !== 'duration_seconds' && key !== need?.key && !isAbsent(fields[key]))
      problems.push(
        warning(
          formatPath([...keys, key]),
          `expected ${key} in a ${other} cue only, got them in a ${kind} cue, which leaves them out`,
        ),
      );
  if (fields.shuffle === true && (kind !== 'group' || fields.mode !== 'playlist'))
    problems.push(warning(formatPath([...keys, 'shuffle']), 'expected shuffle in a playlist only; the order is kept'));
  return problems;
};

const checkTimes = ({ keys, fields }: Placed): Problem[] => {
  const voices = entriesOf(fields, 'layers').filter(({ fields: { role } }) => role === 'voice');
  const problems: Problem[] = [];
  if (fields.duration_seconds === 'voice' && voices.length === 0 && impliedKind(fields) === 'sound')
    problems.push(
      warning(
        formatPath([...keys, 'duration_seconds']),
        'expected a voice layer to take the length from, got none; all layers count',
      ),
    );
  for (const { index, fields: layer } of entriesOf(fields, 'layers')) {
    const at = (...more: PropertyKey[]): readonly PropertyKey[] => [...keys, 'layers', index, ...more];
    problems.push(...checkStretch(at('trim_end_ms'), layer.trim_start_ms, layer.trim_end_ms, 'the start'));
    if (!isRecord(layer.loop)) continue;
    const { start_ms, end_ms, crossfade_ms } = layer.loop;
    const begin = start_ms ?? layer.trim_start_ms;
    const end = end_ms ?? layer.trim_end_ms;
    const stretch = checkStretch(at('loop', 'end_ms'), begin, end, 'the start');
    problems.push(...stretch);
    const length = typeof end === 'number' ? end - (typeof begin === 'number' ? begin : 0) : null;
    if (stretch.length === 0 && length !== null && typeof crossfade_ms === 'number' && crossfade_ms * 2 > length)
      problems.push(
        error(
          formatPath(at('loop', 'crossfade_ms')),
          `expected at most half of the loop, ${length / 2} ms, got ${crossfade_ms}`,
        ),
      );
  }
  return problems;
};

/** What is used of a file must last. */
const checkStretch = (keys: readonly PropertyKey[], from: unknown, to: unknown, what: string): Problem[] => {
  const start = from == null ? 0 : timeIn(from, LONGEST_SECONDS * 1000);
  const end = timeIn(to, LONGEST_SECONDS * 1000);
  if (start === null || end === null || end === 0 || end > start) return [];
  return [error(formatPath(keys), `expected a time after ${what} at ${start} ms, got ${end}`)];
};

/** `implied`: cues without an id are there, which get theirs by place. */
const checkControl = ({ keys, fields }: Placed, ids: readonly string[], implied: boolean): Problem[] => {
  const control = fields.control;
  if (!isRecord(control)) return [];
  const at = formatPath([...keys, 'control', 'target']);
  if (isAbsent(control.target))
    return control.does === 'jump' ? [error(at, 'expected the id of the cue to jump to, got nothing')] : [];
  if (typeof control.target !== 'string' || ids.includes(control.target)) return [];
  if (implied && /^cue-\d+/.test(control.target)) return [];
  const known = [...new Set(ids)].slice(0, 10);
  const choice = known.length === 0 ? 'of a cue; none has one' : `of a cue: ${known.join(', ')}`;
  // A list is still a show when what a cue acts on was taken out of it.
  return [
    warning(at, `expected the id ${choice}; got ${describeValue(control.target)}, so that this cue does nothing`),
  ];
};
