import { afterEach, describe, expect, it } from 'vitest';
import { NOTHING_SELECTED, useEditor } from '../../../../../renderer/edit/edit-store.ts';
import { heardPlan, planHeard } from '../../../../../renderer/edit/timeline/heard-plan.ts';
import { currentScene, makeScene } from '../../../../../renderer/edit/timeline/scene.ts';
import { setGhost } from '../../../../../renderer/edit/timeline/timeline-ghost.ts';
import { frames } from '../../../../../src/model/index.ts';
import { materialOf, sceneOf, stateOf, takeOf, trackOf, workoutOf } from './scene-of.ts';

const SECOND = 48_000;
const MINUTE = 60 * SECOND;
const CUES = [
  { id: 'a', time_ms: 10_000, text: 'Go' },
  { id: 'b', time_ms: 20_000, text: 'Hold it there for as long as you can', level: 'hard' },
  { id: 'c', time_ms: 30_000, text: 'Easy' },
];
const FIELDS = {
  tracks: [{ id: 't', file: 'music/Neon Divide.mp3', gain_db: -6 }],
  cues: CUES,
  coaches: [
    { id: 'ana', name: 'Ana' },
    { id: 'ben', name: 'Ben' },
  ],
  variants: [
    { id: 'full', coach: 'ana' },
    { id: 'light', coach: 'ben', cues: { levels: ['easy'] } },
  ],
  segments: [
    { id: 's2', title: 'Hard', start_time: 30, duration_seconds: 30, intensity: 'MAX' },
    { id: 's1', title: 'Warm', start_time: 0, duration_seconds: 30, intensity: 'rolling', bpm: 90 },
  ],
};
const takes = (coach: string, length: number) => CUES.map(({ id }) => takeOf(id, length, { coach }));
const MATERIAL = materialOf([trackOf('t', MINUTE)], [...takes('ana', 2 * SECOND), ...takes('ben', 3 * SECOND)]);

afterEach(() => {
  setGhost(null);
  useEditor.setState({ workout: null, material: null, selection: NOTHING_SELECTED, variant: 'music' });
});

describe('the scene', () => {
  it('has takes of the heard coach where they speak, as long as they speak, from the frame their speech begins', () => {
    const [a] = sceneOf(FIELDS, MATERIAL).cues;
    expect(a).toMatchObject({ id: 'a', start: 10 * SECOND, end: 12 * SECOND - 1440, state: 'ready', sourceStart: 480 });
    const [ofBen] = sceneOf(FIELDS, MATERIAL, { variant: 'light' }).cues;
    expect(ofBen.end - ofBen.start).toBe(3 * SECOND - 1440);
  });

  it('has every cue, and says which of them the variant takes', () => {
    const taken = (variant: string) => sceneOf(FIELDS, MATERIAL, { variant }).cues.map((cue) => cue.taken);
    expect(taken('full')).toEqual([true, true, true]);
    expect(taken('light')).toEqual([true, false, true]);
    expect(taken('music')).toEqual([false, false, false]);
  });

  it('ducks the music as the plan does, and not at all where only the music is heard', () => {
    const scene = sceneOf(FIELDS, MATERIAL);
    expect(scene.ducking).toEqual(planHeard(workoutOf(FIELDS), MATERIAL, 'full').plan.ducking);
    expect(scene.ducking).toHaveLength(3);
    expect(scene.ducking[0].full).toBe(10 * SECOND - 4800);
    expect(sceneOf(FIELDS, MATERIAL, { variant: 'music' }).ducking).toEqual([]);
  });

  it('guesses the length of a take that is not there from its words, and says so', () => {
    const missing = materialOf(MATERIAL.tracks, [
      takeOf('a', SECOND, { coach: 'ana', state: 'waiting', source: null, frames: frames(0), speech: [] }),
      takeOf('b', SECOND, { coach: 'ana', state: 'failed', source: null, frames: frames(0), speech: [] }),
    ]);
    const { cues, ducking } = sceneOf(FIELDS, missing);
    expect(cues.map(({ state }) => state)).toEqual(['waiting', 'failed', 'waiting']);
    expect(cues[1].end - cues[1].start).toBeGreaterThan(cues[0].end - cues[0].start);
    expect(ducking).toEqual([]);
    expect(heardPlan({ workout: workoutOf(FIELDS), material: missing, variant: 'full' })?.missing).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  it('has segments by time with the level their word means', () => {
    const { segments } = sceneOf(FIELDS, MATERIAL);
    expect(segments.map(({ id, level, start }) => [id, level, start])).toEqual([
      ['s1', null, 0],
      ['s2', 3, 30 * SECOND],
    ]);
  });

  it('has tracks in sequence under their name, and apart those that cannot be placed', () => {
    const fields = { ...FIELDS, tracks: [...FIELDS.tracks, { id: 'u', file: 'C:\\gone\\lost.flac' }] };
    const [known] = MATERIAL.tracks;
    const gone = trackOf('u', 0, { state: 'failed', source: null, file: null, asset: null });
    const { tracks, unplaced, length } = sceneOf(fields, materialOf([known, gone], MATERIAL.takes));
    expect(tracks.map(({ id, name, start, end }) => [id, name, start, end])).toEqual([['t', 'Neon Divide', 0, MINUTE]]);
    expect(tracks[0].gain).toBeCloseTo(0.501, 3);
    expect(unplaced).toMatchObject([{ id: 'u', name: 'lost', state: 'failed', index: 1 }]);
    expect(length).toBe(MINUTE);
  });

  it('lasts as long as the file says while nothing is known of its sounds', () => {
    const { tracks: _, ...silent } = FIELDS;
    expect(sceneOf({ ...silent, duration_seconds: 120 }, null).length).toBe(2 * MINUTE);
    expect(sceneOf(FIELDS, null).length).toBe(MINUTE);
  });

  it('names cues that speak at once and those that run past the end', () => {
    const cues = [
      { id: 'a', time_ms: 10_000, text: 'One' },
      { id: 'b', time_ms: 11_000, text: 'Two' },
      { id: 'c', time_ms: 59_000, text: 'Late' },
    ];
    const scene = sceneOf({ ...FIELDS, cues }, MATERIAL);
    expect(scene.cues.map(({ collides }) => collides)).toEqual([true, true, false]);
    expect(scene.cues.map(({ row }) => row)).toEqual([0, 1, 0]);
    // A take that is cut by the end of the mix is as long as its recording here, and said to be cut.
    expect(scene.cues.map(({ pastEnd }) => pastEnd)).toEqual([false, false, true]);
  });
});

describe('a drag', () => {
  const state = stateOf(workoutOf(FIELDS), MATERIAL);

  it('shows cues where they would be, ducking included, and where they were', () => {
    const scene = makeScene(state, { cues: new Map([['a', frames(25 * SECOND)]]) });
    expect(scene.cues.map(({ id, start, from }) => [id, start, from])).toEqual([
      ['b', 20 * SECOND, null],
      ['a', 25 * SECOND, 10 * SECOND],
      ['c', 30 * SECOND, null],
    ]);
    expect(scene.ducking.map(({ full }) => full + 4800)).toContain(25 * SECOND);
  });

  it('moves no cue to another row', () => {
    const onto = makeScene(state, { cues: new Map([['a', frames(20 * SECOND + 100)]]) });
    expect(onto.rows).toHaveLength(1);
    expect(onto.cues.filter(({ collides }) => collides).map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('shows copies as what they are copies of, taken by the variants that take those', () => {
    const copies = [
      { cue: 'a', at: frames(40 * SECOND) },
      { cue: 'b', at: frames(45 * SECOND) },
    ];
    const { cues } = makeScene({ ...state, variant: 'light' }, { copies });
    expect(cues.filter(({ copy }) => copy).map(({ id, start, taken, state: is }) => [id, start, taken, is])).toEqual([
      ['a', 40 * SECOND, true, 'ready'],
      ['b', 45 * SECOND, false, 'ready'],
    ]);
  });

  it('shows segments, tracks and markers as they would be', () => {
    const scene = makeScene(state, {
      segments: new Map([['s1', { start: frames(0), end: frames(20 * SECOND) }]]),
      tracks: new Map([['t', { trimStart: frames(SECOND) }]]),
    });
    expect(scene.segments[0]).toMatchObject({ id: 's1', end: 20 * SECOND, from: { start: 0, end: 30 * SECOND } });
    expect(scene.tracks[0].end).toBe(59 * SECOND);
    expect(scene.tracks[0].span.from).toBe(SECOND);
  });

  it('trims a take at both ends, its sound staying where it is', () => {
    const takes = new Map([['a', { start: frames(10.5 * SECOND), end: frames(11 * SECOND) }]]);
    const [a] = makeScene(state, { takes }).cues;
    expect([a.start, a.end]).toEqual([10.5 * SECOND, 11 * SECOND]);
    expect(a.sourceStart).toBe(480 + 0.5 * SECOND);
  });
});

describe('the scene of the editor', () => {
  it('is made anew only when something of it changed', () => {
    useEditor.setState(stateOf(workoutOf(FIELDS), MATERIAL));
    const scene = currentScene();
    useEditor.setState({ snap: 'bar', trouble: null });
    expect(currentScene()).toBe(scene);
    setGhost({ snap: { frame: 5, name: 'bar 1' }, pointer: { frame: 5, text: '0:00' } });
    expect(currentScene()).toBe(scene);
    const cues = new Map([['a', frames(0)]]);
    setGhost({ cues });
    const moved = currentScene();
    expect(moved).not.toBe(scene);
    setGhost({ cues, pointer: { frame: 9, text: '0:00' } });
    expect(currentScene()).toBe(moved);
    setGhost(null);
    useEditor.setState({ selection: { ...NOTHING_SELECTED, cues: new Set(['b']), lead: 'b' } });
    expect(currentScene().cues.map(({ selected, lead }) => [selected, lead])).toEqual([
      [false, false],
      [true, true],
      [false, false],
    ]);
  });

  it('plans once for all who ask', () => {
    useEditor.setState(stateOf(workoutOf(FIELDS), MATERIAL));
    const plan = heardPlan();
    useEditor.setState({ selection: { ...NOTHING_SELECTED, cues: new Set(['a']) } });
    expect(heardPlan()).toBe(plan);
    useEditor.setState({ variant: 'light' });
    expect(heardPlan()).not.toBe(plan);
  });
});
