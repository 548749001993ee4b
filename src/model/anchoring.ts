import { type EditDraft, readList, setTime, tidyTime, type WithId } from './edit-draft.ts';
import { beatOfFrame, frameOfBeat, gridOf, layOutTracks, type TrackSpan, trackLengths } from './track-layout.ts';
import { ENGINE_RATE, millisecondsToFrames } from './units.ts';
import type { BeatGrid } from './workout.ts';
import { toTracks } from './workout-document.ts';
import type { AnchorDocument, CueDocument } from './workout-schema.ts';

/**
 * What cues keep their distance to. `time_ms` always says where a cue is; its anchor says what it goes along with when
 * tracks or segments change. An anchor whose beat cannot be told (a track that is not measured yet) holds its cue still.
 */
export interface Anchorage {
  /** Spans of the tracks that sound and have a grid, in sequence. */
  readonly spans: readonly { readonly span: TrackSpan; readonly grid: BeatGrid }[];
  readonly tracks: ReadonlySet<string>;
  /** Start of each segment, milliseconds. */
  readonly segments: ReadonlyMap<string, number>;
}

/** The anchorage of a draft as it is now. */
export const anchorageOf = (draft: EditDraft): Anchorage => {
  const tracks = toTracks(draft.document);
  const spans = layOutTracks(tracks, trackLengths(tracks, draft.facts)).flatMap((span) => {
    const grid = gridOf(span.track, draft.facts);
    return grid === null ? [] : [{ span, grid }];
  });
  return {
    spans,
    tracks: new Set(tracks.map(({ id }) => id)),
    segments: new Map(readList(draft, 'segments').map(({ id, start_time }) => [id, start_time * 1000])),
  };
};

/** Where an anchor lies, milliseconds; may be negative. Null: it cannot be told. */
export const timeOfAnchor = ({ spans, segments }: Anchorage, anchor: AnchorDocument): number | null => {
  if ('segment' in anchor) {
    const start = segments.get(anchor.segment as string);
    return start === undefined ? null : tidyTime(start + (anchor.offset_ms as number));
  }
  const place = spans.find(({ span }) => span.track.id === anchor.track);
  if (place === undefined) return null;
  return tidyTime((frameOfBeat(place.span, place.grid, anchor.beat as number) * 1000) / ENGINE_RATE);
};

/** Whether what an anchor names is there. */
export const namesSomething = ({ tracks, segments }: Anchorage, anchor: AnchorDocument): boolean =>
  'segment' in anchor ? segments.has(anchor.segment as string) : tracks.has(anchor.track as string);

/** An anchor to the same track or segment, with the rest of it, for a cue at `ms`. Null: its beat cannot be told. */
export const anchorAt = (anchorage: Anchorage, anchor: AnchorDocument, ms: number): AnchorDocument | null => {
  if ('segment' in anchor) {
    const start = anchorage.segments.get(anchor.segment as string);
    return start === undefined ? null : { ...anchor, offset_ms: tidyTime(ms - start) };
  }
  const place = anchorage.spans.find(({ span }) => span.track.id === anchor.track);
  return place === undefined ? null : { ...anchor, beat: beatAt(place, ms) };
};

/** The beat at a time: a whole one where that is less than a frame away, so that it stays on the beat ever after. */
const beatAt = ({ span, grid }: Anchorage['spans'][number], ms: number): number => {
  const frame = millisecondsToFrames(ms);
  const beat = beatOfFrame(span, grid, frame);
  const whole = Math.round(beat) + 0;
  return Math.abs(frameOfBeat(span, grid, whole) - frame) < 1 ? whole : Math.round(beat * 1e9) / 1e9;
};

/** An anchor to the track that sounds at a time, of two the later one; else to the nearest. Null: none has a grid. */
export const beatAnchorAt = ({ spans }: Anchorage, ms: number): AnchorDocument | null => {
  const frame = millisecondsToFrames(ms);
  let best: Anchorage['spans'][number] | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  for (const place of spans) {
    const { at, length } = place.span;
    const distance = Math.max(0, at - frame, frame - (at + length - 1));
    if (distance <= nearest) best = place;
    nearest = Math.min(nearest, distance);
  }
  return best === null ? null : { track: best.span.track.id, beat: beatAt(best, ms) };
};

/** An anchor to the segment a time lies in, of two the one that starts later; else to the nearest. Null: there is none. */
export const segmentAnchorAt = (draft: EditDraft, ms: number): AnchorDocument | null => {
  const segment = segmentAt(draft, ms);
  return segment === null ? null : { segment: segment.id, offset_ms: tidyTime(ms - segment.start_time * 1000) };
};

export const segmentAt = (draft: EditDraft, ms: number) => {
  const ranked = readList(draft, 'segments').map((segment) => {
    const start = segment.start_time * 1000;
    const end = start + segment.duration_seconds * 1000;
    // A cue at an end lies in what begins there.
    return { segment, start, distance: ms >= start && ms < end ? 0 : Math.max(start - ms, ms - end, 0.001) };
  });
  ranked.sort((a, b) => a.distance - b.distance || b.start - a.start);
  return ranked[0]?.segment ?? null;
};

/** Puts a cue at a time. It stays anchored to what it is anchored to; an anchor that cannot follow is let go. */
export const placeCue = (anchorage: Anchorage, cue: CueDocument, ms: number): void => {
  setTime(cue, ms);
  if (cue.anchor != null) setAnchor(cue, anchorAt(anchorage, cue.anchor, cue.time_ms));
};

export const setAnchor = (cue: CueDocument, anchor: AnchorDocument | null): void => {
  if (anchor === null) delete cue.anchor;
  else cue.anchor = anchor;
};

/**
 * After a change of tracks or segments: moves the cues whose anchor lies elsewhere than `before`. A cue whose track or
 * segment went away keeps its time and loses its anchor.
 */
export const followAnchors = (draft: EditDraft, before: Anchorage): void => {
  const after = anchorageOf(draft);
  for (const cue of readList(draft, 'cues') as WithId<CueDocument>[]) {
    if (cue.anchor == null) continue;
    if (!namesSomething(after, cue.anchor)) {
      if (namesSomething(before, cue.anchor)) delete cue.anchor;
      continue;
    }
    const now = timeOfAnchor(after, cue.anchor);
    if (now !== null && now !== timeOfAnchor(before, cue.anchor)) setTime(cue, now);
  }
};
