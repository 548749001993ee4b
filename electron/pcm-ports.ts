import { ipcMain, MessageChannelMain, type MessagePortMain } from 'electron';
import type { FromPcmSource, PcmPort, StudioService } from '../src/contract/index.ts';
import { BRIDGE } from './bridge-names.ts';
import { isTrusted } from './trusted-sender.ts';

/** Gives our page a port that carries sound whenever it asks for one. The page hands it to its worker. */
export const offerPcm = (connectPcm: StudioService['connectPcm']): void => {
  ipcMain.on(BRIDGE.pcm, (event) => {
    if (!isTrusted(event)) return;
    const { port1, port2 } = new MessageChannelMain();
    connectPcm(pcmPort(port1));
    event.sender.postMessage(BRIDGE.pcm, null, [port2]);
  });
};

const pcmPort = (port: MessagePortMain): PcmPort => ({
  send: (message) => port.postMessage(owning(message)),
  onMessage: (listener) => {
    port.on('message', ({ data }) => listener(data));
    port.start();
  },
  onClose: (listener) => port.on('close', listener),
});

/** A view of a larger buffer would be copied with the whole of it. */
const owning = (message: FromPcmSource): FromPcmSource =>
  message.kind === 'pcm' && message.samples.byteLength < message.samples.buffer.byteLength
    ? { ...message, samples: message.samples.slice() }
    : message;
