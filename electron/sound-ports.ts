import { ipcMain, MessageChannelMain, type MessagePortMain } from 'electron';
import type { MixerPort, PcmPort } from '../src/contract/index.ts';
import { BRIDGE } from './bridge-names.ts';
import { isTrusted } from './trusted-sender.ts';

export interface SoundPorts {
  connectPcm(port: PcmPort): void;
  connectMixer(port: MixerPort): void;
}

/**
 * Gives our page a port that carries sound, or one for its mixer, whenever it asks for one. The page hands it to its
 * worker.
 */
export const offerSoundPorts = ({ connectPcm, connectMixer }: SoundPorts): void => {
  offer(BRIDGE.pcm, (port) => connectPcm(facing(port)));
  offer(BRIDGE.mixer, (port) => connectMixer(facing(port)));
};

const offer = (name: string, connect: (port: MessagePortMain) => void): void => {
  ipcMain.on(name, (event) => {
    if (!isTrusted(event)) return;
    const { port1, port2 } = new MessageChannelMain();
    connect(port1);
    event.sender.postMessage(name, null, [port2]);
  });
};

/** The studio's end of a port. It may be taken up after the page has gone: the studio opens while its page begins. */
const facing = (port: MessagePortMain) => {
  let closed = false;
  port.once('close', () => {
    closed = true;
  });
  return {
    send(message: object): void {
      if (!closed) port.postMessage(owning(message));
    },
    onMessage(listener: (message: unknown) => void): void {
      port.on('message', ({ data }) => listener(data));
      port.start();
    },
    onClose(listener: () => void): void {
      if (closed) listener();
      else port.once('close', listener);
    },
    close: () => port.close(),
  };
};

/** A view of a larger buffer would be copied with the whole of it. */
const owning = (message: object): object =>
  'samples' in message && message.samples instanceof Float32Array && isPart(message.samples)
    ? { ...message, samples: message.samples.slice() }
    : message;

const isPart = (samples: Float32Array): boolean => samples.byteLength < samples.buffer.byteLength;
