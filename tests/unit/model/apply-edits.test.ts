import { apply } from 'mutative';
import { describe, expect, it } from 'vitest';
import { addCues } from '../../../src/model/cue-edits.ts';
import {
  applyWorkoutEdits,
  CueforgeError,
  frames,
  type MusicFacts,
  seconds,
  type WorkoutDocument,
  type WorkoutEdit,
} from '../../../src/model/index.ts';

const facts: MusicFacts = new Map([
  ['a.mp3', { length: frames(60 * 48_000), grid: { bpm: 120, firstBeat: seconds(0.5), beatsPerBar: 4 } }],
  ['b.mp3', { length: frames(90 * 48_000), grid: { bpm: 150, firstBeat: seconds(0), beatsPerBar: 4 } }],
  ['hum.mp3', { length: frames(30 * 48_000), grid: null }],
]);

/** The document after edits; holds the promises that every edit makes. */
const edited = (document: WorkoutDocument, ...edits: WorkoutEdit[]) => {
  const before = structuredClone(document);
  const result = applyWorkoutEdits(document, edits, facts);
  expect(document).toEqual(before);
  expect(apply(document as object, result.patches as never)).toEqual(result.document);
  expect(apply(result.document as object, result.inverse as never)).toEqual(before);
  return result;
};
const refusal = (document: WorkoutDocument, ...edits: WorkoutEdit[]): string => {
  try {
    applyWorkoutEdits(document, edits, facts);
  } catch (thrown) {
    if (thrown instanceof CueforgeError) return `${thrown.failure.code}: ${thrown.message}`;
    throw thrown;
  }
  return 'done';
};
const timesOf = ({ document }: { document: WorkoutDocument }) =>
  Object.fromEntries((document.cues ?? []).map(({ id, time_ms }) => [id, time_ms]));
const cueOf = ({ document }: { document: WorkoutDocument }, id: string) => document.cues?.find((cue) => cue.id === id);
const segmentsOf = ({ document }: { document: WorkoutDocument }) =>
  (document.segments ?? []).map(({ id, start_time, duration_seconds }) => `${id} ${start_time}+${duration_seconds}`);

const plain: WorkoutDocument = {
  id: 'w',
  mood: 'sunny',
  music_url: 'a.mp3',
  cues: [
    { time_ms: 1000, text: 'Breathe', extra: { kept: true } },
    { time_ms: 5000, text: 'Climb now. Stand up.', gain_db: 2, audio: 'climb.wav' },
  ],
};

describe('the first edit', () => {
  it('writes the ids that cues have by place, and changes nothing else', () => {
    const result = edited(plain, { op: 'cues.change', ids: ['cue-1'], change: { text: 'Breathe in', gain_db: null } });
    expect(result.document).toEqual({
      ...plain,
      cues: [
        { id: 'cue-1', time_ms: 1000, text: 'Breathe in', extra: { kept: true } },
        { ...plain.cues?.[1], id: 'cue-2' },
      ],
    });
    expect(result.label).toBe('Change “Breathe”');
    expect(result.touched).toEqual(['cue-1']);
  });

  it('that changes nothing writes nothing', () => {
    const result = edited(plain, { op: 'cues.place', places: [{ id: 'cue-1', time_ms: 1000 }] });
    expect(result).toMatchObject({ patches: [], inverse: [], touched: [] });
    expect(result.document).toBe(plain);
  });

  it('of many cues is one patch each', () => {
    const cues = Array.from({ length: 500 }, (_, i) => ({ id: `c${i}`, time_ms: i * 1000, text: 'Go' }));
    const { patches, inverse } = edited({ id: 'w', cues }, { op: 'cues.remove', ids: ['c0', 'c250'] });
    expect(patches.map(({ op, path }) => `${op} ${path.join('.')}`)).toEqual(['remove cues.250', 'remove cues.0']);
    expect(inverse).toHaveLength(2);
  });
});

describe('anchored cues', () => {
  const anchored = edited(plain, { op: 'cues.anchor', ids: ['cue-2'], to: 'beat' }).document;

  it('go along with the beat of their track', () => {
    expect(anchored.cues?.[1]?.anchor).toEqual({ track: 'music', beat: 9 });
    const later = edited(anchored, { op: 'tracks.add', tracks: [{ file: 'hum.mp3' }], index: 0 });
    expect(later.document.music_url).toBeUndefined();
    expect(later.document.tracks).toEqual([
      { id: 'hum', file: 'hum.mp3' },
      { id: 'music', file: 'a.mp3' },
    ]);
    expect(timesOf(later)).toEqual({ 'cue-1': 1000, 'cue-2': 35_000 });
    expect(later.touched).toEqual(['hum', 'cue-2', 'music']);
    const other = edited(later.document, { op: 'tracks.change', id: 'music', change: { file: 'b.mp3' } });
    expect(timesOf(other)).toEqual({ 'cue-1': 1000, 'cue-2': 33_600 });
    const gone = edited(other.document, { op: 'tracks.remove', ids: ['music'] });
    expect(cueOf(gone, 'cue-2')).toMatchObject({ time_ms: 33_600 });
    expect(cueOf(gone, 'cue-2')?.anchor).toBeUndefined();
  });

  it('follow a trim, another order, a crossfade and another grid', () => {
    const two = edited(anchored, { op: 'tracks.add', tracks: [{ id: 'b', file: 'b.mp3' }], index: null }).document;
    const time = (edit: WorkoutEdit) => timesOf(edited(two, edit))['cue-2'];
    expect(time({ op: 'tracks.change', id: 'music', change: { trim_start_ms: 2000 } })).toBe(3000);
    expect(time({ op: 'tracks.order', ids: ['b', 'music'] })).toBe(95_000);
    expect(time({ op: 'tracks.change', id: 'music', change: { bpm: 60 } })).toBe(9500);
    expect(time({ op: 'tracks.change', id: 'music', change: { trim_start_ms: 9000 } })).toBe(0);
    const swapped = edited(two, { op: 'tracks.order', ids: ['b', 'music'] }).document;
    const crossed = edited(swapped, { op: 'tracks.change', id: 'music', change: { crossfade_ms: 4000 } });
    expect(timesOf(crossed)['cue-2']).toBe(91_000);
  });

  it('count the beats of the later track where two sound at once, and of the nearest where none does', () => {
    const tracks = [
      { id: 'one', file: 'a.mp3' },
      { id: 'two', file: 'b.mp3', crossfade_ms: 10_000 },
      { id: 'hum', file: 'hum.mp3' },
    ];
    const anchorAt = (time_ms: number) =>
      cueOf(
        edited(
          { id: 'w', tracks, cues: [{ id: 'c', time_ms, text: 'Go' }] },
          { op: 'cues.anchor', ids: ['c'], to: 'beat' },
        ),
        'c',
      )?.anchor;
    expect(anchorAt(49_500)).toEqual({ track: 'one', beat: 98 });
    expect(anchorAt(54_000)).toEqual({ track: 'two', beat: 10 });
    expect(anchorAt(150_000)).toEqual({ track: 'two', beat: 250 });
  });

  it('count by the new grid where a track gets another file, not by the one a person set for the old', () => {
    const tracks = [{ id: 't', file: 'a.mp3', bpm: 100, first_beat_ms: 50, beats_per_bar: 3 }];
    const cues = [{ id: 'c', time_ms: 6050, text: 'Go', anchor: { track: 't', beat: 10 } }];
    const other = edited({ id: 'w', tracks, cues }, { op: 'tracks.change', id: 't', change: { file: 'b.mp3' } });
    expect(other.document.tracks).toEqual([{ id: 't', file: 'b.mp3' }]);
    expect(timesOf(other)).toEqual({ c: 4000 });
    const own = edited({ id: 'w', tracks, cues }, { op: 'tracks.change', id: 't', change: { file: 'b.mp3', bpm: 75 } });
    expect(own.document.tracks).toEqual([{ id: 't', file: 'b.mp3', bpm: 75, first_beat_ms: 0 }]);
    expect(timesOf(own)).toEqual({ c: 8000 });
  });

  it('stay anchored where they are put', () => {
    const put = edited(anchored, { op: 'cues.place', places: [{ id: 'cue-2', time_ms: 5500.01 }] });
    expect(cueOf(put, 'cue-2')).toMatchObject({ time_ms: 5500.01, anchor: { track: 'music', beat: 10 } });
    const off = edited(anchored, { op: 'cues.place', places: [{ id: 'cue-2', time_ms: 5600 }] });
    expect(cueOf(off, 'cue-2')?.anchor).toEqual({ track: 'music', beat: 10.2 });
    const free = edited(anchored, { op: 'cues.place', places: [{ id: 'cue-2', time_ms: 7000, anchor: null }] });
    expect(cueOf(free, 'cue-2')?.anchor).toBeUndefined();
  });

  it('go to an anchor that is given without a time', () => {
    const there = edited(anchored, {
      op: 'cues.change',
      ids: ['cue-1'],
      change: { anchor: { track: 'music', beat: 4 } },
    });
    expect(cueOf(there, 'cue-1')).toMatchObject({ time_ms: 2500, anchor: { track: 'music', beat: 4 } });
  });

  it('that were moved by hand in the file stay until their anchor moves', () => {
    const moved = { ...anchored, cues: [{ id: 'c', time_ms: 777, text: 'a', anchor: { track: 'music', beat: 9 } }] };
    expect(timesOf(edited(moved, { op: 'tracks.change', id: 'music', change: { gain_db: 3 } }))).toEqual({ c: 777 });
    expect(timesOf(edited(moved, { op: 'tracks.change', id: 'music', change: { trim_start_ms: 1000 } }))).toEqual({
      c: 4000,
    });
  });
});

describe('segments', () => {
  const ride: WorkoutDocument = {
    id: 'w',
    segments: [
      { id: 'a', title: 'Warm-up', start_time: 0, duration_seconds: 60 },
      { id: 'b', title: 'Climb', start_time: 60, duration_seconds: 60 },
      { id: 'c', title: 'Rest', start_time: 120, duration_seconds: 60 },
    ],
    cues: [
      { id: 'in', time_ms: 90_000, text: 'In the climb' },
      { id: 'after', time_ms: 130_000, text: 'Behind it' },
      { id: 'lead', time_ms: 112_000, text: 'Nearly', anchor: { segment: 'c', offset_ms: -8000 } },
      { id: 'own', time_ms: 70_000, text: 'Climb', anchor: { segment: 'b', offset_ms: 10_000 } },
    ],
    markers: [{ id: 'm', time_ms: 121_000 }],
  };

  it('that are removed with ripple close the gap; cues in them come to the join', () => {
    const result = edited(ride, { op: 'segments.remove', ids: ['b'], ripple: true });
    expect(segmentsOf(result)).toEqual(['a 0+60', 'c 60+60']);
    expect(timesOf(result)).toEqual({ in: 60_000, after: 70_000, lead: 52_000, own: 60_000 });
    expect(cueOf(result, 'own')?.anchor).toBeUndefined();
    expect(result.document.markers?.[0]?.time_ms).toBe(61_000);
    expect(result.label).toBe('Delete segment “Climb”');
    const still = edited(ride, { op: 'segments.remove', ids: ['b'], ripple: false });
    expect(timesOf(still)).toEqual({ in: 90_000, after: 130_000, lead: 112_000, own: 70_000 });
  });

  it('that are added with ripple make room for themselves', () => {
    const segments = [
      { title: 'Two', start_time: 80, duration_seconds: 10 },
      { title: 'One', start_time: 60, duration_seconds: 20 },
    ];
    const result = edited(ride, { op: 'segments.add', segments, ripple: true });
    expect(segmentsOf(result)).toEqual(['a 0+60', 'segment-4 60+20', 'segment-5 80+10', 'b 90+60', 'c 150+60']);
    expect(timesOf(result)).toEqual({ in: 120_000, after: 160_000, lead: 142_000, own: 100_000 });
    expect(result.touched.slice(0, 2)).toEqual(['segment-4', 'segment-5']);
    expect(result.label).toBe('Add 2 segments');
  });

  it('that are changed with ripple push what lies behind them', () => {
    const longer = edited(ride, { op: 'segments.change', id: 'b', change: { duration_seconds: 75.5 }, ripple: true });
    expect(segmentsOf(longer)).toEqual(['a 0+60', 'b 60+75.5', 'c 135.5+60']);
    expect(timesOf(longer)).toEqual({ in: 90_000, after: 145_500, lead: 127_500, own: 70_000 });
    const shorter = edited(ride, { op: 'segments.change', id: 'b', change: { duration_seconds: 20 }, ripple: true });
    expect(timesOf(shorter)).toEqual({ in: 80_000, after: 90_000, lead: 72_000, own: 70_000 });
    const moved = edited(ride, { op: 'segments.change', id: 'b', change: { start_time: 65 }, ripple: true });
    expect(segmentsOf(moved)).toEqual(['a 0+60', 'b 65+60', 'c 125+60']);
    expect(timesOf(moved)).toEqual({ in: 95_000, after: 135_000, lead: 117_000, own: 75_000 });
    expect(longer.label).toBe('Resize segment “Climb”');
  });

  it('are split, and cues go with the part they lie in', () => {
    const result = edited(ride, { op: 'segments.split', id: 'b', at: 65 });
    expect(segmentsOf(result)).toEqual(['a 0+60', 'b 60+5', 'segment-4 65+55', 'c 120+60']);
    expect(cueOf(result, 'own')?.anchor).toEqual({ segment: 'segment-4', offset_ms: 5000 });
    expect(refusal(ride, { op: 'segments.split', id: 'b', at: 60 })).toBe(
      'bad-argument: This edit cannot be done: expected a time inside the segment, in 60..120 seconds, got 60.',
    );
  });

  it('are replaced and cues stay', () => {
    const segments = [
      { start_time: 0, duration_seconds: 50 },
      { id: 'c', start_time: 100, duration_seconds: 50 },
    ];
    const result = edited(ride, { op: 'segments.replace', segments });
    expect(segmentsOf(result)).toEqual(['segment-6 0+50', 'c 100+50']);
    expect(timesOf(result)).toEqual(timesOf({ document: ride }));
    expect(cueOf(result, 'lead')?.anchor).toEqual({ segment: 'c', offset_ms: 12_000 });
    expect(cueOf(result, 'own')?.anchor).toBeUndefined();
  });

  it('get copies of cues where there is room', () => {
    const result = edited(ride, { op: 'cues.toSegments', ids: ['own', 'lead'], segments: null });
    const added = result.touched.map((id) => cueOf(result, id));
    expect(added).toMatchObject([
      { time_ms: 52_000, text: 'Nearly', anchor: { segment: 'b', offset_ms: -8000 } },
      { time_ms: 10_000, text: 'Climb', anchor: { segment: 'a', offset_ms: 10_000 } },
      { time_ms: 130_000, text: 'Climb', anchor: { segment: 'c', offset_ms: 10_000 } },
    ]);
    expect(edited(result.document, { op: 'cues.toSegments', ids: ['own'], segments: null }).patches).toEqual([]);
  });

  it('get copies where they lie of a cue that time ends before', () => {
    const before = {
      id: 'w',
      segments: ride.segments,
      cues: [{ id: 'x', time_ms: 0, text: 'Go!', anchor: { segment: 'a', offset_ms: -5 } }],
    };
    const result = edited(before, { op: 'cues.toSegments', ids: ['x'], segments: ['b'] });
    expect(cueOf(result, result.touched[0])).toMatchObject({ time_ms: 60_000, anchor: { segment: 'b', offset_ms: 0 } });
  });
});

describe('cues', () => {
  it('are split between words; the recording of the whole stays unchosen with the first half', () => {
    const cue = {
      id: 'c',
      time_ms: 5000,
      text: 'Climb now. Stand up.',
      gain_db: 2,
      tags: ['x'],
      audio: 'climb.wav',
      mine: 1,
    };
    const takes = [{ id: 'take-1', audio: 'one.wav', chosen: true }];
    const result = edited({ id: 'w', cues: [{ ...cue, takes }] }, { op: 'cues.split', id: 'c', at: 10, time_ms: 7000 });
    expect(result.document.cues).toEqual([
      {
        ...{ id: 'c', time_ms: 5000, text: 'Climb now.', gain_db: 2, tags: ['x'], mine: 1 },
        takes: [
          { id: 'take-1', audio: 'one.wav' },
          { id: 'take-2', audio: 'climb.wav' },
        ],
      },
      { id: 'cue-2', time_ms: 7000, text: 'Stand up.', gain_db: 2, tags: ['x'], mine: 1 },
    ]);
    expect(result.touched).toEqual(['c', 'cue-2']);
    expect(refusal({ id: 'w', cues: [cue] }, { op: 'cues.split', id: 'c', at: 200, time_ms: 0 })).toMatch(
      /inside the text/,
    );
  });

  it('are added in their order of time, and their ids are new', () => {
    const result = edited(plain, {
      op: 'cues.add',
      cues: [{ time_ms: 3000, text: 'New', anchor: { track: 'x', beat: 1 } }],
    });
    expect(result.document.cues?.map(({ id }) => id)).toEqual(['cue-1', 'cue-3', 'cue-2']);
    expect(cueOf(result, 'cue-3')?.anchor).toBeUndefined();
    expect(result.label).toBe('Add “New”');
  });

  it('are added by thousands with one look at the ids that are there', () => {
    let looks = 0;
    const watched = new Proxy(
      { id: 'cue-7', time_ms: 0, text: 'Go' },
      {
        get(cue, key) {
          if (key === 'id') looks++;
          return Reflect.get(cue, key);
        },
      },
    );
    const cues = Array.from({ length: 50 }, (_, i) => ({
      time_ms: i,
      text: 'Go',
      ...(i === 20 ? { id: 'cue-90' } : {}),
    }));
    const draft = { document: { id: 'w', cues: [watched] }, facts };
    expect(addCues(draft, { op: 'cues.add', cues })).toEqual([
      ...Array.from({ length: 20 }, (_, i) => `cue-${i + 8}`),
      'cue-90',
      ...Array.from({ length: 29 }, (_, i) => `cue-${i + 91}`),
    ]);
    expect(looks).toBeLessThan(5);
  });

  it('are never split inside a character', () => {
    const cues = [{ id: 'a', time_ms: 0, text: 'up \u{1f600} down' }];
    const { document } = edited({ id: 'w', cues }, { op: 'cues.split', id: 'a', at: 4, time_ms: 500 });
    expect(document.cues?.map(({ text }) => text)).toEqual(['up', '\u{1f600} down']);
  });

  it('lose both names of a recording', () => {
    const document = { id: 'w', cues: [{ id: 'c', time_ms: 0, text: 'Go', file: 'go.wav' }] };
    const result = edited(document, { op: 'cues.change', ids: ['c'], change: { audio: null } });
    expect(result.document.cues).toEqual([{ id: 'c', time_ms: 0, text: 'Go' }]);
  });

  it('leave the exceptions of variants when they go', () => {
    const variants = [{ id: 'v', cues: { levels: ['easy'], except: ['cue-1', 'cue-2'] } }];
    const result = edited({ ...plain, variants }, { op: 'cues.remove', ids: ['cue-1'] });
    expect(result.document.variants?.[0]?.cues?.except).toEqual(['cue-2']);
  });

  it('behind the stated end make the workout longer: to the end of the music, or to a second after', () => {
    const document = { ...plain, duration_seconds: 30 };
    const place = (time_ms: number) =>
      edited(document, { op: 'cues.place', places: [{ id: 'cue-1', time_ms }] }).document;
    expect(place(29_999).duration_seconds).toBe(30);
    expect(place(30_000).duration_seconds).toBe(60);
    expect(place(60_000).duration_seconds).toBe(61);
  });

  it('have their words replaced: whole words, any case, plainly', () => {
    const cues = ['Go, go GO!', 'Ego. $& (go)', 'Águgo go'].map((text, i) => ({
      id: `c${i}`,
      time_ms: i * 1000,
      text,
    }));
    const replace = (more: object) =>
      edited({ id: 'w', cues }, {
        ...{ op: 'text.replace', find: 'go', replace: '$&-up', matchCase: false, wholeWord: true, ids: null },
        ...more,
      } as WorkoutEdit).document.cues?.map(({ text }) => text);
    expect(replace({})).toEqual(['$&-up, $&-up $&-up!', 'Ego. $& ($&-up)', 'Águgo $&-up']);
    expect(replace({ matchCase: true, wholeWord: false, replace: '' })).toEqual(['Go,  GO!', 'E. $& ()', 'Águ ']);
    expect(replace({ find: '(go)', wholeWord: false, replace: '.' })?.[1]).toBe('Ego. $& .');
    expect(replace({ ids: ['c0'] })?.slice(1)).toEqual(cues.slice(1).map(({ text }) => text));
  });
});

describe('takes', () => {
  const takes = [
    { id: 'one', audio: '1.wav', coach: 'ana', chosen: true },
    { id: 'two', audio: '2.wav', coach: 'ana' },
    { id: 'all', audio: '3.wav', chosen: true },
  ];
  const document: WorkoutDocument = {
    id: 'w',
    coaches: [{ id: 'ana' }, { id: 'ben' }],
    variants: [{ id: 'v', coach: 'ana' }],
    cues: [{ id: 'c', time_ms: 0, text: 'Go', takes }],
  };
  const chosen = (...edits: WorkoutEdit[]) =>
    cueOf(edited(document, ...edits), 'c')?.takes?.flatMap((take) => (take.chosen ? take.id : []));

  it('are chosen one for each coach', () => {
    expect(chosen({ op: 'takes.choose', cue: 'c', take: 'two', coach: 'ana' })).toEqual(['two', 'all']);
    expect(chosen({ op: 'takes.choose', cue: 'c', take: null, coach: 'ana' })).toEqual(['all']);
    expect(chosen({ op: 'takes.add', cue: 'c', take: { audio: '4.wav', chosen: true } })).toEqual(['one', 'take-4']);
    expect(chosen({ op: 'takes.change', cue: 'c', id: 'all', change: { coach: 'ana' } })).toEqual(['all']);
    expect(chosen({ op: 'takes.remove', cue: 'c', id: 'one' })).toEqual(['all']);
    expect(refusal(document, { op: 'takes.remove', cue: 'c', id: 'x' })).toMatch(
      /the id of a take of that cue, got "x"/,
    );
  });

  it('of a coach who goes are heard no more', () => {
    const result = edited(document, { op: 'coaches.remove', id: 'ana' });
    expect(cueOf(result, 'c')?.takes).toEqual([{ id: 'one', audio: '1.wav' }, { id: 'two', audio: '2.wav' }, takes[2]]);
    expect(result.document.variants).toEqual([{ id: 'v' }]);
  });
});

describe('variants', () => {
  const cues = [
    { id: 'e', time_ms: 0, text: 'a', level: 'easy' },
    { id: 'h', time_ms: 1, text: 'b', level: 'hard' },
  ];
  it('take and leave cues by exception', () => {
    const document = { id: 'w', cues, variants: [{ id: 'easy', cues: { levels: ['easy'] } }] };
    const both = edited(document, { op: 'variants.take', id: 'easy', cues: ['e', 'h'], taken: true });
    expect(both.document.variants?.[0]?.cues).toEqual({ levels: ['easy'], except: ['h'] });
    const back = edited(both.document, { op: 'variants.take', id: 'easy', cues: ['h'], taken: false });
    expect(back.document.variants?.[0]?.cues).toEqual({ levels: ['easy'] });
    expect(back.label).toBe('Leave “b” out of variant “easy”');
  });

  it('that a file does not declare are declared with the first edit', () => {
    const taken = edited({ id: 'w', cues }, { op: 'variants.take', id: 'coached', cues: ['e'], taken: false });
    expect(taken.document.variants).toEqual([{ id: 'coached', name: 'Coached', cues: { except: ['e'] } }]);
    expect(taken.label).toBe('Leave “a” out of variant “coached”');
    const same = edited({ id: 'w', cues }, { op: 'variants.take', id: 'coached', cues: ['e'], taken: true });
    expect(same.patches).toEqual([]);
    const added = edited({ id: 'w' }, { op: 'variants.add', variant: { name: 'Music' } });
    expect(added.document.variants?.map(({ id }) => id)).toEqual(['coached', 'music-2']);
    expect(refusal({ id: 'w' }, { op: 'variants.remove', id: 'coached' })).toMatch(/a workout has one at least/);
  });
});

describe('an edit that makes no sense', () => {
  it.each<[WorkoutEdit, string]>([
    [{ op: 'cues.remove', ids: ['x'] }, 'expected the id of a cue, got "x", which names none.'],
    [{ op: 'cues.add', cues: [{ time_ms: 5 }] }, 'in cues[0] expected text or audio, got neither.'],
    [
      { op: 'cues.add', cues: [{ id: 'cue-1', time_ms: 5, text: 'a' }] },
      'in cues[1].id expected an id of its own, got "cue-1", the id of cues[0].',
    ],
    [
      { op: 'cues.change', ids: ['cue-1'], change: { gain_db: 90 } },
      'in cues[0].gain_db expected decibels in -60..24, got 90.',
    ],
    [{ op: 'cues.anchor', ids: ['cue-1'], to: 'segment' }, 'expected a segment to anchor to, got a workout without.'],
    [{ op: 'tracks.order', ids: ['music', 'music'] }, 'expected every track once: music; got music, music.'],
    [
      { op: 'script.set', lines: [{ id: 'cue-9', time_ms: 0, text: 'a' }] },
      'expected the id of a cue, got "cue-9", which names none.',
    ],
  ])('%j', (edit, sentence) => {
    const told = refusal(plain, edit);
    expect(told).toMatch(/^bad-argument: This edit cannot be done:/);
    expect(told).toContain(sentence);
  });

  it('is one that nests so deep that whoever reads it would break', () => {
    const deep = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    expect(refusal(plain, { op: 'cues.change', ids: ['cue-1'], change: { deep } as never })).toContain('bad-argument');
  });

  it('keeps those beside it from being done', () => {
    expect(refusal(plain, { op: 'cues.remove', ids: ['cue-1'] }, { op: 'cues.remove', ids: ['cue-1'] })).toMatch(
      /bad-argument/,
    );
  });
});

describe('labels', () => {
  const place = (id: string): WorkoutEdit => ({ op: 'cues.place', places: [{ id, time_ms: 9000 }] });
  const long = 'x'.repeat(60);
  it.each<[WorkoutEdit[], string]>([
    [[place('cue-1')], 'Move “Breathe”'],
    [[place('cue-1'), place('cue-2')], 'Move 2 cues'],
    [[place('cue-1'), place('cue-1')], 'Move “Breathe”'],
    [[place('cue-1'), { op: 'cues.remove', ids: ['cue-2'] }], 'Move “Breathe”'],
    [[{ op: 'cues.change', ids: ['cue-1', 'cue-2'], change: { duck: 'calm' } }], 'Change the ducking of 2 cues'],
    [[{ op: 'cues.change', ids: ['cue-1'], change: { constructor: 1 } as never }], 'Change “Breathe”'],
    [[{ op: 'cues.add', cues: [{ time_ms: 1, text: long }] }], `Add “${long.slice(0, 32)}…”`],
    [[{ op: 'cues.anchor', ids: ['cue-1'], to: 'beat' }], 'Anchor “Breathe” to the beat'],
    [
      [{ op: 'segments.add', segments: [{ title: 'Climb', start_time: 0, duration_seconds: 1 }], ripple: false }],
      'Add segment “Climb”',
    ],
    [[{ op: 'tracks.add', tracks: [{ file: 'x/b.mp3' }], index: null }], 'Add track “b”'],
    [[{ op: 'tracks.change', id: 'music', change: { trim_start_ms: 1, trim_end_ms: 9000 } }], 'Trim track “a”'],
    [[{ op: 'markers.add', marker: { time_ms: 1 } }], 'Add a marker'],
    [[{ op: 'workout.change', change: { title: 'New' } }], 'Rename the workout'],
  ])('%#', (edits, label) => {
    expect(edited(plain, ...edits).label).toBe(label);
  });
});
