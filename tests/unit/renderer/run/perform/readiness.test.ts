import { describe, expect, it } from 'vitest';
import { goState, junctionText, readinessOf } from '../../../../../renderer/run/perform/readiness.ts';
import type { LayerCheck, SessionView } from '../../../../../src/contract/index.ts';
import { type Frames, frames } from '../../../../../src/model/index.ts';

const check = (change: Partial<LayerCheck> = {}): LayerCheck => ({
  ...{ frames: null, bytes: null, broken: null, asset: null, streams: null },
  ...change,
});
const of = (ready: number, total: number, ...checks: LayerCheck[]): string => {
  const { tone, text } = readinessOf({ ready, total }, 'sound', checks);
  return `${tone}: ${text}`;
};

describe('readiness', () => {
  it('counts the sounds that are ready', () => {
    expect(of(3, 3, check(), check(), check())).toBe('ready: ready');
    expect(of(2, 3, check(), check(), check())).toBe('waits: 2 of 3 sounds ready');
    expect(of(0, 0, check())).toBe('ready: ready');
  });

  it('says what streams, and why', () => {
    const large = check({ streams: 'large file' });
    expect(of(0, 0, large)).toBe('ready: streams at its cue · large file');
    expect(of(1, 1, check(), large)).toBe('ready: ready · 1 streams at its cue');
    expect(of(0, 1, check(), large)).toBe('waits: 0 of 1 sounds ready');
  });

  it('says what cannot be played before all else', () => {
    const broken = check({ broken: 'The file is missing' });
    expect(of(0, 1, broken)).toBe('trouble: its sound cannot be played');
    expect(of(1, 2, broken, check())).toBe('trouble: 1 of 2 sounds cannot be played');
    expect(of(0, 2, broken, broken)).toBe('trouble: none of its sounds can be played');
  });

  it('says that a cue has no sound', () => {
    expect(readinessOf({ ready: 0, total: 0 }, 'memo', [])).toEqual({ tone: 'ready', text: 'a note · no sound' });
    expect(readinessOf({ ready: 0, total: 0 }, 'control', [])).toEqual({ tone: 'ready', text: 'ready' });
  });
});

describe('GO', () => {
  const view = (change: Partial<SessionView>): Pick<SessionView, 'armed' | 'arming' | 'next'> => ({
    ...{ armed: true, arming: null, next: { cue: 'a', index: 0, ready: 1, total: 1 } },
    ...change,
  });

  it('goes when the list is armed and something comes', () => {
    expect(goState(view({}), true)).toEqual({ goes: true });
  });

  it('says why it does not', () => {
    const reason = (change: Partial<SessionView>, connected = true): string | null => {
      const state = goState(view(change), connected);
      return state.goes ? null : state.reason;
    };
    expect(reason({ armed: false })).toBe('Arm the list to go');
    expect(reason({ armed: false, arming: { ready: 1, total: 2 } })).toBe('Arming · 1 of 2 sounds ready');
    expect(reason({ next: null })).toBe('The list is at its end');
    expect(reason({}, false)).toBe('No connection to the studio');
    expect(goState(null, true)).toEqual({ goes: false, reason: 'Open a list first' });
  });
});

describe('how the next cue begins', () => {
  const says = (kind: 'gapless' | 'crossfade' | 'gap' | 'together' | 'go', length: Frames = frames(0)) =>
    junctionText({ kind, length }, '“Breath”');

  it('is said with its length', () => {
    expect(says('gapless')).toBe('Joins “Breath” without a gap, by itself.');
    expect(says('crossfade', frames(192_000))).toBe('Crossfade 4 s from “Breath”, by itself.');
    expect(says('crossfade', frames(72_000))).toBe('Crossfade 1.5 s from “Breath”, by itself.');
    expect(says('gap', frames(8_640))).toBe('By itself, 180 ms after “Breath”.');
    expect(says('go')).toBeNull();
  });
});
