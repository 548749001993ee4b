import type { WebSocket } from 'ws';
import {
  createEnd,
  encodeMixerFrame,
  encodePcmFrame,
  type FromStudio,
  type MixerPort,
  type PcmPort,
  type StudioChannel,
} from '../contract/index.ts';

/** The studio's end of a WebSocket that carries contract messages as JSON text. */
export const contractChannel = (socket: WebSocket): StudioChannel => {
  const face = receiveJson(socket);
  return {
    ...face,
    send: (message: FromStudio) => sendWhileOpen(socket, JSON.stringify(message)),
    close: () => socket.close(1008),
  };
};

/**
 * The studio's end of a WebSocket that carries sound. What waits in the socket is no measure here: the player's credit
 * bounds it.
 */
export const pcmPort = (socket: WebSocket): PcmPort => ({
  ...receiveJson(socket),
  send: (message) => sendWhileOpen(socket, encodePcmFrame(message)),
});

/** The studio's end of a WebSocket of a mixer. What waits in the socket is bounded by what the mixer granted. */
export const mixerPort = (socket: WebSocket): MixerPort => ({
  ...receiveJson(socket),
  send: (message) => sendWhileOpen(socket, encodeMixerFrame(message)),
  close: () => socket.close(1008),
});

const sendWhileOpen = (socket: WebSocket, data: string | Uint8Array): void => {
  if (socket.readyState === socket.OPEN) socket.send(data);
};

/** Only JSON text comes in; anything else ends the connection. */
const receiveJson = (socket: WebSocket) => {
  const end = createEnd<unknown>();
  socket.on('message', (data, binary) => {
    if (binary) {
      socket.close(1003);
      return;
    }
    try {
      end.deliver(JSON.parse(data.toString()));
    } catch {
      socket.close(1007);
    }
  });
  socket.on('close', () => end.close());
  // A frame that breaks the protocol or is too long: `close` follows.
  socket.on('error', () => undefined);
  return end.face;
};

/** Ends a connection whose other end did not answer the ping before. */
export const endWhenSilent = (socket: WebSocket, pingMs: number): void => {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) {
      socket.terminate();
      return;
    }
    answered = false;
    socket.ping();
  }, pingMs);
  socket.on('close', () => clearInterval(timer));
};
