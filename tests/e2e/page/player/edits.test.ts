import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createListener } from '../../../integration/studio/pcm-listener.ts';
import { type EditRig, openEditRig, until } from './edit-rig.ts';

/**
 * A mix that is edited while it is heard: the real studio, its preview's thread, the page, Chromium's audio thread. How
 * soon things are heard depends on the machine: it is said here, and measured by `npm run bench:listen`.
 */
const CUES = 500;
const SECONDS = 150;
let rig: EditRig;
let ride: string;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** The left channel of a variant's mix, as the studio has it now. */
const mixed = async (variant: string, from: number, frames: number): Promise<Float32Array> => {
  const listener = createListener();
  rig.opened.service.connectPcm(listener.port);
  listener.say({ kind: 'open', epoch: 1, sound: { kind: 'mix', workout: ride, variant }, from });
  listener.credit(1, frames);
  await listener.until(() => listener.framesOf(1) >= frames || listener.of(1).at(-1)?.kind === 'ended');
  const { pcm } = listener.sound(1);
  listener.close();
  return pcm.filter((_, i) => i % 2 === 0);
};
/** Where samples stand in a mix, every one of them in a row; -1: nowhere. */
const placeOf = (samples: readonly number[], mix: Float32Array): number =>
  mix.findIndex((_, at) => samples.every((sample, i) => mix[at + i] === sample));
/** Resolves once the last 0.7 s that left the player are the mix of now: no sample lost, doubled or of another. */
const soundsAsItIs = (variant: string): Promise<void> =>
  until(async () => {
    const [samples, at] = await rig.inPage((page) => [page.heard(), page.position()] as const);
    const from = Math.max(0, at - 4 * 48_000);
    return placeOf(samples, await mixed(variant, from, 6 * 48_000)) >= 0;
  });
const revisions = (): Promise<number> => rig.inPage((page) => page.player().lastRevision?.count ?? 0);

beforeAll(async () => {
  rig = await openEditRig();
  ride = await rig.openRide(CUES, SECONDS);
}, 280_000);
afterAll(() => rig?.close());

describe('a workout that is heard while it is edited', () => {
  test('sounds from anywhere, sample for sample as the studio mixes it', async () => {
    const figures: number[] = [];
    for (const from of [0, 100, 3, 77.7]) {
      await rig.play(ride, from);
      figures.push(await rig.firstSound());
    }
    await rig.inPage((page) => page.player().seek(20));
    figures.push(await rig.firstSound());
    console.log(`first sound of a mix of ${CUES} cues: ${figures.join(', ')} ms`);
    expect(await rig.inPage((page) => page.player().seconds)).toBe(SECONDS);
    await soundsAsItIs('coached');
  });

  test('is heard as it is after edits that come faster than they are mixed', async () => {
    await rig.play(ride, 1);
    await rig.firstSound();
    const began = await revisions();
    const underruns = await rig.inPage((page) => page.underruns());
    for (let i = 0; i < 25; i++) {
      const due = wait(200);
      await rig.inPage(
        async (page, [path, n]) => {
          const at = page.position() / 48 + 300;
          const edits = [{ op: 'cues.place' as const, places: [{ id: `c${n}`, time_ms: Math.round(at) }] }];
          await page.client.call('edit.apply', { path, edits });
        },
        [ride, i] as const,
      );
      await due;
    }
    await until(async () => (await revisions()) > began);
    await soundsAsItIs('coached');
    const ran = (await rig.inPage((page) => page.underruns())) - underruns;
    console.log(`${(await revisions()) - began} of 25 edits heard one by one; under-runs ${ran}`);
    expect(ran).toBe(0);
    expect(await rig.inPage((page) => page.player().state)).toBe('playing');
  });

  test('is heard at another level throughout, and as it was once that is undone', async () => {
    await rig.play(ride, 40);
    await rig.firstSound();
    const change = { voice_level_db: 6 };
    await rig.inPage(
      (page, [path, level]) =>
        page.client.call('edit.apply', { path, edits: [{ op: 'variants.change', id: 'coached', change: level }] }),
      [ride, change] as const,
    );
    await soundsAsItIs('coached');
    await rig.inPage((page, path) => page.client.call('edit.undo', { path }), ride);
    await soundsAsItIs('coached');
  });

  test('goes to another variant at the same place', async () => {
    await rig.play(ride, 10);
    await rig.firstSound();
    await rig.inPage((page, workout) => page.player().revise({ kind: 'mix', workout, variant: 'music' }), ride);
    await soundsAsItIs('music');
    expect((await rig.inPage((page) => page.state())).sound).toEqual({ kind: 'mix', workout: ride, variant: 'music' });
    expect(await rig.inPage((page) => page.position())).toBeGreaterThan(480_000);
    await rig.inPage((page) => page.player().stop());
  });
});
