import { readFile } from 'node:fs/promises';
import {
  type MediaFile,
  pageHeaders,
  parseByteRange,
  parseMediaPath,
  type StudioService,
  UPLOAD_PATH,
} from '../src/contract/index.ts';
import { toFailure } from '../src/model/index.ts';
import type { PageFile } from '../src/studio/index.ts';
import { isOurs } from './app-address.ts';
import { openFile } from './file-stream.ts';
import type { PageUploads } from './page-uploads.ts';

/** What a request of the page is answered from. */
export interface Served {
  readonly files: ReadonlyMap<string, PageFile>;
  readonly media: StudioService['media'];
  /** Where sounds go that the page made; absent: it sends none. */
  readonly uploads?: PageUploads;
  readonly log: (line: string) => void;
}

/**
 * Answers what the page asks of its own origin: its files, and originals, covers and waveforms of the library; and takes
 * what it recorded. Nothing else is there; every answer carries the page's policy.
 */
export const answerRequest = async (request: Request, served: Served): Promise<Response> => {
  const { files, media, uploads, log } = served;
  if (!isOurs(request.url)) return plain(404);
  if (uploads && request.method === 'POST' && new URL(request.url).pathname === UPLOAD_PATH) {
    return receive(request, uploads, log);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405);
  const { pathname } = new URL(request.url);
  try {
    const file = files.get(pathname);
    if (file) return await bytes(request, file.type, await readFile(file.path));
    const wanted = parseMediaPath(pathname);
    return wanted === null ? plain(404) : await mediaFile(request, await media(wanted));
  } catch (error) {
    const { code, message } = toFailure(error);
    if (code === 'asset-missing' || code === 'file-missing') return plain(404);
    log(`${pathname} could not be served: ${message}`);
    return plain(500);
  }
};

/** Takes a sound that the page made. Who sends it was looked at before it came here, where its frame is known. */
const receive = async (request: Request, uploads: PageUploads, log: (line: string) => void): Promise<Response> => {
  try {
    const name = new URL(request.url).searchParams.get('name') ?? '';
    return json(200, { path: await uploads.receive(request.body, name) });
  } catch (error) {
    const failure = toFailure(error);
    log(`A recording was not taken: ${failure.message}`);
    return json(failure.code === 'bad-argument' ? 413 : 507, failure);
  }
};

const json = (status: number, value: unknown): Response =>
  new Response(JSON.stringify(value), {
    status,
    headers: { ...pageHeaders(null), 'content-type': 'application/json', 'cache-control': 'no-store' },
  });

const mediaFile = async (request: Request, file: MediaFile): Promise<Response> => {
  if ('bytes' in file) return bytes(request, file.type, file.bytes);
  const opened = await openFile(file.path);
  const { status, headers, start, end } = head(request, file.type, opened.size);
  if (request.method === 'GET' && end > start) return new Response(opened.read(start, end), { status, headers });
  await opened.close();
  return new Response(null, { status, headers });
};

const bytes = async (request: Request, type: string, whole: Uint8Array): Promise<Response> => {
  const { status, headers, start, end } = head(request, type, whole.byteLength);
  const body = request.method === 'HEAD' || status === 416 ? null : new Uint8Array(whole.subarray(start, end));
  return new Response(body, { status, headers });
};

/** Status and headers, and the bytes [start, end) that go with them. */
const head = (request: Request, type: string, size: number) => {
  const range = parseByteRange(request.headers.get('range'), size);
  const headers = new Headers({ ...pageHeaders(null), 'accept-ranges': 'bytes', 'cache-control': 'no-cache' });
  if (range.kind === 'unsatisfiable') {
    headers.set('content-range', `bytes */${size}`);
    return { status: 416, headers, start: 0, end: 0 };
  }
  const { start, end } = range.kind === 'part' ? range : { start: 0, end: size };
  headers.set('content-type', type);
  headers.set('content-length', String(end - start));
  if (range.kind === 'part') headers.set('content-range', `bytes ${start}-${end - 1}/${size}`);
  return { status: range.kind === 'part' ? 206 : 200, headers, start, end };
};

const plain = (status: number): Response => new Response(null, { status, headers: { ...pageHeaders(null) } });
