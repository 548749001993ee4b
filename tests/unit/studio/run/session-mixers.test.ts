import { beforeEach, describe, expect, it } from 'vitest';
import type { MixerPort } from '../../../../src/contract/index.ts';
import { frames, type MixerReplaced, type ToMixer } from '../../../../src/model/index.ts';
import { createSessionMixers, type SessionMixers } from '../../../../src/studio/run/session-mixers.ts';

const told: unknown[] = [];
let mixers: SessionMixers;
beforeEach(() => {
  told.length = 0;
  mixers = createSessionMixers({
    ...{ clock: () => 5, log: (line) => told.push(line) },
    listener: {
      ready: () => told.push('ready'),
      heard: (message) => told.push(message),
      gone: () => told.push('gone'),
      changed: () => told.push('changed'),
    },
  });
});

const connect = () => {
  const sent: (ToMixer | MixerReplaced)[] = [];
  let hear: (message: unknown) => void = () => undefined;
  let close: () => void = () => undefined;
  let open = true;
  const port: MixerPort = {
    send: (message) => sent.push(message),
    onMessage: (listener) => {
      hear = listener;
    },
    onClose: (listener) => {
      close = listener;
    },
    close() {
      if (!open) return;
      open = false;
      close();
    },
  };
  mixers.connect(port);
  return { sent, say: (message: unknown) => hear(message), die: port.close, isOpen: () => open };
};
const heard = (frame: number, voices: object[] = [], underruns = 0) => ({
  ...{ kind: 'heard', frame, agoMs: 0, voices, missing: 0, underruns, limited: 0, latencyMs: null },
});

describe('the mixers of a session', () => {
  it('sounds by the newest that is ready, and tells the one before nothing more', () => {
    const one = connect();
    one.say({ kind: 'ready', voices: 32 });
    const link = mixers.attach()!;
    const two = connect();
    expect(one.isOpen()).toBe(true); // the new one may never be ready
    two.say({ kind: 'ready', voices: 32 });
    expect([one.isOpen(), two.isOpen()]).toEqual([false, true]);
    link.send({ kind: 'voice', voice: 0, from: frames(0) });
    expect(one.sent).toEqual([{ kind: 'replaced' }]);
    one.say(heard(480));
    expect(told).toEqual(['ready', 'ready']);
    two.die();
    expect(told.at(-1)).toBe('gone');
    expect(mixers.attach()).toBeNull();
    expect(mixers.output().state).toBe('none');
  });

  it('lets go who says what is no message', () => {
    const one = connect();
    one.say({ kind: 'ready', voices: 32 });
    one.say(heard(-1));
    expect(one.isOpen()).toBe(false);
    expect(told.slice(0, 1)).toEqual(['ready']);
    expect(told).toContain('gone');
  });

  it('gives each session voices and frames of its own', () => {
    const one = connect();
    one.say({ kind: 'ready', voices: 32 });
    const first = mixers.attach()!;
    first.send({ kind: 'voice', voice: 0, from: frames(0) });
    first.send({ kind: 'voice', voice: 1, from: frames(0) });
    first.send({ kind: 'acts', acts: [{ kind: 'release', voice: 0 }] });
    one.say(heard(96_000, [{ voice: 1, played: 10, granted: 20, peak: 0 }]));
    mixers.detach();
    expect(one.sent.at(-1)).toEqual({ kind: 'acts', acts: [{ kind: 'release', voice: 1 }] });

    const second = mixers.attach()!;
    second.send({ kind: 'voice', voice: 0, from: frames(7) });
    second.send({ kind: 'acts', acts: [{ kind: 'pause', voice: 0, at: frames(480) }] });
    expect(one.sent.slice(-2)).toEqual([
      { kind: 'voice', voice: 2, from: 7 },
      { kind: 'acts', acts: [{ kind: 'pause', voice: 2, at: 96_480 }] },
    ]);
    const voices = [1, 2].map((voice) => ({ voice, played: 10, granted: 20, peak: 0 }));
    one.say(heard(96_100, voices));
    expect(told.at(-1)).toMatchObject({ frame: 100, voices: [{ voice: 0 }] });
    one.say({ kind: 'late', voices: [1], by: 5 });
    one.say({ kind: 'late', voices: [1, 2], by: 5 });
    expect(told.at(-1)).toEqual({ kind: 'late', voices: [0], by: 5 });
  });

  it('tells a session of no frames that were missing before it', () => {
    const one = connect();
    one.say({ kind: 'ready', voices: 32 });
    mixers.attach();
    one.say({ ...heard(480), missing: 96 });
    expect(told.at(-1)).toMatchObject({ missing: 96 });
    mixers.attach();
    one.say({ ...heard(960), missing: 100 });
    expect(told.at(-1)).toMatchObject({ frame: 480, missing: 4 });
  });

  it('counts the under-runs of all that sounded it', () => {
    const one = connect();
    one.say({ kind: 'ready', voices: 32 });
    one.say(heard(480, [], 3));
    expect(told.at(-1)).toBe('changed');
    one.say({ kind: 'device', state: 'fallback', device: 'Laptop' });
    expect(mixers.output()).toEqual({ state: 'fallback', device: 'Laptop', latencyMs: null, underruns: 3 });
    const two = connect();
    two.say({ kind: 'ready', voices: 32 });
    two.say(heard(480, [], 1));
    expect(mixers.output()).toMatchObject({ state: 'open', underruns: 4 });
  });
});
