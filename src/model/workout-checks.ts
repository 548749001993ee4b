import { takesCue } from './cue-selection.ts';
import { type Entry, entriesOf, isAbsent, isRecord, textsOf, timeIn } from './document-entries.ts';
import { describeValue, error, formatPath, type Problem, warning } from './problem.ts';
import { checkSound } from './sound-checks.ts';
import { millisecondsToFrames } from './units.ts';
import type { CueSelection, VoiceCue } from './workout.ts';
import { LONGEST_SECONDS } from './workout-schema.ts';

/**
 * What ties the fields of a workout file together. These checks run beside the schema, not after it, so that all errors
 * of a file are found at once: they look past values of a wrong type, which the schema names.
 */
export const checkWorkout = (document: Readonly<Record<string, unknown>>): Problem[] => [
  ...checkIds(document),
  ...checkCues(document),
  ...checkVariants(document),
  ...checkSegments(document),
  ...checkSound(document),
];

/** An export names its list of files so: a workout of that name would overwrite it with its own document. */
const TAKEN_BY_EXPORTS = 'manifest';

/** Names of variants that are always there: the music alone, and the coaching track. */
const BUILT_IN = ['music', 'coaching'];

const durationOf = (document: Readonly<Record<string, unknown>>): number | null =>
  timeIn(document.duration_seconds, LONGEST_SECONDS) || null;

const checkIds = (document: Readonly<Record<string, unknown>>): Problem[] => {
  const problems: Problem[] = [];
  if (typeof document.id === 'string' && document.id.toLowerCase() === TAKEN_BY_EXPORTS) {
    problems.push(error('id', `expected another id than "${document.id}", which names the list of an export's files`));
  }
  for (const list of ['cues', 'segments', 'tracks', 'markers', 'coaches', 'variants'])
    problems.push(...checkUnique(list, entriesOf(document, list), list === 'variants'));
  return problems;
};

/** `asFiles`: ids that differ only in case are the same, as they are to the file systems of Windows and macOS. */
const checkUnique = (list: string, entries: readonly Entry[], asFiles: boolean): Problem[] => {
  const seen = new Map<string, number>();
  return entries.flatMap(({ index, fields: { id } }) => {
    if (typeof id !== 'string') return [];
    const name = asFiles ? id.toLowerCase() : id;
    const first = seen.get(name);
    if (first === undefined) {
      seen.set(name, index);
      return [];
    }
    const rule = asFiles ? 'an id of its own (case does not count: it names files)' : 'an id of its own';
    return [
      error(formatPath([list, index, 'id']), `expected ${rule}, got ${describeValue(id)}, the id of ${list}[${first}]`),
    ];
  });
};

const checkCues = (document: Readonly<Record<string, unknown>>): Problem[] => {
  const problems: Problem[] = [];
  const duration = durationOf(document);
  for (const { index, fields: cue } of entriesOf(document, 'cues')) {
    if (isAbsent(cue.text) && isAbsent(cue.audio) && isAbsent(cue.file))
      problems.push(error(formatPath(['cues', index]), 'expected text or audio, got neither'));
    if (!isAbsent(cue.audio) && !isAbsent(cue.file) && cue.audio !== cue.file)
      problems.push(
        warning(formatPath(['cues', index, 'file']), 'expected audio or its alias file, got both; audio is used'),
      );
    const time = timeIn(cue.time_ms, LONGEST_SECONDS * 1000);
    if (time !== null && duration !== null && time >= duration * 1000)
      problems.push(
        error(
          formatPath(['cues', index, 'time_ms']),
          `expected a time before the end of the workout at ${duration * 1000} ms, got ${time}`,
        ),
      );
  }
  return [...problems, ...checkSameTime(document)];
};

/** Two cues at the same time are spoken over each other wherever one variant takes both. */
const checkSameTime = (document: Readonly<Record<string, unknown>>): Problem[] => {
  const selections = selectionsOf(document);
  const atFrame = new Map<number, { index: number; cue: Selectable }[]>();
  const problems: Problem[] = [];
  for (const { index, fields } of entriesOf(document, 'cues')) {
    const time = timeIn(fields.time_ms, LONGEST_SECONDS * 1000);
    if (time === null) continue;
    const frame = millisecondsToFrames(time);
    const cue = selectableOf(fields);
    const others = atFrame.get(frame) ?? [];
    const other = others.find((o) => selections.some((s) => takesCue(s, cue) && takesCue(s, o.cue)));
    if (other !== undefined)
      problems.push(
        warning(
          formatPath(['cues', index, 'time_ms']),
          `expected a time of its own, got ${time}, the time of cues[${other.index}]; they are spoken over each other`,
        ),
      );
    atFrame.set(frame, [...others, { index, cue }]);
  }
  return problems;
};

type Selectable = Pick<VoiceCue, 'id' | 'level' | 'tags'>;

const selectableOf = ({ id, level, tags }: Readonly<Record<string, unknown>>): Selectable => ({
  id: typeof id === 'string' ? id : '',
  level: typeof level === 'string' ? level : null,
  tags: textsOf(tags) ?? [],
});

const selectionOf = ({ cues }: Readonly<Record<string, unknown>>): CueSelection =>
  isRecord(cues)
    ? { tags: textsOf(cues.tags), levels: textsOf(cues.levels), except: textsOf(cues.except) ?? [] }
    : { tags: null, levels: null, except: [] };

const selectionsOf = (document: Readonly<Record<string, unknown>>): CueSelection[] => {
  const variants = entriesOf(document, 'variants').map(({ fields }) => selectionOf(fields));
  return variants.length > 0 ? variants : [{ tags: null, levels: null, except: [] }];
};

const checkVariants = (document: Readonly<Record<string, unknown>>): Problem[] => {
  const problems: Problem[] = [];
  const coaches = entriesOf(document, 'coaches').map(({ fields }) => fields.id);
  const cues = entriesOf(document, 'cues').map(({ fields }) => selectableOf(fields));
  for (const { index, fields: variant } of entriesOf(document, 'variants')) {
    const at = (key: string): string => formatPath(['variants', index, key]);
    if (typeof variant.id === 'string' && BUILT_IN.includes(variant.id.toLowerCase()))
      problems.push(
        error(at('id'), `expected an id other than music and coaching, which are always there, got "${variant.id}"`),
      );
    if (typeof variant.coach === 'string' && !coaches.includes(variant.coach)) {
      const known = coaches.filter((id): id is string => typeof id === 'string').slice(0, 10);
      const choice = known.length === 0 ? 'of a coach in coaches, which names none' : `of a coach: ${known.join(', ')}`;
      problems.push(error(at('coach'), `expected the id ${choice}; got ${describeValue(variant.coach)}`));
    }
    const selection = selectionOf(variant);
    if (cues.length > 0 && !cues.some((cue) => takesCue(selection, cue)))
      problems.push(warning(at('cues'), 'expected a selection that takes some cues, got one that takes none'));
  }
  return problems;
};

const checkSegments = (document: Readonly<Record<string, unknown>>): Problem[] => {
  const problems: Problem[] = [];
  const duration = durationOf(document);
  const segments = entriesOf(document, 'segments').flatMap(({ index, fields }) => {
    const start = timeIn(fields.start_time, LONGEST_SECONDS);
    const length = timeIn(fields.duration_seconds, LONGEST_SECONDS);
    return start === null || length === null ? [] : [{ index, start, end: start + length }];
  });
  segments.sort((a, b) => a.start - b.start || a.index - b.index);
  let last: { index: number; end: number } | null = null;
  for (const { index, start, end } of segments) {
    if (last !== null && start < last.end - SLACK)
      problems.push(
        warning(
          formatPath(['segments', index, 'start_time']),
          `expected a start after segments[${last.index}] ends at ${tidy(last.end)} s, got ${start}`,
        ),
      );
    if (duration !== null && end > duration + SLACK)
      problems.push(
        warning(
          formatPath(['segments', index, 'duration_seconds']),
          `expected an end by the end of the workout at ${duration} s, got ${tidy(end)} s`,
        ),
      );
    if (last === null || end > last.end) last = { index, end };
  }
  return problems;
};

/** Sums of seconds are not exact; less than this is no overlap. Seconds. */
const SLACK = 0.001;
const tidy = (s: number): number => Math.round(s * 1000) / 1000;
