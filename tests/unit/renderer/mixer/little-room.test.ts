import { expect, test } from 'vitest';
import { frames, readCuelistDocument } from '../../../../src/model/index.ts';
import { createSession, createShow } from '../../../../src/session/index.ts';
import { countingSource } from '../../session/counting-source.ts';
import { openMixer } from './mixer-bench.ts';

/** Half a second: the session's clock goes on at least so often while something sounds. */
const TICK = 24_000;

/** A cue of so many layers of 4 s, from GO to their end, on a page that is seen or not. */
const playTogether = async (count: number, seen: boolean, seconds: number | null) => {
  const layers = Array.from({ length: count }, () => ({ role: 'generic', file: '4000' }));
  const settings = seconds === null ? {} : { audio: { max_buffer_seconds_generic: seconds } };
  const { cuelist } = readCuelistDocument({
    id: 'l',
    settings,
    cues: [{ id: 'a', name: 'a', layers, follow: 'stop' }],
  });
  const session = createSession(createShow(cuelist!, 1), {
    openSource: countingSource((file) => Number(file) * 48).open,
    clock: () => 0,
    onLine: () => undefined,
  });
  const mixer = openMixer();
  mixer.feeder.seen(seen);
  mixer.connect();
  session.attach({ send: (message) => mixer.tell(message) }, frames(0));
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  let [now, heard] = [0, mixer.said.length];
  const turn = async (): Promise<void> => {
    mixer.render(480);
    now += 480;
    const news = mixer.said.slice(heard);
    heard = mixer.said.length;
    for (const each of news) if (each.kind === 'heard' || each.kind === 'late') session.heard(each, frames(now));
    const due = session.dueAt();
    if (now % TICK === 0 || session.heardSomething() || (due !== null && due <= now))
      session.send({ kind: 'tick' }, frames(now));
    if (news.length > 0) await settle();
    else await session.settled();
  };
  session.send({ kind: 'arm' }, frames(0));
  for (let each = 0; each < 40; each += 1) await turn();
  session.send({ kind: 'go' }, frames(now));
  for (let each = 0; each < 600 && session.state().runs.length > 0; each += 1) await turn();
  await session.close();
  const told = mixer.of('heard');
  return { missing: told.at(-1)!.missing, heard: told.length, over: session.state().runs.length === 0 };
};

// From 9 sounds on, each of them has less than half a second of the 5 s that there are for sounds of no other role.
test.each([
  [1, true, null],
  [12, true, null],
  [12, false, null],
  [5, false, 1],
  [2, true, 0.35],
])('%i sounds that share what room there is never run dry (seen: %s, seconds: %s)', async (count, seen, seconds) => {
  const { missing, over } = await playTogether(count, seen, seconds);
  expect({ missing, over }).toEqual({ missing: 0, over: true });
});

test('what has room enough is told of no more often for that', async () => {
  const [one, three] = [await playTogether(1, true, null), await playTogether(3, true, null)];
  // Armed for 0.4 s, told of every 10 ms for 0.1 s after GO, then for 4 s every 200 ms.
  expect(one.heard).toBeLessThanOrEqual(45);
  expect(three.heard).toBeLessThanOrEqual(45);
});
