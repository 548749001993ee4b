import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toneWav } from '../../integration/studio/tone-wav.ts';
import { makeHome } from '../../support/electron/launch-desktop.ts';
import { axeFindings } from './axe-findings.ts';
import { exportedInto } from './exported-files.ts';
import { buildStudio, type OpenStudio, openDesktop, openWeb } from './open-host.ts';

/** Long enough to export the demo on two busy cores. Milliseconds. */
const EXPORTED = 240_000;

const room = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name, exact: true });
const row = (page: Page, title: string) => page.getByRole('row').filter({ hasText: title });
const titles = async (page: Page): Promise<string[]> => {
  const rows = page.getByRole('grid').getByRole('row');
  return (await rows.allInnerTexts()).slice(1).map((text) => text.split('\n')[0]);
};

const message = (page: Page, title: string) => page.getByRole('dialog').filter({ hasText: title });

beforeAll(buildStudio);

describe.each([
  ['the desktop window', openDesktop],
  ['a browser', openWeb],
] as const)('a first day in %s', (_, open) => {
  let home: Awaited<ReturnType<typeof makeHome>>;
  let studio: OpenStudio;
  const errors: string[] = [];
  const start = async (): Promise<void> => {
    studio = await open(home.path);
    studio.page.setDefaultTimeout(15_000);
    studio.page.on('pageerror', (error) => errors.push(error.message));
    studio.page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  };

  beforeAll(async () => {
    home = await makeHome();
    const music = join(home.path, 'music');
    mkdirSync(music);
    toneWav(join(music, 'Granite Steps.wav'), { hertz: 220, seconds: 20, level: 0.4 });
    toneWav(join(music, 'Low Tide.wav'), { hertz: 110, seconds: 8, level: 0.1 });
    await start();
  });
  afterAll(async () => {
    await studio?.close();
    await home.remove();
  });

  it('welcomes, isolated and without complaint', async () => {
    await studio.page.getByRole('heading', { name: 'Welcome to Cueforge' }).waitFor();
    expect(await studio.page.evaluate('crossOriginIsolated')).toBe(true);
    await studio.page.getByRole('button', { name: 'Look around first' }).click();
  });

  it('imports a folder and shows what was measured', async () => {
    await room(studio.page, 'Library').click();
    await studio.importFolder(join(home.path, 'music'));
    await row(studio.page, 'Granite Steps').waitFor();
    await expect.poll(() => row(studio.page, 'Low Tide').innerText(), { timeout: 30_000 }).toMatch(/0:08(\.0)?\s/);
    await expect.poll(() => titles(studio.page)).toEqual(['Granite Steps', 'Low Tide']);
  });

  it('finds by word', async () => {
    const search = studio.page.getByLabel('Search the library');
    await search.fill('tide');
    await expect.poll(() => titles(studio.page)).toEqual(['Low Tide']);
    await search.fill('');
    await expect.poll(() => titles(studio.page)).toHaveLength(2);
  });

  it('plays, and says so', async () => {
    await row(studio.page, 'Granite Steps').getByRole('button', { name: /Play/ }).click();
    const player = studio.page.getByRole('region', { name: 'Player' });
    await player.getByText(/Playing/).waitFor();
    await expect.poll(() => player.getByRole('timer').innerText(), { timeout: 10_000 }).toMatch(/0:0[1-9]/);
    expect(await studio.page.getByText(/under-run/).innerText()).toContain('0 under-runs');
    await player.getByRole('button', { name: 'Pause' }).click();
    await player.getByText(/Paused/).waitFor();
  });

  it('removes a sound, says so in a message axe has nothing serious against, and undoes it', async () => {
    await row(studio.page, 'Low Tide').click();
    await studio.page.keyboard.press('Delete');
    await expect.poll(() => titles(studio.page)).toEqual(['Granite Steps']);
    const removed = message(studio.page, '1 sound removed');
    const close = removed.getByRole('button', { name: 'Close this message' });
    await close.waitFor(); // before the mouse comes: a screen reader has none
    await removed.hover(); // as long as the mouse is on it, it stays
    expect(await axeFindings(studio.page, 'Message', { messages: 'shown' })).toEqual([]);
    await close.click();
    await removed.waitFor({ state: 'detached' });
    await studio.page.keyboard.press('Control+z');
    await expect.poll(() => titles(studio.page)).toEqual(['Granite Steps', 'Low Tide']);
  });

  it('has nothing serious for axe in any room, dark or light', async () => {
    for (const name of ['Library', 'Edit', 'Run', 'Export']) {
      await room(studio.page, name).click();
      expect(await axeFindings(studio.page, name)).toEqual([]);
    }
  });

  it(
    'opens the demo and exports its variants with a button',
    async () => {
      await room(studio.page, 'Export').click();
      await studio.page.getByRole('button', { name: 'Open the demo' }).first().click();
      await studio.page.getByText('Six-minute ride').first().waitFor({ timeout: 60_000 });
      await studio.page.getByRole('button', { name: /^Export \d/ }).click();
      const folder = join(home.path, 'Music', 'Cueforge', 'demo');
      // Each file is named in the manifest as soon as it is there.
      await expect.poll(() => exportedInto(folder).length, { timeout: EXPORTED, interval: 500 }).toBe(5);
      for (const path of exportedInto(folder)) expect(existsSync(path)).toBe(true);
    },
    EXPORTED + 60_000,
  );

  it('is as it was after it was closed and opened again', async () => {
    await studio.close();
    await start();
    await room(studio.page, 'Library').click();
    await expect.poll(() => titles(studio.page)).toEqual(expect.arrayContaining(['Granite Steps', 'Low Tide']));
    await room(studio.page, 'Export').click();
    await studio.page.getByText('Six-minute ride').first().waitFor();
    await expect.poll(() => studio.page.getByText('not made').count()).toBe(0);
    await studio.page.keyboard.press('Control+y'); // nothing was undone after the removal's undo: redo is still there
    await room(studio.page, 'Library').click();
    await expect.poll(() => titles(studio.page)).not.toContain('Low Tide');
  });

  it('told no error on its console', () => {
    expect(errors).toEqual([]);
  });
});
