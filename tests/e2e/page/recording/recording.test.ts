import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readWav, toneIn } from './read-wav.ts';
import { openRecordingRig, type RecordingRig } from './recording-rig.ts';

/** The studio writes the workout's file behind its edits. */
const soon = { timeout: 15_000 };
/** Long: where Chromium begins the file anew, it leaves a few milliseconds out. */
const GOOD = { seconds: 30, hertz: 1000, peak: 0.25 };
const HOT = { seconds: 2, hertz: 1000, peak: 1.6 };
/** Pictures for whoever looks: where CUEFORGE_PICTURES says. */
const pictures = process.env.CUEFORGE_PICTURES;
const picture = async (page: Page, name: string): Promise<void> => {
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`) });
};

let rig: RecordingRig;
let page: Page;
const chooseCue = async (on: Page, text: string): Promise<void> => {
  await on.getByRole('row').filter({ hasText: text }).click();
  await on.getByRole('heading', { name: text.split(/[.,!]/)[0], level: 2 }).waitFor();
};
const words = () => page.getByRole('textbox', { name: 'Words', exact: true });
/** The workout's file, once it says what it should. */
const document = () => JSON.parse(readFileSync(join(rig.folder, 'ride.json'), 'utf8'));
const cueOf = (id: string) => document().cues.find((cue: { id: string }) => cue.id === id);

/** What axe finds in the inspector. */
const violationsOf = async (on: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page: on }).include('aside[aria-label="What is selected"]').analyze();
  return violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
};

beforeAll(async () => {
  rig = await openRecordingRig();
  page = await rig.open(GOOD, true);
}, 180_000);
afterAll(() => rig?.close());

describe('recording in Chromium', () => {
  test('keeps what the microphone heard, at its level, as the chosen take', async () => {
    await chooseCue(page, 'Sprint one. Everything you have.');
    await page.keyboard.press('r');
    await page.getByText('Ready', { exact: true }).waitFor();
    await picture(page, 'ready');
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('r');
    await page.getByText('counting in').waitFor();
    await picture(page, 'counting');
    await page.getByText('recording', { exact: true }).waitFor();
    await page.waitForTimeout(2_300);
    await picture(page, 'recording');
    await page.keyboard.press('r');
    await page.getByRole('button', { name: 'Keep' }).waitFor();
    await picture(page, 'review');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByText('Kept, and used for the cue.').waitFor();
    await picture(page, 'kept');

    const [name] = readdirSync(join(rig.folder, 'takes', 'ride'));
    const wav = readWav(readFileSync(join(rig.folder, 'takes', 'ride', name!)));
    expect(wav).toMatchObject({ rate: 48_000, channels: 1, bits: 24 });
    const seconds = wav.samples.length / wav.rate;
    expect(seconds).toBeGreaterThan(2);
    // A second of it, in whole periods of 1 kHz.
    const { tone, rest } = toneIn(wav.samples.slice(24_000, 72_000), 1000, wav.rate);
    const level = 20 * Math.log10(tone * Math.SQRT2);
    console.log(
      `kept: ${seconds.toFixed(2)} s, 1 kHz at ${level.toFixed(2)} dBFS (file ${(20 * Math.log10(GOOD.peak)).toFixed(2)}), rest ${(20 * Math.log10(rest)).toFixed(1)} dBFS`,
    );
    expect(Math.abs(level - 20 * Math.log10(GOOD.peak))).toBeLessThan(0.1);
    expect(20 * Math.log10(rest)).toBeLessThan(-50);
    await expect.poll(() => cueOf('c2').takes, soon).toMatchObject([{ name: 'mic', coach: 'ana', chosen: true }]);
    expect(await page.getByText('Clipped').count()).toBe(0);
    await page.getByRole('button', { name: 'Done' }).click();
    expect(await page.getByRole('radio', { name: 'Use Ana · mic' }).isChecked()).toBe(true);
    await picture(page, 'taken');
  });

  test('steps through the takes, each of which is one thing to undo', async () => {
    const chosen = () =>
      page.locator('fieldset').first().getByRole('radio', { checked: true }).getAttribute('aria-label');
    await page.keyboard.press('[');
    await expect.poll(chosen, soon).toBe('Use Ana · voice');
    await page.keyboard.press(']');
    await expect.poll(chosen, soon).toBe('Use Ana · mic');
    await page.keyboard.press('Control+z');
    await expect.poll(chosen, soon).toBe('Use Ana · voice');
    await page.keyboard.press('Control+z');
    await expect.poll(chosen, soon).toBe('Use Ana · mic');
  });

  test('hears a take alone, through the player of the mix', async () => {
    await page.getByRole('button', { name: 'Play Ana · mic' }).click();
    await page.getByRole('button', { name: 'Stop Ana · mic' }).waitFor();
    await page.getByRole('button', { name: 'Play Ana · mic' }).waitFor({ timeout: 15_000 });
  });

  test('is trimmed by its handles, and named', async () => {
    await page.getByRole('button', { name: 'More for Ana · mic' }).click();
    await page.getByRole('menuitem', { name: 'Name, gain and trim…' }).click();
    const before = cueOf('c2').takes[0].start_ms ?? 0;
    const start = page.getByRole('slider', { name: 'Start of the take' });
    await start.focus();
    for (let i = 0; i < 3; i++) await start.press('Shift+ArrowRight');
    await expect.poll(() => cueOf('c2').takes[0].start_ms, soon).toBe(before + 300);
    await picture(page, 'trimmed');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('best');
    await page.keyboard.press('Enter');
    await expect.poll(() => cueOf('c2').takes[0].name, soon).toBe('best');
    expect(await page.getByRole('radio', { name: 'Use Ana · best' }).isChecked()).toBe(true);
  });

  test('plays the music before the cue where it is wanted', async () => {
    await chooseCue(page, 'Sit up, and breathe.');
    await page.keyboard.press('r');
    await page.getByLabel('Hear the music while speaking').check();
    await picture(page, 'ready-with-music');
    await page.keyboard.press('r');
    await page.getByText('recording', { exact: true }).waitFor({ timeout: 15_000 });
    await page.waitForTimeout(700);
    await page.keyboard.press('r');
    await page.getByRole('button', { name: 'Keep' }).waitFor();
    await page.getByRole('button', { name: 'Again' }).click();
    await page.getByText('counting in').waitFor();
    await page.keyboard.press('r');
    await page.getByText(/^Ready/).waitFor();
    await page.getByRole('button', { name: 'Close the recorder' }).click();
    expect(cueOf('c1').takes).toBeUndefined();
  });

  test('says that a microphone clips, for as long as the take is there', async () => {
    const hot = await rig.open(HOT, true);
    await chooseCue(hot, 'Hold it!');
    await hot.keyboard.press('r');
    await hot.getByText('Ready', { exact: true }).waitFor();
    await hot.keyboard.press('r');
    await hot.getByText(/^Clipped: [1-9]/).waitFor({ timeout: 10_000 });
    await hot.keyboard.press('r');
    await hot.getByRole('button', { name: 'Keep' }).waitFor();
    expect(await hot.getByText(/^Clipped: [1-9]/).isVisible()).toBe(true);
    await picture(hot, 'clipped');
    await hot.close();
  });

  test('says what to do where the microphone is denied', async () => {
    const denied = await rig.open(GOOD, false);
    await chooseCue(denied, 'Hold it!');
    await denied.keyboard.press('r');
    await denied.getByRole('alert').filter({ hasText: 'The microphone is not allowed.' }).waitFor();
    expect(await denied.getByText(/beside the address/).isVisible()).toBe(true);
    await denied.getByRole('button', { name: 'Try again' }).waitFor();
    await picture(denied, 'denied');
    await denied.close();
  });
});

describe('the inspector', () => {
  test('takes words after a rest, all that is typed at once as one step', async () => {
    await chooseCue(page, 'Hold it!');
    await words().click();
    await words().pressSequentially(' Hold', { delay: 120 });
    await page.waitForTimeout(600);
    await words().pressSequentially(' on.', { delay: 60 });
    await words().blur();
    await expect.poll(() => cueOf('c3').text, soon).toBe('Hold it! Hold on.');
    await page.keyboard.press('Control+z');
    await expect.poll(() => cueOf('c3').text, soon).toBe('Hold it!');
  });

  test('makes one step of a drag, and goes back on a double-click', async () => {
    const voice = page.getByRole('slider', { name: 'Voice', exact: true });
    const box = (await voice.boundingBox())!;
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.56, y);
    await page.mouse.down();
    for (let i = 1; i <= 12; i++) await page.mouse.move(box.x + box.width * (0.56 + i * 0.02), y);
    await page.mouse.up();
    await expect.poll(() => cueOf('c3').gain_db, soon).toBeGreaterThan(5);
    await page.keyboard.press('Control+z');
    await expect.poll(() => cueOf('c3').gain_db, soon).toBe(1.5);
    await voice.dblclick({ position: { x: box.width * 0.9, y: box.height / 2 } });
    await expect.poll(() => cueOf('c3').gain_db ?? 0, soon).toBe(0);
    await page.getByRole('textbox', { name: 'Voice, dB' }).fill('-2,5');
    await page.keyboard.press('Enter');
    await expect.poll(() => cueOf('c3').gain_db, soon).toBe(-2.5);
  });

  test('ducks in its own way, or as the variant', async () => {
    await page.getByRole('toolbar', { name: 'Ducking' }).getByRole('button', { name: 'Calm' }).click();
    await expect.poll(() => cueOf('c3').duck, soon).toBe('calm');
    await page.getByRole('slider', { name: 'Duck', exact: true }).press('ArrowLeft');
    await expect.poll(() => cueOf('c3').duck, soon).toEqual({ preset: 'calm', depth_db: -9.1 });
    await page.getByRole('button', { name: 'As the variant' }).click();
    await expect.poll(() => cueOf('c3').duck, soon).toBeUndefined();
  });

  test('changes several cues at once, each from where it is', async () => {
    await page.getByRole('row').filter({ hasText: 'Sprint one' }).click();
    await page
      .getByRole('row')
      .filter({ hasText: 'Hold it!' })
      .click({ modifiers: ['Control'] });
    await page.getByRole('heading', { name: '2 cues selected' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Voice, dB' }).inputValue()).toBe('mixed');
    await picture(page, 'many');
    await page.getByRole('button', { name: '+0.5 dB' }).click();
    await expect.poll(() => [cueOf('c2').gain_db, cueOf('c3').gain_db], soon).toEqual([0.5, -2]);
    await page.getByLabel('Add a tag').fill('hard');
    await page.keyboard.press('Enter');
    await expect.poll(() => cueOf('c2').tags, soon).toEqual(['sprint', 'hard']);
  });

  test('can be read by everyone, whatever is selected', async () => {
    const look = async (name: string): Promise<void> => {
      await picture(page, name);
      expect(await violationsOf(page), name).toEqual([]);
    };
    await look('axe-many');
    await chooseCue(page, 'Sprint one. Everything you have.');
    await look('axe-cue');
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: 'Title of the workout' }).waitFor();
    await look('axe-workout');
    await page.getByRole('list', { name: 'Segments' }).getByRole('button', { name: 'Hard' }).click();
    await page.getByRole('textbox', { name: 'Title', exact: true }).waitFor();
    await look('axe-segment');
    await page.keyboard.press('Escape');
    await page.getByRole('list', { name: 'Music' }).getByRole('button', { name: 'music.wav' }).click();
    await page.getByRole('heading', { name: 'music.wav' }).waitFor();
    await look('axe-track');
  });
});
