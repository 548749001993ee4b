import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SessionView } from '../../../src/contract/index.ts';
import { findFfmpeg } from '../../../src/media/index.ts';
import type { CuelistDocument } from '../../../src/model/index.ts';
import { makeHome } from '../../support/electron/launch-desktop.ts';
import { type CodedRun, codedRuns } from './coded-runs.ts';
import { writeCoded } from './coded-sound.ts';
import { buildApp, openSessionWindow, type SessionWindow } from './session-window.ts';
import { hasVirtualSinks, openVirtualSinks } from './virtual-sinks.ts';

/**
 * What may happen to a show, done to the desktop's own window: each time the sound that goes to the device is looked at, in
 * which every sample says where it is from.
 */
const SECOND = 48_000;
/** Tails of a run that a fade takes: where it was stopped, and where a new mixer takes it up. */
const SHAPED = 480;

let app: ReturnType<typeof buildApp>;
let home: Awaited<ReturnType<typeof makeHome>>;
let show: SessionWindow;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** The first of the coded sounds of each list: no two lists have one in common. */
const firsts = new Map<string, number>();
let first = 0;
/** Writes the sounds of a list, numbered in its order, and gives it. `seconds`: of each. */
const listOf = (id: string, seconds: readonly number[]): CuelistDocument => {
  mkdirSync(join(home.path, id), { recursive: true });
  first = firsts.size * 10;
  firsts.set(id, first);
  const cues = seconds.map((length, n) => {
    const file = join(id, `${n}.wav`);
    writeCoded(join(home.path, file), first + n, Math.round(length * SECOND));
    return { id: `cue-${n}`, layers: [{ file }], follow: 'auto-follow' as const };
  });
  return { id, name: id, cues };
};
/** Frames that the newest tap had kept when the list that was written last was armed. */
let mark = 0;
const arm = async (document: CuelistDocument): Promise<void> => {
  await show.arm(document);
  mark = (await show.tapped()).at(-1) ?? 0;
};
/** What went to the device since then, of one sound of that list. `tap`: another than the newest, from its beginning. */
const heardOf = async (n: number, seconds: number, tap?: number): Promise<CodedRun[]> => {
  const newest = (await show.tapped()).length - 1;
  const captured = await show.captured(tap ?? newest, tap === undefined ? mark : 0);
  return codedRuns(captured, first + n, Math.round(seconds * SECOND));
};
/** The frame of a sound that is given out now, and when that was: milliseconds of this process. */
const soundsNow = async (n: number, seconds: number): Promise<{ readonly frame: number; readonly at: number }> => {
  const at = performance.now();
  const count = (await show.tapped()).at(-1)!;
  const last = await show.captured(-1, count - SECOND / 2, count);
  const run = codedRuns(last, first + n, Math.round(seconds * SECOND)).at(-1)!;
  return { frame: run.frame + run.length, at };
};
/** Processes of a process and all it started, with how they were called. Linux. */
const tree = (root: number): { readonly pid: number; readonly command: string }[] => {
  const all = readdirSync('/proc').flatMap((name) => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return [{ pid: Number(name), parent, command }];
    } catch {
      return [];
    }
  });
  const below = (pid: number): typeof all =>
    all.filter(({ parent }) => parent === pid).flatMap((each) => [each, ...below(each.pid)]);
  return [...all.filter(({ pid }) => pid === root), ...below(root)];
};
const decoders = (part: string): number[] =>
  tree(show.app.process().pid!)
    .filter(({ command }) => /ffmpeg/.test(command.split(' ')[0]) && command.includes(part))
    .map(({ pid }) => pid);

const open = async (): Promise<void> => {
  show = await openSessionWindow(app.path, home.path);
};
const endShow = async (): Promise<void> => {
  await show.call('run.panic', {});
  await wait(250);
  await show.call('run.panic', {});
  await show.until(({ runs }) => runs.length === 0, 'nothing sounds');
  await show.call('run.disarm', {});
};

beforeAll(async () => {
  app = buildApp(300);
  home = await makeHome();
});
afterAll(async () => {
  await show?.close();
  await home?.remove();
  app?.remove();
});

describe('while a cue sounds', () => {
  beforeAll(open);
  afterAll(() => show.close());
  afterEach(endShow);

  it('its file is deleted, and that of one to come: it sounds to its end, the other is said to be broken, and the list goes on', async () => {
    await arm(listOf('deleted', [13, 2, 2, 2]));
    await show.call('run.go', {});
    await wait(1_000);
    for (const n of [0, 2]) rmSync(join(home.path, 'deleted', `${n}.wav`));
    // The studio would go on with what it decoded when it took them in: that is gone too.
    const { cachePath } = await show.call('app.info', {});
    rmSync(cachePath, { recursive: true });
    await show.until(({ runs }) => runs.some(({ cue }) => cue === 'cue-3'), 'the cue after both sounds', 25_000);
    await show.until(({ runs }) => runs.length === 0, 'the list is over');
    expect(await heardOf(0, 13)).toMatchObject([{ frame: 0, length: 13 * SECOND }]);
    expect(await heardOf(2, 2)).toEqual([]);
    expect(await heardOf(3, 2)).toMatchObject([{ frame: 0, length: 2 * SECOND }]);
    const lines = await show.lines();
    expect(lines.filter(({ event, cue }) => event === 'cue.broken' && cue === 'cue-2')).not.toEqual([]);
  }, 150_000);

  it('its decoder is killed, again and again: not a sample is missed', async () => {
    await arm(listOf('decoder', [2, 40]));
    // What was decoded when the library took it in is gone: the second cue, opened once the first sounds, needs a decoder.
    const { cachePath } = await show.call('app.info', {});
    rmSync(cachePath, { recursive: true });
    await show.call('run.go', {});
    let killed = 0;
    for (const end = performance.now() + 14_000; performance.now() < end; ) {
      await wait(2_000);
      for (const pid of decoders('decoder')) {
        process.kill(pid, 'SIGKILL');
        killed++;
      }
    }
    await wait(6_000);
    const { output } = await show.view();
    const runs = await heardOf(1, 40);
    console.log(`decoders killed: ${killed}; sounded in a row: ${runs.map(({ length }) => length)} frames`);
    expect(killed).toBeGreaterThan(0);
    expect(output.underruns).toBe(0);
    expect(runs).toMatchObject([{ frame: 0 }]);
    expect(runs[0].length).toBeGreaterThan(16 * SECOND);
  }, 150_000);

  it('the threads that decode are ended: not a sample is missed', async () => {
    await arm(listOf('thread', [22]));
    await show.call('run.go', {});
    await wait(2_000);
    // As when they run out of memory: nobody in the studio is asked.
    const ended = await show.app.evaluate(async () => {
      const { workers } = globalThis as unknown as { workers: { file: string; end(): Promise<unknown> }[] };
      const decoding = workers.filter(({ file }) => file.includes('source-worker'));
      await Promise.all(decoding.map(({ end }) => end()));
      return decoding.length;
    });
    await wait(14_000);
    const { output } = await show.view();
    const runs = await heardOf(0, 22);
    console.log(`threads ended: ${ended}; sounded in a row: ${runs.map(({ length }) => length)} frames`);
    expect(ended).toBeGreaterThan(0);
    expect(output.underruns).toBe(0);
    expect(runs).toMatchObject([{ frame: 0 }]);
    expect(runs[0].length).toBeGreaterThan(14 * SECOND);
  }, 150_000);

  it('another page takes its sound: this one does not take it back, and has it again once nobody sounds it', async () => {
    await arm(listOf('taken', [20]));
    await show.call('run.go', {});
    await wait(1_000);
    const opened = (): Promise<number> => show.inPage('sessionTaps.length');
    const taps = await opened();
    // A mixer that never mixes: what is looked at is who is asked to.
    await show.press(`new Promise((done) => {
      addEventListener('message', ({ data, ports }) => {
        if (data !== 'cueforge:mixer') return;
        [window.mixer] = ports;
        mixer.postMessage({ kind: 'ready', voices: 32 });
        mixer.postMessage({ kind: 'device', state: 'open', device: 'Another page' });
        done({ kind: 'done' });
      });
      cueforge.connectMixer();
    })`);
    const isTaken = ({ output }: SessionView): boolean => output.device === 'Another page';
    await show.until(isTaken, 'another page sounds it');
    await wait(1_500);
    expect(isTaken(await show.view())).toBe(true);
    expect(await opened()).toBe(taps);
    await show.press("new Promise((done) => { mixer.close(); done({ kind: 'done' }); })");
    await show.until(({ output, clock }) => output.state === 'open' && clock.running, 'it sounds here again');
    expect(isTaken(await show.view())).toBe(false);
    expect(await opened()).toBe(taps + 1);
  }, 150_000);

  it('its window’s process is killed: it is there again at once, and sounds on at the same moment', async () => {
    await arm(listOf('window', [20]));
    await show.call('run.go', {});
    await wait(3_000);
    const before = await soundsNow(0, 20);
    await show.app.evaluate(({ BrowserWindow }) => {
      const windows = BrowserWindow.getAllWindows();
      windows
        .find(({ webContents }) => webContents.getURL().includes('/index.html'))!
        .webContents.forcefullyCrashRenderer();
    });
    const killed = performance.now();
    await show.until(({ output, clock }) => output.state === 'none' || !clock.running, 'there is no mixer');
    await show.until(({ output, clock }) => output.state === 'open' && clock.running, 'it sounds again', 30_000);
    const silent = performance.now() - killed;
    await wait(2_000);
    mark = 0;
    const after = await heardOf(0, 20);
    // It sounded on until it was killed.
    const moved = (after[0].frame - before.frame) / SECOND - (killed - before.at) / 1000;
    console.log(
      `a mixer again after ${Math.round(silent)} ms; it goes on ${moved.toFixed(2)} s from where it was killed`,
    );
    expect(after).toHaveLength(1);
    expect(after[0].length).toBeGreaterThan(SECOND);
    expect(Math.abs(moved)).toBeLessThan(0.7);
  }, 150_000);

  it('it is killed with everything it runs on: it goes on at the same moment of the same cue, by one press', async () => {
    await arm(listOf('killed', [25, 2]));
    await show.call('run.go', {});
    await wait(4_000);
    const before = await soundsNow(0, 25);
    const ended = new Promise((resolve) => show.app.process().once('exit', resolve));
    const { pid } = show.app.process();
    for (const each of tree(pid!).reverse()) {
      try {
        process.kill(each.pid, 'SIGKILL');
      } catch {
        // It went with another.
      }
    }
    const killed = performance.now();
    await ended;
    await open();
    mark = 0;
    const { resume } = await show.until((view) => view.resume !== null, 'it offers to go on');
    await show.until(({ output }) => output.state === 'open', 'a mixer plays the session');
    await show.call('run.goOn', {});
    await wait(3_000);
    const after = await heardOf(0, 25);
    const moved = (after[0].frame - before.frame) / SECOND - (killed - before.at) / 1000;
    console.log(`offered: ${resume!.what}; it goes on ${moved.toFixed(2)} s from where it was killed`);
    expect(after).toHaveLength(1);
    // Where it was is written once a second.
    expect(moved).toBeGreaterThan(-1.6);
    expect(moved).toBeLessThan(0.5);
    expect((await show.view()).armed).toBe(true);
  }, 150_000);
});

describe('a drive that is slow', () => {
  afterAll(() => show.close());
  it('gives what it has: a cue that begins before it is read waits for it, and then not a sample is missed', async () => {
    const { path } = await findFfmpeg(null);
    const slow = join(home.path, 'slow-ffmpeg');
    // Three halves of what is heard, and a stall of 0.3 s now and then.
    const body = `const { spawn } = require('node:child_process');
      const child = spawn(${JSON.stringify(path)}, process.argv.slice(2), { stdio: ['inherit', 'pipe', 'inherit'] });
      process.on('SIGTERM', () => child.kill());
      let passed = 0;
      child.stdout.on('data', (bytes) => {
        passed += bytes.length;
        const stall = passed % 393216 < bytes.length ? 300 : 0;
        const pace = process.argv.some((word) => word.includes('slow')) ? bytes.length / 576 : 0;
        process.stdout.write(bytes);
        if (pace > 0) { child.stdout.pause(); setTimeout(() => child.stdout.resume(), pace + stall); }
      });
      child.on('exit', (code) => { process.exitCode = code ?? 1; });`;
    writeFileSync(`${slow}.cjs`, body);
    writeFileSync(slow, `#!/bin/sh\nexec "${process.execPath}" "${slow}.cjs" "$@"\n`);
    chmodSync(slow, 0o755);
    execFileSync(slow, ['-version']);
    const settings = join(home.path, 'cueforge', 'library', 'settings.json');
    mkdirSync(join(home.path, 'cueforge', 'library'), { recursive: true });
    writeFileSync(settings, JSON.stringify({ ffmpegPath: slow }));
    await open();
    await arm(listOf('slow', [15, 12]));
    await show.call('run.go', {});
    await wait(2_000);
    await show.call('run.jump', { cue: 'cue-1', fire: true });
    await show.call('run.stop', { run: 0, seconds: 0 });
    await wait(10_000);
    const { output } = await show.view();
    const runs = await heardOf(1, 12);
    console.log(
      `a slow drive: ${runs.map(({ frame, length }) => `${frame} + ${length}`)}; under-runs ${output.underruns}`,
    );
    expect(runs).toHaveLength(1);
    expect(runs[0].frame).toBeLessThan(SHAPED);
    expect(runs[0].length).toBeGreaterThan(8 * SECOND);
    expect(output.underruns).toBe(0);
    await endShow();
    rmSync(settings);
  }, 150_000);
});

describe.skipIf(!hasVirtualSinks())('a device that is unplugged', () => {
  it('gives way to another; with none left the show says so, stands, and sounds on once there is one', async () => {
    const sinks = await openVirtualSinks();
    Object.assign(process.env, sinks.environment);
    const plays = (name: string): Promise<void> =>
      vi.waitFor(() => expect(sinks.playing()).toContain(name), { timeout: 10_000, interval: 100 });
    try {
      // With no device at all a session sounds to nobody; the first one that comes has it.
      await open();
      await arm(listOf('device', [50]));
      expect(sinks.playing()).toEqual([]);
      sinks.add('first');
      await plays('first');
      sinks.add('second');
      await show.until(({ output, clock }) => output.state === 'open' && clock.running, 'a mixer plays the session');
      mark = 0;
      await show.call('run.go', {});
      await wait(2_000);
      expect(sinks.sounds('first')).toBe(true);
      sinks.remove('first');
      await plays('second');
      await wait(1_500);
      expect(sinks.sounds('second')).toBe(true);
      sinks.remove('second');
      const lost = await show.until(
        ({ output, alarms }) => output.state === 'lost' || alarms.some(({ kind }) => kind === 'output-lost'),
        'it says that there is no device',
        15_000,
      );
      console.log(`no device: ${lost.output.state}; ${lost.alarms.map(({ message }) => message).join(' ')}`);
      sinks.add('third');
      await show.until(
        ({ output, clock }) => ['open', 'fallback'].includes(output.state) && clock.running,
        'it sounds again',
        30_000,
      );
      await plays('third');
      await wait(2_500);
      expect(sinks.sounds('third')).toBe(true);
      const taps = await show.tapped();
      const heard = (await Promise.all(taps.map((_, tap) => heardOf(0, 50, tap)))).flat();
      console.log(`sounded: ${heard.map(({ frame, length }) => `${frame} + ${length}`).join(', ')}`);
      expect(heard[0].frame).toBe(0);
      expect(heard.at(-1)!.length).toBeGreaterThan(2 * SECOND);
      // From one device to the next nothing is left out and little is heard twice.
      for (const [i, run] of heard.slice(1).entries()) {
        const jump = run.frame - heard[i].frame - heard[i].length;
        expect(jump).toBeLessThanOrEqual(SHAPED);
        expect(jump).toBeGreaterThan(-SECOND);
      }
      await endShow();
    } finally {
      for (const name of Object.keys(sinks.environment)) delete process.env[name];
      await show.close();
      await sinks.close();
    }
  }, 200_000);
});
