import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { WebSocketServer } from 'ws';
import { joined } from '../../../integration/session/source-sounds.ts';
import { FLAGS, sayTroubles, serveIsolatedPage } from '../isolated-page.ts';
import { createScriptedEngine, type ScriptedEngine } from './scripted-engine.ts';
import type { TestPage } from './test-page.ts';

export interface MixerRig {
  readonly page: Page;
  readonly engine: ScriptedEngine;
  /** The stages that the page's mixer has come to, oldest first; the page says them by itself. */
  readonly stages: readonly string[];
  /** Runs in the page, whose face is `page`; `given` goes along as JSON. */
  inPage<T, G = null>(act: (page: TestPage, given: G) => T, given?: G): Promise<Awaited<T>>;
  /** Frames that were captured since the capture began, interleaved stereo, and the frame of the mixer at the first. */
  captured(): Promise<{ pcm: Float32Array; frame: number; dropped: number }>;
  close(): Promise<void>;
}

/**
 * Builds the test's page, serves it isolated with an engine's end that follows a script, and opens it in Chromium.
 * `autoplay`: whether it gives sound before it is touched; `started`: whether the page starts the mixer by itself.
 */
export const openMixerRig = async (how: { autoplay: boolean; started: boolean }): Promise<MixerRig> => {
  const folder = mkdtempSync(join(tmpdir(), 'cueforge-mixer-'));
  const { server, url } = await serveIsolatedPage(import.meta.dirname, join(folder, 'page'));
  const engine = createScriptedEngine();
  const sockets = new WebSocketServer({ server, path: '/mixer' });
  sockets.on('connection', engine.connect);

  const policy = how.autoplay ? 'no-user-gesture-required' : 'document-user-activation-required';
  const browser: Browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: [...FLAGS, `--autoplay-policy=${policy}`],
    ignoreDefaultArgs: how.autoplay ? [] : ['--autoplay-policy=no-user-gesture-required'],
  });
  const page = await (await browser.newContext()).newPage();
  sayTroubles(page);
  const stages: string[] = [];
  page.on('console', (message) => {
    if (message.text().startsWith('stage: ')) stages.push(message.text().slice('stage: '.length));
  });
  await page.goto(`${url}${how.started ? '#start' : ''}`);
  const pieces: Float32Array[] = [];
  const rig: MixerRig = {
    page,
    engine,
    stages,
    inPage: <T, G>(act: (page: TestPage, given: G) => T, given: G = null as G) =>
      page.evaluate(`(${act})(window.page, ${JSON.stringify(given)})`) as Promise<Awaited<T>>,
    async captured() {
      const { pcm, marks, dropped } = await rig.inPage((face) => face.captured());
      pieces.push(new Float32Array(new Uint8Array(Buffer.from(pcm, 'base64')).buffer));
      const { captured, frame } = marks.at(-1)!;
      return { pcm: joined(pieces), frame: frame - captured, dropped };
    },
    async close() {
      await browser.close();
      engine.cut();
      sockets.close();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return rig;
};
