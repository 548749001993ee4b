import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { frames } from '../../../src/model/index.ts';
import { createSession, createTimedMixer } from '../../../src/session/index.ts';
import { showOf } from './runner-harness.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
/** Seconds of sound in the memory of this thread, whoever holds it. */
const secondsHeld = async (): Promise<number> => {
  for (let turn = 0; turn < 2; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  return process.memoryUsage().arrayBuffers / 384_000;
};

it('holds no more of a bed whose passes cross for 10 s than its role may, whatever holds it', async () => {
  const bed = { file: 'bed.wav', role: 'background', loop: { crossfade_ms: 10_000 } };
  const session = createSession(showOf([{ id: 'bed', layers: [bed] }]), {
    openSource: (_, from) => {
      let left = 25 * 48_000 - from;
      return {
        async next(most) {
          const length = Math.min(most, left, 4_096);
          left -= length;
          return length === 0 ? null : new Float32Array(2 * length);
        },
        close: async () => undefined,
      };
    },
    clock: () => 0,
    onLine: () => undefined,
  });
  const before = await secondsHeld();
  const mixer = createTimedMixer();
  let most = 0;
  let missing = 0;
  session.attach(mixer, frames(0));
  session.send({ kind: 'facts', cue: 0, layer: 0, facts: { frames: frames(25 * 48_000) } }, frames(0));
  session.send({ kind: 'arm' }, frames(0));
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn += 1) {
      await session.settled();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await settle();
  session.send({ kind: 'go' }, frames(0));
  for (let tick = 1; tick <= 380; tick += 1) {
    for (const said of mixer.advance(tick * 4_800)) {
      if (said.kind !== 'heard') continue;
      session.heard(said, frames(tick * 4_800));
      missing = said.missing;
    }
    await settle();
    if (tick % 38 === 0) most = Math.max(most, (await secondsHeld()) - before);
  }
  expect(missing).toBe(0);
  expect(session.state().runs).toHaveLength(1);
  // A block of which a part has sounded is held until all of it has.
  expect(most).toBeLessThan(10.5);
  expect(most).toBeGreaterThan(3);
  await session.close();
});
