import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { CueforgeError, toFailure } from '../../model/index.ts';
import type { ReleaseFile } from './release-store.ts';

/**
 * Reads a file in pieces of `size` bytes, the last one shorter; each has a buffer of its own. Ends with `file-changed`
 * where what was read is not what the release says, so whoever takes every piece knows that they had the right ones.
 */
export async function* piecesOf(file: ReleaseFile, size: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let read = 0;
  for await (const piece of rawPieces(file, size)) {
    if (signal.aborted) throw new CueforgeError('cancelled', 'Publishing was cancelled; what was sent is gone on with');
    hash.update(piece);
    read += piece.length;
    if (read > file.bytes) throw changed(file);
    yield piece;
  }
  if (read !== file.bytes || hash.digest('hex') !== file.sha256) throw changed(file);
}

async function* rawPieces({ source, name }: ReleaseFile, size: number): AsyncGenerator<Buffer> {
  if (typeof source !== 'string') {
    for (let at = 0; at < source.length; at += size) yield Buffer.from(source.subarray(at, at + size));
    return;
  }
  const reader = await open(source, 'r').catch((error: unknown) => {
    throw unreadable(name, error);
  });
  try {
    for (let at = 0; ; ) {
      const piece = Buffer.allocUnsafe(size);
      let filled = 0;
      while (filled < size) {
        const { bytesRead } = await reader.read(piece, filled, size - filled, at + filled).catch((error: unknown) => {
          throw unreadable(name, error);
        });
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      if (filled > 0) yield piece.subarray(0, filled);
      if (filled < size) return;
      at += filled;
    }
  } finally {
    await reader.close();
  }
}

const unreadable = (name: string, error: unknown): CueforgeError => {
  const { code, message } = toFailure(error);
  if (code === 'file-missing') return new CueforgeError(code, `${name} is no longer in the folder: export it again`);
  return new CueforgeError('file-unreadable', `${name} cannot be read: ${message}`);
};

const changed = ({ name }: ReleaseFile): CueforgeError =>
  new CueforgeError(
    'file-changed',
    `${name} is not what the manifest says it is: it changed after it was made. Export it again; nothing took its name`,
    { file: name },
  );
