import { type Entry, entriesOf, type Fields, isAbsent, isRecord, timeIn } from './document-entries.ts';
import { withIds } from './implied-ids.ts';
import { describeValue, error, formatPath, type Problem, warning } from './problem.ts';
import { LONGEST_SECONDS } from './workout-schema.ts';

/** What ties tracks, takes and anchors of a workout file together. */
export const checkSound = (document: Fields): Problem[] => [
  ...checkTracks(document),
  ...entriesOf(document, 'cues').flatMap((cue) => [...checkTakes(document, cue), ...checkAnchor(document, cue)]),
];

const checkTracks = (document: Fields): Problem[] => {
  const both = Array.isArray(document.tracks) && !isAbsent(document.music_url);
  return [
    ...(both ? [warning('music_url', 'expected music_url or tracks, got both; the tracks count')] : []),
    ...entriesOf(document, 'tracks').flatMap(({ index, fields }) =>
      checkStretch(['tracks', index, 'trim_end_ms'], fields.trim_start_ms, fields.trim_end_ms),
    ),
  ];
};

/** What is used of a file must last. */
const checkStretch = (path: PropertyKey[], from: unknown, to: unknown): Problem[] => {
  const start = from == null ? 0 : timeIn(from, LONGEST_SECONDS * 1000);
  const end = timeIn(to, LONGEST_SECONDS * 1000);
  if (start === null || end === null || end === 0 || end > start) return [];
  return [error(formatPath(path), `expected a time after the start at ${start} ms, got ${end}`)];
};

const checkTakes = (document: Fields, { index: cue, fields }: Entry): Problem[] => {
  const coaches = entriesOf(document, 'coaches').map((entry) => entry.fields.id);
  const ids = new Map<unknown, number>();
  const chosen = new Map<unknown, number>();
  return entriesOf(fields, 'takes').flatMap(({ index, fields: take }) => {
    const at = (key: string): string => formatPath(['cues', cue, 'takes', index, key]);
    const problems = checkStretch(['cues', cue, 'takes', index, 'end_ms'], take.start_ms, take.end_ms);
    const twin = typeof take.id === 'string' ? ids.get(take.id) : undefined;
    if (twin !== undefined)
      problems.push(
        error(
          at('id'),
          `expected an id of its own, got ${describeValue(take.id)}, the id of takes[${twin}] of that cue`,
        ),
      );
    else ids.set(take.id, index);
    const coach = take.coach ?? null;
    if (typeof coach === 'string' && !coaches.includes(coach)) {
      const known = coaches.filter((id): id is string => typeof id === 'string').slice(0, 10);
      const choice = known.length === 0 ? 'of a coach in coaches, which names none' : `of a coach: ${known.join(', ')}`;
      problems.push(error(at('coach'), `expected the id ${choice}; got ${describeValue(coach)}`));
    }
    if (take.chosen !== true) return problems;
    const first = chosen.get(coach);
    if (first === undefined) chosen.set(coach, index);
    else
      problems.push(
        warning(at('chosen'), `expected one chosen take of each coach, got another than takes[${first}], which counts`),
      );
    return problems;
  });
};

const checkAnchor = (document: Fields, { index, fields: { anchor } }: Entry): Problem[] => {
  if (!isRecord(anchor)) return [];
  const problem = (key: string, what: string, known: readonly string[]): Problem => {
    const choice =
      known.length === 0 ? `${what}, of which there are none` : `${what}: ${known.slice(0, 10).join(', ')}`;
    const path = formatPath(['cues', index, 'anchor', key]);
    return warning(path, `expected the id of a ${choice}; got ${describeValue(anchor[key])}; the cue keeps its time`);
  };
  if (typeof anchor.segment === 'string') {
    const known = segmentIds(document);
    return known.includes(anchor.segment) ? [] : [problem('segment', 'segment', known)];
  }
  if (typeof anchor.track !== 'string') return [];
  const known = trackIds(document);
  return known.includes(anchor.track) ? [] : [problem('track', 'track', known)];
};

const trackIds = (document: Fields): string[] => {
  if (!Array.isArray(document.tracks)) return isAbsent(document.music_url) ? [] : ['music'];
  return entriesOf(document, 'tracks').flatMap(({ fields: { id } }) => (typeof id === 'string' ? id : []));
};

const segmentIds = ({ segments }: Fields): string[] => {
  if (!Array.isArray(segments)) return [];
  const written = segments.map((segment: unknown) =>
    isRecord(segment) && typeof segment.id === 'string' ? { id: segment.id } : {},
  );
  return withIds(written, 'segment').map(({ id }) => id);
};
