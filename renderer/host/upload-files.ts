import { UPLOAD_PATH } from '../../src/contract/index.ts';
import { CueforgeError, type Failure, fromFailure } from '../../src/model/index.ts';
import type { PathsOptions } from './host.ts';

/**
 * Sends files to the studio, one after the other, and gives their paths there. Rejects with the first failure.
 * `asBytes`: each is read first and sent as its bytes; Electron before 26 hands on a file as nothing.
 */
export const uploadFiles = async (
  files: readonly File[],
  { signal, onProgress }: PathsOptions,
  asBytes = false,
): Promise<string[]> => {
  const all = files.reduce((bytes, { size }) => bytes + size, 0);
  const paths: string[] = [];
  let before = 0;
  for (const file of files) {
    const tell = (bytes: number): void => onProgress?.(all === 0 ? 1 : Math.min(1, (before + bytes) / all));
    paths.push(await upload(file, asBytes ? await file.arrayBuffer() : file, signal, tell));
    before += file.size;
    tell(0);
  }
  return paths;
};

/** Not by fetch, which tells nothing of how much it sent. */
const upload = (
  file: File,
  body: File | ArrayBuffer,
  signal: AbortSignal | undefined,
  tell: (bytes: number) => void,
): Promise<string> =>
  new Promise((resolve, reject) => {
    const cancelled = (): void => reject(new CueforgeError('cancelled', `Sending ${file.name} was cancelled`));
    if (signal?.aborted) {
      cancelled();
      return;
    }
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    signal?.addEventListener('abort', abort, { once: true });
    request.upload.addEventListener('progress', ({ loaded }) => tell(loaded));
    request.addEventListener('loadend', () => signal?.removeEventListener('abort', abort));
    request.addEventListener('abort', cancelled);
    request.addEventListener('error', () =>
      reject(new CueforgeError('connection-lost', `${file.name} did not reach the studio, or could not be read`)),
    );
    request.addEventListener('load', () => {
      if (request.status === 200) resolve((JSON.parse(request.responseText) as { path: string }).path);
      else reject(refusalOf(request));
    });
    request.open('POST', `${UPLOAD_PATH}?name=${encodeURIComponent(file.name)}`);
    request.send(body);
  });

/** Failures come as JSON; a browser that is not let in gets a sentence. */
const refusalOf = (request: XMLHttpRequest): CueforgeError =>
  request.getResponseHeader('content-type') === 'application/json'
    ? fromFailure(JSON.parse(request.responseText) as Failure)
    : new CueforgeError('untrusted', request.responseText.trim());
