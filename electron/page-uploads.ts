import { randomBytes } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { CueforgeError, toFailure } from '../src/model/index.ts';

/** What a page may send at once: half an hour of a recording in stereo. Bytes. */
export const UPLOAD_LIMIT = 600 * 2 ** 20;

/** Where sounds go that were made in the page: recordings that have no file yet. */
export interface PageUploads {
  /**
   * Writes a body to a file of its own and gives its path. Nothing stays of a body that ends early. Throws `bad-argument`
   * over the limit, `disk-full`, `folder-unwritable`.
   */
  receive(body: ReadableStream<Uint8Array> | null, name: string): Promise<string>;
}

/**
 * Uploads into `folder`, which is emptied first: what lies there was taken in by the studio as a copy, or belongs to a
 * window that is gone.
 */
export const createPageUploads = (folder: string, limit = UPLOAD_LIMIT): PageUploads => {
  let emptied: Promise<void> | null = null;
  const prepare = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
  };
  return {
    async receive(body, name) {
      // The name is the studio's to give; its ending tells how the file is read.
      const ending = /^\.[a-z0-9]{1,8}$/.exec(extname(name).toLowerCase())?.[0] ?? '.wav';
      const path = join(folder, `${randomBytes(8).toString('hex')}${ending}`);
      try {
        emptied ??= prepare();
        await emptied.catch((error) => {
          emptied = null; // there may be room the next time
          throw error;
        });
        const file = await open(path, 'wx');
        let taken = 0;
        try {
          for await (const chunk of chunksOf(body)) {
            taken += chunk.byteLength;
            if (taken > limit) {
              throw new CueforgeError('bad-argument', `A recording is taken up to ${limit} bytes`, { limit });
            }
            await file.appendFile(chunk);
          }
        } finally {
          await file.close();
        }
        if (taken === 0) throw new CueforgeError('bad-argument', 'Nothing of the recording came');
        return path;
      } catch (error) {
        await rm(path, { force: true }).catch(() => undefined); // its folder may be none
        if (error instanceof CueforgeError) throw error;
        const { code, message } = toFailure(error);
        throw new CueforgeError(code === 'disk-full' ? code : 'folder-unwritable', `${folder}: ${message}`);
      }
    },
  };
};

const chunksOf = async function* (body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const reader = body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
};
