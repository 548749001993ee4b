import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { type Browser, chromium, type Page } from 'playwright';
import { WebSocketServer } from 'ws';
import { encodePcmFrame } from '../../../../src/contract/index.ts';
import { createPcmCache, findFfmpeg, type PcmAsset } from '../../../../src/media/index.ts';
import { CueforgeError } from '../../../../src/model/index.ts';
import { servePcm } from '../../../../src/studio/pcm-source.ts';
import { writeWav } from '../../../integration/media/sound-files.ts';
import { FLAGS, sayTroubles, serveIsolatedPage } from '../isolated-page.ts';
import { leftOf, rightOf } from './tap-layout.ts';

/** Assets of the rig: the same numbered sound, decoded ahead or not. */
export const CACHED = 'a'.repeat(32);
export const COLD = ['b', 'e', 'f'].map((digit) => digit.repeat(32));
/** As long as the cached one, and numbered by so much more. */
export const OTHER = '9'.repeat(32);
export const OTHER_FROM = 512 << 14;
export const SHORT = 'c'.repeat(32);
export const GONE = 'd'.repeat(32);
export const SHORT_FRAMES = 100_001;

/** A sound whose every frame says which frame it is, counted from `first`. */
const writeNumbered = (path: string, length: number, first = 0): void => {
  const data = Buffer.alloc(length * 4);
  for (let i = 0; i < length; i++) {
    data.writeInt16LE(leftOf(first + i), i * 4);
    data.writeInt16LE(rightOf(first + i), i * 4 + 2);
  }
  writeWav(path, data);
};

export interface Rig {
  readonly page: Page;
  /** Breaks every connection that carries sound. */
  cut(): void;
  close(): Promise<void>;
}

/** Builds the test's page, serves it isolated with a real source of sound, and opens it in Chromium. */
export const openRig = async (seconds: number): Promise<Rig> => {
  const folder = mkdtempSync(join(tmpdir(), 'cueforge-player-'));
  const ffmpeg = await findFfmpeg(null);
  const cache = createPcmCache({ cacheDir: join(folder, 'cache'), ffmpeg, threads: 1 });
  const files: Record<string, string> = { [CACHED]: 'cached.wav', [OTHER]: 'other.wav', [SHORT]: 'short.wav' };
  writeNumbered(join(folder, 'cached.wav'), seconds * 48_000);
  writeNumbered(join(folder, 'other.wav'), seconds * 48_000, OTHER_FROM);
  for (const [i, id] of COLD.entries()) {
    files[id] = `cold-${i}.wav`;
    writeNumbered(join(folder, files[id]), seconds * 48_000 - 7 - i); // Other bytes: another entry of the cache.
  }
  writeNumbered(join(folder, 'short.wav'), SHORT_FRAMES);
  const ready: Record<string, PcmAsset> = {
    [CACHED]: await cache.open(join(folder, 'cached.wav')),
    [OTHER]: await cache.open(join(folder, 'other.wav')),
    [SHORT]: await cache.open(join(folder, 'short.wav')),
  };

  const { server, url } = await serveIsolatedPage(import.meta.dirname, join(folder, 'page'), [react()]);
  const sockets = new WebSocketServer({ server, path: '/pcm' });
  sockets.on('connection', (socket) => {
    servePcm(
      {
        send: (message) => socket.send(encodePcmFrame(message)),
        onMessage: (listener) => socket.on('message', (data) => listener(JSON.parse(String(data)))),
        onClose: (listener) => socket.on('close', listener),
      },
      {
        ffmpeg,
        openPcm: (file, options) => cache.open(file, options),
        openSource: () => Promise.reject(new CueforgeError('file-missing', 'No take is here')),
        openCue: () => Promise.reject(new CueforgeError('no-session', 'No cuelist is open')),
        openMix: () => Promise.reject(new CueforgeError('workout-missing', 'No workout is here')),
        openMusic: () => Promise.reject(new CueforgeError('workout-missing', 'No workout is here')),
        checkMade: () => Promise.reject(new CueforgeError('file-missing', 'No file was made here')),
        async open(asset) {
          const name = files[asset];
          if (name === undefined)
            throw new CueforgeError('asset-missing', 'This sound is not in the library any more.');
          return { path: join(folder, name), pcm: ready[asset] ?? null };
        },
      },
    );
  });

  const browser: Browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: [...FLAGS, '--autoplay-policy=no-user-gesture-required'],
  });
  const page = await (await browser.newContext({ viewport: { width: 1216, height: 120 } })).newPage();
  sayTroubles(page);
  await page.goto(url);
  return {
    page,
    cut: () => {
      for (const client of sockets.clients) client.terminate();
    },
    async close() {
      await browser.close();
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      await new Promise((resolve) => server.close(resolve));
      await cache.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
