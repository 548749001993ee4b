import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOTHING_SELECTED, type Selection } from '../../../../../renderer/edit/edit-store.ts';
import { type DragWorld, dragDistance, type PointerPlace } from '../../../../../renderer/edit/hand/drag.ts';
import type { Step } from '../../../../../renderer/edit/hand/hand-step.ts';
import type { HandView } from '../../../../../renderer/edit/hand/hand-view.ts';
import { SNAP_PIXELS, snapLine } from '../../../../../renderer/edit/hand/snap-line.ts';
import {
  type Gesture,
  type GestureEvent,
  IDLE,
  isForHand,
  nextGesture,
  stepOf,
} from '../../../../../renderer/edit/hand/timeline-gestures.ts';
import { hitTest, type Picture } from '../../../../../renderer/edit/timeline/hit-test.ts';
import { cueRow, gainY } from '../../../../../renderer/edit/timeline/lanes.ts';
import { lanesOf } from '../../../../../renderer/edit/timeline/picture.ts';
import { makeScene } from '../../../../../renderer/edit/timeline/scene.ts';
import type { TimelineGhost } from '../../../../../renderer/edit/timeline/timeline-ghost.ts';
import {
  applyWorkoutEdits,
  frames,
  readWorkoutDocument,
  type WorkoutDocument,
  type WorkoutEdit,
} from '../../../../../src/model/index.ts';
import { chosen, MATERIAL, RIDE, viewOf } from './views.ts';

/** Ten pixels a second, in a box that shows the whole ride of 196 s. */
const VIEW = { firstFrame: 0, framesPerPixel: 4800, width: 2000, height: 700, length: 196 * 48_000, laneScroll: 0 };
const HELD = { shift: false, alt: false, mod: false };

const pictureOf = (view: HandView, seen = VIEW): Picture => {
  const { workout, selection } = view;
  const scene = makeScene({ workout, material: MATERIAL, variant: 'coached', selection }, null);
  return { scene, view: seen, lanes: lanesOf(scene, seen), playhead: null, loop: null };
};

/** A window with the ride: what it shows, what is selected, and what was done. */
const openRide = (
  document: WorkoutDocument = RIDE,
  selection: Selection = NOTHING_SELECTED,
  ripple = false,
  seen = VIEW,
) => {
  let view = viewOf({ selection, snap: 'off' }, document);
  let gesture: Gesture = IDLE;
  const done: Step[] = [];
  const ghosts: (TimelineGhost | null)[] = [];
  const world = (): DragWorld => ({ view, framesPerPixel: seen.framesPerPixel, ripple });
  const happens = (event: GestureEvent): void => {
    const next = nextGesture(gesture, event, world());
    gesture = next.gesture;
    const { effects } = next;
    if (effects.selection) view = { ...view, selection: effects.selection };
    if (effects.ghost !== undefined) ghosts.push(effects.ghost);
    const step = effects.drag && stepOf(effects.drag, world());
    if (step) done.push(step);
  };
  const at = (x: number, y: number, held: Partial<typeof HELD> = {}): PointerPlace => ({
    ...{ x, y, frame: Math.round(x * seen.framesPerPixel) },
    ...{ ...HELD, ...held },
  });
  return {
    down(x: number, y: number, held: Partial<typeof HELD> = {}, coarse = false) {
      const picture = pictureOf(view, seen);
      const hit = hitTest(x, y, picture);
      happens({ type: 'down', start: { hit, at: at(x, y, held), picture, selection: view.selection }, coarse });
      return hit;
    },
    move: (x: number, y: number, held: Partial<typeof HELD> = {}) => happens({ type: 'move', now: at(x, y, held) }),
    up: (x: number, y: number, held: Partial<typeof HELD> = {}) => happens({ type: 'up', now: at(x, y, held) }),
    escape: () => happens({ type: 'cancel' }),
    drag(from: readonly [number, number], to: readonly [number, number], held: Partial<typeof HELD> = {}) {
      const hit = this.down(...from, held);
      this.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, held);
      this.move(...to, held);
      this.up(...to, held);
      return hit;
    },
    done,
    ghosts,
    ghost: () => ghosts.at(-1) ?? null,
    edits: (): WorkoutEdit[] => done.flatMap(({ edits }) => edits),
    selection: () => view.selection,
    snapping(snap: HandView['snap']) {
      view = { ...view, snap };
    },
    /** The document after everything that was done. */
    document: (): WorkoutDocument => {
      const edits = done.flatMap((step) => step.edits);
      return edits.length === 0 ? document : applyWorkoutEdits(document, edits, view.music.facts).document;
    },
  };
};

const lanes = pictureOf(viewOf()).lanes;
const boxY = cueRow(lanes, 0).boxes.top + 10;
const segmentY = lanes.segments.top + lanes.segments.height - 8;
const musicY = lanes.music.top + lanes.music.height - 20;
const timesOf = ({ cues }: WorkoutDocument): number[] => (cues ?? []).map(({ time_ms }) => time_ms);
const spansOf = ({ segments }: WorkoutDocument): number[][] =>
  (segments ?? []).map(({ start_time, duration_seconds }) => [start_time, start_time + duration_seconds]);

describe('cues', () => {
  it('are dragged, alone or together, and tell where they go', () => {
    const ride = openRide();
    expect(ride.drag([15, boxY], [35, boxY])).toMatchObject({ kind: 'cue', id: 'a' });
    expect(ride.edits()).toEqual([{ op: 'cues.place', places: [{ id: 'a', time_ms: 3000 }] }]);
    expect(ride.ghost()).toMatchObject({ cues: new Map([['a', 144_000]]), pointer: { text: '0:03.0, bar 2' } });
    const both = openRide(RIDE, chosen(['a', 'b']));
    both.drag([15, boxY], [-500, boxY]);
    expect(timesOf(both.document())).toEqual([0, 9000, 70_000]);
    expect(both.selection().cues).toEqual(new Set(['a', 'b']));
  });
  it('are copied with Mod, wherever it is pressed before the end', () => {
    const ride = openRide();
    ride.down(15, boxY);
    ride.move(35, boxY);
    ride.move(35, boxY, { mod: true });
    expect(ride.ghost()).toMatchObject({ copies: [{ cue: 'a', at: 144_000 }] });
    ride.up(35, boxY, { mod: true });
    expect(ride.edits()).toEqual([{ op: 'cues.add', cues: [{ time_ms: 3000, text: 'Hello and welcome' }] }]);
  });
  it('snap to the grid by its name, with Shift go by whole bars', () => {
    const ride = openRide();
    ride.snapping('bar');
    ride.down(15, boxY);
    ride.move(34, boxY);
    expect(ride.ghost()).toMatchObject({ snap: { frame: 144_000, name: 'bar 2' } });
    ride.move(60, boxY, { shift: true });
    expect(ride.ghost()?.cues).toEqual(new Map([['a', 5 * 48_000]]));
    ride.move(33, boxY, { alt: true });
    expect(ride.ghost()).toMatchObject({ cues: new Map([['a', Math.round(2.8 * 48_000)]]), snap: null });
  });
  it('are stretched by their end, within what can be listened to', () => {
    // Fifty pixels a second: the first cue is said from 50 to 150.
    const near = { ...VIEW, framesPerPixel: 960 };
    const end = (x: number) => {
      const ride = openRide(RIDE, NOTHING_SELECTED, false, near);
      expect(ride.drag([150, boxY], [x, boxY])).toMatchObject({ kind: 'cue-end', id: 'a' });
      return ride;
    };
    expect(end(130).edits()).toEqual([{ op: 'cues.change', ids: ['a'], change: { speed: 1.25 } }]);
    expect(end(130).ghost()).toMatchObject({
      takes: new Map([['a', { start: 48_000, end: 48_000 + 76_800 }]]),
      pointer: { text: '1.60 s · 1.25×' },
    });
    expect(end(900).edits()).toMatchObject([{ change: { speed: 0.5 } }]);
    expect(end(20).edits()).toMatchObject([{ change: { speed: 2 } }]);
  });
  it('are chosen by a press, one of several only when it was no drag', () => {
    const ride = openRide(RIDE, chosen(['a', 'b']));
    ride.down(15, boxY);
    expect(ride.selection().cues.size).toBe(2);
    ride.up(15, boxY);
    expect(ride.selection()).toMatchObject({ cues: new Set(['a']), lead: 'a' });
    ride.down(105, boxY, { mod: true });
    ride.up(105, boxY, { mod: true });
    expect(ride.selection().cues).toEqual(new Set(['a', 'b']));
    ride.down(105, boxY, { mod: true });
    ride.up(105, boxY, { mod: true });
    expect(ride.selection().cues).toEqual(new Set(['a']));
    expect(ride.done).toEqual([]);
  });
  it('are chosen by a rectangle, and let go by a press beside them', () => {
    const ride = openRide();
    ride.drag([2, boxY - 20], [120, boxY + 10]);
    expect(ride.selection().cues).toEqual(new Set(['a', 'b']));
    ride.down(400, boxY);
    ride.up(400, boxY);
    expect(ride.selection()).toEqual(NOTHING_SELECTED);
    expect(ride.done).toEqual([]);
  });
  it('a finger on free ground leaves the view to be moved', () => {
    const ride = openRide();
    ride.down(400, boxY, {}, true);
    ride.move(200, boxY);
    expect(ride.ghosts).toEqual([]);
  });
});

describe('segments', () => {
  it('share an edge where they meet', () => {
    const ride = openRide();
    expect(ride.drag([600, segmentY], [650, segmentY])).toMatchObject({
      kind: 'segment-edge',
      id: 'warm',
      next: 'push',
    });
    expect(spansOf(ride.document())).toEqual([
      [0, 65],
      [65, 120],
    ]);
    expect(timesOf(ride.document())).toEqual([1000, 10_000, 70_000]);
  });
  it('push what lies behind, with Mod or where that is set', () => {
    for (const [ripple, mod] of [
      [false, true],
      [true, false],
    ]) {
      const ride = openRide(RIDE, NOTHING_SELECTED, ripple);
      ride.drag([600, segmentY], [650, segmentY], { mod });
      expect(spansOf(ride.document())).toEqual([
        [0, 65],
        [65, 125],
      ]);
      expect(timesOf(ride.document())).toEqual([1000, 10_000, 75_000]);
      expect(ride.ghost()).toMatchObject({ cues: new Map([['c', 75 * 48_000]]) });
    }
  });
  it('stay a second long at least, and leave their neighbours one', () => {
    const ride = openRide();
    ride.drag([600, segmentY], [5000, segmentY]);
    expect(spansOf(ride.document())).toEqual([
      [0, 119],
      [119, 120],
    ]);
    const back = openRide();
    back.drag([600, segmentY], [-100, segmentY]);
    expect(spansOf(back.document())).toEqual([
      [0, 1],
      [1, 120],
    ]);
  });
  it('change places past each other’s middle, with their cues where that is asked for', () => {
    const ride = openRide();
    expect(ride.drag([300, segmentY], [950, segmentY])).toMatchObject({ kind: 'segment', id: 'warm' });
    expect(spansOf(ride.document()).sort()).toEqual([
      [0, 60],
      [60, 120],
    ]);
    expect(ride.document().segments?.find(({ id }) => id === 'push')?.start_time).toBe(0);
    expect(timesOf(ride.document())).toEqual([1000, 10_000, 70_000]);
    const along = openRide();
    along.drag([300, segmentY], [950, segmentY], { mod: true });
    expect(timesOf(along.document()).sort((a, b) => a - b)).toEqual([10_000, 61_000, 70_000]);
  });
});

describe('tracks', () => {
  it('are trimmed at both ends', () => {
    const ride = openRide();
    expect(ride.drag([1, musicY], [101, musicY])).toMatchObject({ kind: 'track-start', id: 'one' });
    expect(ride.edits()).toEqual([{ op: 'tracks.change', id: 'one', change: { trim_start_ms: 10_000 } }]);
    const end = openRide();
    expect(end.drag([1958, musicY], [1858, musicY])).toMatchObject({ kind: 'track-end', id: 'two' });
    expect(end.edits()).toEqual([{ op: 'tracks.change', id: 'two', change: { trim_end_ms: 90_000 } }]);
    const none = openRide();
    none.drag([1958, musicY], [1990, musicY]);
    expect(none.edits()).toEqual([]);
  });
  it('have their join widened to the left', () => {
    const ride = openRide();
    expect(ride.drag([970, lanes.music.top + 5], [950, lanes.music.top + 5])).toMatchObject({
      kind: 'crossfade',
      id: 'two',
    });
    expect(ride.edits()).toEqual([{ op: 'tracks.change', id: 'two', change: { crossfade_ms: 6000 } }]);
  });
  it('have fades and a gain', () => {
    const ride = openRide();
    expect(ride.drag([1, lanes.music.top + 20], [51, lanes.music.top + 20])).toMatchObject({
      kind: 'fade-in',
      id: 'one',
    });
    expect(ride.edits()).toEqual([{ op: 'tracks.change', id: 'one', change: { fade_in_ms: 5000 } }]);
    const loud = openRide(RIDE, chosen([], { track: 'one' }));
    const [zero, up] = [gainY(lanes.music, 0), gainY(lanes.music, 3)];
    expect(loud.drag([300, zero], [300, up])).toMatchObject({ kind: 'gain-line', id: 'one' });
    expect(loud.edits()).toEqual([{ op: 'tracks.change', id: 'one', change: { gain_db: 3 } }]);
  });
  it('change places past each other’s middle', () => {
    const ride = openRide();
    expect(ride.drag([300, musicY], [1400, musicY])).toMatchObject({ kind: 'track', id: 'one' });
    expect(ride.edits()).toEqual([{ op: 'tracks.order', ids: ['two', 'one'] }]);
  });
});

it('markers are put elsewhere', () => {
  const ride = openRide();
  expect(ride.drag([302, lanes.markers.top + 5], [352, lanes.markers.top + 5])).toMatchObject({
    kind: 'marker',
    id: 'm',
  });
  expect(ride.edits()).toEqual([{ op: 'markers.change', id: 'm', change: { time_ms: 35_000 } }]);
});

const point = fc.tuple(fc.integer({ min: 0, max: 1999 }), fc.integer({ min: 34, max: 699 }));
const held = fc.record({ shift: fc.boolean(), alt: fc.boolean(), mod: fc.boolean() });
const path = fc.array(fc.tuple(fc.integer({ min: -300, max: 2300 }), fc.integer({ min: -100, max: 800 })), {
  maxLength: 6,
});
const selections = fc.subarray(['a', 'b', 'c']).map((cues) => chosen(cues));
const snaps = fc.constantFrom('off', 'beat', 'bar', 'phrase', 'segment' as const);

describe('whatever is dragged', () => {
  it('Escape changes nothing: not the workout, not what is selected, nothing that is shown', () => {
    let dragged = 0;
    fc.assert(
      fc.property(point, path, held, selections, snaps, fc.boolean(), (from, moves, keys, selection, snap, ripple) => {
        const ride = openRide(RIDE, selection, ripple);
        ride.snapping(snap as HandView['snap']);
        if (!isForHand(ride.down(...from, keys))) return;
        for (const to of moves) ride.move(...to, keys);
        if (ride.ghosts.length > 0) dragged += 1;
        ride.escape();
        expect(ride.done).toEqual([]);
        expect(ride.selection()).toEqual(selection);
        expect(ride.ghost()).toBeNull();
      }),
      { numRuns: 300 },
    );
    expect(dragged).toBeGreaterThan(50);
  });

  it('there and back is as if nothing was, and what it does the model takes', () => {
    fc.assert(
      fc.property(point, path, held, selections, snaps, fc.boolean(), (from, moves, keys, selection, snap, ripple) => {
        const ride = openRide(RIDE, selection, ripple);
        ride.snapping(snap as HandView['snap']);
        if (!isForHand(ride.down(...from, keys))) return;
        for (const to of moves) ride.move(...to, keys);
        ride.move(...from, keys);
        ride.up(...from, keys);
        expect(ride.done).toEqual([]);

        const last = moves.at(-1);
        if (!last) return;
        const other = openRide(RIDE, selection, ripple);
        other.snapping(snap as HandView['snap']);
        other.drag(from, last, keys);
        expect(readWorkoutDocument(other.document()).workout).not.toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it('cues by dx and then by −dx lie where they lay, where nothing snaps and the start is not in the way', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9, max: 900 }), fc.subarray(['a', 'b', 'c'], { minLength: 1 }), (dx, cues) => {
        const before = { ...RIDE, cues: RIDE.cues?.map((cue) => ({ ...cue, time_ms: cue.time_ms + 0.021 })) };
        // A pixel is no whole number of milliseconds, as it mostly is.
        const odd = { ...VIEW, framesPerPixel: 4801 };
        const there = openRide(before, chosen(cues), false, odd);
        const x = { a: 15, b: 105, c: 705 }[cues[0]!]!;
        there.drag([x, boxY], [x + dx, boxY]);
        const back = openRide(there.document(), chosen(cues), false, odd);
        // Where it came to lie over another cue, that one may be on top.
        fc.pre(cues.includes(back.drag([x + dx, boxY], [x, boxY]).id ?? ''));
        const timesBefore = viewOf({}, before).workout.cues.map(({ at }) => at);
        expect(viewOf({}, back.document()).workout.cues.map(({ at }) => at)).toEqual(timesBefore);
      }),
    );
  });
});

describe('snapping', () => {
  it('never goes further than its reach, and to the nearest line', () => {
    const world = { view: viewOf({ snap: 'bar' }), framesPerPixel: 480, ripple: false };
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: 0, max: 196 * 48_000 }), fc.integer({ min: 0, max: 300_000 })),
        snaps,
        fc.integer({ min: 1, max: 20_000 }),
        (frame, snap, fpp) => {
          const view = { ...world.view, snap: snap as HandView['snap'] };
          const within = SNAP_PIXELS * fpp;
          const line = snapLine(view, frame, within);
          if (line) expect(Math.abs(line.frame - frame)).toBeLessThanOrEqual(within);
          if (snap === 'off') expect(line).toBeNull();
          const start = { at: { x: 0, y: 0, frame: 0, ...HELD } };
          const now = { x: 0, y: 0, frame: Math.round(frame / 48) * 48, ...HELD };
          const { distance, snap: found } = dragDistance(start, now, { ...world, view, framesPerPixel: fpp }, 48_000);
          expect(Math.abs(distance - now.frame)).toBeLessThanOrEqual(found ? within : 0);
        },
      ),
    );
  });
  it('snaps to the playhead, and back to where it was', () => {
    const view = { ...viewOf({ snap: 'phrase' }), playhead: frames(7 * 48_000) };
    const world = { view, framesPerPixel: 480, ripple: false };
    const start = { at: { x: 0, y: 0, frame: 0, ...HELD } };
    const at = (frame: number) => dragDistance(start, { x: 0, y: 0, frame, ...HELD }, world, 5 * 48_000);
    expect(at(95_000)).toEqual({ distance: 96_000, snap: { frame: 7 * 48_000, name: 'playhead' } });
    expect(at(2000)).toEqual({ distance: 0, snap: { frame: 5 * 48_000, name: 'as before' } });
  });
});
