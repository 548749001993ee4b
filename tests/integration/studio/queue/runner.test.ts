import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Library, openLibrary } from '../../../../src/library/index.ts';
import { CueforgeError } from '../../../../src/model/index.ts';
import {
  createQueueRunner,
  type JobStore,
  type NewQueueJob,
  type QueueJob,
  type QueueMaker,
  type QueueRunner,
} from '../../../../src/render/index.ts';
import { createLibraryJobStore } from '../../../../src/studio/export-queue-store.ts';
import { scratch } from './desk.ts';

/** A set in the hands of a maker that does as it is told. */
interface Given {
  readonly set: readonly QueueJob[];
  readonly signal: AbortSignal;
  make(variant: string): Promise<void>;
  end(error?: Error): void;
}

describe('the queue, worked off', () => {
  let place: ReturnType<typeof scratch>;
  let library: Library;
  let store: JobStore;
  let runner: QueueRunner;
  let given: Given[];

  const open = async (): Promise<void> => {
    library = await openLibrary({ folder: join(place.folder, 'library'), now: Date.now });
    store = createLibraryJobStore(library.exportQueue);
  };
  const make: QueueMaker = (set, signal, events) =>
    new Promise((resolve, reject) => {
      const cancelled = new CueforgeError('cancelled', 'The export was cancelled');
      signal.addEventListener('abort', () => reject(cancelled), { once: true });
      given.push({
        ...{ set, signal },
        make: (variant) => events.made(variant, 'mp3', `/out/${variant}.mp3`),
        end: (error) => (error ? reject(error) : resolve()),
      });
    });
  const run = (atOnce = 1): void => {
    runner = createQueueRunner({
      ...{ store, worker: 'studio', atOnce, make, now: Date.now, random: () => 0 },
      ...{ progressed: () => undefined, log: (line) => expect.unreachable(line) },
    });
  };
  const order = (variant: string, more: Partial<NewQueueJob> = {}): NewQueueJob => ({
    ...{ workout: '/ride.json', variant, format: 'mp3', preset: 'default', folder: '/out', file: `${variant}.mp3` },
    ...{ recipe: {}, batch: 'ride', priority: 0, ...more },
  });
  const states = async () => Object.fromEntries((await store.list()).map(({ variant, state }) => [variant, state]));
  const begun = async (count: number): Promise<Given> => {
    await expect.poll(() => given.length, { timeout: 5000 }).toBe(count);
    return given[count - 1];
  };
  const variantsOf = ({ set }: Given): string[] => set.map(({ variant }) => variant);

  beforeEach(async () => {
    place = scratch();
    given = [];
    await open();
  });
  afterEach(async () => {
    await runner.close();
    await library.close();
    place.remove();
  });

  it('gives a maker all of a batch, and keeps each end by itself', async () => {
    run();
    await store.enqueue([order('a'), order('b'), order('x', { batch: 'other', folder: '/else' })], Date.now());
    const first = await begun(1);
    expect(variantsOf(first)).toEqual(['a', 'b']);
    await first.make('a');
    expect(await states()).toEqual({ a: 'done', b: 'running', x: 'queued' });
    first.end(new CueforgeError('workout-invalid', 'It is wrong'));
    expect(variantsOf(await begun(2))).toEqual(['x']);
    expect(await states()).toEqual({ a: 'done', b: 'failed', x: 'running' });
    const failed = (await store.list()).find(({ variant }) => variant === 'b')!;
    expect(failed).toMatchObject({ failure: { code: 'workout-invalid', message: 'It is wrong' }, attempts: 1 });
  });

  it('begins the others anew when one is cancelled, and goes on with one that was paused', async () => {
    run();
    const [a, b, c] = await store.enqueue([order('a'), order('b'), order('c')], Date.now());
    const first = await begun(1);
    await first.make('a');
    await store.cancel([b.id], Date.now());
    const second = await begun(2);
    expect([first.signal.aborted, variantsOf(second)]).toEqual([true, ['c']]);
    expect(await states()).toEqual({ a: 'done', b: 'cancelled', c: 'running' });
    await store.pause([c.id]);
    await expect.poll(() => second.signal.aborted).toBe(true);
    expect(await states()).toEqual({ a: 'done', b: 'cancelled', c: 'paused' });
    await store.resume(null);
    const third = await begun(3);
    // Neither counts as a try of its own.
    expect(third.set.map(({ id, attempts }) => [id, attempts])).toEqual([[c.id, 1]]);
    await third.make('c');
    third.end();
    expect((await store.list()).find(({ id }) => id === a.id)!.made).toBe('/out/a.mp3');
    expect(await states()).toEqual({ a: 'done', b: 'cancelled', c: 'done' });
  });

  it('tries again what may pass, after a while, with the reason until then', async () => {
    run();
    await store.enqueue([order('a')], Date.now());
    const began = Date.now();
    (await begun(1)).end(new CueforgeError('folder-unwritable', 'It is locked'));
    await expect.poll(states).toEqual({ a: 'queued' });
    const [waiting] = await store.list();
    expect(waiting).toMatchObject({ attempts: 1, failure: { message: 'It is locked' } });
    expect(waiting.nextTry - began).toBeGreaterThanOrEqual(2000);
    const second = await begun(2);
    expect(Date.now()).toBeGreaterThanOrEqual(waiting.nextTry);
    await second.make('a');
    second.end();
    expect((await store.list())[0]).toMatchObject({ state: 'done', attempts: 2, failure: null });
  });

  it('goes by priority and order, and begins nothing while it is held', async () => {
    run();
    runner.hold(true);
    const each = (name: string, priority = 0) => order(name, { priority, batch: name, folder: `/${name}` });
    const [a, , c] = await store.enqueue([each('a'), each('b'), each('c'), each('d', 5)], Date.now());
    await store.move([c.id], a.id);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(given).toEqual([]);
    runner.hold(false);
    for (const [index, name] of ['d', 'c', 'a', 'b'].entries()) {
      const next = await begun(index + 1);
      expect(variantsOf(next)).toEqual([name]);
      await next.make(name);
      next.end();
    }
  });

  it('gives back what runs when it is held, keeps what is made, and begins the rest anew', async () => {
    run();
    await store.enqueue([order('a'), order('b')], Date.now());
    const first = await begun(1);
    await first.make('a');
    runner.hold(true);
    expect(first.signal.aborted).toBe(true);
    await expect.poll(states).toEqual({ a: 'done', b: 'queued' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(given).toHaveLength(1);
    runner.hold(false);
    const again = await begun(2);
    // That it was begun before does not count.
    expect(again.set.map(({ variant, attempts }) => [variant, attempts])).toEqual([['b', 1]]);
    await again.make('b');
    again.end();
    expect(await states()).toEqual({ a: 'done', b: 'done' });
  });

  it('begins nothing that it took just as it was held, and goes on with it afterwards', async () => {
    const { claim } = store;
    store = {
      ...store,
      async claim(...of) {
        const set = await claim(...of);
        if (set.length > 0) runner.hold(true);
        return set;
      },
    };
    await store.enqueue([order('a')], Date.now());
    run();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([given, await states()]).toEqual([[], { a: 'queued' }]);
    store.claim = claim;
    runner.hold(false);
    expect(variantsOf(await begun(1))).toEqual(['a']);
  });

  it('runs several at once, but never two into one folder', async () => {
    run(3);
    const each = (name: string, folder: string) => order(name, { batch: name, folder });
    await store.enqueue([each('a', '/one'), each('b', '/one'), each('c', '/two')], Date.now());
    await begun(2);
    expect(given.map(variantsOf)).toEqual([['a'], ['c']]);
    await given[0].make('a');
    given[0].end();
    expect(variantsOf(await begun(3))).toEqual(['b']);
  });

  it('takes over what a worker that is gone ran, and gives its own back when it is closed', async () => {
    await store.enqueue([order('a')], Date.now());
    expect(await store.claim('gone', Date.now() - 60_000, Date.now() - 30_000)).toHaveLength(1);
    run();
    const first = await begun(1);
    expect(first.set).toMatchObject([{ variant: 'a', worker: 'studio', attempts: 2 }]);
    await runner.close();
    expect([first.signal.aborted, await states()]).toEqual([true, { a: 'queued' }]);
    await library.close();
    await open();
    run();
    expect(variantsOf(await begun(2))).toEqual(['a']);
  });

  it('gives up what ends every process that begins it', async () => {
    await store.enqueue([order('a')], Date.now());
    for (let life = 0; life < 5; life++) {
      await store.recover('studio', Date.now());
      expect(await store.claim('studio', Date.now(), Date.now() + 30_000)).toHaveLength(1);
    }
    run();
    await expect.poll(states).toEqual({ a: 'failed' });
    expect((await store.list())[0].failure).toMatchObject({ code: 'worker-exited' });
    expect(given).toEqual([]);
  });
});
