import { anchorAt, anchorageOf, followAnchors, setAnchor } from './anchoring.ts';
import {
  changeFields,
  type EditDraft,
  find,
  findAll,
  insertByTime,
  listOf,
  nextId,
  readList,
  refuse,
  removeAll,
  setTime,
  type WithId,
} from './edit-draft.ts';
import { copyJson } from './json-patches.ts';
import type { EditOf } from './workout-edit.ts';
import type { SegmentDocument } from './workout-schema.ts';

/**
 * Edits of segments. With `ripple` time itself is stretched or cut: segments, markers and cues without an anchor that lie
 * behind move by as much, cues anchored to segments go with them, cues anchored to beats stay with the music, which does
 * not move. What lay in time that was cut comes to lie at the join; nothing is lost.
 */

/** Each makes room for itself with `ripple`: what starts where it starts, or later, moves by its length. */
export const addSegments = (draft: EditDraft, { segments, ripple }: EditOf<'segments.add'>): string[] => {
  const before = anchorageOf(draft);
  const list = listOf(draft, 'segments');
  const added = copyJson(segments).sort((a, b) => a.start_time - b.start_time);
  const ids = added.map((segment) => {
    const { start_time, duration_seconds } = segment;
    if (ripple) mapTime(draft, (s) => (s >= start_time - SLACK ? s + duration_seconds : s));
    const named = { ...segment, id: nextId(segment.id, 'segment', list) };
    insertByTime(list, named, (other) => other.start_time);
    return named.id;
  });
  followAnchors(draft, before);
  return ids;
};

/** With `ripple`, a segment that is moved as a whole takes along what lies in it. */
export const changeSegment = (draft: EditDraft, { id, change, ripple }: EditOf<'segments.change'>): string[] => {
  const before = anchorageOf(draft);
  const segment = find(draft, 'segments', id);
  const old = { start: segment.start_time, end: endOf(segment) };
  changeFields(segment, change);
  const by = endOf(segment) - old.end;
  if (ripple && Math.abs(by) > 1e-9) {
    const moved = Math.abs(segment.start_time - old.start - by) < SLACK;
    const from = moved ? old.start : old.end;
    const join = from + Math.min(0, by);
    mapTime(draft, (s) => (s >= from - SLACK ? s + by : Math.min(s, Math.max(join, 0))), id);
  }
  followAnchors(draft, before);
  return [id];
};

/** With `ripple` the gap is closed. Cues that lay in the segment stay, at the join; those anchored to it lose their anchor. */
export const removeSegments = (draft: EditDraft, { ids, ripple }: EditOf<'segments.remove'>): string[] => {
  const before = anchorageOf(draft);
  const gone = findAll(draft, 'segments', ids).sort((a, b) => b.start_time - a.start_time);
  removeAll(draft, 'segments', ids);
  const left = new Set(readList(draft, 'segments').map(({ id }) => id));
  for (const cue of readList(draft, 'cues'))
    if (cue.anchor != null && 'segment' in cue.anchor && !left.has(cue.anchor.segment as string)) delete cue.anchor;
  if (ripple)
    for (const { start_time, duration_seconds } of gone)
      mapTime(draft, (s) =>
        s >= start_time + duration_seconds - SLACK ? s - duration_seconds : Math.min(s, start_time),
      );
  followAnchors(draft, before);
  return [];
};

/** Cues stay where they are, anchored where a segment of that id is still there. */
export const replaceSegments = (draft: EditDraft, { segments }: EditOf<'segments.replace'>): string[] => {
  const old = readList(draft, 'segments');
  const added: WithId<SegmentDocument>[] = [];
  for (const segment of copyJson(segments))
    added.push({ ...segment, id: nextId(segment.id, 'segment', [...old, ...added, ...segments]) });
  draft.document.segments = added;
  const anchorage = anchorageOf(draft);
  for (const cue of readList(draft, 'cues'))
    if (cue.anchor != null && 'segment' in cue.anchor) setAnchor(cue, anchorAt(anchorage, cue.anchor, cue.time_ms));
  return added.map(({ id }) => id);
};

/** Both parts keep what the segment had. Cues anchored to it that lie in the second part are anchored to that one. */
export const splitSegment = (draft: EditDraft, { id, at }: EditOf<'segments.split'>): string[] => {
  const segment = find(draft, 'segments', id);
  const end = endOf(segment);
  if (at <= segment.start_time + SLACK || at >= end - SLACK)
    refuse(`a time inside the segment, in ${segment.start_time}..${tidy(end)} seconds, got ${at}`, { id, at });
  const list = listOf(draft, 'segments');
  const other = copyJson({ ...segment, id: nextId(null, 'segment', list), start_time: tidy(at) });
  other.duration_seconds = tidy(end - other.start_time);
  segment.duration_seconds = tidy(other.start_time - segment.start_time);
  list.splice(list.indexOf(segment) + 1, 0, other);
  const anchorage = anchorageOf(draft);
  for (const cue of readList(draft, 'cues'))
    if (cue.anchor != null && cue.anchor.segment === id && cue.time_ms >= other.start_time * 1000)
      setAnchor(cue, anchorAt(anchorage, { ...cue.anchor, segment: other.id }, cue.time_ms));
  return [id, other.id];
};

/** Moves segments (but `except`), markers and cues without an anchor. Seconds in, seconds out. */
const mapTime = (draft: EditDraft, map: (s: number) => number, except: string | null = null): void => {
  for (const segment of readList(draft, 'segments')) {
    const start = map(segment.start_time);
    if (segment.id !== except && start !== segment.start_time) segment.start_time = Math.max(0, tidy(start));
  }
  for (const thing of [
    ...readList(draft, 'cues').filter(({ anchor }) => anchor == null),
    ...readList(draft, 'markers'),
  ]) {
    const s = thing.time_ms / 1000;
    const moved = map(s);
    if (moved !== s) setTime(thing, moved * 1000);
  }
};

const endOf = ({ start_time, duration_seconds }: SegmentDocument): number => start_time + duration_seconds;

/** Sums of seconds are not exact; less than this is no distance. Seconds. */
const SLACK = 0.0005;
/** Seconds to the microsecond. */
const tidy = (s: number): number => Math.round(s * 1e6) / 1e6;
