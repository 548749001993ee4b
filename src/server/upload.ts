import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { CueforgeError, toFailure } from '../model/index.ts';

const PARTIAL = /^\.[0-9a-f]{16}\.partial$/;

/** Makes the folder where browsers' files go, and removes what a process that was killed left half-written there. */
export const openUploadFolder = async (folder: string): Promise<void> => {
  try {
    await mkdir(folder, { recursive: true });
    for (const name of await readdir(folder)) if (PARTIAL.test(name)) await rm(join(folder, name), { force: true });
  } catch (error) {
    throw unwritable(folder, error);
  }
};

/**
 * Writes a request's body to a file of its own and gives its path, which keeps the file's name: that is what a sound
 * without tags is called by. Nothing stays of a body that ends early. Throws `bad-argument` over `limit` bytes,
 * `disk-full`, `folder-unwritable`, `connection-lost`.
 */
export const receiveUpload = async (
  request: IncomingMessage,
  name: string,
  folder: string,
  limit: number,
): Promise<string> => {
  const tooLong = new CueforgeError('bad-argument', `${name} is longer than the ${limit} bytes that are taken`, {
    limit,
  });
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLong;
  const id = randomBytes(8).toString('hex');
  const partial = join(folder, `.${id}.partial`);
  try {
    const file = await open(partial, 'wx');
    try {
      let taken = 0;
      // Not through a pipeline: it would break the connection that has to carry the refusal.
      for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        taken += chunk.byteLength;
        if (taken > limit) throw tooLong;
        await file.appendFile(chunk);
      }
    } finally {
      await file.close();
    }
    await mkdir(join(folder, id));
    const path = join(folder, id, safeName(name));
    await rename(partial, path);
    return path;
  } catch (error) {
    await rm(partial, { force: true });
    if (error instanceof CueforgeError) throw error;
    if (!request.complete && request.destroyed) {
      throw new CueforgeError('connection-lost', `The connection broke before all of ${name} was there`);
    }
    throw unwritable(folder, error);
  }
};

const unwritable = (folder: string, error: unknown): CueforgeError => {
  const { code, message } = toFailure(error);
  return new CueforgeError(
    code === 'disk-full' ? code : 'folder-unwritable',
    `${folder} cannot be written: ${message}`,
  );
};

/** Names that Windows keeps for devices, whatever follows the dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A file name as every system takes it: no folder, no hidden file, no device; the extension is kept. */
export const safeName = (name: string): string => {
  const last = name.split(/[/\\]/).at(-1)!.normalize('NFC');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no file system takes them all
  const plain = last.replace(/[\u0000-\u001f\u007f<>:"|?*]/g, '_').replace(/^[. ]+|[. ]+$/g, '');
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(plain)?.[0] ?? '';
  const stem = cut(plain.slice(0, plain.length - extension.length), 150);
  const whole = `${stem || 'sound'}${extension}`;
  return DEVICE.test(whole) ? `_${whole}` : whole;
};

/** At most so many bytes of UTF-8, without half a character: names have 255 at most. */
const cut = (text: string, most: number): string => {
  let kept = '';
  let bytes = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > most) break;
    kept += character;
  }
  return kept.replace(/[. ]+$/, '');
};
