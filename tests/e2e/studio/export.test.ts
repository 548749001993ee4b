import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LaunchedDesktop, launchDesktop, makeHome } from '../../support/electron/launch-desktop.ts';
import { axeFindings } from './axe-findings.ts';
import { editWindow } from './edit-window.ts';
import { exportedInto } from './exported-files.ts';
import { buildStudio } from './open-host.ts';

/** A producer at Export, in the real window: what exists, the queue, presets, and a release. */
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** Long enough to make the demo's files on two busy cores. Milliseconds. */
const MADE = 240_000;
const PICTURES = process.env.EXPORT_PICTURES;

let home: Awaited<ReturnType<typeof makeHome>>;
let desktop: LaunchedDesktop;
let page: Page;
const errors: string[] = [];

const start = async (): Promise<void> => {
  desktop = await launchDesktop(ROOT, home.path);
  page = desktop.page;
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
};
const room = (name: string) =>
  page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name, exact: true }).click();
const sheet = () => page.getByRole('grid', { name: 'Workouts and their variants' });
const queue = () => page.getByRole('grid', { name: 'Queue of exports' });
/** What the sheet says of each variant, without the workout's name: `Ana · full: fresh, 6:00, −14.1 · −1.9`. */
const said = async (): Promise<string[]> => {
  const cells = await sheet().locator('[role=gridcell][data-state]').all();
  return Promise.all(cells.map(async (cell) => ((await cell.textContent()) ?? '').split(', ').slice(1).join(', ')));
};
const states = async (): Promise<string[]> =>
  Promise.all(
    (await sheet().locator('[role=gridcell][data-state]').all()).map(
      (cell) => cell.getAttribute('data-state') as Promise<string>,
    ),
  );
const all = (state: string): string[] => Array(5).fill(state);
const cell = (name: string) => sheet().getByRole('gridcell', { name: new RegExp(`, ${name}: `) });
const jobs = () => queue().getByRole('row');
/** Names and states of the queue, in its order. */
const inQueue = async (): Promise<string[]> =>
  Promise.all(
    (await jobs().all()).map(
      async (row) => `${(await row.innerText()).split('\n')[0]} ${await row.getAttribute('data-state')}`,
    ),
  );
const main = () => page.getByRole('button', { name: /^Export \d/ });
const soon = <Value>(look: () => Value, timeout = 20_000) => expect.poll(look, { timeout, interval: 100 });
const choosePreset = async (name: RegExp): Promise<void> => {
  await page.getByRole('button', { name: /^Preset: / }).click();
  await page.getByRole('menuitemradio', { name }).click();
  await page.getByRole('menu').waitFor({ state: 'detached' });
};
const picture = async (name: string): Promise<void> => {
  if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
};

beforeAll(async () => {
  buildStudio();
  home = await makeHome();
  await start();
  await page.getByRole('button', { name: 'Look around first' }).click();
  await room('Export');
});
afterAll(async () => {
  await desktop?.quit();
  await home?.remove();
});

describe('a producer at Export', () => {
  it('begins with nothing, and the demo at hand', async () => {
    await page.getByRole('heading', { name: 'No workout is open yet' }).waitFor();
    expect(await axeFindings(page, 'empty')).toEqual([]);
    await page.getByRole('button', { name: 'Open the demo' }).click();
    await soon(states, 60_000).toEqual(all('never'));
  });

  it('goes about the sheet with the keyboard alone', async () => {
    await sheet().focus();
    const chosen = (): Promise<number> => sheet().locator('[role=gridcell][aria-selected=true]').count();
    const focused = async (): Promise<string> =>
      page.evaluate(
        `document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.textContent ?? ''`,
      ) as Promise<string>;
    await page.keyboard.press('Home');
    expect(await focused()).toContain('Six-minute ride');
    expect(await chosen()).toBe(5);
    await page.keyboard.press('ArrowRight');
    expect(await chosen()).toBe(1);
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    expect(await chosen()).toBe(3);
    await page.keyboard.press('Space');
    expect(await chosen()).toBe(2);
    await page.keyboard.press('Control+ArrowRight');
    await page.keyboard.press('Space');
    expect(await chosen()).toBe(3);
    await page.keyboard.press('Control+a');
    expect(await chosen()).toBe(5);
    await page.getByRole('button', { name: 'Export all 5' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await chosen()).toBe(1);
  });

  it(
    'makes everything with one press, tells when it is done, and says what was measured',
    async () => {
      // Whatever this screen has in front: the page believes it is not.
      await page.evaluate('document.hasFocus = () => false');
      await desktop.app.evaluate(({ Notification }) => {
        const shown: string[] = [];
        Object.assign(globalThis, { shown });
        Notification.prototype.show = function (this: { title: string; body: string }) {
          shown.push(`${this.title}: ${this.body}`);
        };
      });
      await main().click();
      await soon(() => page.getByText(/^Queue · \d$/).count()).toBe(1);
      await soon(() => page.getByRole('progressbar').count()).toBeGreaterThan(0);
      await picture('running');
      await soon(states, MADE).toEqual(all('fresh'));
      const notified = () => desktop.app.evaluate(() => (globalThis as unknown as { shown: string[] }).shown);
      await soon(notified).toEqual(['The export is done: 5 files made']);
      // In this room no message stands in the corner: it is said.
      await page.locator('output[aria-live]').getByText('The export is done: 5 files made').waitFor();
      await page.evaluate('delete document.hasFocus');

      expect(exportedInto(join(home.path, 'Music', 'Cueforge', 'demo'))).toHaveLength(5);
      await cell('Ben · full').click();
      const checks = page.getByRole('list', { name: 'Checks' });
      await soon(() => checks.innerText()).toMatch(/−\d+\.\d\d LUFS/);
      expect(await checks.innerText()).toMatch(/dBTP/);
      // The strip: music that Ana's had already, Ben's words encoded.
      const strip = page.getByRole('region', { name: 'What was shared and what was encoded' });
      await strip.getByText(/^\d\d % shared$/).waitFor();
      await strip.getByRole('img', { name: /stretches encoded/ }).waitFor();
      const places = await strip
        .getByRole('list', { name: 'Encoded for this file' })
        .getByRole('listitem')
        .allInnerTexts();
      expect(places.length).toBeGreaterThan(1);
      for (const each of places) expect(each).toMatch(/^\d:\d\d\.\d to \d:\d\d\.\d$/);
      await picture('fresh');
      expect(await axeFindings(page, 'fresh')).toEqual([]);
    },
    MADE + 60_000,
  );

  it(
    'says which files an edit made stale and why, and makes only those again',
    async () => {
      const before = new Map(
        exportedInto(join(home.path, 'Music', 'Cueforge', 'demo')).map((path) => [path, readFileSync(path)]),
      );
      await room('Edit');
      await page.getByRole('row').filter({ hasText: 'Push, pull, push, pull' }).click();
      await page.keyboard.press('.');
      await editWindow(page).saved();
      await room('Export');
      await soon(states).toEqual(['fresh', 'stale', 'stale', 'stale', 'fresh']);
      expect((await said())[2]).toMatch(/^Ana · full: stale, Ana's cue 6 was moved$/);
      await picture('stale');
      await page.getByRole('button', { name: 'To make · 3' }).click();
      await page.getByRole('button', { name: 'All workouts' }).click();
      expect(await axeFindings(page, 'stale')).toEqual([]);
      await cell('Ana · full').click();
      const strip = page.getByRole('region', { name: 'What was shared and what was encoded' });
      await page.getByRole('button', { name: 'Export 3' }).click();
      await strip.getByText(/^the file before the one (queued|being made)$/).waitFor();
      await picture('again');
      await soon(states, MADE).toEqual(all('fresh'));
      const changed = [...before].filter(([path, bytes]) => !readFileSync(path).equals(bytes)).map(([path]) => path);
      expect(changed.map((path) => path.split(/demo_/)[1]).sort()).toEqual([
        'ana-full.mp3',
        'ben-full.mp3',
        'coaching.mp3',
      ]);
      await strip.getByText(/^9\d % shared$/).waitFor();
      expect(await strip.getByText(/^the file before/).count()).toBe(0);
    },
    MADE + 60_000,
  );

  it(
    'orders, pauses, cancels and retries, and finds the queue as it was after the window was closed',
    async () => {
      await queue().waitFor();
      await page.getByRole('button', { name: 'More of the queue' }).click();
      await page.getByRole('menuitem', { name: 'Clear what is over' }).click();
      await queue().waitFor({ state: 'detached' });

      await choosePreset(/Podcast/);
      await soon(states).toEqual(all('never'));
      await page.getByRole('button', { name: 'Export 5' }).click();
      await choosePreset(/Broadcast/);
      await page.getByRole('button', { name: 'Export 5' }).click();
      await soon(async () => (await inQueue()).filter((job) => job.includes('WAV')).length).toBe(5);
      await soon(async () => (await inQueue()).slice(0, 5).map((job) => job.split(' ').at(-1))).toEqual(all('running'));
      await page.getByRole('button', { name: 'Pause', exact: true }).first().click();
      await soon(async () => (await inQueue()).map((job) => job.split(' ').at(-1))).toEqual(Array(10).fill('paused'));

      // By keys: up, past the one before.
      const wav = () =>
        inQueue().then((all) =>
          all.filter((job) => job.includes('WAV')).map((job) => job.split(' · ').slice(1, -1).join(' · ')),
        );
      expect(await wav()).toEqual(['Music', 'Coaching', 'Ana · full', 'Ben · full', 'Ana · light']);
      await jobs().filter({ hasText: 'Ben · full · WAV' }).click();
      await page.keyboard.press('Alt+ArrowUp');
      await soon(wav).toEqual(['Music', 'Coaching', 'Ben · full', 'Ana · full', 'Ana · light']);
      // By hand: a grip, dragged to the end of the list.
      await queue().focus();
      await page.keyboard.press('End');
      const grip = jobs().filter({ hasText: 'Coaching · WAV' }).locator('[data-grip]');
      await grip.scrollIntoViewIfNeeded();
      const from = (await grip.boundingBox())!;
      const list = (await queue().boundingBox())!;
      await page.mouse.move(from.x + 5, from.y + 5);
      await page.mouse.down();
      await page.mouse.move(from.x + 5, from.y + 40, { steps: 3 });
      await page.mouse.move(from.x + 5, list.y + list.height - 2, { steps: 3 });
      await picture('drag');
      await page.mouse.up();
      await soon(wav).toEqual(['Music', 'Ben · full', 'Ana · full', 'Ana · light', 'Coaching']);

      // Cancelled, and tried again.
      await queue().focus();
      await page.keyboard.press('Home');
      await jobs().filter({ hasText: 'Ana · light · WAV' }).click();
      await page.keyboard.press('Delete');
      await soon(inQueue).toContain('Six-minute ride · Ana · light · WAV cancelled');
      await page.getByRole('button', { name: 'Retry', exact: true }).click();
      const light = async (): Promise<string> =>
        (await inQueue()).find((job) => job.includes('Ana · light · WAV')) ?? '';
      await soon(light).toMatch(/ (queued|running)$/);
      await page.getByRole('button', { name: 'Pause', exact: true }).first().click();
      await soon(light).toMatch(/ paused$/);
      expect(await axeFindings(page, 'queue')).toEqual([]);

      const order = await inQueue();
      await desktop.quit();
      await start();
      await room('Export');
      await soon(inQueue).toEqual(order);

      // Goes on, is cut off midway, and goes on again by itself.
      await page.getByRole('button', { name: 'Resume', exact: true }).first().click();
      await soon(async () => (await inQueue()).some((job) => job.endsWith('running'))).toBe(true);
      await desktop.quit();
      await start();
      await room('Export');
      await soon(async () => (await inQueue()).every((job) => job.endsWith(' done')), MADE).toBe(true);
      expect(await queue().getAttribute('aria-rowcount')).toBe('10');
      await soon(states).toEqual(all('fresh'));
    },
    2 * MADE,
  );

  it(
    'keeps a preset, says what a file failed at, and makes it once the cause is gone',
    async () => {
      const blocked = join(home.path, 'blocked');
      writeFileSync(blocked, 'a file where a folder should be');
      await choosePreset(/Podcast/);
      await page.getByRole('button', { name: /^Preset: / }).click();
      await page.getByRole('menuitem', { name: 'New preset from it…' }).click();
      const dialog = page.getByRole('dialog', { name: 'New preset' });
      await dialog.getByLabel('Name', { exact: true }).fill('To the drive');
      await dialog.getByLabel('Folder').fill('not absolute');
      await dialog.getByRole('button', { name: 'Save the preset' }).click();
      await dialog.getByRole('alert').getByText('is not an absolute path').waitFor();
      await dialog.getByLabel('Folder').fill(blocked);
      expect(await axeFindings(page, 'preset')).toEqual([]);
      await dialog.getByRole('button', { name: 'Save the preset' }).click();
      await page.getByRole('button', { name: 'Preset: To the drive' }).waitFor();
      await soon(states).toEqual(all('never'));

      // Shared as a file, taken in from one, and taken away.
      const dialogsAnswer = (chosen: string): Promise<void> =>
        desktop.app.evaluate(({ dialog: system }, path) => {
          system.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
        }, chosen);
      const inMenu = async (item: RegExp): Promise<void> => {
        await page.getByRole('button', { name: /^Preset: / }).click();
        await page.getByRole('menuitem', { name: item }).click();
      };
      await dialogsAnswer(home.path);
      await inMenu(/^Share as a file/);
      const shared = join(home.path, 'to-the-drive.json');
      await soon(() => existsSync(shared)).toBe(true);
      const preset = JSON.parse(readFileSync(shared, 'utf8'));
      const theirs = join(home.path, 'theirs.json');
      writeFileSync(theirs, JSON.stringify({ ...preset, id: 'theirs', name: 'A colleague’s' }));
      await dialogsAnswer(theirs);
      await inMenu(/^Import a preset/);
      await page.getByRole('button', { name: 'Preset: A colleague’s' }).waitFor();
      await inMenu(/^Remove/);
      await page.getByRole('button', { name: 'Preset: As the workout says' }).waitFor();
      await choosePreset(/To the drive/);
      await soon(states).toEqual(all('never'));

      await cell('Coaching').click();
      await page.keyboard.press('Enter');
      await soon(() => cell('Coaching').getAttribute('data-state')).toMatch(/queued|failed/);
      await soon(() => page.getByText(/The last try failed|It failed/).count(), 60_000).toBeGreaterThan(0);
      await picture('failed');
      rmSync(blocked);
      await page
        .getByRole('button', { name: 'Retry', exact: true })
        .or(page.getByRole('button', { name: 'Try it again' }))
        .first()
        .press('Enter');
      await soon(() => cell('Coaching').getAttribute('data-state'), MADE).toBe('fresh');
      expect(existsSync(join(blocked, 'demo_coaching_podcast.mp3'))).toBe(true);
    },
    MADE,
  );

  it('lists what was made, and publishes it after a look at what would be sent', async () => {
    await page.getByRole('button', { name: 'History' }).click();
    const history = page.getByRole('grid', { name: 'History of exports' });
    await history.focus();
    await page.keyboard.press('Home');
    await soon(() => history.locator('[aria-selected=true]').innerText()).toMatch(/Coaching · MP3/);
    expect(Number(await history.getAttribute('aria-rowcount'))).toBe(1 + 5 + 3 + 10 + 1);
    await page.getByRole('button', { name: 'Show file' }).waitFor();
    expect(await axeFindings(page, 'history')).toEqual([]);
    // What lies at an older entry's path is a newer file.
    await history.focus();
    await page.keyboard.press('End');
    await history.getByRole('row').filter({ hasText: 'Ana · full · MP3' }).last().click();
    const strip = page.getByRole('region', { name: 'What was shared and what was encoded' });
    await strip.getByText(/^Replaced since, /).waitFor();
    expect(await strip.getByRole('img').count()).toBe(0);
    expect(await page.getByRole('button', { name: /^(Show file|Open report|Play A and B)$/ }).count()).toBe(0);
    await picture('replaced');
    expect(await axeFindings(page, 'replaced')).toEqual([]);
    await page.getByRole('button', { name: 'All workouts' }).click();

    await choosePreset(/As the workout says/);
    await soon(states).toEqual(all('fresh'));
    await page.getByRole('button', { name: 'Publish…' }).click();
    const publish = page.getByRole('dialog', { name: 'Publish' });
    await publish.getByRole('button', { name: 'New target…' }).click();
    const target = page.getByRole('dialog', { name: 'New target' });
    await target.getByLabel('Name', { exact: true }).fill('Shared drive');
    // A store's keys go to the keychain, and nowhere where there is none, as on this screen.
    await target.getByRole('textbox', { name: 'Bucket' }).fill('mixes');
    await target.getByLabel('Access key').fill('AKIA');
    await target.getByLabel('Secret').fill('not to be seen');
    await target.getByRole('button', { name: 'Save', exact: true }).click();
    await target.getByRole('alert').getByText('no keychain').waitFor();
    expect(await page.content()).not.toContain('not to be seen');
    expect(await axeFindings(page, 'target')).toEqual([]);
    await target.getByLabel('Kind').selectOption('folder');
    const place = join(home.path, 'shared drive');
    await target.getByLabel('Folder').fill(place);
    await target.getByRole('button', { name: 'Save', exact: true }).click();
    await publish.getByText(/^\d+ files are sent/).waitFor();
    expect(existsSync(join(place, 'manifest.json'))).toBe(false);
    expect(await axeFindings(page, 'publish')).toEqual([]);
    await picture('publish');
    await publish.getByRole('button', { name: 'Publish', exact: true }).click();
    await publish.getByText(/^\d+ files sent/).waitFor({ timeout: 60_000 });
    await publish.getByText(/^Nothing is new/).waitFor();
    expect(existsSync(join(place, 'manifest.json'))).toBe(true);
    await publish.getByRole('button', { name: 'Close' }).last().click();
  }, 120_000);

  it('told no error on its console', () => {
    expect(errors).toEqual([]);
  });
});
