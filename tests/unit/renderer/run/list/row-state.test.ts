import { describe, expect, it } from 'vitest';
import { rowStates, troubleOf, viewKey } from '../../../../../renderer/run/list/row-state.ts';
import type { RunningCue, SessionView } from '../../../../../src/contract/index.ts';
import { frames } from '../../../../../src/model/index.ts';
import { someList, sound } from './some-list.ts';

const layer = (phase: RunningCue['layers'][number]['phase'], vamps = false) =>
  ({ layer: 0, phase, played: frames(0), fadedTo: 0, peak: 0, vamps, streamed: false }) as const;

const run = (more: Partial<RunningCue> = {}): RunningCue => ({
  ...{ run: 1, cue: 'a', index: 0, parent: null, phase: 'running', startAt: frames(0), endAt: frames(48_000) },
  ...{ pausedAt: null, stopAt: null, follows: null, layers: [layer('sounding')] },
  ...more,
});
const view = (more: Partial<SessionView>) => ({ runs: [], next: null, done: [], ...more });
const next = { cue: 'b', index: 1, ready: 2, total: 2 };

describe('the state of a cue', () => {
  const wordsOf = (more: Partial<RunningCue>): string | undefined =>
    rowStates(view({ runs: [run(more)] })).get('a')?.words;

  it('says what it does in words', () => {
    expect(wordsOf({})).toBe('PLAYING');
    expect(wordsOf({ pausedAt: frames(10) })).toBe('PAUSED');
    expect(wordsOf({ stopAt: frames(10) })).toBe('FADING OUT');
    expect(wordsOf({ phase: 'held' })).toMatch(/^HELD/);
    expect(wordsOf({ phase: 'pre-wait' })).toBe('PRE-WAIT');
    expect(wordsOf({ phase: 'post' })).toBe('POST-WAIT');
    expect(wordsOf({ layers: [] })).toBe('RUNNING');
    expect(wordsOf({ layers: [layer('sounding', true)] })).toBe('PLAYING · vamp');
    expect(wordsOf({ layers: [layer('broken')] })).toMatch(/^SILENT/);
    expect(wordsOf({ layers: [layer('sounding'), layer('broken')] })).toBe('PLAYING without 1 layer');
  });

  it('of what sounds goes before that of what is next, and that before what is done', () => {
    const states = rowStates(view({ runs: [run()], next: { ...next, cue: 'a' }, done: ['a', 'b'] }));
    expect([states.get('a')?.kind, states.get('b')?.kind]).toEqual(['playing', 'done']);
    expect(rowStates(view({ next, done: ['b'] })).get('b')?.words).toBe('NEXT · ready');
    expect(rowStates(view({ next: { ...next, ready: 1 } })).get('b')?.words).toBe('NEXT · 1 of 2 ready');
    expect(rowStates(view({ next: { ...next, ready: 0, total: 0 } })).get('b')?.words).toBe('NEXT');
  });

  it('of what is next does not wait for what cannot be played', () => {
    const { checks } = someList(
      [sound('a'), sound('b', { layers: [{ file: 'b.wav' }, { file: 'c.wav' }] }), sound('d')],
      { broken: ['c.wav', 'd.wav'] },
    );
    const wordsOfNext = (cue: string, index: number): string | undefined =>
      rowStates(view({ next: { cue, index, ready: 0, total: 1 } }), checks).get(cue)?.words;
    expect(wordsOfNext('a', 0)).toBe('NEXT · 0 of 1 ready');
    expect(wordsOfNext('b', 1)).toBe('NEXT · without 1 layer');
    expect(wordsOfNext('d', 2)).toBe('NEXT · silent');
  });

  it('is the newest of several runs of one cue', () => {
    const runs = [run({ run: 7 }), run({ run: 3, stopAt: frames(9) })];
    expect(rowStates(view({ runs })).get('a')?.kind).toBe('playing');
  });
});

describe('two views', () => {
  it('look the same where only figures moved on', () => {
    const later = run({ endAt: frames(90_000), layers: [{ ...layer('sounding'), played: frames(4800), peak: 0.4 }] });
    expect(viewKey(view({ runs: [later], next }))).toBe(viewKey(view({ runs: [run()], next })));
  });

  it('differ where a line would', () => {
    const keys = [
      viewKey(null),
      viewKey(view({})),
      viewKey(view({ runs: [run()] })),
      viewKey(view({ runs: [run({ run: 2 })] })),
      viewKey(view({ runs: [run({ pausedAt: frames(1) })] })),
      viewKey(view({ next })),
      viewKey(view({ next: { ...next, ready: 1 } })),
      viewKey(view({ next: { ...next, index: next.index + 1 } })),
      viewKey(view({ done: ['a'] })),
      viewKey(view({ done: ['b'] })),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('what is wrong with a cue', () => {
  it('is said before the show', () => {
    const two = sound('a', { layers: [{ file: 'a.wav' }, { file: 'b.wav' }] });
    const { checks } = someList([two, sound('c')], { broken: ['b.wav', 'c.wav'] });
    expect(checks.map((check) => troubleOf(check)?.words)).toEqual([
      '1 of 2 layers cannot be played',
      'cannot be played',
    ]);
    expect(troubleOf(someList([sound('a')]).checks[0])).toBeNull();
    expect(troubleOf(null)).toBeNull();
  });
});
