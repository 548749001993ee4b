import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOTHING_SELECTED } from '../../../../../renderer/edit/edit-store.ts';
import { hitTest, lastBefore, type Picture } from '../../../../../renderer/edit/timeline/hit-test.ts';
import { cueRow, gainY, layLanes } from '../../../../../renderer/edit/timeline/lanes.ts';
import { clampView, xOf } from '../../../../../renderer/edit/timeline/view-maths.ts';
import { materialOf, sceneOf, takeOf, trackOf } from './scene-of.ts';

const SECOND = 48_000;
const FIELDS = {
  tracks: [
    { id: 'one', file: 'one.mp3', fade_in_ms: 4000 },
    { id: 'two', file: 'two.mp3', crossfade_ms: 6000 },
  ],
  segments: [
    { id: 'warm', title: 'Warm', start_time: 0, duration_seconds: 30 },
    { id: 'hard', title: 'Hard', start_time: 30, duration_seconds: 30 },
    { id: 'last', title: 'Last', start_time: 70, duration_seconds: 20 },
  ],
  cues: [10, 20, 21, 40].map((at, i) => ({ id: `c${i}`, time_ms: at * 1000, text: 'Go' })),
  markers: [{ id: 'drop', name: 'Drop', time_ms: 50_000 }],
};
const MATERIAL = materialOf(
  [trackOf('one', 60 * SECOND), trackOf('two', 60 * SECOND)],
  [0, 1, 2, 3].map((i) => takeOf(`c${i}`, 3 * SECOND + 1440)),
);
const scene = sceneOf(FIELDS, MATERIAL, { selection: { ...NOTHING_SELECTED, track: 'two' } });
const lanes = layLanes({ height: 520, rows: scene.rows.length, markers: true, scroll: 0 });
const view = clampView({
  ...{ firstFrame: 0, framesPerPixel: 114 * SECOND, width: 1140, height: 520, length: scene.length, laneScroll: 0 },
});
const picture: Picture = {
  ...{ scene, lanes, view, playhead: 15 * SECOND },
  loop: { start: 60 * SECOND, end: 80 * SECOND },
};
const x = (seconds: number): number => xOf(view, seconds * SECOND);
const at = (seconds: number, y: number, by = 0) => hitTest(x(seconds) + by, y, picture);
const middle = (lane: { top: number; height: number }): number => lane.top + lane.height / 2;

describe('what is under a point', () => {
  it('is the ruler, or what stands in it', () => {
    expect(at(5, 10)).toMatchObject({ kind: 'ruler', lane: 'ruler' });
    expect(at(15, 10, 4).kind).toBe('playhead');
    expect(at(60, 10, -3).kind).toBe('loop-start');
    expect(at(80, 10, 3).kind).toBe('loop-end');
    expect(Math.abs(at(5, 10).frame - 5 * SECOND)).toBeLessThan(view.framesPerPixel);
  });

  it('is a segment, the edge where two meet, or the lone edge of one', () => {
    const y = middle(lanes.segments);
    expect(at(10, y)).toMatchObject({ kind: 'segment', id: 'warm', lane: 'segments' });
    expect(at(30, y, -3)).toMatchObject({ kind: 'segment-edge', id: 'warm', edge: 'end', next: 'hard' });
    expect(at(30, y, 3)).toMatchObject({ kind: 'segment-edge', id: 'warm', edge: 'end', next: 'hard' });
    expect(at(60, y, 3)).toMatchObject({ kind: 'segment-edge', id: 'hard', edge: 'end' });
    expect(at(60, y, 3).next).toBeUndefined();
    expect(at(70, y, -2)).toMatchObject({ kind: 'segment-edge', id: 'last', edge: 'start' });
    expect(at(65, y)).toMatchObject({ kind: 'empty', lane: 'segments' });
  });

  it('is a marker’s flag or its name', () => {
    expect(at(50, middle(lanes.markers), 2)).toMatchObject({ kind: 'marker', id: 'drop' });
    expect(at(50, middle(lanes.markers), 30)).toMatchObject({ kind: 'marker', id: 'drop' });
    expect(at(50, middle(lanes.markers), -20).kind).toBe('empty');
  });

  it('is a track, its edges, fades, join and gain', () => {
    const { music } = lanes;
    const low = music.top + music.height - 8;
    expect(at(20, low)).toMatchObject({ kind: 'track', id: 'one' });
    expect(at(0, low, 2)).toMatchObject({ kind: 'track-start', id: 'one' });
    expect(at(114, low, -3)).toMatchObject({ kind: 'track-end', id: 'two' });
    expect(at(4, music.top + 22, 3)).toMatchObject({ kind: 'fade-in', id: 'one' });
    expect(at(114, music.top + 22, -2)).toMatchObject({ kind: 'fade-out', id: 'two' });
    expect(at(57, music.top + 5)).toMatchObject({ kind: 'crossfade', id: 'two' });
    expect(at(100, gainY(music, 0))).toMatchObject({ kind: 'gain-line', id: 'two' });
    expect(at(20, gainY(music, 0))).toMatchObject({ kind: 'track', id: 'one' });
  });

  it('is a cue by its words or its box, and the box’s edges', () => {
    const { words, boxes } = cueRow(lanes, 0);
    expect(at(10, middle(words), 6)).toMatchObject({ kind: 'cue', id: 'c0', lane: 'cues' });
    expect(at(11.5, middle(boxes))).toMatchObject({ kind: 'cue', id: 'c0' });
    expect(at(10, middle(boxes), -3)).toMatchObject({ kind: 'cue-start', id: 'c0' });
    expect(at(13, middle(boxes), 2)).toMatchObject({ kind: 'cue-end', id: 'c0' });
    expect(at(15, middle(boxes)).kind).toBe('empty');
    expect(at(11.5, lanes.cues.top + 4).kind).toBe('empty');
  });

  it('is the cue of its row where two speak at once', () => {
    expect(scene.rows).toHaveLength(2);
    expect(at(22, middle(cueRow(lanes, 0).boxes))).toMatchObject({ kind: 'cue', id: 'c1' });
    expect(at(22, middle(cueRow(lanes, 1).boxes))).toMatchObject({ kind: 'cue', id: 'c2' });
  });

  it('is never outside of all lanes', () => {
    expect(at(10, 519.9).lane).not.toBeNull();
    expect(at(10, 5000)).toMatchObject({ kind: 'empty', lane: null });
  });
});

describe('the last one at or before a frame', () => {
  it('is the one a look at all of them finds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 40 }),
        fc.integer({ min: -5, max: 60 }),
        (list, frame) => {
          const sorted = [...list].sort((a, b) => a - b);
          expect(lastBefore(sorted, frame, (each) => each)).toBe(sorted.findLastIndex((each) => each <= frame));
        },
      ),
    );
  });
});
