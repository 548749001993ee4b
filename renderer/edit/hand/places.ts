import { type Frames, frames } from '../../../src/model/index.ts';
import { chosenCues, cueEnd, type HandView, inTime, segmentSpan } from './hand-view.ts';

/** What one goes to with the keys. */
export type PlaceKind = 'cue' | 'segment' | 'marker';

/** Near enough to be there: a press that comes while it plays goes further, not to where it is. Frames: 50 ms. */
const HERE = 2400;

/**
 * The next or previous place of a kind from a frame. While it plays, going back within a second of a place goes to the
 * one before it, as every player does. Null: there is none.
 */
export const nextPlace = (
  view: HandView,
  kind: PlaceKind,
  direction: 1 | -1,
  { playing = false }: { playing?: boolean } = {},
): { readonly at: Frames; readonly id: string; readonly name: string } | null => {
  const { workout, playhead } = view;
  const places =
    kind === 'cue'
      ? workout.cues.map(({ id, at, text }) => ({ id, at, name: text }))
      : kind === 'segment'
        ? workout.segments.map((segment) => ({ id: segment.id, at: segmentSpan(segment).start, name: segment.title }))
        : workout.markers.map(({ id, at, name }) => ({ id, at, name: name || 'Marker' }));
  const back = playing ? 48_000 : HERE;
  return (
    (direction > 0
      ? inTime(places).find(({ at }) => at > playhead + HERE)
      : inTime(places).findLast(({ at }) => at < playhead - back)) ?? null
  );
};

/** What is selected as a stretch of the workout: cues with their takes, a segment or a track; null: nothing is. */
export const chosenStretch = (view: HandView): { readonly start: Frames; readonly end: Frames } | null => {
  const cues = chosenCues(view);
  if (cues.length > 0) return { start: cues[0]!.at, end: frames(Math.max(...cues.map((cue) => cueEnd(view, cue)))) };
  const { segment, track } = view.selection;
  const block = view.workout.segments.find(({ id }) => id === segment);
  if (block) return segmentSpan(block);
  const span = view.music.spans.find((each) => each.track.id === track);
  return span ? { start: span.at, end: frames(span.at + span.length) } : null;
};
