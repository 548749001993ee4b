import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import type { QueueJob } from '../../../src/render/index.ts';
import { environmentSecrets, type Farm, openFarm, openStudio, parseRedisAddress } from '../../../src/studio/index.ts';
import { type RedisServer, startRedis } from '../../support/redis-server.ts';
import { openReader, type Reader } from '../publish/publishing.ts';
import { type S3Server, startS3Server } from '../publish/s3-server.ts';

/** A worker in a process of its own. */
export interface WorkerProcess {
  /** Everything it told, and what it complained of. */
  readonly lines: readonly Record<string, unknown>[];
  readonly complaints: () => string;
  /** Resolves with the first line of that event, now or later. */
  told(event: string): Promise<Record<string, unknown>>;
  signal(name: NodeJS.Signals): void;
  /** Resolves with its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** A Redis, a store, and a place for workers' caches. */
export interface FarmBench {
  readonly root: string;
  readonly redis: RedisServer;
  readonly store: S3Server;
  readonly reader: Reader;
  /** The queue as this process sees it. */
  readonly farm: Farm;
  /** Runs a command to its end. */
  run(args: readonly string[], env?: Record<string, string>): Promise<{ code: number; stdout: string; stderr: string }>;
  /** Adds workouts to the queue. */
  add(...workouts: string[]): Promise<void>;
  /** Starts a worker; `cache`: the name of its cache. */
  worker(cache: string, options?: { redisPort?: number; args?: readonly string[] }): WorkerProcess;
  /** Resolves once the queue is as asked, with its jobs. */
  until(holds: (jobs: readonly QueueJob[]) => boolean): Promise<QueueJob[]>;
  /** Ends every worker, and empties the queue. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Where everything goes in these tests. */
export const TO = ['--to', 's3://mixes/spring', '--path-style'] as const;
/** As short as a lease may be. Seconds. */
export const LEASE = '3';

export const isOver = ({ state }: QueueJob): boolean => state === 'done' || state === 'failed' || state === 'cancelled';
export const allOver = (jobs: readonly QueueJob[]): boolean => jobs.length > 0 && jobs.every(isOver);

export const openBench = async (): Promise<FarmBench> => {
  const root = mkdtempSync(join(tmpdir(), 'cueforge-farm-'));
  const [redis, store] = await Promise.all([startRedis(), startS3Server('mixes')]);
  const reader = openReader(store.port);
  const farm = await openFarm(
    { redis: parseRedisAddress(`redis://127.0.0.1:${redis.port}`) },
    { secrets: environmentSecrets({}) },
  );
  const alive = new Set<ChildProcess>();
  const start = (args: readonly string[], env: Record<string, string> = {}): ChildProcess => {
    const child = spawn(process.execPath, ['--no-warnings', 'src/cli/main.ts', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // An environment of its own: no key or profile of this machine takes part.
      env: {
        ...{ PATH: process.env.PATH, HOME: root, CUEFORGE_HOME: join(root, 'home') },
        ...{ CUEFORGE_S3_ENDPOINT: `http://127.0.0.1:${store.port}`, AWS_EC2_METADATA_DISABLED: 'true' },
        ...{ CUEFORGE_S3_ACCESS_KEY_ID: 'S3RVER', CUEFORGE_S3_SECRET_ACCESS_KEY: 'S3RVER', ...env },
      },
    });
    alive.add(child);
    void once(child, 'exit').then(() => alive.delete(child));
    return child;
  };
  const text = (child: ChildProcess, stream: 'stdout' | 'stderr'): (() => string) => {
    let all = '';
    child[stream]!.on('data', (piece) => {
      all += piece;
    });
    return () => all;
  };
  const run: FarmBench['run'] = async (args, env) => {
    const child = start(args, env);
    const [stdout, stderr] = [text(child, 'stdout'), text(child, 'stderr')];
    const [code] = await once(child, 'close');
    return { code, stdout: stdout(), stderr: stderr() };
  };
  const endAll = async (): Promise<void> => {
    const ends = [...alive].map((child) => once(child, 'exit'));
    for (const child of alive) child.kill('SIGKILL');
    await Promise.all(ends);
  };
  const address = (port: number): string[] => ['--redis', `redis://127.0.0.1:${port}`];
  return {
    ...{ root, redis, store, reader, farm, run },
    async add(...workouts) {
      const told = await run(['queue', 'add', ...workouts, ...address(redis.port), ...TO]);
      expect(told).toMatchObject({ code: 0, stderr: '' });
    },
    worker(cache, { redisPort = redis.port, args = [] } = {}) {
      const options = ['--cache', join(root, cache), '--lease', LEASE, '--json'];
      const child = start(['worker', ...address(redisPort), ...TO, ...options, ...args]);
      const complaints = text(child, 'stderr');
      const lines: Record<string, unknown>[] = [];
      const listeners = new Set<() => void>();
      createInterface(child.stdout!).on('line', (line) => {
        lines.push(JSON.parse(line));
        for (const listener of [...listeners]) listener();
      });
      return {
        ...{ lines, complaints },
        told: (event) =>
          new Promise((resolve) => {
            const look = (): void => {
              const found = lines.find((line) => line.event === event);
              if (!found) return;
              listeners.delete(look);
              resolve(found);
            };
            listeners.add(look);
            look();
          }),
        signal: (name) => void child.kill(name),
        ended: once(child, 'close').then(([code, signal]) => code ?? signal),
      };
    },
    async until(holds) {
      for (;;) {
        const jobs = await farm.store.list();
        if (holds(jobs)) return jobs;
        await wait(25);
      }
    },
    async reset() {
      await endAll();
      await farm.store.cancel(null, Date.now());
      await farm.store.clear();
    },
    async close() {
      await endAll();
      await farm.close();
      reader.close();
      await Promise.all([redis.close(), store.close()]);
      rmSync(root, { recursive: true, force: true });
    },
  };
};

/** Exports a workout on this machine alone; returns the folder. */
export const exportHere = async (root: string, workout: string, id: string): Promise<string> => {
  const studio = await openStudio({ cachePath: join(root, 'here'), threads: 2 });
  try {
    const outDir = join(root, 'out', id);
    const { refused } = await studio.exportWorkout({ workout, outDir });
    expect(refused).toEqual([]);
    return outDir;
  } finally {
    await studio.close();
  }
};

/** What a store has of a workout is what an export on one machine makes of it: name by name, byte by byte. */
export const expectPublished = async ({ reader }: FarmBench, id: string, folder: string): Promise<void> => {
  const prefix = `spring/mixes/${id}`;
  expect(await reader.names(prefix)).toEqual(readdirSync(folder).sort());
  for (const name of readdirSync(folder)) {
    const [{ content }, expected] = [await reader.get(`${prefix}/${name}`), readFileSync(join(folder, name))];
    if (name === 'manifest.json') expect(inOrder(content)).toEqual(inOrder(expected));
    else expect([name, content.equals(expected)]).toEqual([name, true]);
  }
};

/** A manifest, whichever file was ready first. */
const inOrder = (content: Buffer): unknown => {
  const { files, documents, ...rest } = JSON.parse(content.toString());
  const byName = (a: { file: string }, b: { file: string }): number => (a.file < b.file ? -1 : 1);
  return { ...rest, files: files.sort(byName), documents: documents.sort(byName) };
};
