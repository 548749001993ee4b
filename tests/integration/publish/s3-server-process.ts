import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * s3rver, as a process of its own: `node s3-server-process.ts FOLDER BUCKET...`. It prints the port and then a line per
 * request. What it lacks of S3 and publishing depends on is added over its own store: uploads and their parts are listed,
 * an upload can be aborted, a body is refused that does not have its MD5, and what is cut off leaves nothing.
 */
interface Context {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  req: AsyncIterable<Buffer> & { complete: boolean };
  params: Record<string, string>;
  state: Record<string, unknown>;
  status: number;
  body: unknown;
  store: Store;
}
interface Store {
  getBucket(bucket: string): Promise<unknown>;
  getResourcePath(bucket: string, key: string | undefined, resource: string): string;
  putMetadata(bucket: string, key: string, metadata: unknown, md5: string): Promise<void>;
  putObject(object: {
    bucket: string;
    key: string;
    content: AsyncIterable<Buffer>;
    metadata: unknown;
  }): Promise<unknown>;
  getObject(bucket: string, key: string, options: unknown): Promise<unknown>;
  putPart(bucket: string, id: string, part: string, content: AsyncIterable<Buffer>): Promise<unknown>;
  putObjectMultipart(bucket: string, id: string, parts: { number: number; etag: string }[]): Promise<unknown>;
}
type Middleware = (context: Context, next: () => Promise<void>) => Promise<void>;

const require = createRequire(import.meta.url);
const S3rver = require('s3rver') as new (
  options: object,
) => {
  store: Store;
  middleware: Middleware[];
  run(): Promise<{ port: number }>;
};
const S3Error = require('s3rver/lib/models/error') as new (code: string, message: string) => Error;
const authentication = (require('s3rver/lib/middleware/authentication') as () => Middleware)();

const [directory, ...buckets] = process.argv.slice(2);
const server = new S3rver({
  ...{ directory, address: '127.0.0.1', port: 0, silent: true, vhostBuckets: false },
  configureBuckets: buckets.map((name) => ({ name })),
});
const { store } = server;

const gather = async (content: AsyncIterable<Buffer> & { complete?: boolean; headers?: Record<string, string> }) => {
  const pieces: Buffer[] = [];
  for await (const piece of content) pieces.push(piece);
  if (content.complete === false) throw new S3Error('IncompleteBody', 'cut off');
  const body = Buffer.concat(pieces);
  const asked = content.headers?.['content-md5'];
  const md5 = createHash('md5').update(body).digest();
  if (asked !== undefined && asked !== md5.toString('base64')) throw new S3Error('BadDigest', 'damaged on the way');
  return { body, md5: md5.toString('hex') };
};
let written = 0;
const writeAside = async (path: string, body: Buffer): Promise<void> => {
  written += 1;
  const aside = `${path}.aside-${written}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(aside, body);
  await rename(aside, path);
};
const uploadsOf = (bucket: string): string => store.getResourcePath(bucket, undefined, 'uploads');
const uploadFolder = async (bucket: string, id: string): Promise<string> => {
  const folder = join(uploadsOf(bucket), id);
  if (!(await stat(folder).catch(() => null))) throw new S3Error('NoSuchUpload', 'no such upload');
  return folder;
};

/** What is read is of one content: its length and its bytes. */
let turn: Promise<unknown> = Promise.resolve();
const alone = <T>(work: () => Promise<T>): Promise<T> => {
  const mine = turn.then(work, work);
  turn = mine;
  return mine;
};
const getObject = store.getObject.bind(store);
store.getObject = (...asked) => alone(() => getObject(...asked));
store.putObject = async ({ bucket, key, content, metadata }) => {
  const { body, md5 } = await gather(content);
  await alone(async () => {
    await writeAside(store.getResourcePath(bucket, key, 'object'), body);
    await store.putMetadata(bucket, key, metadata, md5);
  });
  return { size: body.length, md5 };
};
store.putPart = async (bucket, id, part, content) => {
  const folder = await uploadFolder(bucket, id);
  const { body, md5 } = await gather(content);
  await writeAside(join(folder, part), body);
  await writeFile(join(folder, `${part}.md5`), md5);
  return { size: body.length, md5 };
};
const assemble = store.putObjectMultipart.bind(store);
store.putObjectMultipart = async (bucket, id, parts) => {
  const folder = await uploadFolder(bucket, id);
  for (const { number, etag } of parts) {
    const md5 = await readFile(join(folder, `${number}.md5`), 'utf8').catch(() => '');
    if (md5 !== etag) throw new S3Error('InvalidPart', `part ${number} is not there`);
  }
  return assemble(bucket, id, parts);
};

const listUploads = async (bucket: string, prefix: string): Promise<unknown> => {
  const ids = await readdir(uploadsOf(bucket)).catch(() => []);
  const all = await Promise.all(
    ids.map(async (UploadId) => {
      const file = join(uploadsOf(bucket), UploadId, 'key');
      // One that has just ended, or a part of one that came after its end.
      const Key = await readFile(file, 'utf8').catch(() => null);
      const found = await stat(file).catch(() => null);
      return Key === null || found === null ? [] : [{ Key, UploadId, Initiated: found.mtime.toISOString() }];
    }),
  );
  return {
    ListMultipartUploadsResult: { IsTruncated: false, Upload: all.flat().filter(({ Key }) => Key.startsWith(prefix)) },
  };
};
const listParts = async (bucket: string, id: string, after: number): Promise<unknown> => {
  const folder = await uploadFolder(bucket, id);
  const names = (await readdir(folder)).filter((name) => /^\d+\.md5$/.test(name)).map((name) => name.slice(0, -4));
  const numbers = names
    .map(Number)
    .filter((number) => number > after)
    .sort((a, b) => a - b);
  const page = numbers.slice(0, 2); // S3's page is 1,000: two have every list turn its pages
  const Part = await Promise.all(
    page.map(async (number) => ({
      PartNumber: number,
      ETag: `"${await readFile(join(folder, `${number}.md5`), 'utf8')}"`,
      Size: (await stat(join(folder, String(number)))).size,
    })),
  );
  const IsTruncated = numbers.length > page.length;
  return { ListPartsResult: { UploadId: id, IsTruncated, NextPartNumberMarker: page.at(-1) ?? 0, Part } };
};

const ours: Middleware = async (context, next) => {
  const [, bucket, ...rest] = context.path.split('/');
  const key = decodeURIComponent(rest.join('/'));
  const { method, query } = context;
  const of = `${query.partNumber ? ` part ${query.partNumber}` : ''}${'uploads' in query ? ' uploads' : ''}`;
  process.stdout.write(`${method} ${key}${of}${context.headers.expect ? ' asks first' : ''}\n`);
  const answer =
    method === 'GET' && key === '' && 'uploads' in query
      ? () => listUploads(bucket, query.prefix ?? '')
      : method === 'GET' && 'uploadId' in query
        ? () => listParts(bucket, query.uploadId, Number(query['part-number-marker'] ?? 0))
        : method === 'DELETE' && 'uploadId' in query
          ? async () => rm(await uploadFolder(bucket, query.uploadId), { recursive: true })
          : null;
  if (answer === null) return next();
  // A key may send and not list what was begun.
  if (bucket === 'unlisted' && 'uploads' in query) throw new S3Error('AccessDenied', 'not for you');
  context.params = { bucket, ...(key === '' ? {} : { key }) };
  await authentication(context, async () => {
    if (!(await store.getBucket(bucket))) throw new S3Error('NoSuchBucket', 'no such bucket');
    context.body = (await answer()) ?? '';
    context.status = method === 'DELETE' ? 204 : 200;
  });
};
// Behind what logs and what turns plain objects into XML.
server.middleware.splice(2, 0, ours);

void server.run().then(({ port }) => process.stdout.write(`listening ${port}\n`));
