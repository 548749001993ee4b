import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { CONTRACT_PATH, MIXER_PATH, PCM_PATH, type StudioService, serve } from '../contract/index.ts';
import { NOT_SHOWN, splitAddress } from './answer.ts';
import { contractChannel, endWhenSilent, mixerPort, pcmPort } from './sockets.ts';
import type { Trust } from './trust.ts';

export interface UpgradeParts {
  readonly service: StudioService;
  readonly trust: Trust;
  readonly pingMs: number;
}

/** Takes WebSockets: the contract, sound and mixers, of those with the token. */
export const createUpgrade = ({ service, trust, pingMs }: UpgradeParts) => {
  const taking = (maxPayload: number) => new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload });
  const kinds: Readonly<Record<string, Kind>> = {
    // An import names up to 100 000 files.
    [CONTRACT_PATH]: {
      server: taking(32 * 1024 ** 2),
      answer: (socket) => serve(contractChannel(socket), service),
    },
    // What asks for sound is a few words; what a mixer heard is a line for each of its voices.
    [PCM_PATH]: { server: taking(4096), answer: (socket) => service.connectPcm(pcmPort(socket)) },
    [MIXER_PATH]: { server: taking(256 * 1024), answer: (socket) => service.connectMixer(mixerPort(socket)) },
  };
  const open = new Set<WebSocket>();
  const hold = (socket: WebSocket): void => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    endWhenSilent(socket, pingMs);
  };

  const refusal = (request: IncomingMessage, path: string, query: URLSearchParams): Refusal | null => {
    const foreign = trust.foreign(request);
    if (foreign !== null) return [403, foreign];
    if (!Object.hasOwn(kinds, path)) return [404, `There is nothing at ${path}.`];
    return trust.shown(request, query) ? null : [403, NOT_SHOWN];
  };

  return {
    take(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      socket.on('error', () => socket.destroy());
      const { path, query } = splitAddress(request.url ?? '/');
      const why = refusal(request, path, query);
      if (why !== null) {
        refuse(socket, ...why);
        return;
      }
      const { server, answer } = kinds[path];
      server.handleUpgrade(request, socket, head, (taken) => {
        hold(taken);
        answer(taken);
      });
    },
    close(): void {
      for (const socket of open) socket.terminate();
    },
  };
};

/** A kind of WebSocket: who takes it, and what is done with it then. */
interface Kind {
  readonly server: WebSocketServer;
  readonly answer: (socket: WebSocket) => void;
}

type Refusal = [status: keyof typeof WORDS, sentence: string];
const WORDS = { 403: 'Forbidden', 404: 'Not Found' } as const;

/** Answers an upgrade as plain HTTP and ends the connection. */
const refuse = (socket: Duplex, status: keyof typeof WORDS, sentence: string): void => {
  const body = `${sentence}\n`;
  socket.end(
    `HTTP/1.1 ${status} ${WORDS[status]}\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
};
