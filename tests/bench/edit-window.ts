import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ElectronApplication, Page } from 'playwright';
import { createWaveformBuilder, WAVEFORM_HEADER_BYTES } from '../../src/audio/index.ts';
import { findFfmpeg } from '../../src/media/index.ts';
import { buildStudio } from '../e2e/studio/open-host.ts';
import { openDisplay } from '../support/electron/display.ts';
import { launchDesktop, makeHome } from '../support/electron/launch-desktop.ts';
import { run } from '../support/electron/run.ts';
import { makeLongWorkout } from './edit-window-material.ts';
import { PLAIN_REDRAW, type RivalScene, WAVESURFER } from './edit-window-rivals.ts';
import { treeMemory } from './process-tree.ts';

/**
 * `npm run bench:edit`: the editor's timeline in a real window, 1440×900, with 45 minutes of music and 500 cues. How long
 * it takes to open, how smoothly it scrolls and zooms under a real wheel, and the memory of its process; beside it, in
 * the same window, a plain full redraw and wavesurfer.js. Needs a real Electron (tests/support/electron/prepare.ts).
 * BENCH_APP: the folder of an application that is built already.
 */
const MINUTES = Number(process.env.BENCH_MINUTES ?? 45);
const CUES = 500;
/** Wheel events of a measurement, their distance in milliseconds, and the pixels of one. */
const EVENTS = 600;
const EVERY = 8;
const STEP = 30;
/** Rounds that each is timed in; medians of theirs are told. */
const ROUNDS = Number(process.env.BENCH_RUNS ?? 3);
const HISTORY = 'tests/bench/history/edit-window.jsonl';

const ffmpeg = (await findFfmpeg()).path;
const workout = await makeLongWorkout(join(tmpdir(), 'cueforge-bench-material'), ffmpeg, {
  minutes: MINUTES,
  cues: CUES,
});
const home = await makeHome();
const display = process.env.DISPLAY || process.platform !== 'linux' ? null : await openDisplay();
if (display) process.env.DISPLAY = display.name;
if (!process.env.BENCH_APP) buildStudio();
const folder = process.env.BENCH_APP ?? fileURLToPath(new URL('../../', import.meta.url));

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const quantile = (values: readonly number[], share: number): number =>
  sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
const intervals = (times: readonly number[]): number[] => times.slice(1).map((time, i) => time - times[i]);

/** Notes when the lanes' canvas was painted: each picture once, at the time of its frame. */
const WATCH = `(() => {
  const canvas = document.querySelector('[data-timeline] canvas');
  const proto = CanvasRenderingContext2D.prototype;
  const { setTransform } = proto;
  let changed = false;
  proto.setTransform = function (...all) {
    if (this.canvas === canvas) changed = true;
    return setTransform.apply(this, all);
  };
  globalThis.painted = [];
  const look = (now) => {
    requestAnimationFrame(look);
    if (changed) globalThis.painted.push(now);
    changed = false;
  };
  requestAnimationFrame(look);
})()`;

/** Turns a real wheel over the lanes, faster than pictures come; gives the times of the pictures that changed. */
const turnWheel = async (
  app: ElectronApplication,
  page: Page,
  { zoom, steps }: { zoom: boolean; steps: readonly number[] },
): Promise<number[]> => {
  await page.evaluate('globalThis.painted.length = 0');
  const box = (await page.locator('[data-timeline]').boundingBox())!;
  const place = { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
  await app.evaluate(
    ({ BrowserWindow }, { at, deltas, every, ctrl }) =>
      new Promise<void>((done) => {
        const { webContents } = BrowserWindow.getAllWindows()[0];
        let next = 0;
        const timer = setInterval(() => {
          if (next === deltas.length) {
            clearInterval(timer);
            done();
            return;
          }
          const deltaY = deltas[next++];
          webContents.sendInputEvent({
            ...{ type: 'mouseWheel', x: at.x, y: at.y, deltaX: 0, deltaY, canScroll: true },
            modifiers: ctrl ? ['control'] : [],
          });
        }, every);
      }),
    { at: place, deltas: [...steps], every: EVERY, ctrl: zoom },
  );
  await page.waitForTimeout(300);
  return page.evaluate('globalThis.painted') as Promise<number[]>;
};

/** The outline that rivals draw: the music's own, at the level the timeline would use. */
const outlineOf = (file: string): number[] => {
  const raw = join(home.path, 'music.f32');
  run(ffmpeg, ['-v', 'error', '-y', '-i', file, '-f', 'f32le', '-ac', '2', '-ar', '48000', raw]);
  const bytes = readFileSync(raw);
  const builder = createWaveformBuilder(48_000);
  const samples = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
  const piece = 1 << 22;
  for (let at = 0; at < samples.length; at += piece) builder.push(samples.subarray(at, at + piece));
  const [, , level] = builder.finish();
  return [...new Int8Array(level.buffer, WAVEFORM_HEADER_BYTES)];
};

const repeated = (times: number, by: number): number[] => Array.from({ length: times }, () => by);

/** Times between changed pictures, milliseconds. */
interface Round {
  readonly ours: { readonly zoom: number[]; readonly pan: number[] };
  readonly plain: { readonly zoom: number[]; readonly pan: number[] };
  readonly wavesurfer: number[];
}

const residentOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/** Makes everything that is kept between starts: takes, the music's samples and outline. */
const prepare = async (): Promise<void> => {
  const { app, page, quit } = await launchDesktop(folder, home.path);
  // The system's own dialog cannot be clicked from here: it answers at once.
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, workout);
  await page.getByRole('button', { name: 'Look around first' }).click();
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByRole('button', { name: 'Open workout…' }).first().click();
  await page.locator('canvas[data-drawn="all"]').first().waitFor({ timeout: 300_000 });
  // Takes are made one after the other, in the background.
  await page.waitForFunction(`!document.querySelector('[data-timeline]').textContent.includes('is being made')`, null, {
    timeout: 600_000,
  });
  // The next start begins where this one was left: with no workout open.
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'Library', exact: true }).click();
  await quit();
};

const measure = async () => {
  const { app, page, quit } = await launchDesktop(folder, home.path);
  await page.waitForTimeout(2000);
  const opened = (await page.evaluate(`new Promise((done) => {
    const began = performance.now();
    const look = () => {
      if (document.querySelector('canvas[data-drawn="all"]')) done(performance.now() - began);
      else requestAnimationFrame(look);
    };
    [...document.querySelectorAll('nav button')].find((button) => button.textContent.trim() === 'Edit').click();
    look();
  })`)) as number;
  await page.waitForTimeout(1500);
  await page.evaluate(WATCH);
  const zoomAndPan = async (): Promise<{ zoom: number[]; pan: number[] }> => {
    const half = EVENTS / 2;
    // In to a phrase and out again; then in, along it and back. Signs are the wheel's own: up is closer, and earlier.
    const zoom = await turnWheel(app, page, {
      zoom: true,
      steps: [...repeated(half / 2, STEP / 2), ...repeated(half / 2, -STEP / 2)],
    });
    await turnWheel(app, page, { zoom: true, steps: repeated(45, STEP) });
    const pan = await turnWheel(app, page, { zoom: false, steps: [...repeated(half, -STEP), ...repeated(half, STEP)] });
    await turnWheel(app, page, { zoom: true, steps: repeated(60, -STEP) });
    return { zoom: intervals(zoom), pan: intervals(pan) };
  };
  const box = (await page.locator('[data-timeline]').boundingBox())!;
  const document = JSON.parse(readFileSync(workout, 'utf8'));
  const scene: RivalScene = {
    ...{ width: Math.round(box.width), height: Math.round(box.height), seconds: document.duration_seconds },
    peaks: outlineOf(document.music_url),
    cues: document.cues.map(({ time_ms, text }: { time_ms: number; text: string }) => ({
      ...{ start: time_ms / 1000, end: time_ms / 1000 + text.length / 15, text },
    })),
  };
  const frames = 200;
  const across = (step: number): number => scene.seconds / 1.0025 ** (step * 2 * STEP);
  const inAndOut = Array.from({ length: frames }, (_, i) => across(Math.min(i, frames - i) / 2));
  const zooms = inAndOut.map((seconds) => [scene.seconds / 2 - seconds / 2, seconds]);
  const pans = Array.from({ length: frames }, (_, i) => [900 + i * 4, 95]);
  const rival = async (script: string, steps: number[][]): Promise<number[]> =>
    intervals((await page.evaluate(`(${script})(${JSON.stringify(scene)}, ${JSON.stringify(steps)})`)) as number[]);
  await page.evaluate(readFileSync(fileURLToPath(import.meta.resolve('wavesurfer.js/dist/wavesurfer.min.js')), 'utf8'));
  // In turn, so that a machine that changes its speed changes it for all.
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const ours = await zoomAndPan();
    const plain = { zoom: await rival(PLAIN_REDRAW, zooms), pan: await rival(PLAIN_REDRAW, pans) };
    rounds.push({ ours, plain, wavesurfer: await rival(WAVESURFER, zooms) });
  }
  const pid = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].webContents.getOSProcessId());
  const memory = { resident: residentOf(pid), proportional: treeMemory(pid) };
  await quit();
  return { opened, rounds, memory };
};

const inWindow = async () => {
  try {
    await prepare();
    return await measure();
  } finally {
    await display?.close();
    await home.remove();
  }
};
const found = await inWindow();
/** What else the machine did: over its cores, pictures wait for others. */
const load = loadavg()[0];

interface Pace {
  readonly median: number;
  readonly p95: number;
}
/** The median round's. */
const pace = (of: (round: Round) => readonly number[]): Pace => ({
  median: quantile(
    found.rounds.map((round) => quantile(of(round), 0.5)),
    0.5,
  ),
  p95: quantile(
    found.rounds.map((round) => quantile(of(round), 0.95)),
    0.5,
  ),
});
const row = (name: string, rival: string, ours: Pace, theirs: Pace) => ({
  ...{ name, ours, rival, theirs },
  ratio: { median: theirs.median / ours.median, p95: theirs.p95 / ours.p95 },
});
const [zoom, pan] = [pace(({ ours }) => ours.zoom), pace(({ ours }) => ours.pan)];
const rows = [
  row(
    'pan',
    'plain full redraw',
    pan,
    pace(({ plain }) => plain.pan),
  ),
  row(
    'zoom',
    'plain full redraw',
    zoom,
    pace(({ plain }) => plain.zoom),
  ),
  row(
    'zoom',
    'wavesurfer.js',
    zoom,
    pace(({ wavesurfer }) => wavesurfer),
  ),
];
console.log(
  `${MINUTES} min, ${CUES} cues, 1440×900, software rendering, load ${load.toFixed(1)}; between changed pictures, milliseconds:`,
);
for (const { name, ours, rival, theirs, ratio } of rows)
  console.log(
    `${name.padEnd(5)} median ${ours.median.toFixed(1)} (asked 16.8)  p95 ${ours.p95.toFixed(1)} (asked 34)   ` +
      `${rival} ${theirs.median.toFixed(1)} / ${theirs.p95.toFixed(1)}: ${ratio.median.toFixed(2)}× / ${ratio.p95.toFixed(2)}×`,
  );
console.log(`open to first full picture: ${(found.opened / 1000).toFixed(2)} s (asked 1)`);
console.log(
  `the window's process: ${found.memory.resident.toFixed(0)} MB resident, ${found.memory.proportional.toFixed(0)} MB its own (asked 300)`,
);
mkdirSync('tests/bench/history', { recursive: true });
appendFileSync(
  HISTORY,
  `${JSON.stringify({
    ...{
      date: new Date().toISOString().slice(0, 10),
      machine: `${process.platform} ${process.arch}, ${availableParallelism()} cores`,
    },
    ...{ load, minutes: MINUTES, cues: CUES, opened: found.opened / 1000, memory: found.memory, rows },
  })}\n`,
);
