import { type FileHandle, open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type MediaFile, parseByteRange } from '../contract/index.ts';
import { CueforgeError } from '../model/index.ts';

/**
 * Answers GET and HEAD with a file or bytes, or the part that `Range` asks for. Throws `file-missing` or
 * `file-unreadable` before anything was sent; a reader that leaves is no failure.
 */
export const sendMedia = async (request: IncomingMessage, response: ServerResponse, file: MediaFile): Promise<void> => {
  if ('bytes' in file) {
    const range = sendHead(request, response, file.type, file.bytes.byteLength);
    response.end(range && file.bytes.subarray(range.start, range.end));
    return;
  }
  const handle = await openFile(file.path);
  try {
    const { size } = await handle.stat();
    const range = sendHead(request, response, file.type, size);
    if (range === null || range.start === range.end) {
      response.end();
      return;
    }
    const bytes = handle.createReadStream({ start: range.start, end: range.end - 1, autoClose: false });
    // Once the head is out, a failure can only break the connection, which is what pipeline does.
    await pipeline(bytes, response).catch(() => undefined);
  } finally {
    await handle.close();
  }
};

const openFile = async (path: string): Promise<FileHandle> => {
  const handle = await open(path, 'r');
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new CueforgeError('file-unreadable', `${path} is no file`);
};

/** Sends status and headers; gives [start, end) of the bytes that follow, null where none do. */
const sendHead = (
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  type: string,
  size: number,
): { start: number; end: number } | null => {
  const range = parseByteRange(headers.range, size);
  response.setHeader('accept-ranges', 'bytes');
  response.setHeader('cache-control', 'private, no-cache');
  if (range.kind === 'unsatisfiable') {
    response.writeHead(416, { 'content-range': `bytes */${size}`, 'content-length': 0 });
    return null;
  }
  const { start, end } = range.kind === 'part' ? range : { start: 0, end: size };
  if (range.kind === 'part') response.setHeader('content-range', `bytes ${start}-${end - 1}/${size}`);
  response.writeHead(range.kind === 'part' ? 206 : 200, { 'content-type': type, 'content-length': end - start });
  return method === 'HEAD' ? null : { start, end };
};
