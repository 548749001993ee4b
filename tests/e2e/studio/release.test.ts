import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFfmpeg } from '../../../src/media/index.ts';
import { run as runFfmpeg } from '../../integration/media/sound-files.ts';
import { type CuttingProxy, startCuttingProxy } from '../../integration/publish/cutting-proxy.ts';
import { openReader, type Reader } from '../../integration/publish/publishing.ts';
import { KEYS, type S3Server, startS3Server } from '../../integration/publish/s3-server.ts';
import { type LaunchedDesktop, launchDesktop, makeHome } from '../../support/electron/launch-desktop.ts';
import { run } from '../../support/electron/run.ts';
import { editWindow, soon } from './edit-window.ts';
import { buildStudio } from './open-host.ts';

/**
 * A release, in the real window: a class with the demo beside it, made, edited, made again and published, while everything
 * is killed midway. `RELEASE_MINUTES`: how long the class is; `npm run soak` takes one of 45.
 */
const MINUTES = Number(process.env.RELEASE_MINUTES ?? 2);
/** In a short one the demo takes no part: others make it already. */
const WITH_DEMO = MINUTES >= 10;
const ALL = WITH_DEMO ? 11 : 6;
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** Long enough to make all files on two busy cores. Milliseconds. */
const MADE = 240_000 + MINUTES * 60_000;
const LINES = ['Here we go.', 'Push.', 'Two more, and we are there.', 'And now breathe, all the way out.'];
/** The cue that is moved: one of the odd ones. */
const MOVED = 3;
const MARKED = 'This is the line that goes elsewhere.';

let home: Awaited<ReturnType<typeof makeHome>>;
let desktop: LaunchedDesktop;
let page: Page;
let server: S3Server;
let proxy: CuttingProxy;
let reader: Reader;
const at = (...names: string[]): string => join(home.path, ...names);
const released = (id: string): string => at('Music', 'Cueforge', id);

const start = async (files: string[] = []): Promise<void> => {
  desktop = await launchDesktop(ROOT, home.path, files);
  page = desktop.page;
  page.setDefaultTimeout(30_000);
};
const room = (name: string): Promise<void> => editWindow(page).room(name);
/** Ends every process of the application at once. */
const kill = async (): Promise<void> => {
  const ended = new Promise((resolve) => desktop.app.process().once('exit', resolve));
  for (const pid of await desktop.processes()) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It went with the others.
    }
  }
  await ended;
};
const cells = () =>
  page.getByRole('grid', { name: 'Workouts and their variants' }).locator('[role=gridcell][data-state]');
const states = async (): Promise<(string | null)[]> =>
  Promise.all((await cells().all()).map((cell) => cell.getAttribute('data-state')));
const count = async (state: string): Promise<number> => (await states()).filter((each) => each === state).length;
const press = (name: RegExp | string) => page.getByRole('button', { name, exact: true }).click();

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
interface Manifest {
  readonly files: readonly { file: string; sha256: string }[];
  readonly documents: readonly { file: string; sha256: string }[];
}
const manifestOf = (id: string): Manifest => JSON.parse(readFileSync(join(released(id), 'manifest.json'), 'utf8'));
/** Every file is whole, as the manifest says, and there is no other. */
const expectWhole = (id: string, files: number): void => {
  const manifest = manifestOf(id);
  expect(manifest.files).toHaveLength(files);
  const named = [...manifest.files, ...manifest.documents];
  for (const { file, sha256: told } of named) expect([file, sha256(join(released(id), file))]).toEqual([file, told]);
  expect(readdirSync(released(id)).sort()).toEqual([...named.map(({ file }) => file), 'manifest.json'].sort());
};
/** The class as the command line makes it, each file encoded whole, with nothing that was made before. */
const expectAsSerial = (): void => {
  const out = at('serial', String(Date.now()));
  run(
    process.execPath,
    [join(ROOT, 'src/cli/cueforge.mjs'), 'export', at('class.json'), '--serial', '--out', out, '--cache', at('other')],
    { cwd: ROOT },
  );
  for (const { file } of manifestOf('class').files)
    expect([file, sha256(join(released('class'), file))]).toEqual([file, sha256(join(out, file))]);
};

beforeAll(async () => {
  buildStudio();
  home = await makeHome();
  Object.assign(process.env, {
    CUEFORGE_S3_ACCESS_KEY_ID: KEYS.accessKeyId,
    CUEFORGE_S3_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
  });
  server = await startS3Server('mixes');
  proxy = await startCuttingProxy(server.port);
  reader = openReader(server.port);
  const tone = (hertz: number, beat: number): string => `sin(${hertz}*2*PI*t)*exp(-6*mod(t,${beat}))`;
  const music = `aevalsrc='0.4*${tone(110, 0.5)}+0.2*${tone(660, 1)}|0.4*${tone(111, 0.5)}+0.2*${tone(880, 2)}':s=44100`;
  const coding = ['-t', String(MINUTES * 60), '-c:a', 'libmp3lame', '-b:a', '320k', at('class.mp3')];
  runFfmpeg(await findFfmpeg(null), '-f', 'lavfi', '-i', music, ...coding);
  const count = Math.max(12, Math.round((60 * MINUTES) / 45));
  const cues = Array.from({ length: count }, (_, i) => ({
    id: `c${i}`,
    time_ms: 4_000 + Math.round((i * (MINUTES * 60_000 - 15_000)) / count),
    text: i === MOVED ? MARKED : LINES[i % LINES.length],
    tags: [i % 2 === 0 ? 'even' : 'odd'],
  }));
  const variant = (id: string, coach: string, tags?: string) => ({
    ...{ id, name: id, coach },
    ...(tags && { cues: { tags: [tags] } }),
  });
  const workout = {
    ...{
      version: 1,
      id: 'class',
      title: 'A whole class',
      duration_seconds: MINUTES * 60,
      music_url: 'class.mp3',
      cues,
    },
    coaches: [
      { id: 'ana', name: 'Ana', voice: 'slt' },
      { id: 'ben', name: 'Ben', voice: 'rms' },
    ],
    variants: [
      variant('ana-full', 'ana'),
      variant('ana-odd', 'ana', 'odd'),
      variant('ana-even', 'ana', 'even'),
      variant('ben', 'ben'),
    ],
  };
  writeFileSync(at('class.json'), JSON.stringify(workout, null, 2));
  await start([at('class.json')]);
}, MADE);
afterAll(async () => {
  await desktop?.quit();
  await proxy?.close();
  reader?.close();
  await server?.close();
  await home?.remove();
});

describe('a release', () => {
  it(
    'is made with one press, though everything is killed midway',
    async () => {
      await room('Export');
      await soon(() => count('never')).toBe(6);
      if (WITH_DEMO) {
        await press('More');
        await page.getByRole('menuitem', { name: 'Open the demo' }).click();
      }
      await soon(() => count('never'), 60_000).toBe(ALL);
      await press(new RegExp(`^Export ${ALL}`));
      // Some are done, some are being made.
      await soon(() => count('fresh'), MADE).toBeGreaterThan(0);
      expect(await count('fresh')).toBeLessThan(ALL);
      await kill();
      await start();
      await room('Export');
      await soon(() => count('fresh'), MADE).toBe(ALL);
      if (WITH_DEMO) expectWhole('demo', 5);
      expectWhole('class', 6);
      if (WITH_DEMO) expectAsSerial();
    },
    3 * MADE,
  );

  it(
    'is made again after an edit: what the edit touched',
    async () => {
      const before = new Map(manifestOf('class').files.map(({ file, sha256: told }) => [file, told]));
      await page.getByRole('gridcell', { name: /, ana-odd: / }).click();
      await room('Edit');
      await page.getByRole('row').filter({ hasText: MARKED }).click();
      await page.keyboard.press('.');
      await editWindow(page).saved();
      await room('Export');
      await soon(() => count('stale')).toBe(4);
      const began = performance.now();
      await press(/^Export 4/);
      await soon(() => count('fresh'), MADE).toBe(ALL);
      console.log(`${MINUTES} min, 4 files again after an edit: ${((performance.now() - began) / 1000).toFixed(1)} s`);
      expectWhole('class', 6);
      const changed = manifestOf('class').files.filter(({ file, sha256: told }) => before.get(file) !== told);
      expect(changed.map(({ file }) => file).sort()).toEqual(
        ['class_ana-full.mp3', 'class_ana-odd.mp3', 'class_ben.mp3', 'class_coaching.mp3'].sort(),
      );
      expectAsSerial();
    },
    3 * MADE,
  );

  it(
    'is published, though everything is killed midway: nobody ever reads half of it',
    async () => {
      const openDialog = async () => {
        await press('Publish…');
        return page.getByRole('dialog', { name: 'Publish' });
      };
      const bytes = readdirSync(released('class'))
        .map((name) => readFileSync(join(released('class'), name)).length)
        .reduce((sum, each) => sum + each, 0);
      let publish = await openDialog();
      await publish.getByRole('button', { name: 'New target…' }).click();
      const target = page.getByRole('dialog', { name: 'New target' });
      const fill = (label: string, value: string) => target.getByLabel(label, { exact: true }).fill(value);
      await fill('Name', 'store');
      await fill('Address', `http://127.0.0.1:${proxy.port}`);
      await fill('Bucket', 'mixes');
      await fill('Before every name', 'spring');
      await target.getByLabel(/The bucket is in the path/).check();
      await target.getByRole('button', { name: 'Save', exact: true }).click();
      await publish.getByLabel('What').selectOption({ label: 'A whole class · class' });
      await publish.getByText(/^\d+ files are sent/).waitFor();
      proxy.slowDown(20);
      const before = proxy.sent();
      await publish.getByRole('button', { name: 'Publish', exact: true }).click();
      await soon(() => proxy.sent() - before, 120_000).toBeGreaterThan(bytes / 3);
      await kill();
      proxy.slowDown(0);
      expect(await reader.names('spring')).not.toContain('manifest.json');

      await start();
      await room('Export');
      publish = await openDialog();
      await publish.getByLabel('What').selectOption({ label: 'A whole class · class' });
      await publish.getByText(/^\d+ files are sent/).waitFor();
      await publish.getByRole('button', { name: 'Publish', exact: true }).click();
      await publish.getByText(/^Nothing is new/).waitFor({ timeout: 120_000 });
      // What was there of large files was not sent again.
      expect(proxy.sent() - before).toBeLessThan(bytes * 1.5);
      for (const name of readdirSync(released('class'))) {
        const { content } = await reader.get(`spring/${name}`);
        expect([name, content.equals(readFileSync(join(released('class'), name)))]).toEqual([name, true]);
      }
      await publish.getByRole('button', { name: 'Close' }).last().click();
    },
    MADE,
  );
});
