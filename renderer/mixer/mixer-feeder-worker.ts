import { decodeMixerFrame } from '../../src/contract/index.ts';
import { type FromMixer, type MixerReplaced, type ToMixer, toFailure } from '../../src/model/index.ts';
import { openSoundConnection, type SoundLink } from '../sound/sound-connection.ts';
import { createMixerFeeder, type MixerFeeder } from './mixer-feeder.ts';
import { mixerMemory } from './mixer-memory.ts';
import type { FromMixerFeeder, ToMixerFeeder } from './mixer-protocol.ts';

/** The feeder's thread: the studio's connection on one side, shared memory on the other. The page's own thread is not on the way. */
const page = self as unknown as {
  postMessage(event: FromMixerFeeder): void;
  close(): void;
  onmessage: ((event: MessageEvent<ToMixerFeeder>) => void) | null;
};

let feeder: MixerFeeder | null = null;
let letGo: () => void = () => undefined;
let timer: ReturnType<typeof setTimeout> | null = null;

const tick = (): void => {
  if (timer !== null) clearTimeout(timer);
  const next = feeder?.tick() ?? null;
  timer = next === null ? null : setTimeout(tick, next);
};

const lose = (to: MixerFeeder, why: string | null, replaced = false): void => {
  letGo();
  letGo = () => undefined;
  to.disconnected();
  page.postMessage({ kind: 'disconnected', why, replaced });
  tick();
};
const connect = (link: SoundLink, to: MixerFeeder): void => {
  letGo();
  to.disconnected();
  letGo = openSoundConnection<ToMixer | MixerReplaced, FromMixer>(link, {
    decode: decodeMixerFrame,
    opened(send) {
      to.connect(send);
      tick();
    },
    receive(message) {
      if (message.kind === 'replaced') {
        lose(to, null, true);
        return;
      }
      try {
        to.receive(message);
      } catch (error) {
        lose(to, toFailure(error).message);
      }
      // Sound comes many times a second, and hands itself on; what else may come changes when the studio is told next.
      if (message.kind !== 'pcm') tick();
    },
    gone: () => lose(to, null),
  });
};

page.onmessage = ({ data }) => {
  if (data.kind === 'memory') {
    const ready = (): void => page.postMessage({ kind: 'ready' });
    feeder = createMixerFeeder(mixerMemory(data.memory), () => performance.now(), ready);
    return;
  }
  if (feeder === null) return;
  if (data.kind === 'connect') connect(data.link, feeder);
  else if (data.kind === 'device') feeder.device(data.news);
  else if (data.kind === 'seen') feeder.seen(data.seen);
  else {
    letGo();
    feeder.disconnected();
    page.close();
  }
};
