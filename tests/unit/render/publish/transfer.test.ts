import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentType, isDocumentName } from '../../../../src/render/publish/content-type.ts';
import { createLanes } from '../../../../src/render/publish/lanes.ts';
import { waitAfter, withRetry } from '../../../../src/render/publish/retry.ts';
import { mayHelp, s3Failure } from '../../../../src/render/publish/s3-failure.ts';
import { partSize } from '../../../../src/render/publish/s3-parts.ts';
import { createTransfer } from '../../../../src/render/publish/transfer.ts';

const never = new AbortController().signal;

describe('a transfer', () => {
  it('has a rate of the last seconds, and a time left', () => {
    let now = 0;
    const transfer = createTransfer(100e6, 2, () => now);
    expect(transfer.progress()).toMatchObject({ sentBytes: 0, rate: null, remainingSeconds: null });
    transfer.sent(50e6, 'kept');
    now = 10_000;
    transfer.sent(10e6, 'sent');
    transfer.fileDone();
    expect(transfer.progress()).toEqual({
      ...{ sentBytes: 60e6, totalBytes: 100e6, sentFiles: 1, totalFiles: 2, rate: 1e6, remainingSeconds: 40 },
    });
    now = 60_000;
    expect(transfer.progress()).toMatchObject({ sentBytes: 60e6, rate: null });
  });

  it('has parts of one size, and never too many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5e12 }), (bytes) => {
        const size = partSize(bytes);
        expect(size).toBeGreaterThanOrEqual(5 << 20);
        expect(Math.ceil(bytes / size)).toBeLessThanOrEqual(10_000);
      }),
    );
  });

  it('waits longer after each failure, by chance, and not for ever', () => {
    expect([1, 2, 3, 9].map((failed) => waitAfter(failed, 400, 15_000, 1))).toEqual([400, 800, 1600, 15_000]);
    expect(waitAfter(1, 400, 15_000, 0)).toBe(200);
  });

  it('is tried again where that may help, and a cancel ends the wait', async () => {
    const options = {
      signal: never,
      tries: 4,
      firstWait: 1,
      longestWait: 2,
      mayHelp: (error: unknown) => error === 'lost',
    };
    let tries = 0;
    const failing = (error: string, times: number) => () => {
      tries += 1;
      return tries <= times ? Promise.reject(error) : Promise.resolve(tries);
    };
    expect(await withRetry(options, failing('lost', 3))).toBe(4);
    tries = 0;
    await expect(withRetry(options, failing('lost', 9))).rejects.toBe('lost');
    expect(tries).toBe(4);
    tries = 0;
    await expect(withRetry(options, failing('refused', 9))).rejects.toBe('refused');
    expect(tries).toBe(1);
    const cancel = new AbortController();
    const waiting = withRetry(
      { ...options, signal: cancel.signal, firstWait: 60_000, longestWait: 60_000 },
      failing('lost', 9),
    );
    setImmediate(() => cancel.abort());
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('has lanes: never more than so many at once, and who leaves the queue takes none', async () => {
    const lanes = createLanes(2);
    const [first] = await Promise.all([lanes.take(never), lanes.take(never)]);
    const cancel = new AbortController();
    const left = lanes.take(cancel.signal);
    let entered = false;
    const third = lanes.take(never).then(() => {
      entered = true;
    });
    cancel.abort();
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
    expect(entered).toBe(false);
    first();
    first();
    await third;
    const fourth = Promise.race([
      lanes.take(never).then(() => 'entered'),
      new Promise((done) => setImmediate(done, 'waits')),
    ]);
    expect(await fourth).toBe('waits');
  });
});

describe('what a store says', () => {
  const words = { bucket: 'mixes', host: 'store.example' };
  const cases: [string, unknown, string, boolean][] = [
    ['a cut', { name: 'Error', code: 'ECONNRESET' }, 'store-unreachable', true],
    ['no such host', { name: 'Error', code: 'ENOTFOUND' }, 'store-unreachable', true],
    ['silence', { name: 'TimeoutError' }, 'store-unreachable', true],
    ['a busy store', { name: 'SlowDown', $metadata: { httpStatusCode: 503 } }, 'store-failed', true],
    ['a wrong key', { name: 'InvalidAccessKeyId', $metadata: { httpStatusCode: 403 } }, 'credentials-refused', false],
    ['a HEAD that is refused', { name: '403', $metadata: { httpStatusCode: 403 } }, 'credentials-refused', false],
    ['no credentials', { name: 'CredentialsProviderError' }, 'credentials-refused', false],
    ['no bucket', { name: 'NoSuchBucket', $metadata: { httpStatusCode: 404 } }, 'bucket-missing', false],
    ['no space', { name: 'XMinioStorageFull', $metadata: { httpStatusCode: 507 } }, 'disk-full', false],
    ['another region', { name: 'PermanentRedirect', $metadata: { httpStatusCode: 301 } }, 'store-failed', false],
    ['a wrong clock', { name: 'RequestTimeTooSkewed', $metadata: { httpStatusCode: 403 } }, 'store-failed', false],
    ['a certificate', { name: 'Error', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'store-unreachable', false],
    ['a cancel', { name: 'AbortError' }, 'cancelled', false],
  ];
  it.each(cases)('%s is a failure with a code and a sentence', (_, error, code, again) => {
    const { failure } = s3Failure(error, words);
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(/^[A-Z]|store\.example/);
    expect(mayHelp(error)).toBe(again);
  });

  it('is never repeated: it may name keys', () => {
    const error = Object.assign(new Error('key AKIA123 with secret hush does not match'), {
      ...{
        name: 'SignatureDoesNotMatch',
        AWSAccessKeyId: 'AKIA123',
        StringToSign: 'hush',
        $metadata: { httpStatusCode: 403 },
      },
    });
    expect(JSON.stringify(s3Failure(error, words).failure)).not.toMatch(/AKIA123|hush/);
  });
});

describe('the files of a release', () => {
  it('are served as what they are', () => {
    expect(['a.mp3', 'a.m4a', 'a.vtt', 'a.json', 'a.chapters.json', 'A.FLAC', 'a.bin'].map(contentType)).toEqual([
      ...['audio/mpeg', 'audio/mp4', 'text/vtt; charset=utf-8', 'application/json', 'application/json+chapters'],
      ...['audio/flac', 'application/octet-stream'],
    ]);
    expect(['a.mp3', 'a.vtt', 'cover.jpg', 'a.exe'].map(isDocumentName)).toEqual([false, true, true, false]);
  });
});
