import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { CONTRACT_PATH, PCM_PATH, type StudioService, serve } from '../contract/index.ts';
import { NOT_SHOWN, splitAddress } from './answer.ts';
import { contractChannel, endWhenSilent, pcmPort } from './sockets.ts';
import type { Trust } from './trust.ts';

export interface UpgradeParts {
  readonly service: StudioService;
  readonly trust: Trust;
  readonly pingMs: number;
}

/** Takes WebSockets: the contract and sound, of those with the token. */
export const createUpgrade = ({ service, trust, pingMs }: UpgradeParts) => {
  // An import names up to 100 000 files; what asks for sound is a few words.
  const contract = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 32 * 1024 ** 2 });
  const pcm = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 4096 });
  const open = new Set<WebSocket>();
  const hold = (socket: WebSocket): void => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    endWhenSilent(socket, pingMs);
  };

  const refusal = (request: IncomingMessage, path: string, query: URLSearchParams): Refusal | null => {
    const foreign = trust.foreign(request);
    if (foreign !== null) return [403, foreign];
    if (path !== CONTRACT_PATH && path !== PCM_PATH) return [404, `There is nothing at ${path}.`];
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
      const server = path === CONTRACT_PATH ? contract : pcm;
      server.handleUpgrade(request, socket, head, (taken) => {
        hold(taken);
        if (server === contract) serve(contractChannel(taken), service);
        else service.connectPcm(pcmPort(taken));
      });
    },
    close(): void {
      for (const socket of open) socket.terminate();
    },
  };
};

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
