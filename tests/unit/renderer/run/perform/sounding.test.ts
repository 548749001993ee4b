import { describe, expect, it } from 'vitest';
import {
  allPaused,
  cueTitle,
  leadRun,
  phaseWord,
  soundingCards,
} from '../../../../../renderer/run/perform/sounding.ts';
import type { RunningCue } from '../../../../../src/contract/index.ts';
import { type Frames, readCuelistDocument } from '../../../../../src/model/index.ts';
import { cuelistSteps } from '../../../../../src/plan/index.ts';

const { cuelist } = readCuelistDocument({
  id: 'show',
  name: 'Show',
  cues: [
    { id: 'bed', number: '1', name: 'Doors', layers: [{ role: 'background', file: 'bed.wav', loop: true }] },
    { id: 'voice', name: 'Welcome', layers: [{ role: 'voice', file: 'a.wav', gain_db: -6 }] },
    {
      ...{ id: 'walk', number: '3', name: 'Walk', mode: 'together' },
      cues: [
        { id: 'steps', name: 'Steps', layers: [{ file: 's.wav' }] },
        { id: 'wind', name: 'Wind', layers: [{ file: 'w.wav', loop: true }] },
      ],
    },
    { id: 'fade', name: 'Down', control: { does: 'fade', target: 'bed', duration_ms: 4000 } },
  ],
});
const steps = cuelistSteps(cuelist!);
const indexOf = (id: string): number => steps.findIndex(({ cue }) => cue.id === id);

let fired = 0;
const run = (cue: string, change: Partial<RunningCue> = {}): RunningCue => ({
  ...{ run: fired++, cue, index: indexOf(cue), parent: null, phase: 'running' },
  ...{ startAt: fired as Frames, endAt: null, pausedAt: null, stopAt: null, follows: null, layers: [] },
  ...change,
});
const sounding = (vamps: boolean): RunningCue['layers'] => [
  { layer: 0, phase: 'sounding', played: 0 as Frames, fadedTo: 0, peak: 0, vamps, streamed: false },
];

describe('the cue that is waited for', () => {
  it('is the one that sounds and began last', () => {
    const [bed, voice] = [run('bed'), run('voice')];
    expect(leadRun([], steps)).toBeNull();
    expect(leadRun([bed, voice], steps)).toBe(voice);
    expect(leadRun([voice, bed], steps)).toBe(voice);
  });

  it('is none that fades out, waits, or only holds or steers others, unless there is nothing else', () => {
    const bed = run('bed');
    const stopping = run('voice', { stopAt: 9 as Frames });
    expect(leadRun([bed, stopping], steps)).toBe(bed);
    expect(leadRun([bed, run('voice', { phase: 'pre-wait' }), run('fade'), run('walk')], steps)).toBe(bed);
    expect(leadRun([stopping], steps)).toBe(stopping);
    const fade = run('fade');
    expect(leadRun([fade], steps)).toBe(fade);
  });
});

describe('the cards', () => {
  it('stand newest first, groups with what they hold', () => {
    const [bed, walk] = [run('bed', { layers: sounding(true) }), run('walk')];
    const inside = [run('steps', { parent: walk.run }), run('wind', { parent: walk.run, layers: sounding(true) })];
    const cards = soundingCards({ runs: [bed, walk, ...inside] }, steps);
    expect(cards.map(({ title }) => title)).toEqual(['3 · Walk', '1 · Doors']);
    expect(cards[0].children.map(({ title }) => title)).toEqual(['Steps', 'Wind']);
    expect(cards[0].vamps).toBe(true);
    expect(cards[0].children.map(({ vamps }) => vamps)).toEqual([false, true]);
  });

  it('keep what a group has left behind', () => {
    const left = run('steps', { parent: 999 });
    expect(soundingCards({ runs: [left] }, steps).map(({ title }) => title)).toEqual(['Steps']);
  });

  it('tell layers by their role and gain, and states in words', () => {
    const [card] = soundingCards({ runs: [run('voice', { layers: sounding(false) })] }, steps);
    expect(card.layers).toMatchObject([{ role: 'voice', gain: -6, loops: false, phase: 'sounding' }]);
    const word = (change: Partial<RunningCue>): string =>
      phaseWord(soundingCards({ runs: [run('bed', change)] }, steps)[0]);
    expect(word({})).toBe('sounding');
    expect(word({ pausedAt: 3 as Frames })).toBe('paused');
    expect(word({ pausedAt: 3 as Frames, stopAt: 4 as Frames })).toBe('fading out');
    expect(word({ phase: 'held' })).toBe('waits for its sound');
  });

  it('call a cue by its number and name', () => {
    expect(cueTitle({ number: '4', name: 'Descent' })).toBe('4 · Descent');
    expect(cueTitle({ number: '', name: 'Descent' })).toBe('Descent');
  });
});

describe('paused', () => {
  it('is everything, when all that is not being stopped stands', () => {
    expect(allPaused([])).toBe(false);
    expect(allPaused([run('bed', { stopAt: 1 as Frames })])).toBe(false);
    expect(allPaused([run('bed', { pausedAt: 1 as Frames }), run('voice')])).toBe(false);
    expect(allPaused([run('bed', { pausedAt: 1 as Frames }), run('voice', { stopAt: 3 as Frames })])).toBe(true);
  });
});
