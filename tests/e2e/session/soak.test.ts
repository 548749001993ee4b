import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { treeMemory, treeProcessor } from '../../bench/process-tree.ts';
import { makeHome } from '../../support/electron/launch-desktop.ts';
import { writeCoded } from './coded-sound.ts';
import { buildApp, openSessionWindow, type SessionWindow } from './session-window.ts';

/**
 * A show at its normal speed, with one core kept busy by somebody else and the window hidden half of the time: it never runs
 * dry, and its memory stays what it is. `SESSION_MINUTES`: how long; `npm run soak` asks for 60.
 */
const MINUTES = Number(process.env.SESSION_MINUTES ?? 0.5);
/** The window is hidden, and in sight, for so long each. Milliseconds. */
const SHIFT = Math.min(5 * 60_000, MINUTES * 15_000);
/** So much of the memory may come and go: what is read ahead differs from cue to cue. */
const SWING = 1.15;

let app: ReturnType<typeof buildApp>;
let home: Awaited<ReturnType<typeof makeHome>>;
let show: SessionWindow;
let busy: ChildProcess | null = null;
beforeAll(async () => {
  app = buildApp(0);
  home = await makeHome();
  show = await openSessionWindow(app.path, home.path);
});
afterAll(async () => {
  busy?.kill();
  await show?.close();
  await home?.remove();
  app?.remove();
});
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it(`plays for ${MINUTES} min beside a busy core: no under-run, and memory is flat`, {
  timeout: MINUTES * 60_000 + 240_000,
}, async () => {
  mkdirSync(join(home.path, 'sounds'));
  // A voice over a bed, each cue another pair of files of its own length, every 9 to 14 s, with every kind of join.
  const cues = Array.from({ length: 24 }, (_, n) => {
    const seconds = 9 + (n % 6) + 0.317;
    const file = (name: string, sound: number, length: number): string => {
      const path = join('sounds', `${name}-${n}.wav`);
      writeCoded(join(home.path, path), sound, Math.round(length * 48_000));
      return path;
    };
    return {
      id: `cue-${n}`,
      follow: 'auto-follow' as const,
      ...(n % 3 > 0 && {
        transition: { type: n % 3 === 1 ? ('crossfade' as const) : ('gap' as const), duration_ms: 750 },
      }),
      layers: [
        { file: file('voice', 2 * n, seconds), role: 'voice' as const },
        { file: file('bed', 2 * n + 1, seconds + 5), role: 'background' as const, gain_db: -9, fade_out_ms: 400 },
      ],
    };
  });
  await show.arm({ id: 'soak', name: 'Soak', cues, loop_mode: 'loop' });
  await show.call('run.go', {});
  // Nothing but a number that grows, at the machine's usual priority.
  busy = spawn(process.execPath, ['-e', 'for (let n = 0; ; n++);'], { stdio: 'ignore' });
  const pid = show.app.process().pid!;
  const cpu = { seen: [] as number[], hidden: [] as number[] };
  const memory: { readonly least: number; readonly most: number }[] = [];
  await show.withoutRemote(async () => {
    await wait(Math.min(30_000, SHIFT));
    const end = performance.now() + MINUTES * 60_000;
    for (let hidden = false; performance.now() < end; hidden = !hidden) {
      await show.hide(hidden);
      const [before, began] = [treeProcessor(pid), performance.now()];
      const over = Math.max(began + 1_000, Math.min(began + SHIFT, end));
      // What is garbage comes and goes: a shift has a least, which is needed, and a most.
      const looked: number[] = [];
      while (performance.now() < over) {
        await wait(Math.min(SHIFT / 4, 10_000, over - performance.now()));
        looked.push(treeMemory(pid));
      }
      const share = (100_000 * (treeProcessor(pid) - before)) / (performance.now() - began);
      cpu[hidden ? 'hidden' : 'seen'].push(share);
      memory.push({ least: Math.min(...looked), most: Math.max(...looked) });
    }
  });
  const { output, runs } = await show.view();
  const lines = await show.call('run.log', { most: 10_000 });
  // Another mixer in place of the one that the show began with would be a gap, too.
  const troubles = lines.lines.filter(
    ({ event, frame }) => ['underrun', 'late', 'cue.broken'].includes(event) || (event === 'output' && frame > 0),
  );
  const mean = (values: readonly number[]): string =>
    (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(1);
  console.log(
    `${MINUTES} min: under-runs ${output.underruns}; all processes ${mean(cpu.seen)} % of a core in sight, ${mean(cpu.hidden)} % hidden; ` +
      `memory, MB: ${memory.map(({ least, most }) => `${least.toFixed(0)}–${most.toFixed(0)}`).join(' ')}`,
  );
  expect(troubles.map(({ frame, event, text }) => `${frame} ${event} ${text}`)).toEqual([]);
  expect(output.underruns).toBe(0);
  expect(runs.length).toBeGreaterThan(0);
  // What it is after the first shift it stays, whichever way the window is.
  const [first, ...later] = memory;
  expect(Math.max(...later.map(({ least }) => least))).toBeLessThan(first.least * SWING);
  expect(Math.max(...later.map(({ most }) => most))).toBeLessThan(first.most * SWING);
});
