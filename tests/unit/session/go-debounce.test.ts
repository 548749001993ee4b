import { expect, it } from 'vitest';
import { frames } from '../../../src/model/index.ts';
import { createSession, createTimedMixer, type SessionSnapshot } from '../../../src/session/index.ts';
import { countingSource } from './counting-source.ts';
import { showOf, sound } from './runner-harness.ts';

const show = showOf(['a', 'b', 'c', 'd'].map((name) => sound(name, { follow: 'stop' })));
const openAt = (clock: () => number, from?: SessionSnapshot) =>
  createSession(show, { openSource: countingSource(() => 48_000).open, clock, onLine: () => undefined }, from);

it('takes GO after GO with no output, however fast the session goes: a hand bounces in time that passes', async () => {
  let ms = 50_000;
  const session = openAt(() => ms);
  session.attach(createTimedMixer(), frames(0));
  session.send({ kind: 'arm' }, frames(0));
  session.send({ kind: 'go' }, frames(0));
  session.attach(null, frames(0));
  const press = (after: number): number => {
    ms += after;
    session.send({ kind: 'go' }, session.now());
    return session.state().fired;
  };
  expect(press(199)).toBe(1);
  expect(press(1)).toBe(2);
  expect(press(150)).toBe(2);
  expect(press(60_000)).toBe(3);
  await session.close();
});

it('takes the first GO after a crash, whatever the clock of the process before said', async () => {
  const before = openAt(() => 9_000_000);
  before.send({ kind: 'arm' }, frames(0));
  before.send({ kind: 'go' }, frames(0));
  const snapshot: SessionSnapshot = JSON.parse(JSON.stringify(before.snapshot()));
  await before.close();
  const session = openAt(() => 12, snapshot);
  session.send({ kind: 'go' }, session.now());
  expect(session.state().fired).toBe(2);
  await session.close();
});
