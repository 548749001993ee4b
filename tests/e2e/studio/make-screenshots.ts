import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeHome } from '../../support/electron/launch-desktop.ts';
import { buildStudio, openWeb } from './open-host.ts';

/**
 * `npm run screenshots`: takes the README's pictures of the studio as it is now, every room in both themes, with real
 * music (Debian's extremetuxracer-data, where it is there), the demo exported, and the demo session armed and playing.
 * `npm run screenshots -- run` takes those of Run alone.
 */
const MUSIC = '/usr/share/games/etr/music';
const FOLDER = fileURLToPath(new URL('../../../resources/screenshots/', import.meta.url));

const runAlone = process.argv[2] === 'run';

buildStudio();
mkdirSync(FOLDER, { recursive: true });
const home = await makeHome();
const studio = await openWeb(home.path);
const { page } = studio;
const goTo = (name: string) =>
  page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name, exact: true }).click();

/** Pictures of rooms as they are, in both themes. */
const take = async (...rooms: readonly string[]): Promise<void> => {
  for (const theme of ['dark', 'light']) {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
    for (const name of rooms) {
      await goTo(name);
      await page.mouse.move(720, 700);
      await page.waitForTimeout(700);
      await page.screenshot({ path: join(FOLDER, `${name.toLowerCase()}-${theme}.png`) });
    }
  }
};

/** What a coach prepares: sounds, a workout, its exports. */
const showWorkout = async (): Promise<void> => {
  if (existsSync(MUSIC)) {
    await goTo('Library');
    await studio.importFolder(MUSIC);
    await page.getByText('Credits Ballad').waitFor();
  }
  await goTo('Export');
  await page.getByRole('button', { name: 'Open the demo' }).first().click();
  await page.getByText('Six-minute ride').first().waitFor({ timeout: 120_000 });
  await page.getByRole('button', { name: /^Export \d/ }).click();
  await page.getByText('Nothing runs').waitFor({ timeout: 300_000 });
  await goTo('Library');
  const demo = page.getByRole('row').filter({ hasText: 'demo-music' });
  await demo.click();
  await demo.getByRole('button', { name: 'Play demo-music' }).click();
  await page.waitForTimeout(3000);
  // Edit as a coach has it: a cue chosen, a phrase in sight, the mix sounding.
  await goTo('Edit');
  await page.locator('canvas[data-drawn="all"]').first().waitFor({ timeout: 60_000 });
  await page
    .getByRole('region', { name: 'Player' })
    .getByRole('button', { name: 'Pause' })
    .click()
    .catch(() => undefined);
  await page.getByRole('row').filter({ hasText: 'Push, pull, push, pull' }).click();
  for (let i = 0; i < 6; i++) await page.keyboard.press('+');
  await page.keyboard.press('Space');
  await page.waitForTimeout(4000);
  // Export as a producer has it: a file that was made, and what of it was shared.
  await goTo('Export');
  await page.getByRole('gridcell', { name: /, Ana · full: / }).click();
  await page.getByText(/^\d+ % shared$/).waitFor();
  await take('Library', 'Edit', 'Export');
};

/** What an operator performs: the demo session, armed, its music sounding and the next cue ready. */
const showRun = async (): Promise<void> => {
  const row = (name: string, state: string) =>
    page.locator(`[role=row][data-state=${state}]`).filter({ hasText: name });
  await goTo('Run');
  await page.getByRole('button', { name: 'Try the demo session' }).click();
  await page.getByRole('row').filter({ hasText: 'Walk-out playlist' }).waitFor({ timeout: 120_000 });
  await page.getByText('Nothing runs').waitFor({ timeout: 120_000 });
  await page.getByRole('button', { name: /^Main · / }).waitFor();
  await page.getByRole('button', { name: 'Arm', exact: true }).click();
  await row('Doors', 'next').waitFor();
  await page.keyboard.press('Space');
  await row('Doors', 'playing').first().waitFor();
  await page.waitForTimeout(2000);
  await page.keyboard.press('Space');
  await row('Welcome', 'playing').waitFor();
  await row('Breath, settle in', 'next').waitFor({ timeout: 60_000 });
  await page.keyboard.press('Space');
  await row('Breath, settle in', 'playing').waitFor();
  await page.getByRole('region', { name: 'Now', exact: true }).getByRole('button', { name: 'background' }).click();
  await row('Climb', 'next').first().waitFor({ timeout: 60_000 });
  await take('Run');
};

try {
  await page.getByRole('button', { name: 'Look around first' }).click();
  if (!runAlone) await showWorkout();
  await showRun();
} finally {
  await studio.close();
  await home.remove();
}
