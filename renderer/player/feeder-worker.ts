import { decodePcmFrame, type FromPcmSource, type ToPcmSource } from '../../src/contract/index.ts';
import { openSoundConnection, type SoundLink } from '../sound/sound-connection.ts';
import { createFeeder, type Feeder } from './feeder.ts';
import type { FromFeeder, ToFeeder } from './feeder-protocol.ts';
import { playerMemory } from './player-memory.ts';

/**
 * The feeder's thread: connection in, ring out. The page's own thread is not on the way of the sound; it only says what
 * to play. Wakes every 20 ms while something plays or fills, and not at all otherwise.
 */
const TICK_MS = 20;
const page = self as unknown as {
  postMessage(event: FromFeeder): void;
  onmessage: ((event: MessageEvent<ToFeeder>) => void) | null;
};

let feeder: Feeder | null = null;
let letGo: () => void = () => undefined;
let timer: ReturnType<typeof setInterval> | null = null;

const keepTicking = (): void => {
  if (timer !== null) return;
  timer = setInterval(() => {
    if (feeder?.tick()) return;
    if (timer !== null) clearInterval(timer);
    timer = null;
  }, TICK_MS);
};

const connect = (link: SoundLink, to: Feeder): void => {
  letGo();
  to.disconnected();
  letGo = openSoundConnection<FromPcmSource, ToPcmSource>(link, {
    decode: decodePcmFrame,
    opened: to.connect,
    receive(message) {
      to.receive(message);
      keepTicking();
    },
    gone() {
      to.disconnected();
      page.postMessage({ kind: 'disconnected' });
    },
  });
};

page.onmessage = ({ data }) => {
  if (data.kind === 'memory') {
    feeder = createFeeder(playerMemory(data.memory), (event) => page.postMessage(event));
    return;
  }
  if (feeder === null) return;
  if (data.kind === 'connect') connect(data, feeder);
  else if (data.kind === 'open') feeder.open(data.ticket, data.sound, data.from, data.loop);
  else if (data.kind === 'revise') feeder.revise(data.revision, data.sound);
  else if (data.kind === 'loop') feeder.setLoop(data.loop);
  else if (data.kind === 'stop') feeder.stop();
  keepTicking();
};
