import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openS3Store, type TransferProgress } from '../../../src/render/index.ts';
import { startCuttingProxy } from './cutting-proxy.ts';
import { publish, storeAt } from './publishing.ts';
import { KEYS, partsIn } from './s3-server.ts';
import { useDesk } from './use-desk.ts';

const MB = 1_000_000;
const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
const isSending = (request: string): boolean => /^(PUT|POST|DELETE)/.test(request);
const failureOf = (work: Promise<unknown>): Promise<{ code: string; message: string }> =>
  work.then(
    () => ({ code: 'none', message: '' }),
    (error) => error.failure,
  );

describe('an S3-compatible store', () => {
  const desk = useDesk('mixes', 'unlisted');
  const { folder } = desk;
  const local = (name: string): Buffer => readFileSync(join(folder.path, name));
  /** What is under a prefix is what the folder's manifest says, name by name. */
  const expectPublished = async (prefix: string): Promise<void> => {
    const { files } = JSON.parse(local('manifest.json').toString());
    for (const { file } of files) {
      const { content, sha256: told } = await desk.reader.get(`${prefix}/${file}`);
      expect([file, content.equals(local(file)), told]).toEqual([file, true, sha256(content)]);
    }
    expect((await desk.reader.get(`${prefix}/manifest.json`)).content.equals(local('manifest.json'))).toBe(true);
  };

  it('gets a release whole, the manifest last, and nothing the second time', async () => {
    folder.write({ 'ride-ana.mp3': 20 * MB, 'ride-ben.m4a': 300 });
    const store = await storeAt(desk.server.port, 'whole');
    const told: TransferProgress[] = [];
    const first = await publish(folder.path, store, { onProgress: (progress) => told.push(progress) });
    expect(first.sent).toHaveLength(6);
    const asked = desk.server.takeRequests();
    expect(asked.filter(isSending).at(-1)).toBe('PUT whole/manifest.json');
    // R2 answers no request that asks whether it may send: each would wait for seconds.
    expect(asked.filter((request) => request.includes('asks first'))).toEqual([]);
    expect(told[0]).toMatchObject({ sentBytes: 0, sentFiles: 0, totalFiles: 6 });
    expect(told.at(-1)).toMatchObject({ sentBytes: first.plan.bytes, totalBytes: first.plan.bytes, sentFiles: 6 });
    await expectPublished('whole');
    const types = ['ride-ana.mp3', 'ride-ben.m4a', 'ride-ana.vtt', 'ride.json'].map((name) =>
      desk.reader.get(`whole/${name}`),
    );
    expect((await Promise.all(types)).map(({ type, cache }) => [type, cache])).toEqual([
      ['audio/mpeg', undefined],
      ['audio/mp4', undefined],
      ['text/vtt; charset=utf-8', undefined],
      ['application/json', 'no-cache'],
    ]);

    desk.server.takeRequests();
    const second = await publish(folder.path, store);
    expect(second).toMatchObject({ sent: [], removed: [] });
    expect(second.same).toHaveLength(6);
    expect(desk.server.takeRequests().filter(isSending)).toEqual([]);
    store.close();
  });

  it('goes on through a connection that is cut again and again', async () => {
    folder.write({ 'cut.mp3': 26 * MB });
    const store = await storeAt(desk.proxy.port, 'cut', { tries: 20 });
    desk.proxy.cutAfter(7 * MB, 3);
    await publish(folder.path, store);
    expect(desk.proxy.cuts()).toBe(3);
    await expectPublished('cut');
    store.close();
  });

  it('gives up a connection that is silent, and goes on with another', async () => {
    folder.write({ 'silent.mp3': 9 * MB });
    const store = await storeAt(desk.proxy.port, 'silent', { silence: 400 });
    let [held, told] = [false, 0];
    desk.proxy.slowDown(2);
    await publish(folder.path, store, {
      onProgress({ sentBytes }) {
        told = sentBytes;
        if (held) return;
        held = true;
        desk.proxy.slowDown(60_000);
        setTimeout(() => desk.proxy.slowDown(0), 300);
      },
    });
    expect(told).toBeGreaterThan(9 * MB);
    await expectPublished('silent');
    store.close();
  });

  it('leaves the release that was there as it was while the network is gone, and goes on with what was sent', async () => {
    folder.write({ 'ride.mp3': 9 * MB });
    const store = await storeAt(desk.proxy.port, 'gone', { tries: 2 });
    await publish(folder.path, store);
    const before = { manifest: local('manifest.json'), mp3: local('ride.mp3') };
    folder.write({ 'ride.mp3': 58 * MB });
    let sent = 0;
    const failing = publish(folder.path, store, {
      onProgress({ sentBytes }) {
        sent = Math.max(sent, sentBytes);
        if (sent > 24 * MB) desk.proxy.setDown(true);
      },
    });
    expect(await failureOf(failing)).toEqual(expect.objectContaining({ code: 'store-unreachable' }));
    expect((await desk.reader.get('gone/ride.mp3')).content.equals(before.mp3)).toBe(true);
    expect((await desk.reader.get('gone/manifest.json')).content.equals(before.manifest)).toBe(true);

    desk.proxy.setDown(false);
    desk.server.takeRequests();
    const told: TransferProgress[] = [];
    const another = await storeAt(desk.proxy.port, 'gone');
    await publish(folder.path, another, { onProgress: (progress) => told.push(progress) });
    // 58 MB are 7 parts, of which 3 were there at least.
    expect(
      partsIn(desk.server.takeRequests()).filter((request) => request.includes('.mp3')).length,
    ).toBeLessThanOrEqual(4);
    expect(told.at(-1)!.sentBytes).toBe(told.at(-1)!.totalBytes);
    await expectPublished('gone');
    store.close();
    another.close();
  });

  it('is cancelled, and gone on with', async () => {
    folder.write({ 'long.mp3': 34 * MB });
    const store = await storeAt(desk.server.port, 'cancelled');
    const cancel = new AbortController();
    const cancelled = publish(folder.path, store, {
      signal: cancel.signal,
      onProgress: ({ sentBytes }) => sentBytes > 8 * MB && cancel.abort(),
    });
    expect(await failureOf(cancelled)).toMatchObject({ code: 'cancelled' });
    expect(await desk.reader.names('cancelled')).toEqual(['long.vtt', 'ride.json']);
    desk.server.takeRequests();
    await publish(folder.path, store);
    expect(partsIn(desk.server.takeRequests()).length).toBeLessThan(5);
    await expectPublished('cancelled');
    store.close();
  });

  it('does not mix an upload that was begun for another content with this one', async () => {
    folder.write({ 'ride.mp3': 30 * MB });
    const store = await storeAt(desk.server.port, 'other');
    const cancel = new AbortController();
    const onProgress = ({ sentBytes }: TransferProgress): void => void (sentBytes > 8 * MB && cancel.abort());
    await failureOf(publish(folder.path, store, { signal: cancel.signal, onProgress }));
    // The first part stays as it was: only what follows is another content.
    const begun = local('ride.mp3').subarray(0, 9 * MB);
    folder.write({ 'ride.mp3': 30 * MB });
    const content = Buffer.concat([begun, local('ride.mp3').subarray(9 * MB)]);
    writeFileSync(join(folder.path, 'ride.mp3'), content);
    const manifest = JSON.parse(local('manifest.json').toString());
    manifest.files[0].sha256 = sha256(content);
    writeFileSync(join(folder.path, 'manifest.json'), JSON.stringify(manifest));
    await publish(folder.path, store);
    await expectPublished('other');
    expect((await publish(folder.path, store)).sent).toEqual([]);
    store.close();
  });

  it('gets nothing of a file that is not what the manifest says', async () => {
    folder.write({ 'ride.mp3': 20 * MB, 'small.mp3': 100 });
    for (const name of ['ride.mp3', 'small.mp3']) {
      const store = await storeAt(desk.server.port, `changed-${name}`);
      const content = local(name);
      content[content.length - 1] ^= 1;
      writeFileSync(join(folder.path, name), content);
      const failure = await failureOf(publish(folder.path, store));
      expect(failure).toMatchObject({ code: 'file-changed' });
      expect(failure.message).toContain(`${name} is not what the manifest says`);
      const there = await desk.reader.names(`changed-${name}`);
      expect([there.includes(name), there.includes('manifest.json')]).toEqual([false, false]);
      content[content.length - 1] ^= 1;
      writeFileSync(join(folder.path, name), content);
      store.close();
    }
  });

  it('sends all of it where the keys may not list what was begun', async () => {
    folder.write({ 'ride.mp3': 9 * MB });
    const endpoint = `http://127.0.0.1:${desk.server.port}`;
    const store = await openS3Store(
      { endpoint, region: 'auto', bucket: 'unlisted', prefix: '', pathStyle: true },
      KEYS,
    );
    expect((await publish(folder.path, store)).sent).toContain('ride.mp3');
    expect((await publish(folder.path, store)).sent).toEqual([]);
    store.close();
  });

  it('has old files removed only where that is asked for, after the manifest, and others never', async () => {
    folder.write({ 'a.mp3': 100, 'b.mp3': 200 });
    const store = await storeAt(desk.server.port, 'old');
    await publish(folder.path, store);
    const cat = {
      name: 'cat.jpg',
      bytes: 3,
      sha256: sha256(Buffer.from('cat')),
      type: 'image/jpeg',
      source: Buffer.from('cat'),
    };
    await store.stage(cat, { replaces: false, signal: new AbortController().signal, onBytes: () => undefined });
    folder.write({ 'a.mp3': 100 });
    const { plan, removed } = await publish(folder.path, store);
    expect([plan.old, plan.foreign, removed]).toEqual([['b.mp3', 'b.vtt'], ['cat.jpg'], []]);
    expect(await desk.reader.names('old')).toContain('b.mp3');

    // The manifest of before named them: put it back, and ask.
    folder.write({ 'a.mp3': 100, 'b.mp3': 200 });
    await publish(folder.path, store);
    folder.write({ 'a.mp3': 101 });
    desk.server.takeRequests();
    expect((await publish(folder.path, store, { removeOld: true })).removed).toEqual(['b.mp3', 'b.vtt']);
    expect(desk.server.takeRequests().filter(isSending).slice(-3)).toEqual([
      ...['PUT old/manifest.json', 'DELETE old/b.mp3', 'DELETE old/b.vtt'],
    ]);
    expect(await desk.reader.names('old')).toEqual(['a.mp3', 'a.vtt', 'cat.jpg', 'manifest.json', 'ride.json']);
    store.close();
  });

  it('shows a reader a manifest only with all of its files', async () => {
    folder.write({ 'one.mp3': 9 * MB });
    const store = await storeAt(desk.server.port, 'read');
    await publish(folder.path, store);
    folder.write({ 'two.mp3': 20 * MB, 'three.mp3': 100 });
    let publishing = true;
    const seen = new Set<string>();
    const read = async (): Promise<void> => {
      while (publishing) {
        const { files } = JSON.parse((await desk.reader.get('read/manifest.json')).content.toString());
        for (const { file, sha256: asked } of files) {
          expect((await desk.reader.get(`read/${file}`)).sha256).toBe(asked);
          seen.add(file);
        }
      }
    };
    const published = publish(folder.path, store).finally(() => {
      publishing = false;
    });
    await Promise.all([read(), published]);
    expect(seen).toContain('one.mp3');
    await expectPublished('read');
    store.close();
  });

  it('says what is wrong, and never a secret', async () => {
    folder.write({ 'ride.mp3': 100 });
    const address = {
      endpoint: `http://127.0.0.1:${desk.server.port}`,
      region: 'auto',
      bucket: 'mixes',
      prefix: '',
      pathStyle: true,
    };
    const keys = { accessKeyId: 'AKIAWRONG', secretAccessKey: 'hush-hush' };
    const dead = await startCuttingProxy(desk.server.port);
    await dead.close();
    const cases = [
      { address, credentials: keys, code: 'credentials-refused', says: /refuses these credentials/ },
      {
        address: { ...address, bucket: 'nothing' },
        credentials: KEYS,
        code: 'bucket-missing',
        says: /has no bucket "nothing"/,
      },
      {
        address: { ...address, endpoint: `http://127.0.0.1:${dead.port}` },
        ...{ credentials: keys, code: 'store-unreachable', says: /cannot be reached \(ECONNREFUSED\)/ },
      },
    ];
    for (const { address: at, credentials, code, says } of cases) {
      const store = await openS3Store(at, credentials, { firstWait: 5 });
      const failure = await failureOf(publish(folder.path, store));
      expect(failure.code).toBe(code);
      expect(failure.message).toMatch(says);
      expect(JSON.stringify(failure)).not.toMatch(/AKIAWRONG|hush-hush/);
      store.close();
    }
  });
});
