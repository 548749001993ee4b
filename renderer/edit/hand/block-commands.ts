import type { Segment } from '../../../src/model/index.ts';
import { asFrame, toMs, toWrittenSeconds } from './edit-times.ts';
import { type Step, step } from './hand-step.ts';
import { type HandView, segmentSpan, workoutEnd } from './hand-view.ts';
import { placeText } from './place-text.ts';

/** A marker at a frame; null: one stands there already. */
export const addMarker = (view: HandView, at: number): Step | null => {
  const { markers } = view.workout;
  const frame = asFrame(at);
  if (markers.some((marker) => Math.abs(marker.at - frame) < 48)) return null;
  const taken = new Set(markers.map(({ id }) => id));
  let number = markers.length + 1;
  while (taken.has(`marker-${number}`)) number += 1;
  const marker = { id: `marker-${number}`, time_ms: toMs(frame) };
  return step(`Marker at ${placeText(view, frame)}`, [{ op: 'markers.add', marker }]);
};

export const renameMarker = (view: HandView, id: string, name: string): Step | null => {
  const marker = view.workout.markers.find((each) => each.id === id);
  if (!marker || marker.name === name.trim()) return null;
  return step('Marker renamed', [{ op: 'markers.change', id, change: { name: name.trim() || null } }]);
};

/** The shortest segment that is made by hand. Frames: a second. */
const LEAST = 48_000;

/**
 * A segment from a frame to where the next one begins, or to the end of the workout. Inside a segment it takes the rest
 * of that one. Null: there is no room.
 */
export const addSegment = (view: HandView, at: number): Step | null => {
  const frame = asFrame(at);
  if (segmentAt(view, frame)) return splitSegment(view, frame);
  const starts = view.workout.segments.map((segment) => segmentSpan(segment).start);
  const next = Math.min(workoutEnd(view), ...starts.filter((start) => start > frame));
  if (next - frame < LEAST) return null;
  const segment = { title: '', start_time: toWrittenSeconds(frame), duration_seconds: toWrittenSeconds(next - frame) };
  const title = `Segment ${view.workout.segments.length + 1}`;
  return step(
    `Segment from ${placeText(view, frame)}`,
    [{ op: 'segments.add', segments: [{ ...segment, title }], ripple: false }],
    { chooses: 'touched' },
  );
};

/** Two segments out of the one that lies at a frame; null: none does, or one part would be shorter than a second. */
export const splitSegment = (view: HandView, at: number): Step | null => {
  const frame = asFrame(at);
  const segment = segmentAt(view, frame);
  if (!segment) return null;
  const { start, end } = segmentSpan(segment);
  if (frame - start < LEAST || end - frame < LEAST) return null;
  const cut = toWrittenSeconds(frame);
  return step(`Segment split at ${placeText(view, frame)}`, [{ op: 'segments.split', id: segment.id, at: cut }]);
};

export const renameSegment = (segment: Segment, title: string): Step | null => {
  const name = title.trim();
  if (name === segment.title) return null;
  return step(`Segment is called ${name || 'nothing'}`, [
    { op: 'segments.change', id: segment.id, change: { title: name || null }, ripple: false },
  ]);
};

export const segmentAt = (view: HandView, frame: number): Segment | null =>
  view.workout.segments.findLast((segment) => {
    const { start, end } = segmentSpan(segment);
    return start <= frame && frame < end;
  }) ?? null;
