import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EditRig, openEditRig } from './edit-rig.ts';
import type { EditPage } from './edits/edit-page.ts';

/** A mix that is edited while it is heard: the real studio, its preview's thread, the page, Chromium's audio thread. */
const CUES = 500;
const SECONDS = 150;
let rig: EditRig;
let ride: string;

const inPage = <T, G = null>(act: (page: EditPage, given: G) => T, given: G = null as G): Promise<Awaited<T>> =>
  rig.page.evaluate(`(${act})(window.page, ${JSON.stringify(given)})`) as Promise<Awaited<T>>;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (is: () => Promise<boolean>): Promise<void> => {
  while (!(await is())) await wait(50);
};
const median = (figures: readonly number[]): number => figures.toSorted((a, b) => a - b)[figures.length >> 1];
const play = (from: number): Promise<void> =>
  inPage((page, [workout, at]) => page.player().play({ kind: 'mix', workout, variant: 'coached' }, { from: at }), [
    ride,
    from,
  ] as const);
const firstSound = async (): Promise<number> => {
  await until(() => inPage((page) => page.player().firstSound !== null));
  return inPage((page) => page.player().firstSound!.milliseconds);
};

beforeAll(async () => {
  rig = await openEditRig();
  ride = rig.writeRide(CUES, SECONDS);
  await until(() =>
    inPage((page) =>
      page.client.call('app.info', {}).then(
        () => true,
        () => false,
      ),
    ),
  );
  await inPage((page, path) => page.client.call('edit.open', { path }), ride);
  await until(() =>
    inPage(async (page, path) => {
      const { tracks, takes } = await page.client.call('edit.material', { path });
      return [...tracks, ...takes].every(({ state }) => state === 'ready');
    }, ride),
  );
}, 280_000);
afterAll(() => rig?.close());

describe('a workout that is heard while it is edited', () => {
  test('sounds from anywhere, at once', async () => {
    const figures: number[] = [];
    for (const from of [0, 100, 3, 77.7, 140]) {
      await play(from);
      figures.push(await firstSound());
    }
    await inPage((page) => page.player().seek(20));
    figures.push(await firstSound());
    console.log(`first sound of a mix of ${CUES} cues: ${figures.join(', ')} ms`);
    expect(await inPage((page) => page.player().seconds)).toBe(SECONDS);
  });

  test('is heard as it is after each edit, five a second for 20 s, without an under-run', async () => {
    await play(1);
    await firstSound();
    const runs = await inPage((page) => page.underruns());
    const began = await inPage((page) => page.player().lastRevision?.count ?? 0);
    const figures: number[] = [];
    for (let i = 0; i < 100; i++) {
      const due = wait(200);
      const heard = await inPage(
        async (page, [path, n]) => {
          const at = page.position() / 48 + 300;
          const edits = [{ op: 'cues.place' as const, places: [{ id: `c${n}`, time_ms: Math.round(at) }] }];
          await page.client.call('edit.apply', { path, edits });
          const last = page.player().lastRevision;
          return last && [last.count, last.milliseconds];
        },
        [ride, i] as const,
      );
      if (heard) figures.push(heard[1]);
      await due;
    }
    await wait(500);
    const [underruns, state, count] = await inPage((page) => [
      page.underruns(),
      page.player().state,
      page.player().lastRevision!.count,
    ]);
    const sorted = figures.toSorted((a, b) => a - b);
    console.log(
      `${count - began} revisions; an edit is heard after ${median(figures)} ms (most ${sorted.at(-1)}, 95 % ${sorted[Math.floor(sorted.length * 0.95)]})`,
    );
    expect([underruns - runs, state]).toEqual([0, 'playing']);
    expect(count - began).toBeGreaterThan(40);
  });

  test('goes to another variant at the same place, and undoes what is heard', async () => {
    await play(10);
    await firstSound();
    await wait(300);
    const before = await inPage((page) => page.player().lastRevision?.count ?? 0);
    await inPage((page, workout) => page.player().revise({ kind: 'mix', workout, variant: 'music' }), ride);
    await until(() => inPage((page, count) => (page.player().lastRevision?.count ?? 0) > count, before));
    expect((await inPage((page) => page.state())).sound).toEqual({ kind: 'mix', workout: ride, variant: 'music' });
    await inPage((page, path) => page.client.call('edit.undo', { path }), ride);
    await until(() => inPage((page, count) => (page.player().lastRevision?.count ?? 0) > count + 1, before));
    const at = (await inPage((page) => page.position())) / 48_000;
    expect(at).toBeGreaterThan(10);
    expect(at).toBeLessThan(30);
    await inPage((page) => page.player().stop());
  });
});
