import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { CueforgeError } from '../model/index.ts';

/** A file of the built page. `type`: MIME. */
export interface PageFile {
  readonly path: string;
  readonly type: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/**
 * Every file of the built page by its address. Addresses are looked up, never made into paths: what is not in the
 * folder when the studio starts, links out of it included, cannot be asked for. Throws `file-missing` without a page.
 */
export const listPageFiles = async (folder: string): Promise<ReadonlyMap<string, PageFile>> => {
  const files = new Map<string, PageFile>();
  const list = async (below: string): Promise<void> => {
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      const address = `${below}/${entry.name}`;
      if (entry.isDirectory()) await list(address);
      else if (entry.isFile()) {
        const type = TYPES[extname(entry.name)] ?? 'application/octet-stream';
        files.set(encodeURI(address), { path: join(folder, address), type });
      }
    }
  };
  await list('').catch(() => undefined);
  const index = files.get('/index.html');
  if (!index) {
    throw new CueforgeError('file-missing', `There is no page in ${folder}; "npm run build" makes it`);
  }
  return files.set('/', index);
};
