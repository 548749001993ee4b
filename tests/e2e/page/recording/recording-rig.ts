import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { type Browser, chromium, type Page } from 'playwright';
import { build } from 'vite';
import { serveStudio } from '../../../../src/server/index.ts';
import { openStudioService } from '../../../../src/studio/index.ts';
import { FLAGS, sayTroubles } from '../isolated-page.ts';
import { type Tone, writeTone } from './tone.ts';

const RENDERER = fileURLToPath(new URL('../../../../renderer', import.meta.url));
const CHROMIUM = ['/usr/bin/chromium', chromium.executablePath()].find((path) => existsSync(path));

/** The workout that is edited: music at 120 beats a minute, two coaches, cues with words. */
const WORKOUT = {
  ...{ id: 'ride', title: 'A short ride' },
  tracks: [{ id: 'music', file: 'music.wav', bpm: 120, first_beat_ms: 0 }],
  segments: [
    { id: 'easy', title: 'Easy', start_time: 0, duration_seconds: 12, intensity: 'low' },
    { id: 'hard', title: 'Hard', start_time: 12, duration_seconds: 18, intensity: 'high' },
  ],
  coaches: [
    { id: 'ana', name: 'Ana' },
    { id: 'ben', name: 'Ben', voice: 'rms' },
  ],
  variants: [
    { id: 'full', name: 'Ana · full', coach: 'ana' },
    { id: 'light', name: 'Ben · light', coach: 'ben' },
  ],
  cues: [
    { id: 'c1', time_ms: 6000, text: 'Sit up, and breathe.' },
    { id: 'c2', time_ms: 14_000, text: 'Sprint one. Everything you have.', tags: ['sprint'] },
    { id: 'c3', time_ms: 20_000, text: 'Hold it!', tags: ['sprint'], gain_db: 1.5 },
  ],
};

export interface RecordingRig {
  /** The workout's folder. */
  readonly folder: string;
  /** A page at the workout in Edit, in a browser whose microphone hears a tone; with or without leave to use it. */
  open(tone: Tone, allowed: boolean): Promise<Page>;
  close(): Promise<void>;
}

/** The real studio in this process, its page as it ships, and browsers that hear a file instead of a microphone. */
export const openRecordingRig = async (): Promise<RecordingRig> => {
  const home = mkdtempSync(join(tmpdir(), 'cueforge-recording-'));
  const folder = join(home, 'ride');
  mkdirSync(folder);
  writeTone(join(folder, 'music.wav'), { seconds: 30, hertz: 220, peak: 0.2 });
  writeFileSync(join(folder, 'ride.json'), JSON.stringify(WORKOUT, null, 2));
  await build({
    root: RENDERER,
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    worker: { format: 'es' },
    build: { outDir: join(home, 'page'), emptyOutDir: true, target: 'chrome114', assetsInlineLimit: 0, minify: false },
  });
  const { service, close } = await openStudioService({
    ...{ host: 'web', libraryPath: join(home, 'library'), cachePath: join(home, 'cache') },
    log: () => undefined,
  });
  const served = await serveStudio({ service, pageFolder: join(home, 'page'), uploadFolder: join(home, 'dropped') });
  await service.handlers['workouts.open']({ path: join(folder, 'ride.json') }, new AbortController().signal);
  const browsers: Browser[] = [];
  return {
    folder,
    async open(tone, allowed) {
      const file = join(home, `tone-${browsers.length}.wav`);
      writeTone(file, tone);
      const browser = await chromium.launch({
        executablePath: CHROMIUM,
        args: [
          ...FLAGS,
          '--autoplay-policy=no-user-gesture-required',
          '--use-fake-device-for-media-stream',
          `--use-file-for-fake-audio-capture=${file}`,
        ],
      });
      browsers.push(browser);
      const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
      if (allowed) await context.grantPermissions(['microphone'], { origin: new URL(served.url).origin });
      const page = await context.newPage();
      sayTroubles(page); // A policy that refuses something says so, too.
      await page.goto(served.url);
      const welcome = page.getByRole('button', { name: 'Look around first' });
      const rooms = page.getByRole('navigation', { name: 'Rooms' });
      await rooms.waitFor();
      if (await welcome.isVisible()) await welcome.click();
      await rooms.getByRole('button', { name: 'Edit', exact: true }).click();
      await page.getByRole('textbox', { name: 'Title of the workout' }).waitFor();
      return page;
    },
    async close() {
      for (const browser of browsers) await browser.close();
      await served.close();
      await close();
      rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
};
