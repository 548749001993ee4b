import { CUES_HEAD, cueRow, gainY, type LaneName, type Lanes, laneAt, wordsWidth } from './lanes.ts';
import type { Scene, SceneCue, SceneTrack } from './scene-types.ts';
import { frameAt, type TimelineView, xOf } from './view-maths.ts';

/** The timeline as it is seen at a moment: what a point of it is asked of. */
export interface Picture {
  readonly scene: Scene;
  readonly view: TimelineView;
  readonly lanes: Lanes;
  /** Frames; null: there is none. */
  readonly playhead: number | null;
  readonly loop: { readonly start: number; readonly end: number } | null;
}

export type HitKind =
  | 'cue'
  | 'cue-start'
  | 'cue-end'
  | 'segment'
  | 'segment-edge'
  | 'track'
  | 'track-start'
  | 'track-end'
  | 'crossfade'
  | 'fade-in'
  | 'fade-out'
  | 'gain-line'
  | 'marker'
  | 'playhead'
  | 'ruler'
  | 'loop-start'
  | 'loop-end'
  | 'empty';

export interface Hit {
  readonly kind: HitKind;
  /** Of the cue, segment, track or marker. A crossfade has that of its second track. */
  readonly id?: string;
  /** Of a `segment-edge`: which end of `id`. Where two segments meet it is the end of the first, and `next` the second. */
  readonly edge?: 'start' | 'end';
  readonly next?: string;
  /** The frame under the point. */
  readonly frame: number;
  readonly lane: LaneName | null;
}

/** How near counts as on, CSS pixels. */
const EDGE = 5;
const HANDLE = 8;
/** Narrower boxes have no edges to take hold of. */
const WITH_EDGES = 26;
/** From the top of the music lane: joins, then fades, then the sound itself. */
export const JOIN_STRIP = 14;
export const FADE_STRIP = 30;

/** The last of `list` (sorted by `at`) that is at or before `frame`; -1: none. */
export const lastBefore = <T>(list: readonly T[], frame: number, at: (each: T) => number): number => {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(list[middle]) <= frame) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

/**
 * What is at a point of the lanes' box, CSS pixels from its left and top edges. The smallest thing wins: handles before
 * edges, edges before what they belong to. O(log n) in the number of things.
 */
export const hitTest = (x: number, y: number, picture: Picture): Hit => {
  const lane = laneAt(picture.lanes, y);
  const found = lane === null ? null : LOOKS[lane](x, y, picture);
  return { kind: 'empty', ...found, frame: frameAt(picture.view, x), lane };
};

type Found = Pick<Hit, 'kind' | 'id' | 'edge' | 'next'>;
type Look = (x: number, y: number, picture: Picture) => Found | null;

const near = (a: number, b: number, reach = EDGE): boolean => Math.abs(a - b) <= reach;

const inRuler: Look = (x, _y, { view, playhead, loop }) => {
  if (playhead !== null && near(x, xOf(view, playhead), 6)) return { kind: 'playhead' };
  if (loop && near(x, xOf(view, loop.start))) return { kind: 'loop-start' };
  if (loop && near(x, xOf(view, loop.end))) return { kind: 'loop-end' };
  return { kind: 'ruler' };
};

const inMarkers: Look = (x, _y, { scene, view }) => {
  const under = lastBefore(scene.markers, view.firstFrame + (x + HANDLE) * view.framesPerPixel, ({ at }) => at);
  const marker = scene.markers[under];
  if (!marker) return null;
  const left = xOf(view, marker.at);
  return x <= left + Math.max(HANDLE, 16 + wordsWidth(marker.name)) ? { kind: 'marker', id: marker.id } : null;
};

const inSegments: Look = (x, _y, { scene: { segments }, view }) => {
  const start = (each: { start: number }) => each.start;
  const frame = view.firstFrame + x * view.framesPerPixel;
  const at = lastBefore(segments, frame + EDGE * view.framesPerPixel, start);
  const here = segments[at];
  if (!here) return null;
  const before = segments[at - 1];
  if (near(x, xOf(view, here.start))) {
    const meets = before !== undefined && near(xOf(view, before.end), xOf(view, here.start), 1);
    return meets
      ? { kind: 'segment-edge', id: before.id, edge: 'end', next: here.id }
      : { kind: 'segment-edge', id: here.id, edge: 'start' };
  }
  if (near(x, xOf(view, here.end))) return { kind: 'segment-edge', id: here.id, edge: 'end' };
  if (before && near(x, xOf(view, before.end))) return { kind: 'segment-edge', id: before.id, edge: 'end' };
  return frame >= here.start && frame < here.end ? { kind: 'segment', id: here.id } : null;
};

const inMusic: Look = (x, y, { scene: { tracks }, view, lanes: { music } }) => {
  const frame = view.firstFrame + x * view.framesPerPixel;
  const reach = HANDLE * view.framesPerPixel;
  const at = lastBefore(tracks, frame + reach, ({ start }) => start);
  // A crossfade has two tracks, and a handle may be taken hold of from outside its track.
  const candidates = [tracks[at], tracks[at - 1]].filter((track) => track !== undefined && frame <= track.end + reach);
  const down = y - music.top;
  const small = down < FADE_STRIP ? (down < JOIN_STRIP ? joinAt : fadeAt) : edgeAt;
  for (const track of candidates) {
    const found = small(x, track, tracks, view);
    if (found) return found;
  }
  const under = candidates.find(({ start, end }) => frame >= start && frame < end);
  if (!under) return null;
  if (under.selected && near(y, gainY(music, under.gainDb), 4)) return { kind: 'gain-line', id: under.id };
  return { kind: 'track', id: under.id };
};

type SmallLook = (x: number, track: SceneTrack, all: readonly SceneTrack[], view: TimelineView) => Found | null;

const joinAt: SmallLook = (x, track, all, view) => {
  if (all[0] === track) return null;
  const [left, right] = [xOf(view, track.start), xOf(view, track.start + track.crossfade.length)];
  return x >= left - HANDLE && x <= right + HANDLE ? { kind: 'crossfade', id: track.id } : null;
};
const fadeAt: SmallLook = (x, track, _all, view) => {
  if (near(x, xOf(view, track.start + track.span.fadeIn.length), HANDLE)) return { kind: 'fade-in', id: track.id };
  if (near(x, xOf(view, track.end - track.span.fadeOut.length), HANDLE)) return { kind: 'fade-out', id: track.id };
  return null;
};
const edgeAt: SmallLook = (x, track, _all, view) => {
  const [left, right] = [xOf(view, track.start), xOf(view, track.end)];
  if (x >= left - 1 && x <= left + EDGE) return { kind: 'track-start', id: track.id };
  if (x <= right + 1 && x >= right - EDGE) return { kind: 'track-end', id: track.id };
  return null;
};

const inCues: Look = (x, y, { scene: { rows }, view, lanes }) => {
  const inRows = y - lanes.cues.top - CUES_HEAD;
  const height = cueRow(lanes, 1).words.top - cueRow(lanes, 0).words.top;
  const row = Math.floor(inRows / height);
  const list = rows[row];
  if (inRows < 0 || !list) return null;
  const at = lastBefore(list, view.firstFrame + (x + EDGE) * view.framesPerPixel, ({ start }) => start);
  const { words } = cueRow(lanes, row);
  return y < words.top + words.height ? wordsAt(x, list, at, view) : boxAt(x, list, at, view);
};

const wordsAt = (x: number, list: readonly SceneCue[], at: number, view: TimelineView): Found | null => {
  const cue = list[at];
  if (!cue) return null;
  const left = xOf(view, cue.start);
  const free = list[at + 1] ? xOf(view, list[at + 1].start) - left : Number.POSITIVE_INFINITY;
  return x <= left + Math.min(free, Math.max(EDGE, wordsWidth(cue.text))) ? { kind: 'cue', id: cue.id } : null;
};

const boxAt = (x: number, list: readonly SceneCue[], at: number, view: TimelineView): Found | null => {
  for (const cue of [list[at], list[at - 1]]) {
    if (!cue) continue;
    const [left, right] = [xOf(view, cue.start), xOf(view, cue.end)];
    if (x < left - EDGE || x > Math.max(right, left + 3) + EDGE) continue;
    if (right - left >= WITH_EDGES) {
      if (near(x, left)) return { kind: 'cue-start', id: cue.id };
      if (near(x, right)) return { kind: 'cue-end', id: cue.id };
    }
    return { kind: 'cue', id: cue.id };
  }
  return null;
};

const LOOKS: Readonly<Record<LaneName, Look>> = {
  ruler: inRuler,
  markers: inMarkers,
  segments: inSegments,
  music: inMusic,
  cues: inCues,
};
