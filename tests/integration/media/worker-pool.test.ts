import { afterEach, describe, expect, test } from 'vitest';
import { createWorkerPool, type WorkerPool, workerEntry } from '../../../src/media/index.ts';
import { CueforgeError } from '../../../src/model/index.ts';
import type { PoolJob } from './pool-worker.ts';

type Pool = WorkerPool<PoolJob, unknown, string>;

describe('a worker pool', () => {
  const pools: Pool[] = [];
  const open = (size: number): Pool => {
    const pool: Pool = createWorkerPool({ entry: workerEntry(import.meta.url, 'pool-worker'), size });
    pools.push(pool);
    return pool;
  };
  afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));

  const codeOf = (run: Promise<unknown>): Promise<unknown> =>
    run.then(
      () => 'no failure',
      (error) => (error instanceof CueforgeError ? error.failure.code : error),
    );

  test.each([1, 2, 5])('answers every job with its own result, %i workers', async (size) => {
    const pool = open(size);
    const numbers = Array.from({ length: 20 }, (_, n) => n);
    const results = await Promise.all(numbers.map((of) => pool.run({ kind: 'square', of })));
    expect(results).toEqual(numbers.map((n) => n * n));
  });

  test('tells progress of a job to its caller', async () => {
    const heard: string[] = [];
    await open(1).run({ kind: 'square', of: 2 }, { onProgress: (p) => heard.push(p) });
    expect(heard).toEqual(['half way']);
  });

  test('carries a failure across as data', async () => {
    const error: unknown = await open(1)
      .run({ kind: 'fail' })
      .catch((thrown) => thrown);
    expect(error).toBeInstanceOf(CueforgeError);
    expect((error as CueforgeError).failure).toEqual({
      code: 'media-empty',
      message: 'nothing in it',
      details: { path: 'a.wav' },
    });
  });

  test('moves buffers of a result', async () => {
    expect(((await open(1).run({ kind: 'buffer', bytes: 64 })) as ArrayBuffer).byteLength).toBe(64);
  });

  test.each(['exit', 'throw-outside'] as const)(
    'a worker that dies (%s) owes nothing and is replaced',
    async (kind) => {
      const pool = open(1);
      const dying = codeOf(pool.run({ kind }));
      const after = pool.run({ kind: 'square', of: 7 });
      expect(await dying).toBe('worker-exited');
      expect(await after).toBe(49);
    },
  );

  test('a worker file that does not load fails each job once, and the pool still closes', async () => {
    const pool: Pool = createWorkerPool({ entry: new URL('./no-such-worker.ts', import.meta.url), size: 2 });
    pools.push(pool);
    const runs = [1, 2, 3].map((of) => codeOf(pool.run({ kind: 'square', of })));
    expect(await Promise.all(runs)).toEqual(['worker-exited', 'worker-exited', 'worker-exited']);
  });

  test('a cancelled job rejects after the worker has let go of it', async () => {
    const pool = open(1);
    const letGo = new SharedArrayBuffer(4);
    const abort = new AbortController();
    const running = codeOf(pool.run({ kind: 'wait-for-cancel', letGo }, { signal: abort.signal }));
    await pool.run({ kind: 'square', of: 1 }, { signal: AbortSignal.abort() }).catch(() => undefined);
    setTimeout(() => abort.abort(), 100);
    expect(await running).toBe('cancelled');
    expect(new Int32Array(letGo)[0]).toBe(1);
    expect(await pool.run({ kind: 'square', of: 3 })).toBe(9);
  });

  test('a cancelled job that still waits never starts', async () => {
    const pool = open(1);
    const abort = new AbortController();
    const first = pool.run({ kind: 'square', of: 4 });
    const second = codeOf(pool.run({ kind: 'exit' }, { signal: abort.signal }));
    abort.abort();
    expect(await second).toBe('cancelled');
    expect(await first).toBe(16);
  });

  test('closing lets the running job tidy up and rejects what is owed', async () => {
    const pool = open(1);
    const letGo = new SharedArrayBuffer(4);
    const running = codeOf(pool.run({ kind: 'wait-for-cancel', letGo }));
    const queued = codeOf(pool.run({ kind: 'square', of: 1 }));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await pool.close();
    expect(await Promise.all([running, queued])).toEqual(['cancelled', 'cancelled']);
    expect(new Int32Array(letGo)[0]).toBe(1);
    expect(await codeOf(pool.run({ kind: 'square', of: 1 }))).toBe('cancelled');
  });

  test('a job that cannot be cloned rejects and harms nobody', async () => {
    const pool = open(1);
    const bad = { kind: 'square', of: () => 1 } as unknown as PoolJob;
    await expect(pool.run(bad)).rejects.toThrow();
    expect(await pool.run({ kind: 'square', of: 5 })).toBe(25);
  });
});
