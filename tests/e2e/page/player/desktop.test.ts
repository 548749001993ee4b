import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, it } from 'vitest';
import type { WorkoutDocument } from '../../../../src/model/index.ts';
import { openPreviewed, type Previewed } from '../../../integration/studio/preview-material.ts';
import { makeHome } from '../../../support/electron/launch-desktop.ts';
import { EAR, listenIn, samplesOf } from '../../studio/ear.ts';
import { editWindow, soon } from '../../studio/edit-window.ts';
import { buildStudio, type OpenStudio, openDesktop } from '../../studio/open-host.ts';

/**
 * The desktop's own window is listened to: what goes to its device, while a cue is dropped ahead of the playhead. Part of
 * the soak (`npm run soak`): it waits for the demo to be made and to be spoken twice.
 */
const SOAK = process.env.SOAK_SECONDS !== undefined;
/** Another engine's last digits: what is computed in an older Chromium may differ there. */
const SAME = 1e-5;
const WORDS = 'Listen to this one.';
let home: Awaited<ReturnType<typeof makeHome>> | null = null;
let studio: OpenStudio | null = null;
let other: Previewed | null = null;

const demo = (): { path: string; document: WorkoutDocument } => {
  const folder = join(home!.path, 'cueforge', 'library', 'demo');
  const file = existsSync(folder) ? readdirSync(folder).find((name) => name.endsWith('.json')) : undefined;
  const path = join(folder, file ?? 'demo.json');
  return { path, document: JSON.parse(readFileSync(path, 'utf8')) };
};
/** The left channel of a variant's mix in a studio of its own, from the same file. */
const mixed = async (path: string, variant: string, from: number, frames: number): Promise<Float32Array> => {
  const listener = other!.listen();
  listener.say({ kind: 'open', epoch: 1, sound: { kind: 'mix', workout: path, variant }, from });
  listener.credit(1, frames);
  await listener.until(() => listener.framesOf(1) >= frames || listener.of(1).at(-1)?.kind === 'ended');
  const { pcm } = listener.sound(1);
  listener.close();
  return pcm.filter((_, i) => i % 2 === 0);
};
/** Most that a level may be off while the gain of an edited variant is looked for. Linear: 0.5 dB. */
const LEVEL = 10 ** (0.5 / 20);
/** The frame of a mix at which all these samples begin, in a row and at one level; -1: they are not in it. */
const placeOf = (samples: Float32Array, mix: Float32Array): number => {
  const loud = samples.findIndex((sample) => Math.abs(sample) > 0.1);
  if (loud < 0) return -1;
  return mix.findIndex((_, at) => {
    const level = mix[at + loud] / samples[loud];
    return (
      level < LEVEL && level > 1 / LEVEL && samples.every((sample, i) => Math.abs(mix[at + i] - level * sample) < SAME)
    );
  });
};

beforeAll(async () => {
  if (!SOAK) return;
  buildStudio();
  home = await makeHome();
  studio = await openDesktop(home.path);
  await studio.page.evaluate(listenIn);
});
afterAll(async () => {
  await other?.close();
  await studio?.close();
  await home?.remove();
});

it.runIf(SOAK)(
  'sounds as the workout is, sample for sample, also where a cue was dropped while it played',
  async () => {
    const { page, close } = studio!;
    const edit = editWindow(page);
    await page.getByRole('button', { name: 'Look around first' }).click();
    await edit.room('Edit');
    await page.getByRole('button', { name: 'Open the demo' }).first().click();
    await page.locator('canvas[data-drawn="all"]').first().waitFor({ timeout: 120_000 });
    const before = demo().document.cues?.length ?? 0;

    await page.keyboard.press('Space');
    await soon(() => edit.playhead()).toBeGreaterThan(1);
    await page.keyboard.press('c');
    await page.getByLabel('Words of the new cue').fill(WORDS);
    await page.keyboard.press('Enter');
    for (let bar = 0; bar < 6; bar++) await page.keyboard.press('>');
    await soon(() => demo().document.cues?.length).toBe(before + 1);
    const pieces: Float32Array[] = [];
    const cue = () => demo().document.cues!.find(({ text }) => text === WORDS)!;
    while ((await edit.playhead()) < cue().time_ms! / 1000 + 2)
      pieces.push(samplesOf(await page.evaluate('window.heard()')));
    await page.keyboard.press('Space');
    console.log(`the window says: ${await page.getByText(/under-run/).innerText()}`);
    studio = null;
    await close();

    const { path, document } = demo();
    other = await openPreviewed(join(home!.path, 'other'));
    await other.client.call('edit.open', { path });
    await other.settled(path);
    const at = Math.round(cue().time_ms! * 48);
    const span = [Math.max(0, at - 96_000), 6 * 48_000] as const;
    const variants = document.variants?.map(({ id }) => id) ?? ['coached'];
    /** Pieces of a variant that hold a moment of the cue, and are more than music. */
    const found = async (): Promise<number[]> => {
      const music = await mixed(path, 'music', ...span);
      const spoken = pieces.filter((piece) => placeOf(piece, music) < 0);
      const mixes = await Promise.all(variants.map((variant) => mixed(path, variant, ...span)));
      return mixes.map(
        (mix) =>
          spoken.filter((piece) => span[0] + placeOf(piece, mix) > Math.max(span[0] - 1, at - EAR + 9_600)).length,
      );
    };
    // The other studio finds its gains while one listens already.
    await soon(async () => Math.max(...(await found())), 60_000).toBeGreaterThan(0);
    console.log(
      `of ${pieces.length} pieces hold the cue, by variant: ${variants.map((id) => id).join(', ')}: ${await found()}`,
    );
  },
  300_000,
);
