import { describe, expect, it } from 'vitest';
import { type Decibels, type Frames, frames } from '../../../../src/model/index.ts';
import type { SessionSound } from '../../../../src/session/index.ts';
import { heldSeconds, nextCue, runningCues, watchedRuns } from '../../../../src/studio/run/session-view.ts';
import { rehearse, s, showOf, sound } from '../../session/runner-harness.ts';

const heard = (run: number, layer = 0, more: Partial<SessionSound> = {}): SessionSound => ({
  ...{ run, layer, voice: 0, played: frames(0), fadedTo: 0, peak: 0.5, streamed: false },
  ...more,
});
const played = (cues: unknown[]) => {
  const show = showOf(cues);
  const run = rehearse(show);
  return {
    ...run,
    cues: (sounds: SessionSound[] = []) => runningCues({ show, state: run.state(), sounds }),
    watched: (sounds: SessionSound[] = [], now: Frames = run.clock()) =>
      watchedRuns({ show, state: run.state(), sounds }, now),
    next: () => nextCue({ show, state: run.state() }, (cue) => ({ ready: cue, total: 10 })),
  };
};

describe('what an operator sees', () => {
  it('says what follows a cue by itself and when, until a stop or its follower has come', () => {
    const show = played([sound('one'), sound('two')]);
    show.send({ kind: 'go' });
    show.to(2);
    expect(show.cues()).toMatchObject([{ cue: 'one', endAt: s(10), follows: { cue: 'two', at: s(10) } }]);
    show.send({ kind: 'stop', run: 0, fade: { length: s(1), curve: 'linear' } });
    expect(show.cues()).toMatchObject([{ cue: 'one', stopAt: s(3), follows: null }]);
    // Fired again, it is followed; what fades out still is not.
    show.send({ kind: 'jump', cue: 0, fire: true });
    expect(show.cues()).toMatchObject([{ follows: null }, { cue: 'one', follows: { cue: 'two', at: s(12) } }]);
  });

  it('says what follows in a group', () => {
    const group = { id: 'g', name: 'g', cues: [sound('one'), sound('two')] };
    const show = played([group, sound('last')]);
    show.send({ kind: 'go' });
    show.to(1);
    expect(show.cues()).toMatchObject([{ cue: 'g' }, { cue: 'one', parent: 0, follows: { cue: 'two', at: s(10) } }]);
  });

  it('says that a loop vamps until it is let go', () => {
    const show = played([sound('one', {}, { loop: { times: null } })]);
    show.send({ kind: 'go' });
    show.to(1);
    expect(show.cues([heard(0, 0, { fadedTo: Number.NEGATIVE_INFINITY, played: frames(7) })])).toMatchObject([
      { layers: [{ vamps: true, fadedTo: -200, played: 7, peak: 0.5 }] },
    ]);
    show.send({ kind: 'devamp', run: 0 });
    expect(show.cues()).toMatchObject([{ layers: [{ vamps: false, played: 0, peak: 0 }] }]);
  });

  it('counts what is read ahead of all that GO fires, and of nothing else', () => {
    const inner = [sound('one'), sound('two')];
    const group = (mode: string) => ({ id: mode, name: mode, mode, cues: inner });
    expect(played([group('together')]).next()).toEqual({ cue: 'together', index: 0, ready: 1 + 2, total: 20 });
    expect(played([group('sequence')]).next()).toEqual({ cue: 'sequence', index: 0, ready: 1, total: 10 });
    const over = played([sound('one', { follow: 'stop' })]);
    over.send({ kind: 'go' });
    expect(over.next()).toBeNull();
  });

  it('counts what is kept to what is held', () => {
    const held = { voice: 48_000, background: 24_000, generic: 4_800, kept: 960 };
    expect(heldSeconds(held)).toEqual({ voice: 1, background: 0.5, generic: 0.1, kept: 0.02, total: 1.62 });
  });
});

describe('a cue should sound', () => {
  const should = (show: ReturnType<typeof played>, ...given: Parameters<typeof show.watched>): boolean[] =>
    show.watched(...given).map(({ shouldSound }) => shouldSound);

  it('while it goes on, and not while it waits, is paused or fades out', () => {
    const show = played([sound('one', { pre_wait_ms: 1_000 })]);
    show.send({ kind: 'go' });
    show.to(0.5);
    expect(should(show)).toEqual([false]);
    show.to(1.5);
    expect(should(show)).toEqual([true]);
    show.send({ kind: 'pause', run: null });
    expect(should(show)).toEqual([false]);
    show.send({ kind: 'resume', run: null });
    expect(should(show)).toEqual([true]);
    show.send({ kind: 'stop', run: null, fade: { length: s(1), curve: 'linear' } });
    expect(should(show)).toEqual([false]);
  });

  it('as long as a layer of it is to be heard', () => {
    const layers = [
      { role: 'generic', file: 'a.wav', gain_db: -200 },
      { role: 'generic', file: 'b.wav' },
    ];
    const show = played([{ id: 'one', name: 'one', layers, duration_seconds: 30 }]);
    show.send({ kind: 'go' });
    show.to(1);
    expect(should(show)).toEqual([true]);
    expect(should(show, [heard(0, 1, { fadedTo: -200 as Decibels })])).toEqual([false]);
    expect(should(show, [], s(9.9))).toEqual([true]);
    expect(should(show, [], s(10))).toEqual([false]);
    show.send({ kind: 'broken', run: 0, layer: 1, reason: 'gone' });
    expect(show.watched()).toMatchObject([{ shouldSound: false, broken: '“one” plays without b.wav' }]);
  });

  it('and is as loud as its loudest layer', () => {
    const show = played([sound('one'), sound('two')]);
    show.send({ kind: 'go' });
    expect(
      show.watched([heard(0, 0, { peak: 0.2 }), heard(0, 1, { peak: 0.4 }), heard(1, 0, { peak: 0.9 })]),
    ).toMatchObject([{ cue: 'one', peak: 0.4 }]);
  });
});
