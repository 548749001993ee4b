import { describe, expect, it } from 'vitest';
import { anchorText, barText } from '../../../../../renderer/edit/inspector/anchor-text.ts';
import { coachOf, neighbour, takeChoices } from '../../../../../renderer/edit/inspector/takes.ts';
import type { Material } from '../../../../../src/contract/index.ts';
import { frames, readWorkoutDocument, seconds } from '../../../../../src/model/index.ts';

const { workout } = readWorkoutDocument({
  id: 'w',
  music_url: 'a.wav',
  segments: [{ id: 's', start_time: 0, duration_seconds: 60 }],
  coaches: [
    { id: 'ana', name: 'Ana' },
    { id: 'ben', name: 'Ben' },
    { id: 'cleo', name: 'Cleo' },
  ],
  variants: [{ id: 'full' }, { id: 'light', coach: 'ben' }],
  cues: [
    {
      ...{ id: 'c', time_ms: 0, text: 'Go' },
      takes: [
        { id: 't1', name: 'mic', audio: 'a.wav', coach: 'ana', chosen: true },
        { id: 't2', name: 'mic', audio: 'b.wav', coach: 'ben' },
        { id: 't3', name: 'crowd', audio: 'c.wav' },
      ],
    },
    { id: 'd', time_ms: 1000, audio: 'd.wav' },
  ],
});
const [cue, file] = workout!.cues;
const take = (coach: string, used: string | null, source: string) => ({
  ...{ cue: 'c', coach, take: used, state: 'ready' as const, trouble: null, source, frames: frames(48_000) },
  ...{ gain: 0, speech: [] },
});
const material: Material = {
  path: '/w.json',
  tracks: [],
  takes: [
    {
      ...take('ana', 't1', 'a1'),
      spare: [{ take: null, state: 'ready', trouble: null, source: 'a0', frames: frames(24_000) }],
    },
    take('ben', null, 'b0'),
  ],
};

describe('what a cue can be heard with', () => {
  it('is grouped by coach, the heard one first, and only by those who say something', () => {
    const groups = takeChoices(cue!, workout!, material, 'ana');
    expect(groups.map(({ name }) => name)).toEqual(['Ana', 'Ben']);
    expect(groups.map(({ choices }) => choices.map(({ title, chosen }) => [title, chosen]))).toEqual([
      [
        ['Ana · voice', false],
        ['Ana · mic', true],
        ['Every coach · crowd', false],
      ],
      [
        ['Ben · voice', true],
        ['Ben · mic', false],
      ],
    ]);
  });

  it('sounds as it is known, chosen or spare', () => {
    const [ana] = takeChoices(cue!, workout!, material, 'ana');
    expect(ana!.choices.map(({ sound }) => sound?.source ?? null)).toEqual(['a0', 'a1', null]);
  });

  it('is a file where the cue names one', () => {
    const [group] = takeChoices(file!, workout!, null, 'ana');
    expect(group!.choices).toMatchObject([{ kind: 'file', title: 'Ana · the cue’s file', chosen: true, sound: null }]);
  });

  it('is stepped through in a circle', () => {
    const [ana] = takeChoices(cue!, workout!, material, 'ana');
    expect(neighbour(ana!.choices, 1)?.take).toBe('t3');
    expect(neighbour(ana!.choices, -1)?.take).toBeNull();
    expect(neighbour(ana!.choices.slice(1, 2), 1)).toBeNull();
  });

  it('is spoken by the variant’s coach, else the first', () => {
    expect(workout!.variants.map((variant) => coachOf(workout!, variant))).toEqual(['ana', 'ben']);
  });
});

describe('an anchor in words', () => {
  const grid = { bpm: 120, firstBeat: seconds(0.25), beatsPerBar: 4 };
  const facts = new Map([['a.wav', { length: frames(0), grid }]]);

  it('names bars from the file’s start, and beats inside them', () => {
    expect(['0', '1', '2315.999', '2.5'].map((beat) => barText(grid, Number(beat)))).toEqual([
      ...['bar 1', 'bar 1.2', 'bar 580', 'bar 1.3 +'],
    ]);
    expect(barText({ ...grid, firstBeat: seconds(4.25) }, 0)).toBe('bar 3');
  });

  it('says what it keeps its distance to', () => {
    expect(anchorText(null, workout!, facts)).toBe('free');
    expect(anchorText({ kind: 'segment', segment: 's', offset: seconds(-8.8) }, workout!, facts)).toBe(
      'segment −8.8 s',
    );
    expect(anchorText({ kind: 'segment', segment: 's', offset: seconds(3.2) }, workout!, facts)).toBe('segment +3.2 s');
    expect(anchorText({ kind: 'beat', track: 'music', beat: 8 }, workout!, facts)).toBe('bar 3');
  });
});
