import { expect, it } from 'vitest';
import { frames } from '../../../src/model/index.ts';
import { createSession, createTimedMixer } from '../../../src/session/index.ts';
import { showOf } from './runner-harness.ts';

const layer = (file: string, role = 'background') => ({ file, role });

it('reads and sends little at first, and once it plays in pieces of a second', async () => {
  const asks: number[] = [];
  const sent: number[] = [];
  const session = createSession(showOf([{ id: 'one', layers: [layer('one.wav')] }]), {
    openSource: () => ({
      async next(most) {
        asks.push(most);
        return new Float32Array(2 * most);
      },
      close: async () => undefined,
    }),
    clock: () => 0,
    onLine: () => undefined,
  });
  const mixer = createTimedMixer();
  let now = 0;
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 40; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  /** The mixer says five times a second how far it is. */
  const to = async (seconds: number): Promise<void> => {
    for (; now < 48_000 * seconds; await settle()) {
      now += 9_600;
      for (const said of mixer.advance(now)) if (said.kind === 'heard') session.heard(said, frames(now));
    }
  };
  const send = mixer.send;
  session.attach(
    {
      send(message) {
        if (message.kind === 'pcm') sent.push(message.samples.length / 2);
        send(message);
      },
    },
    frames(0),
  );
  session.send({ kind: 'arm' }, frames(0));
  await settle();
  // A slow disk is waited for no longer than for what there is to play meanwhile.
  expect(asks[0]).toBe(4_800);
  for (const [place, ask] of asks.entries()) {
    const before = asks.slice(0, place).reduce((sum, each) => sum + each, 0);
    expect(ask).toBeLessThanOrEqual(Math.max(4_800, before));
  }
  expect(Math.max(...asks)).toBe(48_000);
  sent.length = 0;
  session.send({ kind: 'go' }, frames(now));
  // What was read ahead is sent on a second at a time.
  await to(7);
  expect(sent.length).toBeLessThanOrEqual(14);
  await to(20);
  asks.length = 0;
  sent.length = 0;
  await to(40);
  expect(asks.length).toBeLessThanOrEqual(21);
  expect(sent.length).toBeLessThanOrEqual(42);
  await session.close();
});

it('goes on sounding while the disk does not answer for 3.4 s, in a window that nobody sees', async () => {
  let stuck: Promise<void> | null = null;
  const list = [
    { id: 'one', follow: 'auto-follow' as const, layers: [layer('one.wav'), layer('voice.wav', 'voice')] },
    { id: 'two', layers: [layer('two.wav'), layer('voice.wav', 'voice')] },
  ];
  const session = createSession(showOf(list), {
    openSource: () => {
      let left = 60 * 48_000;
      return {
        async next(most) {
          await stuck;
          const length = Math.min(most, left);
          left -= length;
          return length === 0 ? null : new Float32Array(2 * length);
        },
        close: async () => undefined,
      };
    },
    clock: () => 0,
    onLine: () => undefined,
  });
  const mixer = createTimedMixer();
  session.attach(mixer, frames(0));
  session.send({ kind: 'arm' }, frames(0));
  let now = 0;
  let missing = 0;
  /** The mixer of an unseen window says twice a second how far it is. */
  const to = async (seconds: number): Promise<void> => {
    for (; now < 48_000 * seconds; now += 24_000) {
      for (let turn = 0; turn < 40; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      for (const said of mixer.advance(now)) {
        if (said.kind !== 'heard') continue;
        session.heard(said, frames(now));
        missing = said.missing;
      }
    }
  };
  await to(2);
  session.send({ kind: 'go' }, frames(now));
  // While the first cue plays, across the join, and in the second.
  for (const from of [12, 24.5, 40, 57, 80]) {
    await to(from);
    let goOn = (): void => undefined;
    stuck = new Promise((resolve) => {
      goOn = resolve;
    });
    await to(from + 3.4);
    goOn();
    stuck = null;
  }
  await to(100);
  expect(missing).toBe(0);
  expect(session.state().runs.map(({ cue }) => cue)).toEqual([1]);
  await session.close();
});
