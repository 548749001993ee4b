import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StudioService } from '../contract/index.ts';
import { CueforgeError } from '../model/index.ts';
import { listPageFiles } from '../studio/index.ts';
import { createAnswer } from './answer.ts';
import { createTrust } from './trust.ts';
import { createUpgrade } from './upgrade.ts';
import { openUploadFolder } from './upload.ts';

export interface ServeOptions {
  readonly service: StudioService;
  /** The built page: `out/renderer`. Listed once, at the start. */
  readonly pageFolder: string;
  /** Where files go that a browser drops. Made if need be. */
  readonly uploadFolder: string;
  /** 0: any that is free. Default 0. */
  readonly port?: number;
  /** Loopback only. Default 127.0.0.1. */
  readonly host?: '127.0.0.1' | '::1' | 'localhost';
  /** Bytes of one dropped file at most. Default 4 GiB. */
  readonly uploadLimit?: number;
  /** Milliseconds between pings of a connection; one that answers none is ended. Default 15 000. */
  readonly pingMs?: number;
}

export interface ServedStudio {
  /** The address to open, with the token. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** Ends every connection, which cancels its calls, and resolves when nothing is under way. The service stays open. */
  close(): Promise<void>;
}

/**
 * The web host: serves a studio to browsers on this machine. Throws `bad-argument` where the port is taken,
 * `file-missing` without a built page, `folder-unwritable`.
 */
export const serveStudio = async (options: ServeOptions): Promise<ServedStudio> => {
  const host = options.host ?? '127.0.0.1';
  const page = await listPageFiles(options.pageFolder);
  await openUploadFolder(options.uploadFolder);
  // A dropped file may take its time; the head of a request may not.
  const server = createServer({ requestTimeout: 0, headersTimeout: 60_000 });
  const port = await listen(server, options.port ?? 0, host);
  const trust = createTrust(port);
  const { service, uploadFolder, uploadLimit = 4 * 1024 ** 3, pingMs = 15_000 } = options;
  const answer = createAnswer({ service, page, trust, uploadFolder, uploadLimit });
  const upgrade = createUpgrade({ service, trust, pingMs });
  const underWay = new Set<Promise<void>>();
  server.on('request', (request, response) => {
    const answered = answer(request, response).finally(() => underWay.delete(answered));
    underWay.add(answered);
  });
  server.on('upgrade', upgrade.take);

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/?token=${trust.token}`,
    port,
    token: trust.token,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      upgrade.close();
      server.closeAllConnections();
      await closed;
      await Promise.all(underWay);
    },
  };
};

const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be had (${error.message})`;
      reject(new CueforgeError('bad-argument', `Port ${port} of ${host} ${why}`, { port }));
    });
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve((server.address() as AddressInfo).port);
    });
  });
