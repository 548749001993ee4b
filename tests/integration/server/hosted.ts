import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StudioService } from '../../../src/contract/index.ts';
import { type ServedStudio, type ServeOptions, serveStudio } from '../../../src/server/index.ts';

export interface Hosted extends ServedStudio {
  /** Without the token. */
  readonly origin: string;
  readonly folder: string;
  readonly uploads: string;
  /** Ends it and serves the same service at the same port again, with a new token. */
  restart(): Promise<void>;
  remove(): Promise<void>;
}

/** A studio served from a folder of its own, with a page of two files and a secret beside it. */
export const host = async (service: StudioService, options: Partial<ServeOptions> = {}): Promise<Hosted> => {
  const folder = mkdtempSync(join(tmpdir(), 'cueforge-server-'));
  const uploads = join(folder, 'uploads');
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html><title>Cueforge</title>');
  writeFileSync(join(folder, 'page', 'assets', 'main-1a2b.js'), 'document.title += "!";');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  const open = (port: number): Promise<ServedStudio> =>
    serveStudio({ service, pageFolder: join(folder, 'page'), uploadFolder: uploads, port, ...options });
  let served = await open(0);
  return {
    folder,
    uploads,
    port: served.port,
    origin: `http://127.0.0.1:${served.port}`,
    get url() {
      return served.url;
    },
    get token() {
      return served.token;
    },
    close: () => served.close(),
    async restart() {
      await served.close();
      served = await open(served.port);
    },
    async remove() {
      await served.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
