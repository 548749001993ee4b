import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CuelistDocument } from '../../../src/model/index.ts';
import { toneWav } from '../../integration/studio/tone-wav.ts';
import { makeHome } from '../../support/electron/launch-desktop.ts';
import { axeFindings } from './axe-findings.ts';
import { buildStudio, type OpenStudio, openDesktop, openWeb } from './open-host.ts';
import { readFromAfar } from './read-from-afar.ts';

/** An operator's evening: a list is mended, armed and performed with the real mixer, in real windows. */

/** Where pictures of a test that failed are put to be looked at; nowhere unless asked for. */
const PICTURES = process.env.RUN_PICTURES;

/** What is waited for may take so long on a machine that does much else. */
const PATIENT = { timeout: 15_000 };

const SHOW: CuelistDocument = {
  id: 'evening',
  name: 'Friday evening',
  cues: [
    {
      id: 'doors',
      number: '1',
      name: 'Doors',
      follow: 'auto-follow',
      layers: [{ file: 'doors.wav', role: 'background' }],
    },
    {
      ...{ id: 'breath', number: '2', name: 'Breath', follow: 'auto-follow' },
      transition: { type: 'crossfade', duration_ms: 1000 },
      layers: [{ file: 'breath.wav', role: 'voice' }],
    },
    { id: 'climb', number: '3', name: 'Climb', layers: [{ file: 'climb.wav', role: 'background' }] },
    { id: 'lost', number: '4', name: 'Lost song', follow: 'auto-follow', layers: [{ file: 'lost.wav' }] },
    { id: 'last', number: '5', name: 'Last song', layers: [{ file: 'last.wav', role: 'background' }] },
  ],
};

const placeShow = (folder: string): string => {
  mkdirSync(folder, { recursive: true });
  toneWav(join(folder, 'doors.wav'), { hertz: 220, seconds: 4, level: 0.3 });
  toneWav(join(folder, 'breath.wav'), { hertz: 440, seconds: 3, level: 0.2 });
  toneWav(join(folder, 'climb.wav'), { hertz: 110, seconds: 90, level: 0.3 });
  toneWav(join(folder, 'last.wav'), { hertz: 165, seconds: 90, level: 0.3 });
  const path = join(folder, 'friday.cuelist.json');
  writeFileSync(path, JSON.stringify(SHOW));
  return path;
};

beforeAll(buildStudio);

describe.each([
  ['the desktop window', openDesktop],
  ['a browser', openWeb],
] as const)('an evening at Run in %s', (host, open) => {
  let home: Awaited<ReturnType<typeof makeHome>>;
  let studio: OpenStudio;
  let path: string;
  const errors: string[] = [];

  const row = (name: string): Locator => studio.page.getByRole('row').filter({ hasText: name });
  const press = (keys: string): Promise<void> => studio.page.keyboard.press(keys);
  const button = (name: string | RegExp): Locator => studio.page.getByRole('button', { name });
  const side = (): Locator => studio.page.getByRole('complementary');
  /** The names of the cues, from the top. */
  const names = (): Promise<string[]> =>
    studio.page.evaluate(`[...document.querySelectorAll('[role=treegrid] [data-index]')]
      .sort((a, b) => a.ariaRowIndex - b.ariaRowIndex)
      .map((row) => row.querySelectorAll('[role=gridcell]')[2].innerText.split('\\n')[0])`);
  /** What a cue's row says it does: a word of a few. */
  const stateOf = (name: string): Promise<string | null> => row(name).getAttribute('data-state');
  const isNow = (name: string, state: string | null): Promise<void> =>
    expect.poll(() => stateOf(name), PATIENT).toBe(state);
  /** Of what the operator waits for. Seconds. */
  const left = async (): Promise<number> => {
    const [, minutes, seconds] =
      /(\d+):(\d+(?:\.\d+)?)/.exec(await side().getByRole('timer').first().innerText()) ?? [];
    return Number(minutes) * 60 + Number(seconds);
  };
  /** How far the output's left bar stands out, 0..1. */
  const level = (): Promise<number> =>
    studio.page.evaluate(`new DOMMatrix(getComputedStyle(document.querySelector(
      '[aria-label^="Level meters"] span span span')).transform).a`);
  const onDisk = (): CuelistDocument => JSON.parse(readFileSync(path, 'utf8'));

  beforeAll(async () => {
    home = await makeHome();
    path = placeShow(join(home.path, 'shows'));
    studio = await open(home.path);
    studio.page.setDefaultTimeout(15_000);
    studio.page.on('pageerror', (error) => errors.push(error.message));
    studio.page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail' && PICTURES)
      await studio.page.screenshot({ path: join(PICTURES, `${host} ${task.name}.png`) });
  });
  afterAll(async () => {
    await studio?.close();
    await home.remove();
  });

  it('opens a list and says how its cues meet, and which one is silent', async () => {
    await button('Look around first').click();
    await studio.page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'Run' }).click();
    await studio.openCuelist(path);
    await expect.poll(names, PATIENT).toEqual(['Doors', 'Breath', 'Climb', 'Lost song', 'Last song']);
    await row('Doors').getByText('gapless').waitFor();
    await row('Breath').getByText('crossfade 1 s').waitFor();
    await row('Lost song').getByText('cannot be played').waitFor();
    await button('Main · ').waitFor();
  });

  it('renames a cue, moves it by the keyboard, and takes it back', async () => {
    await row('Last song').click();
    await press('F2');
    await studio.page.getByLabel('Name of the cue').fill('Finale');
    await press('Enter');
    await expect.poll(names, PATIENT).toContain('Finale');
    await press('Control+Alt+ArrowUp');
    await expect.poll(names, PATIENT).toEqual(['Doors', 'Breath', 'Climb', 'Finale', 'Lost song']);
    await press('Control+z');
    await expect.poll(names, PATIENT).toEqual(['Doors', 'Breath', 'Climb', 'Lost song', 'Finale']);
    await expect.poll(() => onDisk().cues.map(({ name }) => name), PATIENT).toContain('Finale');
  });

  it('gives axe nothing to find in Edit mode', async () => {
    expect(await axeFindings(studio.page, 'Edit mode')).toEqual([]);
  });

  it('arms, which ends what is auditioned', async () => {
    const player = studio.page.getByRole('region', { name: 'Player' });
    await row('Climb').click();
    await press('v');
    await player.getByText(/Playing/).waitFor();
    await button(/^Arm/).click();
    await studio.page.getByText('Show mode · armed').waitFor();
    await player.waitFor({ state: 'detached' });
    // What is truly held off: a browser has only its screen's lock.
    await studio.page.getByText(host === 'a browser' ? 'Screen kept on' : 'Sleep blocked · updates paused').waitFor();
  });

  it('goes by Space and sounds', async () => {
    await row('Doors').getByText('NEXT · ready').waitFor();
    await press('Space');
    await isNow('Doors', 'playing');
    const before = await left();
    await expect.poll(left, PATIENT).toBeLessThan(before);
    await expect.poll(level, PATIENT).toBeGreaterThan(0.1);
    await isNow('Breath', 'playing');
    await isNow('Climb', 'playing');
    await isNow('Doors', 'done');
  });

  it('pauses and goes on', async () => {
    await press('p');
    await isNow('Climb', 'paused');
    await button(/^Go on(?! with)/).waitFor();
    await press('p');
    await isNow('Climb', 'playing');
    const before = await left();
    await expect.poll(left, PATIENT).toBeLessThan(before);
  });

  it('gives axe nothing to find in Show mode', async () => {
    expect(await axeFindings(studio.page, 'Show mode')).toEqual([]);
  });

  it('can be read from afar in Show mode: what sounds, how long it still has, and what comes next', async () => {
    const seen = await readFromAfar(studio.page);
    expect(seen.map(({ what }) => what)).toHaveLength(6);
    for (const { what, text, size, contrast } of seen) {
      expect(text, what).toMatch(
        what.startsWith('current') ? /Climb/ : what.startsWith('next') ? /Lost song/ : /\d:\d\d/,
      );
      expect(size, `${what}: pixels`).toBeGreaterThanOrEqual(34);
      expect(contrast, `${what}: contrast`).toBeGreaterThanOrEqual(7);
    }
  });

  it('refuses edits in Show mode', async () => {
    const before = await names();
    await studio.page.getByRole('treegrid', { name: 'Cues, locked in Show mode' }).waitFor();
    await row('Finale').click();
    for (const keys of ['F2', 'Delete', 'Control+Alt+ArrowUp', 'Control+d', 'n', 'm']) await press(keys);
    expect(await studio.page.getByLabel('Name of the cue').count()).toBe(0);
    expect(await button('Add sounds…').count()).toBe(0);
    expect(await names()).toEqual(before);
  });

  it('says that the next cue is silent, and plays past it', async () => {
    await row('Lost song').getByText('NEXT · silent').waitFor();
    await press('Space');
    await isNow('Finale', 'playing');
    await expect.poll(level, PATIENT).toBeGreaterThan(0.1);
  });

  it('shows what sounds after it was disarmed, and what is selected beside it', async () => {
    await button('Edit mode').click();
    await button('Unlock the list?').click();
    await studio.page.getByRole('treegrid', { name: 'Cues', exact: true }).waitFor();
    await studio.page.getByRole('region', { name: 'Performance' }).getByText('5 · Finale').waitFor();
    await isNow('Finale', 'playing');
    await button('What is selected').click();
    await side().getByText('Hotkey in Show mode').waitFor();
    await press('Control+Shift+a');
    await studio.page.getByText('Show mode · armed').waitFor();
    await isNow('Finale', 'playing');
  });

  it('is silent after panic, twice', async () => {
    await press('Escape');
    await press('Escape');
    await studio.page.getByRole('region', { name: 'Performance' }).getByText('Nothing sounds.').waitFor();
    await expect.poll(level, PATIENT).toBe(0);
  });

  it('is back in Edit mode, with the list as it was', async () => {
    await press('Control+Shift+a');
    await button('Add sounds…').waitFor();
    expect(await names()).toEqual(['Doors', 'Breath', 'Climb', 'Lost song', 'Finale']);
    expect(onDisk().cues).toHaveLength(5);
  });

  it('told no error on its console', () => {
    expect(errors).toEqual([]);
  });
});

describe('a show that was cut off', () => {
  it('is offered where no list is open, and goes on from there', async () => {
    const home = await makeHome();
    const path = placeShow(join(home.path, 'shows'));
    const goTo = (page: Page) =>
      page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'Run' }).click();
    let studio = await openWeb(home.path);
    try {
      await studio.page.getByRole('button', { name: 'Look around first' }).click();
      await goTo(studio.page);
      await studio.openCuelist(path);
      await studio.page.getByRole('button', { name: 'Main · ' }).waitFor();
      await studio.page.getByRole('button', { name: /^Arm/ }).click();
      await studio.page.getByText('NEXT · ready').waitFor();
      await studio.page.keyboard.press('Space');
      await studio.page.locator('[role=row][data-state=playing]').filter({ hasText: 'Breath' }).waitFor();
      const [host] = await studio.processes();
      process.kill(host, 'SIGKILL');
      await studio.close();

      studio = await openWeb(home.path);
      const { page } = studio;
      await goTo(page);
      const offer = page.getByRole('region', { name: 'A show that was cut off' });
      await offer.waitFor();
      await page.keyboard.press('Control+Shift+w');
      await page.getByRole('heading', { name: 'Your cuelists' }).waitFor();
      await offer.getByRole('button', { name: 'Go on from there' }).click();
      await page.getByText('Show mode · armed').waitFor();
      await page
        .locator('[role=row][data-state=playing]')
        .filter({ hasText: /Breath|Climb/ })
        .first()
        .waitFor();
      if (PICTURES) await page.screenshot({ path: join(PICTURES, 'gone on.png') });
    } catch (error) {
      if (PICTURES) await studio.page.screenshot({ path: join(PICTURES, 'cut off.png') });
      throw error;
    } finally {
      await studio.close();
      await home.remove();
    }
  });
});
