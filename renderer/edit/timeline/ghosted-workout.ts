import {
  type Frames,
  frames,
  type Segment,
  toFrames,
  toSeconds,
  type VoiceCue,
  type Workout,
} from '../../../src/model/index.ts';
import type { TimelineGhost } from './timeline-ghost.ts';

/** The id that a copy has while it is dragged: no id of a workout looks like it. */
const COPY = '\u0000copy ';
export const copyId = (index: number, cue: string): string => `${COPY}${index} ${cue}`;
/** The cue that a copy is of; null: the id is no copy's. */
export const copiedFrom = (id: string): string | null =>
  id.startsWith(COPY) ? id.slice(id.indexOf(' ', COPY.length) + 1) : null;

/** The workout as it would be: what is dragged at its new place, copies added. Nothing else of it is changed or checked. */
export const ghosted = (workout: Workout, ghost: TimelineGhost | null): Workout => {
  if (!ghost) return workout;
  const { cues, copies, segments, tracks, order, markers } = ghost;
  if (!cues && !copies && !segments && !tracks && !order && !markers) return workout;
  const moved = cues ? workout.cues.map((cue) => at(cue, cues.get(cue.id))) : workout.cues;
  const originals = new Map(copies && workout.cues.map((cue) => [cue.id, cue]));
  const copied = (copies ?? []).flatMap(({ cue, at: time }, index) => {
    const original = originals.get(cue);
    return original ? [{ ...original, id: copyId(index, cue), at: time }] : [];
  });
  const copiesOf = new Map(copied.map(({ id }) => [id, copiedFrom(id)!]));
  return {
    ...workout,
    cues: [...moved, ...copied],
    variants: workout.variants.map((variant) => {
      const except = new Set(variant.cues.except);
      const also = [...copiesOf].filter(([, of]) => except.has(of)).map(([id]) => id);
      return also.length === 0 ? variant : { ...variant, cues: { ...variant.cues, except: [...except, ...also] } };
    }),
    segments: segments
      ? workout.segments.map((segment) => spanned(segment, segments.get(segment.id)))
      : workout.segments,
    tracks: inOrder(
      workout.tracks.map((track) => ({ ...track, ...tracks?.get(track.id) })),
      order,
    ),
    markers: markers
      ? workout.markers.map((marker) => ({ ...marker, at: markers.get(marker.id) ?? marker.at }))
      : workout.markers,
  };
};

const at = (cue: VoiceCue, time: Frames | undefined): VoiceCue => (time === undefined ? cue : { ...cue, at: time });

const spanned = (segment: Segment, span: { start: Frames; end: Frames } | undefined): Segment =>
  span ? { ...segment, start: toSeconds(span.start), duration: toSeconds(frames(span.end - span.start)) } : segment;

const inOrder = <T extends { readonly id: string }>(list: T[], order: readonly string[] | undefined): T[] => {
  if (!order) return list;
  const place = new Map(order.map((id, index) => [id, index]));
  return list.sort((a, b) => (place.get(a.id) ?? list.length) - (place.get(b.id) ?? list.length));
};

/** Where a segment lies, frames. */
export const segmentSpan = ({
  start,
  duration,
}: Pick<Segment, 'start' | 'duration'>): { start: number; end: number } => ({
  start: toFrames(start),
  end: toFrames((start + duration) as Segment['start']),
});
