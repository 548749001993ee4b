import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { writeCoded } from '../e2e/session/coded-sound.ts';
import { buildApp, openSessionWindow, type SessionWindow } from '../e2e/session/session-window.ts';
import { openDisplay } from '../support/electron/display.ts';
import { makeHome } from '../support/electron/launch-desktop.ts';
import { treeMemory, treeProcessor } from './process-tree.ts';

/**
 * `npm run bench:run`: a live session in the desktop's own window. How long it takes from an armed GO to its first sample,
 * of cues that were read ahead and of cues that nobody saw coming; and what it costs to play, in sight and hidden. Times
 * are from the client's call to the audio thread's first sample behind the mixer and its limiter: the device's own latency
 * comes on top. Needs a real Electron (tests/support/electron/prepare.ts).
 */
const GOES = Number(process.env.BENCH_GOES ?? 200);
const COLD = Number(process.env.BENCH_COLD ?? 100);
/** How long each state is watched. Milliseconds. */
const WATCHED = Number(process.env.BENCH_WATCHED ?? 60_000);
const HISTORY = 'tests/bench/history/session.jsonl';
const SECOND = 48_000;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
const load = (): string =>
  loadavg()
    .map((figure) => figure.toFixed(1))
    .join(' ');

const display = process.env.DISPLAY || process.platform !== 'linux' ? null : await openDisplay();
if (display) process.env.DISPLAY = display.name;
const app = buildApp(1);
const home = await makeHome();
mkdirSync(join(home.path, 'bench'));
const soundFile = (name: string, n: number, seconds: number): string => {
  const file = join('bench', `${name}.wav`);
  writeCoded(join(home.path, file), n, Math.round(seconds * SECOND));
  return file;
};
console.log(`load of the machine before: ${load()}`);

/** Milliseconds from each call of `press` to the first sample that it brings. */
const pressed = async (show: SessionWindow, count: number, press: (n: number) => string): Promise<number[]> => {
  const figures: number[] = [];
  for (let n = 0; n < count; n++) {
    await show.until(({ runs }) => runs.length === 0, 'nothing sounds');
    await wait(250);
    const before = (await show.onsets()).length;
    const at = await show.press(press(n));
    let onsets = await show.onsets();
    for (let tries = 0; onsets.length === before && tries < 200; tries++) {
      await wait(20);
      onsets = await show.onsets();
    }
    figures.push((onsets[before] ?? Number.NaN) - at);
  }
  return figures;
};

const row: Record<string, number | string> = {
  date: new Date().toISOString().slice(0, 10),
  machine: `${process.platform} ${process.arch}, ${availableParallelism()} cores`,
};

/** Armed GO, each cue read ahead. */
const goes = async (): Promise<void> => {
  const show = await openSessionWindow(app.path, home.path);
  const file = soundFile('short', 1, 0.2);
  const cues = Array.from({ length: GOES }, (_, n) => ({ id: `cue-${n}`, layers: [{ file }] }));
  await show.arm({ id: 'goes', name: 'GO', cues });
  const figures = await pressed(show, GOES, () => "ask('run.go', {})");
  row.goP50 = quantile(figures, 0.5);
  row.goP99 = quantile(figures, 0.99);
  row.goMost = quantile(figures, 1);
  const { output } = await show.view();
  row.underruns = output.underruns;
  console.log(
    `armed GO to first sample, ${GOES} times: median ${row.goP50} ms, 99 % ${row.goP99} ms, most ${row.goMost} ms (asked 20); ` +
      `the device says ${output.latencyMs} ms; under-runs ${output.underruns}; load ${load()}`,
  );
  await show.call('run.disarm', {});
  await show.close();
};

/** Cues that nobody saw coming, of files that nobody decoded: each has one of its own, and the list jumps about. */
const cold = async (): Promise<void> => {
  const show = await openSessionWindow(app.path, home.path);
  const cues = Array.from({ length: COLD * 3 }, (_, n) => ({
    id: `cue-${n}`,
    layers: [{ file: soundFile(`cold-${n}`, n, 0.5) }],
  }));
  await show.arm({ id: 'cold', name: 'Cold', cues });
  // What the studio decoded when it took the files in is gone.
  const { cachePath } = await show.call('app.info', {});
  rmSync(cachePath, { recursive: true });
  // Every third cue, from the end: what lies after a cue may be read ahead of it, what lies before it is not.
  const figures = await pressed(
    show,
    COLD,
    (n) => `ask('run.jump', { cue: 'cue-${(COLD - 1 - n) * 3 + 1}', fire: true })`,
  );
  row.coldP50 = quantile(figures, 0.5);
  row.coldP95 = quantile(figures, 0.95);
  row.coldMost = quantile(figures, 1);
  console.log(
    `cold cue to first sample, ${COLD} times: median ${row.coldP50} ms, 95 % ${row.coldP95} ms (asked 250), most ${row.coldMost} ms; load ${load()}`,
  );
  await show.call('run.disarm', {});
  await show.close();
};

/** A voice over a bed, one after the other with crossfades, as an hour of it would be. */
const cost = async (): Promise<void> => {
  app.tap(0);
  const show = await openSessionWindow(app.path, home.path);
  const voice = soundFile('voice', 2, 20);
  const bed = soundFile('bed', 3, 40);
  const cues = Array.from({ length: 60 }, (_, n) => ({
    id: `cue-${n}`,
    layers: [
      { file: voice, role: 'voice' as const },
      { file: bed, role: 'background' as const, gain_db: -9 },
    ],
    follow: 'auto-follow' as const,
    transition: { type: 'crossfade' as const, duration_ms: 2_000 },
  }));
  await show.arm({ id: 'cost', name: 'Cost', cues, loop_mode: 'loop' });
  await show.call('run.go', {});
  const pid = show.app.process().pid!;
  const watched = async (): Promise<number> => {
    const before = treeProcessor(pid);
    const began = performance.now();
    await wait(WATCHED);
    return (100 * 1000 * (treeProcessor(pid) - before)) / (performance.now() - began);
  };
  await show.withoutRemote(async () => {
    await wait(10_000);
    row.visibleCpu = await watched();
    await show.hide(true);
    await wait(3_000);
    row.hiddenCpu = await watched();
    row.memory = treeMemory(pid);
    await show.hide(false);
  });
  const { output } = await show.view();
  console.log(
    `all processes, playing: ${Number(row.visibleCpu).toFixed(1)} % of a core in sight, ${Number(row.hiddenCpu).toFixed(1)} % hidden (asked 5); ` +
      `${Number(row.memory).toFixed(0)} MB; under-runs ${output.underruns}; load ${load()}`,
  );
  await show.call('run.disarm', {});
  await show.close();
};

const wanted = process.argv.slice(2);
for (const [name, bench] of Object.entries({ goes, cold, cost })) {
  if (wanted.length === 0 || wanted.includes(name)) await bench();
}
row.load = load();
const asked = { goP99: 20, coldP95: 250, hiddenCpu: 5, underruns: 0 };
for (const [figure, most] of Object.entries(asked)) {
  if (row[figure] === undefined || Number(row[figure]) <= most) continue;
  console.error(`${figure} is ${row[figure]}, asked ${most}`);
  process.exitCode = 1;
}
if (wanted.length === 0) {
  mkdirSync('tests/bench/history', { recursive: true });
  appendFileSync(HISTORY, `${JSON.stringify(row)}\n`);
}
await display?.close();
await home.remove();
app.remove();
