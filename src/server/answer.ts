import type { IncomingMessage, ServerResponse } from 'node:http';
import { pageHeaders, parseMediaPath, SESSION_PATH, type StudioService, UPLOAD_PATH } from '../contract/index.ts';
import { CueforgeError, type Failure, type FailureCode, toFailure } from '../model/index.ts';
import type { PageFile } from '../studio/index.ts';
import { sendMedia } from './send-media.ts';
import type { Trust } from './trust.ts';
import { receiveUpload } from './upload.ts';

export interface AnswerParts {
  readonly service: StudioService;
  readonly page: ReadonlyMap<string, PageFile>;
  readonly trust: Trust;
  readonly uploadFolder: string;
  readonly uploadLimit: number;
}

/** What is said to a browser that was never shown in. */
export const NOT_SHOWN =
  'This studio is open to those who have its address with the token: open the address that "cueforge studio" printed.';

/** An address taken apart, without making a path of it: what is escaped stays so. */
export const splitAddress = (address: string): { path: string; query: URLSearchParams } => {
  const mark = address.indexOf('?');
  return mark === -1
    ? { path: address, query: new URLSearchParams() }
    : { path: address.slice(0, mark), query: new URLSearchParams(address.slice(mark + 1)) };
};

/** Answers plain requests: the page to all of this machine, everything else to those with the token. Never rejects. */
export const createAnswer = ({ service, page, trust, uploadFolder, uploadLimit }: AnswerParts) => {
  const media = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const wanted = parseMediaPath(path);
    if (!wanted) throw new CueforgeError('asset-missing', `No sound has the address ${path}`);
    await sendMedia(request, response, await service.media(wanted));
  };
  const upload = async (request: IncomingMessage, response: ServerResponse, name: string): Promise<void> => {
    const stored = await receiveUpload(request, name, uploadFolder, uploadLimit);
    sendJson(response, 200, { path: stored });
  };

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { path, query } = splitAddress(request.url ?? '/');
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (path === '/' && query.has('token')) {
      if (!trust.matches(query.get('token'))) say(response, 403, NOT_SHOWN);
      // To the same page without the token, so that it stays in no history and no bookmark.
      else response.writeHead(303, { location: '/', 'set-cookie': trust.cookie, 'content-length': 0 }).end();
      return;
    }
    const file = page.get(path);
    if (file && reads) return sendMedia(request, response, file);
    const guarded = path === SESSION_PATH || path.startsWith('/media/');
    if (guarded && !trust.shown(request, query)) say(response, 403, NOT_SHOWN);
    else if (path === UPLOAD_PATH && request.method === 'POST')
      await upload(request, response, query.get('name') ?? '');
    else if (guarded && reads && path !== UPLOAD_PATH) {
      if (path === SESSION_PATH) response.writeHead(204).end();
      else await media(request, response, path);
    } else if (file || guarded) say(response, 405, `${path} does not take ${request.method}.`);
    else say(response, 404, `There is nothing at ${path}.`);
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const foreign = trust.foreign(request);
    const headers = pageHeaders(foreign === null ? `ws://${request.headers.host}` : null);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    try {
      if (foreign === null) await route(request, response);
      else say(response, 403, foreign);
    } catch (error) {
      const failure = toFailure(error);
      if (response.headersSent || response.destroyed) response.destroy();
      else sendJson(response, STATUS[failure.code] ?? 500, failure);
    }
    // Browsers read the answer only once they have sent all of the body.
    request.resume();
  };
};

const STATUS: Partial<Record<FailureCode, number>> = {
  'asset-missing': 404,
  'file-missing': 404,
  'bad-argument': 413,
  'disk-full': 507,
};

/** A sentence for whoever reads it. */
const say = (response: ServerResponse, status: number, sentence: string): void => {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${sentence}\n`);
};

const sendJson = (response: ServerResponse, status: number, value: Failure | { path: string }): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
};
