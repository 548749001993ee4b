import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { environmentSecrets, openFarm, parseRedisAddress } from '../../../src/studio/index.ts';
import { startRedis } from '../../support/redis-server.ts';
import { KEYS } from '../publish/s3-server.ts';
import { writeRide } from '../studio/queue/desk.ts';
import { allOver, exportHere, type FarmBench, openBench, TO } from './farm.ts';

/** Says of itself that it is a Redis of some version: older ones are in no package any more. */
const asRedis =
  (version: string) =>
  (asked: string): string => {
    const info = `# Server\r\nredis_version:${version}\r\n`;
    return [...asked.matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g)]
      .map(([, name]) => (name.toLowerCase() === 'info' ? `$${info.length}\r\n${info}\r\n` : '+OK\r\n'))
      .join('');
  };

/** A server on loopback that is none of those it is asked to be. */
const pretend = async (answer: (asked: string) => string): Promise<{ port: number; close(): void }> => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => socket.write(answer(String(data))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as { port: number }).port, close: () => server.close() };
};

const at = (port: number): string[] => ['--redis', `redis://127.0.0.1:${port}`];

describe('troubles of workers and of who asks them', { timeout: 300_000 }, () => {
  let bench: FarmBench;
  const failed = async (args: readonly string[], env?: Record<string, string>) => {
    const { code, stdout, stderr } = await bench.run([...args, '--json'], env);
    return { code, stderr, failure: JSON.parse(stdout.trim().split('\n').at(-1)!).failure };
  };
  beforeAll(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.reset());
  afterAll(() => bench.close());

  it('says what is wrong with a Redis, and ends', async () => {
    const old = await pretend(asRedis('4.0.9'));
    const web = await pretend(() => 'HTTP/1.1 400 Bad Request\r\n\r\n');
    const open = (port: number): Promise<unknown> =>
      openFarm({ redis: parseRedisAddress(`redis://127.0.0.1:${port}`) }, { secrets: environmentSecrets({}) });
    const says = (message: RegExp, code = 'queue-unreachable') => ({
      failure: { code, message: expect.stringMatching(message) },
    });
    await expect(open(1)).rejects.toMatchObject(says(/^There is no Redis at 127\.0\.0\.1:1 \(ECONNREFUSED\)/));
    await expect(open(old.port)).rejects.toMatchObject(
      says(/^Redis 4\.0\.9 at .* is too old: 6\.2 or newer is needed/),
    );
    await expect(open(web.port)).rejects.toMatchObject(says(/^What answers at 127\.0\.0\.1:\d+ is no Redis/));
    const told = [
      await failed(['worker', ...at(1), ...TO]),
      await failed(['worker', ...TO]),
      await failed(['queue', 'run', ...at(bench.redis.port)]),
    ];
    expect(told).toMatchObject([
      { code: 5, stderr: '', ...says(/^There is no Redis at 127\.0\.0\.1:1 /) },
      { code: 2, stderr: '', ...says(/^No Redis is named: --redis/, 'bad-argument') },
      { code: 2, stderr: '', ...says(/"cueforge worker" works it off/, 'bad-argument') },
    ]);
    old.close();
    web.close();
  });

  it('says what is wrong with a store, and ends', async () => {
    const worker = ['worker', ...at(bench.redis.port)];
    const none = { CUEFORGE_S3_ACCESS_KEY_ID: '', CUEFORGE_S3_SECRET_ACCESS_KEY: '' };
    const told = await Promise.all([
      failed([...worker, ...TO, '--endpoint', 'http://127.0.0.1:1']),
      failed([...worker, '--to', 's3://nothing/here', '--path-style']),
      failed([...worker, ...TO], none),
      failed(['queue', 'add', writeRide(join(bench.root, 'rides'), 'ride'), ...at(bench.redis.port), ...TO], none),
      failed(worker),
    ]);
    expect(told.map(({ code, failure }) => [code, failure.code])).toEqual([
      [5, 'store-unreachable'],
      [5, 'bucket-missing'],
      [5, 'credentials-refused'],
      [5, 'credentials-refused'],
      [2, 'bad-argument'],
    ]);
    expect(await bench.farm.store.list()).toEqual([]);
  });

  it('takes the password of a Redis from the environment, and tells it nobody', async () => {
    const secret = 'hush-hush-hush';
    const locked = await startRedis('--requirepass', secret);
    const env = { CUEFORGE_REDIS_PASSWORD: secret };
    const ride = writeRide(join(bench.root, 'rides'), 'secret');
    const told = await Promise.all([
      bench.run(['queue', ...at(locked.port)]),
      bench.run(['queue', ...at(locked.port)], { CUEFORGE_REDIS_PASSWORD: 'wrong-wrong' }),
      bench.run(['queue', '--redis', `redis://:${secret}@127.0.0.1:${locked.port}`]),
      bench.run(['queue', 'add', ride, ...at(locked.port), ...TO], env),
    ]);
    expect(told.map(({ code }) => code)).toEqual([5, 5, 2, 0]);
    expect(told[0].stderr).toMatch(/refuses these credentials: set CUEFORGE_REDIS_PASSWORD/);
    expect(told[1].stderr).toMatch(/refuses these credentials/);
    expect(JSON.stringify(told)).not.toMatch(/hush-hush|wrong-wrong/);
    // Nor is any of them, or a place of this machine, in what goes through Redis.
    const admin = new Redis(locked.port, '127.0.0.1', { password: secret });
    const keys = await admin.keys('*');
    const types = await Promise.all(keys.map((key) => admin.type(key)));
    const hashes = await Promise.all(keys.filter((_, i) => types[i] === 'hash').map((key) => admin.hgetall(key)));
    const kept = JSON.stringify(hashes);
    expect(kept).toContain('mixes/secret');
    expect(kept).not.toMatch(/hush-hush|S3RVER/);
    expect(kept).not.toContain(bench.root);
    admin.disconnect();
    await locked.close();
  });

  it('queues no workout that is not whole, and the others', async () => {
    const rides = join(bench.root, 'rides');
    const [whole, broken] = [writeRide(rides, 'whole'), writeRide(rides, 'broken')];
    rmSync(join(rides, 'broken-take.wav'));
    const both = await bench.run(['queue', 'add', whole, broken, ...at(bench.redis.port), ...TO]);
    expect(both).toMatchObject({ code: 6, stdout: expect.stringMatching(/^4 files queued; /) });
    expect(both.stderr).toContain('broken.json is not queued: what it names is not there: broken-take.wav');
    const alone = await bench.run(['queue', 'add', broken, ...at(bench.redis.port), ...TO]);
    expect(alone.code).toBe(4);
    expect(new Set((await bench.farm.store.list()).map(({ workout }) => workout))).toEqual(new Set(['whole']));
  });

  it('tries again what the store does not have, and says what is missing', async () => {
    const ride = writeRide(join(bench.root, 'rides'), 'away');
    const added = await bench.run([
      'queue',
      'add',
      ride,
      ...at(bench.redis.port),
      '--to',
      's3://mixes/away',
      '--path-style',
    ]);
    expect(added.code).toBe(0);
    const elsewhere = bench.worker('elsewhere');
    const jobs = await bench.until((now) => now.some(({ failure }) => failure !== null));
    const tried = jobs.find(({ failure }) => failure !== null)!;
    expect(tried).toMatchObject({ state: 'queued', attempts: 1, failure: { code: 'file-missing' } });
    expect(tried.nextTry).toBeGreaterThan(Date.now());
    expect(tried.failure!.message).toMatch(
      /^s3:\/\/mixes\/spring has no media\/[0-9a-f]{64}, .*queue the workout again/,
    );
    elsewhere.signal('SIGTERM');
    expect(await elsewhere.ended).toBe(0);
  });

  it('hands back what is for another version of Cueforge, and ends', async () => {
    const file = { at: 'ride.json', sha256: '0'.repeat(64), bytes: 1 };
    const order = JSON.stringify({ engine: '99.0.0', workout: file, media: [], recipe: {} });
    const name = createHash('sha256').update(order).digest('hex');
    const client = new S3Client({
      ...{ endpoint: `http://127.0.0.1:${bench.store.port}`, region: 'auto', forcePathStyle: true, credentials: KEYS },
    });
    await client.send(new PutObjectCommand({ Bucket: 'mixes', Key: `spring/media/${name}`, Body: order }));
    client.destroy();
    const cell = { workout: 'ride', variant: 'music', format: 'mp3', preset: 'default', folder: 'mixes/ride' };
    await bench.farm.store.enqueue(
      [{ ...cell, file: 'ride_music.mp3', recipe: { order: name }, batch: 'b', priority: 0 }],
      Date.now(),
    );
    const worker = bench.worker('older');
    expect(await worker.ended).toBe(5);
    expect(worker.lines.at(-1)).toMatchObject({ failure: { message: expect.stringContaining('for Cueforge 99.0.0') } });
    expect(await bench.farm.store.list()).toMatchObject([{ state: 'queued', attempts: 0, failure: null }]);
  });

  it('finds what a workout names above it, by its whole path, or by an address, on another machine', async () => {
    const here = join(bench.root, 'far', 'rides');
    const path = writeRide(here, 'named');
    mkdirSync(join(bench.root, 'far', 'takes'));
    renameSync(join(here, 'named-take.wav'), join(bench.root, 'far', 'takes', 'named-take.wav'));
    const document = JSON.parse(readFileSync(path, 'utf8'));
    document.cues[0].audio = '../takes/named-take.wav';
    document.cues[1].audio = join(bench.root, 'far', 'takes', 'named-take.wav');
    document.music_url = 'https://example.com/music/named.wav';
    writeFileSync(path, JSON.stringify(document));
    const out = await exportHere(bench.root, path, 'named');
    await bench.add(path);
    // The worker has nothing but the store.
    renameSync(join(bench.root, 'far'), join(bench.root, 'gone'));
    const worker = bench.worker('other-machine');
    const jobs = await bench.until(allOver);
    expect(jobs.map(({ state, failure }) => [state, failure])).toEqual(jobs.map(() => ['done', null]));
    for (const { file } of jobs) {
      const { content } = await bench.reader.get(`spring/mixes/named/${file}`);
      expect([file, content.equals(readFileSync(join(out, file)))]).toEqual([file, true]);
    }
    worker.signal('SIGTERM');
    expect(await worker.ended).toBe(0);
  });
});
