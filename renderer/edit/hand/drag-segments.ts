import { applyWorkoutEdits, readWorkoutDocument, type Segment, type WorkoutEdit } from '../../../src/model/index.ts';
import type { TimelineGhost } from '../timeline/timeline-ghost.ts';
import {
  between,
  type Drag,
  type DragOutcome,
  type DragWorld,
  dragDistance,
  type PointerPlace,
  secondsText,
  span,
} from './drag.ts';
import { asFrame, toMs, toWrittenSeconds } from './edit-times.ts';
import { step } from './hand-step.ts';
import { type HandView, segmentSpan } from './hand-view.ts';
import { placeText } from './place-text.ts';

/** The shortest that a segment is made by hand. Frames: a second. */
const LEAST = 48_000;

interface Block {
  readonly segment: Segment;
  readonly start: number;
  readonly end: number;
}

/** In order of their start. */
const blocksOf = ({ workout }: HandView): Block[] =>
  workout.segments.map((segment) => ({ segment, ...segmentSpan(segment) })).sort((a, b) => a.start - b.start);

/** Mod turns round what the toggle says. */
const ripples = (now: PointerPlace, { ripple }: DragWorld): boolean => now.mod !== ripple;

const change = (
  id: string,
  from: { start: number; end: number },
  to: { start: number; end: number },
  ripple = false,
) => ({
  op: 'segments.change' as const,
  id,
  ripple,
  change: {
    ...(from.start !== to.start && { start_time: toWrittenSeconds(to.start) }),
    ...(from.end - from.start !== to.end - to.start && { duration_seconds: toWrittenSeconds(to.end - to.start) }),
  },
});

/**
 * Moves an edge of a segment: where two meet, of both. With ripple the segment grows or shrinks and everything behind
 * it goes along.
 */
export const dragEdge: Drag = (start, now, world): DragOutcome => {
  const { view } = world;
  const blocks = blocksOf(view);
  const at = blocks.findIndex(({ segment }) => segment.id === start.hit.id);
  const block = blocks[at];
  if (!block) return { ghost: {}, step: null };
  const isEnd = start.hit.edge === 'end';
  const origin = isEnd ? block.end : block.start;
  const { distance, snap } = dragDistance(start, now, world, origin);
  const ripple = isEnd && ripples(now, world);
  const next =
    isEnd && start.hit.next !== undefined ? blocks.find(({ segment }) => segment.id === start.hit.next) : undefined;
  const bounds = isEnd
    ? { least: block.start + LEAST, most: ripple ? Number.POSITIVE_INFINITY : endBound(blocks[at + 1], next) }
    : { least: blocks[at - 1]?.end ?? 0, most: block.end - LEAST };
  // One that is shorter than a second already, or overlaps, may stay as it is.
  const edge = between(origin + distance, Math.min(bounds.least, origin), Math.max(bounds.most, origin));
  const line = snap && snap.frame === edge ? { frame: snap.frame, name: snap.name } : null;
  const pointer = {
    frame: edge,
    text: `${placeText(view, asFrame(edge))} · ${secondsText(isEnd ? edge - block.start : block.end - edge)}`,
  };
  if (edge === origin) return { ghost: { segments: new Map(), snap: line, pointer }, step: null };
  const to = isEnd ? { start: block.start, end: edge } : { start: edge, end: block.end };
  const edits: WorkoutEdit[] = [change(block.segment.id, block, to, ripple)];
  if (next && !ripple) edits.push(change(next.segment.id, next, { start: edge, end: next.end }));
  const said = `Segment ${block.segment.title} ${isEnd ? 'ends' : 'begins'} at ${placeText(view, asFrame(edge))}`;
  return { ghost: { ...ghostOf(view, edits), snap: line, pointer }, step: step(said, edits) };
};

const endBound = (behind: Block | undefined, next: Block | undefined): number =>
  next ? next.end - LEAST : (behind?.start ?? Number.POSITIVE_INFINITY);

/**
 * Moves a segment: in the room around it, or past its neighbours, which then take its place. With ripple the cues in
 * the segments go along.
 */
export const dragSegment: Drag = (start, now, world): DragOutcome => {
  const { view } = world;
  const blocks = blocksOf(view);
  const at = blocks.findIndex(({ segment }) => segment.id === start.hit.id);
  const block = blocks[at];
  if (!block) return { ghost: {}, step: null };
  const length = block.end - block.start;
  const { distance, snap } = dragDistance(start, now, world, block.start);
  const middle = block.start + distance + length / 2;
  const others = blocks.filter((other) => other !== block);
  const to = others.filter((other) => (other.start + other.end) / 2 < middle).length;
  const room = { least: blocks[at - 1]?.end ?? 0, most: (blocks[at + 1]?.start ?? Number.POSITIVE_INFINITY) - length };
  const place =
    to === at
      ? new Map([
          [block, between(block.start + distance, Math.min(room.least, block.start), Math.max(room.most, block.start))],
        ])
      : reordered(blocks, at, to);
  const moved = [...place].filter(([each, frame]) => frame !== each.start);
  const where = asFrame(place.get(block) ?? block.start);
  const pointer = { frame: where, text: `${block.segment.title} at ${placeText(view, where)}` };
  if (moved.length === 0) return { ghost: { segments: new Map(), pointer }, step: null };
  const edits: WorkoutEdit[] = moved.map(([each, frame]) =>
    change(each.segment.id, each, { start: frame, end: frame + each.end - each.start }),
  );
  if (ripples(now, world)) edits.push(...cuesAlong(view, moved));
  const line = snap && snap.frame === where ? { frame: snap.frame, name: snap.name } : null;
  const said = `Segment ${block.segment.title} moved to ${placeText(view, where)}`;
  return { ghost: { ...ghostOf(view, edits), snap: line, pointer }, step: step(said, edits) };
};

/** Starts of segments when one takes another place in the row. Gaps between them stay where they are in the row. */
const reordered = (blocks: readonly Block[], from: number, to: number): Map<Block, number> => {
  const row = blocks.filter((_, index) => index !== from);
  row.splice(to, 0, blocks[from]!);
  const [first, last] = [Math.min(from, to), Math.max(from, to)];
  const starts = new Map<Block, number>();
  let cursor = blocks[first]!.start;
  for (let place = first; place <= last; place += 1) {
    const block = row[place]!;
    starts.set(block, cursor);
    const gap = place < last ? blocks[place + 1]!.start - blocks[place]!.end : 0;
    cursor += block.end - block.start + gap;
  }
  return starts;
};

/** Cues without an anchor that lie in segments which move. Those with one go by it. */
const cuesAlong = ({ workout }: HandView, moved: readonly (readonly [Block, number])[]): WorkoutEdit[] => {
  const places = workout.cues.flatMap(({ id, at, anchor }) => {
    const home = anchor === null ? moved.find(([{ start, end }]) => start <= at && at < end) : undefined;
    return home ? [{ id, time_ms: toMs(Math.max(0, at + home[1] - home[0].start)) }] : [];
  });
  return places.length > 0 ? [{ op: 'cues.place', places }] : [];
};

/** What edits would move, as the model itself does them: a ripple, cues that go with a segment. */
const ghostOf = (view: HandView, edits: readonly WorkoutEdit[]): TimelineGhost => {
  const { document } = applyWorkoutEdits(view.document, edits, view.music.facts);
  const { workout } = readWorkoutDocument(document);
  if (!workout) return {};
  const before = new Map(view.workout.segments.map((segment) => [segment.id, segmentSpan(segment)]));
  const segments = workout.segments.flatMap((segment) => {
    const [old, now] = [before.get(segment.id), segmentSpan(segment)];
    return old?.start === now.start && old.end === now.end ? [] : [[segment.id, span(now.start, now.end)] as const];
  });
  return {
    segments: new Map(segments),
    cues: movedOf(view.workout.cues, workout.cues),
    markers: movedOf(view.workout.markers, workout.markers),
  };
};

const movedOf = <Thing extends { readonly id: string; readonly at: number }>(
  before: readonly Thing[],
  after: readonly Thing[],
): Map<string, Thing['at']> => {
  const old = new Map(before.map(({ id, at }) => [id, at]));
  return new Map(after.flatMap(({ id, at }) => (old.get(id) === at ? [] : [[id, at] as const])));
};
