import { decodePcmFrame, type FromPcmSource } from '../../src/contract/index.ts';
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

const connectPort = (port: MessagePort, to: Feeder): void => {
  port.onmessage = (event: MessageEvent<FromPcmSource>) => {
    to.receive(event.data);
    keepTicking();
  };
  const gone = (): void => {
    to.disconnected();
    page.postMessage({ kind: 'disconnected' });
  };
  port.addEventListener('close', gone);
  letGo = () => {
    port.removeEventListener('close', gone);
    port.onmessage = null;
    port.close();
  };
  to.connect((message) => port.postMessage(message));
};

const connectSocket = (url: string, to: Feeder): void => {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => to.connect((message) => socket.send(JSON.stringify(message)));
  socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
    to.receive(decodePcmFrame(event.data));
    keepTicking();
  };
  socket.onclose = () => {
    to.disconnected();
    page.postMessage({ kind: 'disconnected' });
  };
  letGo = () => {
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  };
};

page.onmessage = ({ data }) => {
  if (data.kind === 'memory') {
    feeder = createFeeder(playerMemory(data.memory), (event) => page.postMessage(event));
    return;
  }
  if (feeder === null) return;
  if (data.kind === 'connect') {
    letGo();
    feeder.disconnected();
    if ('port' in data) connectPort(data.port, feeder);
    else connectSocket(data.url, feeder);
  } else if (data.kind === 'open') feeder.open(data.ticket, data.sound, data.from, data.loop);
  else if (data.kind === 'revise') feeder.revise(data.revision, data.sound);
  else if (data.kind === 'loop') feeder.setLoop(data.loop);
  else if (data.kind === 'stop') feeder.stop();
  keepTicking();
};
