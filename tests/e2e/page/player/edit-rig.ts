import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { build } from 'vite';
import { serveStudio } from '../../../../src/server/index.ts';
import { type OpenService, openStudioService } from '../../../../src/studio/index.ts';
import { writeNoise } from '../../../integration/media/sound-files.ts';
import { FLAGS } from '../isolated-page.ts';
import type { EditPage } from './edits/edit-page.ts';

export interface EditRig {
  readonly page: Page;
  readonly opened: OpenService;
  readonly folder: string;
  /** Writes a workout of so many recorded cues over so many seconds of music, opens it and waits for its sounds. Returns its file. */
  openRide(cues: number, seconds: number): Promise<string>;
  /** Runs in the page, whose face is `page`; `given` goes along as JSON. */
  inPage<T, G = null>(act: (page: EditPage, given: G) => T, given?: G): Promise<Awaited<T>>;
  /** Plays a variant of a workout, from a second on. */
  play(workout: string, from: number, variant?: string): Promise<void>;
  /** Milliseconds from `play` to the first sound, once there is some. */
  firstSound(): Promise<number>;
  close(): Promise<void>;
}

/** A real studio, served to a page that plays what is edited, in Chromium. */
export const openEditRig = async (): Promise<EditRig> => {
  const folder = mkdtempSync(join(tmpdir(), 'cueforge-edits-'));
  await build({
    ...{ root: join(import.meta.dirname, 'edits'), configFile: false, logLevel: 'error' },
    worker: { format: 'es' },
    build: {
      ...{ outDir: join(folder, 'page'), emptyOutDir: true, target: 'chrome114' },
      ...{ assetsInlineLimit: 0, modulePreload: { polyfill: false } },
    },
  });
  const opened = await openStudioService({
    host: 'web',
    libraryPath: join(folder, 'library'),
    cachePath: join(folder, 'cache'),
  });
  const served = await serveStudio({
    service: opened.service,
    pageFolder: join(folder, 'page'),
    uploadFolder: join(folder, 'uploads'),
  });
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: [...FLAGS, '--autoplay-policy=no-user-gesture-required'],
  });
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error('page:', error));
  await page.goto(served.url);
  await page.mouse.click(5, 5); // The first touch opens the device.
  const inPage: EditRig['inPage'] = (act, given) =>
    page.evaluate(`(${act})(window.page, ${JSON.stringify(given ?? null)})`) as Promise<never>;
  await until(() =>
    inPage((its) =>
      its.client.call('app.info', {}).then(
        () => true,
        () => false,
      ),
    ),
  );
  return {
    ...{ page, opened, folder, inPage },
    async openRide(cues, seconds) {
      const rides = join(folder, `ride-${cues}`);
      mkdirSync(rides, { recursive: true });
      writeNoise(join(rides, 'music.wav'), { length: seconds * 48_000 });
      for (let i = 0; i < 5; i++) writeNoise(join(rides, `said-${i}.wav`), { length: 30_000 + 1_000 * i });
      const path = join(rides, 'ride.json');
      const document = {
        ...{ id: 'ride', music_url: 'music.wav', coaches: [{ id: 'ann' }] },
        variants: [{ id: 'coached', coach: 'ann' }],
        cues: Array.from({ length: cues }, (_, i) => ({
          ...{ id: `c${i}`, time_ms: Math.round(500 + (i * (seconds - 3) * 1000) / cues) },
          ...{ text: `Cue ${i}`, audio: `said-${i % 5}.wav` },
        })),
      };
      writeFileSync(path, JSON.stringify(document));
      await inPage((its, file) => its.client.call('edit.open', { path: file }), path);
      await until(() =>
        inPage(async (its, file) => {
          const { tracks, takes } = await its.client.call('edit.material', { path: file });
          return [...tracks, ...takes].every(({ state }) => state === 'ready');
        }, path),
      );
      return path;
    },
    play: (ride, at, variety = 'coached') =>
      inPage((its, [workout, from, variant]) => its.player().play({ kind: 'mix', workout, variant }, { from }), [
        ride,
        at,
        variety,
      ] as const),
    async firstSound() {
      await until(() => inPage((its) => its.player().firstSound !== null));
      return inPage((its) => its.player().firstSound!.milliseconds);
    },
    async close() {
      await browser.close();
      await served.close();
      await opened.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Looks again until it is so. */
export const until = async (is: () => Promise<boolean>): Promise<void> => {
  while (!(await is())) await new Promise((resolve) => setTimeout(resolve, 50));
};
