import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMarker, addSegment, splitSegment } from '../../../../../renderer/edit/hand/block-commands.ts';
import { CUES_TYPE, clipCues, pasteCues } from '../../../../../renderer/edit/hand/cue-clipboard.ts';
import {
  addCue,
  changeGain,
  duplicate,
  moveToPlayhead,
  nudge,
  quantise,
  removeSelected,
  rewriteCue,
  splitAtCaret,
  splitAtPlayhead,
  wordStartNear,
} from '../../../../../renderer/edit/hand/cue-commands.ts';
import { toMs, toWrittenSeconds } from '../../../../../renderer/edit/hand/edit-times.ts';
import { chosenCues } from '../../../../../renderer/edit/hand/hand-view.ts';
import { nextPlace } from '../../../../../renderer/edit/hand/places.ts';
import { snapTap } from '../../../../../renderer/edit/hand/snap-tap.ts';
import { frames, millisecondsToFrames, seconds, toFrames } from '../../../../../src/model/index.ts';
import { chosen, RIDE, viewOf } from './views.ts';

const one = chosen(['b']);
const two = chosen(['b', 'a']);
const at = (s: number): number => s * 48_000;

describe('times as the file has them', () => {
  it('give the same frame again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_400 * 48_000 }), (frame) => {
        expect(millisecondsToFrames(toMs(frame))).toBe(frame);
        expect(toFrames(seconds(toWrittenSeconds(frame)))).toBe(frame);
      }),
    );
  });
});

describe('adding', () => {
  it('adds words at a frame and says where', () => {
    const step = addCue(viewOf(), at(3), '  Hold it ');
    expect(step).toMatchObject({ said: 'Cue added at 0:03.0, bar 2', chooses: 'touched' });
    expect(step?.edits).toEqual([{ op: 'cues.add', cues: [{ time_ms: 3000, text: 'Hold it' }] }]);
    expect(addCue(viewOf(), at(3), '  ')).toBeNull();
  });
  it('puts a tap on the beat that was meant, and no further than a quarter of a second', () => {
    expect(snapTap(viewOf(), frames(at(3) + 5000))).toBe(at(3));
    expect(snapTap(viewOf({ snap: 'off' }), frames(at(3) + 5000))).toBe(at(3) + 5000);
    expect(snapTap(viewOf({ snap: 'bar' }), frames(at(4)))).toBe(at(4));
    expect(snapTap(viewOf({ snap: 'bar' }), frames(at(5) - 3000))).toBe(at(5));
  });
});

describe('nudging', () => {
  it('moves by beats, bars and tenths and merges', () => {
    const right = nudge(viewOf({ selection: two }), 'beat', 1);
    expect(right).toMatchObject({ merge: 'nudge a b' });
    expect(right?.edits).toEqual([
      {
        op: 'cues.place',
        places: [
          { id: 'a', time_ms: 1500 },
          { id: 'b', time_ms: 10_500 },
        ],
      },
    ]);
    expect(right?.said).toBe('2 cues moved to 0:01.5, bar 1.2');
    const times = (step: ReturnType<typeof nudge>) =>
      (step!.edits[0] as { places: { time_ms: number }[] }).places.map(({ time_ms }) => time_ms);
    expect(times(nudge(viewOf({ selection: one }), 'bar', -1))).toEqual([8000]);
    expect(times(nudge(viewOf({ selection: one }), 'tenth', 1))).toEqual([10_100]);
    expect(times(nudge(viewOf({ selection: one }), 'fine', 1))).toEqual([10_010]);
  });
  it('stops at the start, distances kept; nothing to do is no step', () => {
    const step = nudge(viewOf({ selection: two }), 'bar', -1);
    expect(step?.edits).toEqual([
      {
        op: 'cues.place',
        places: [
          { id: 'a', time_ms: 0 },
          { id: 'b', time_ms: 9000 },
        ],
      },
    ]);
    expect(nudge(viewOf(), 'beat', 1)).toBeNull();
  });
  it('puts cues on the playhead, or on beats', () => {
    expect(moveToPlayhead(viewOf({ selection: two, playhead: at(5) }))?.edits).toEqual([
      {
        op: 'cues.place',
        places: [
          { id: 'a', time_ms: 5000 },
          { id: 'b', time_ms: 14_000 },
        ],
      },
    ]);
    const off = { ...RIDE, cues: [{ id: 'b', time_ms: 10_180, text: 'x' }] };
    expect(quantise(viewOf({ selection: one }, off))?.edits).toEqual([
      { op: 'cues.place', places: [{ id: 'b', time_ms: 10_000 }] },
    ]);
    expect(quantise(viewOf({ selection: one }))).toBeNull();
  });
});

describe('changing', () => {
  it('raises each cue from its own level, within the range', () => {
    const step = changeGain(viewOf({ selection: chosen(['a', 'c']) }), 0.5);
    expect(step?.edits).toEqual([
      { op: 'cues.change', ids: ['a'], change: { gain_db: 0.5 } },
      { op: 'cues.change', ids: ['c'], change: { gain_db: 24 } },
    ]);
    const loud = { ...RIDE, cues: [{ id: 'c', time_ms: 0, text: 'x', gain_db: 24 }] };
    expect(changeGain(viewOf({ selection: chosen(['c']) }, loud), 0.5)).toBeNull();
  });
  it('takes other words; a cue without any goes', () => {
    const [cue] = chosenCues(viewOf({ selection: one }));
    expect(rewriteCue(cue, ' Push now ')).toBeNull();
    expect(rewriteCue(cue, 'Go')?.edits).toEqual([{ op: 'cues.change', ids: ['b'], change: { text: 'Go' } }]);
    expect(rewriteCue(cue, ' ')?.edits).toEqual([{ op: 'cues.remove', ids: ['b'] }]);
    expect(rewriteCue({ ...cue, audio: 'x.wav' }, '')?.edits).toEqual([
      { op: 'cues.change', ids: ['b'], change: { text: null } },
    ]);
  });
  it('removes what is chosen: cues before all', () => {
    expect(removeSelected(viewOf({ selection: two }), false)).toMatchObject({
      said: '2 cues deleted',
    });
    expect(removeSelected(viewOf({ selection: chosen([], { segment: 'push' }) }), true)?.edits).toEqual([
      { op: 'segments.remove', ids: ['push'], ripple: true },
    ]);
    expect(removeSelected(viewOf(), true)).toBeNull();
  });
});

describe('duplicating', () => {
  it('goes behind what was said, by whole bars', () => {
    // From 1 s to 11 s: ten seconds are five bars of two.
    expect(duplicate(viewOf({ selection: two }))?.edits).toEqual([
      {
        op: 'cues.add',
        cues: [
          { time_ms: 11_000, text: 'Hello and welcome' },
          { time_ms: 20_000, text: 'Push now' },
        ],
      },
    ]);
    expect(duplicate(viewOf({ selection: one, snap: 'phrase' }))?.edits).toEqual([
      { op: 'cues.add', cues: [{ time_ms: 26_000, text: 'Push now' }] },
    ]);
  });
});

describe('splitting', () => {
  it('splits what is said at the playhead between two words', () => {
    expect(splitAtPlayhead(viewOf({ playhead: at(2) }))?.edits).toEqual([
      { op: 'cues.split', id: 'a', at: 10, time_ms: 2000 },
    ]);
    expect(splitAtPlayhead(viewOf({ playhead: at(5) }))).toBeNull();
  });
  it('splits at the caret, later in proportion', () => {
    const view = viewOf();
    const cue = view.workout.cues[1];
    expect(splitAtCaret(view, cue, 4)?.edits).toEqual([{ op: 'cues.split', id: 'b', at: 5, time_ms: 10_625 }]);
    expect(splitAtCaret(view, cue, 0)).toBeNull();
    expect(splitAtCaret(view, cue, 8)).toBeNull();
  });
  it('finds the start of a word that is not the first', () => {
    fc.assert(
      fc.property(fc.string(), fc.double({ min: 0, max: 1, noNaN: true }), (text, share) => {
        const start = wordStartNear(text, share);
        if (start === null) expect(text.trim().split(/\s+/).length).toBeLessThan(2);
        else {
          expect(text.slice(0, start).trim()).not.toBe('');
          expect(text.slice(start)).toMatch(/^\S/);
        }
      }),
    );
  });
});

describe('the clipboard', () => {
  it('keeps distances and everything of a cue, and pastes at the playhead', () => {
    const view = viewOf({ selection: chosen(['a', 'c']) });
    const clipped = clipCues(view, chosenCues(view));
    expect(clipped.text).toBe('Hello and welcome\nAnd breathe');
    expect(pasteCues(view, clipped, at(20))?.edits).toEqual([
      {
        op: 'cues.add',
        cues: [
          { time_ms: 20_000, text: 'Hello and welcome' },
          { time_ms: 89_000, text: 'And breathe', gain_db: 23.8 },
        ],
      },
    ]);
  });
  it('makes cues of plain lines, a phrase apart', () => {
    expect(pasteCues(viewOf(), { json: '', text: 'One\r\n\n Two \nThree' }, at(1))).toMatchObject({
      label: 'Paste 3 cues',
      edits: [{ cues: [{ time_ms: 1000, text: 'One' }, { time_ms: 17_000 }, { time_ms: 33_000, text: 'Three' }] }],
    });
  });
  it('takes nothing that is no cue', () => {
    expect(CUES_TYPE).toContain('json');
    for (const json of ['{}', '[', '{"cueforge":"cues","cues":[]}', '{"cueforge":"cues","cues":[{"time_ms":-1}]}'])
      expect(pasteCues(viewOf(), { json, text: ' \n' }, 0)).toBeNull();
  });
});

describe('segments and markers', () => {
  it('adds a marker once in a place', () => {
    expect(addMarker(viewOf(), at(5))?.edits).toEqual([
      { op: 'markers.add', marker: { id: 'marker-2', time_ms: 5000 } },
    ]);
    expect(addMarker(viewOf(), at(30))).toBeNull();
  });
  it('adds a segment to the end, or takes the rest of the one that is there', () => {
    expect(addSegment(viewOf(), at(130))?.edits).toEqual([
      {
        op: 'segments.add',
        segments: [{ title: 'Segment 3', start_time: 130, duration_seconds: 66 }],
        ripple: false,
      },
    ]);
    expect(addSegment(viewOf(), at(90))?.edits).toEqual([{ op: 'segments.split', id: 'push', at: 90 }]);
    expect(splitSegment(viewOf(), at(60.5))).toBeNull();
  });
});

describe('places', () => {
  const place = (kind: 'cue' | 'segment' | 'marker', direction: 1 | -1, playhead: number, playing = false) =>
    nextPlace(viewOf({ playhead: at(playhead) }), kind, direction, { playing })?.id ?? null;
  it('are the next and the one before, and while it plays one further back', () => {
    expect(place('cue', 1, 1)).toBe('b');
    expect(place('cue', 1, 70)).toBeNull();
    expect(place('cue', -1, 10)).toBe('a');
    expect(place('cue', -1, 10.5)).toBe('b');
    expect(place('cue', -1, 10.5, true)).toBe('a');
    expect(place('segment', 1, 0)).toBe('push');
    expect(place('marker', -1, 40)).toBe('m');
  });
});
