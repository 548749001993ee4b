import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SessionView } from '../../../src/contract/index.ts';
import type { CuelistDocument } from '../../../src/model/index.ts';
import { processTree } from '../../bench/process-tree.ts';
import { makeHome } from '../../support/electron/launch-desktop.ts';
import { type CodedRun, codedRuns } from './coded-runs.ts';
import { writeCoded } from './coded-sound.ts';
import { buildApp, openSessionWindow, type SessionWindow } from './session-window.ts';
import { createSlowDrive, type SlowDrive } from './slow-drive.ts';
import { hasVirtualSinks, openVirtualSinks } from './virtual-sinks.ts';

/**
 * What may happen to a show, done to the desktop's own window: each time the sound that goes to the device is looked at, in
 * which every sample says where it is from.
 */
const SECOND = 48_000;
/** Tails of a run that a fade takes: where it was stopped, and where a new mixer takes it up. */
const SHAPED = 480;
/** What is decoded of a sound and not played yet, at most: the budget of a role. Seconds. */
const AHEAD = 5;
const PATIENT = { timeout: 10_000, interval: 100 };

let app: ReturnType<typeof buildApp>;
let home: Awaited<ReturnType<typeof makeHome>>;
let drive: SlowDrive;
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
/** How much of a cue has sounded, as far as is known. Seconds. */
const playedOf = ({ runs }: SessionView, cue: string): number =>
  (runs.find((run) => run.cue === cue)?.layers[0].played ?? 0) / SECOND;
/** Waits until so much of a cue has sounded. Seconds. */
const soundFor = async (cue: string, seconds: number): Promise<void> => {
  const patience = 15_000 + seconds * 1_000;
  await show.until((view) => playedOf(view, cue) >= seconds, `${cue} sounded for ${seconds} s`, patience);
};
/** What decodes a list's files now. */
const decoders = (list: string): number[] =>
  processTree(show.app.process().pid!).filter((pid) => {
    try {
      const [program, ...words] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return /ffmpeg/.test(program) && words.join(' ').includes(`/${list}/`);
    } catch {
      return false; // It is gone.
    }
  });
/** The studio would go on with what it decoded when it took the files in: that is gone. */
const forgetDecoded = async (): Promise<void> => {
  const { cachePath } = await show.call('app.info', {});
  rmSync(cachePath, { recursive: true });
};

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
  drive = await createSlowDrive(home.path, 'slow');
  const library = join(home.path, 'cueforge', 'library');
  mkdirSync(library, { recursive: true });
  writeFileSync(join(library, 'settings.json'), JSON.stringify({ ffmpegPath: drive.ffmpeg }));
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
    // More than is read ahead of the first, and of the third nothing for a second yet.
    await arm(listOf('deleted', [9, 2, 2, 1]));
    await show.call('run.go', {});
    await soundFor('cue-0', 0.3);
    for (const n of [0, 2]) rmSync(join(home.path, 'deleted', `${n}.wav`));
    await forgetDecoded();
    await show.until(({ runs }) => runs.some(({ cue }) => cue === 'cue-3'), 'the cue after both sounds', 25_000);
    await show.until(({ runs }) => runs.length === 0, 'the list is over');
    expect(await heardOf(0, 9)).toMatchObject([{ frame: 0, length: 9 * SECOND }]);
    expect(await heardOf(2, 2)).toEqual([]);
    expect(await heardOf(3, 1)).toMatchObject([{ frame: 0, length: SECOND }]);
    const lines = await show.lines();
    expect(lines.filter(({ event, cue }) => event === 'cue.broken' && cue === 'cue-2')).not.toEqual([]);
  }, 150_000);

  it('its decoder is killed, again and again: not a sample is missed', async () => {
    await arm(listOf('decoder', [1, 20]));
    // The second cue, opened once the first sounds, needs a decoder.
    await forgetDecoded();
    await show.call('run.go', {});
    let killed = 0;
    for (let times = 0; times < 6; times++) {
      await wait(1_000);
      const pids = await vi.waitFor(() => {
        const found = decoders('decoder');
        expect(found).not.toEqual([]);
        return found;
      }, PATIENT);
      for (const pid of pids) process.kill(pid, 'SIGKILL');
      killed += pids.length;
    }
    // Beyond all that was read ahead by then.
    const beyond = playedOf(await show.view(), 'cue-1') + AHEAD + 1;
    await soundFor('cue-1', beyond);
    const { output } = await show.view();
    const runs = await heardOf(1, 20);
    console.log(`decoders killed: ${killed}; sounded in a row: ${runs.map(({ length }) => length)} frames`);
    expect(output.underruns).toBe(0);
    expect(runs).toMatchObject([{ frame: 0 }]);
    expect(runs[0].length).toBeGreaterThan(beyond * SECOND);
  }, 150_000);

  it('the threads that decode are ended: not a sample is missed', async () => {
    await arm(listOf('thread', [12]));
    await show.call('run.go', {});
    await soundFor('cue-0', 1);
    // As when they run out of memory: nobody in the studio is asked.
    const ended = await show.app.evaluate(async () => {
      const { workers } = globalThis as unknown as { workers: { file: string; end(): Promise<unknown> }[] };
      const decoding = workers.filter(({ file }) => file.includes('source-worker'));
      await Promise.all(decoding.map(({ end }) => end()));
      return decoding.length;
    });
    const beyond = playedOf(await show.view(), 'cue-0') + AHEAD + 1;
    await soundFor('cue-0', beyond);
    const { output } = await show.view();
    const runs = await heardOf(0, 12);
    console.log(`threads ended: ${ended}; sounded in a row: ${runs.map(({ length }) => length)} frames`);
    expect(ended).toBeGreaterThan(0);
    expect(output.underruns).toBe(0);
    expect(runs).toMatchObject([{ frame: 0 }]);
    expect(runs[0].length).toBeGreaterThan(beyond * SECOND);
  }, 150_000);

  it('the drive becomes slow: a cue that begins before it is read waits for it, and then not a sample is missed', async () => {
    await arm(listOf('slow', [15, 12]));
    await forgetDecoded();
    drive.begin();
    await show.call('run.go', {});
    await soundFor('cue-0', 0.3);
    await show.call('run.jump', { cue: 'cue-1', fire: true });
    await show.call('run.stop', { run: 0, seconds: 0 });
    await soundFor('cue-1', 8.2);
    const { output } = await show.view();
    const runs = await heardOf(1, 12);
    console.log(
      `a slow drive: ${runs.map(({ frame, length }) => `${frame} + ${length}`)}; under-runs ${output.underruns}`,
    );
    expect(runs).toHaveLength(1);
    expect(runs[0].frame).toBeLessThan(SHAPED);
    expect(runs[0].length).toBeGreaterThan(8 * SECOND);
    expect(output.underruns).toBe(0);
    expect(drive.reads()).toBeGreaterThan(0);
  }, 150_000);

  it('another page takes its sound: this one does not take it back, and has it again once nobody sounds it', async () => {
    await arm(listOf('taken', [10]));
    await show.call('run.go', {});
    await soundFor('cue-0', 0.3);
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
    await arm(listOf('window', [12]));
    await show.call('run.go', {});
    await soundFor('cue-0', 1);
    const before = await soundsNow(0, 12);
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
    await soundFor('cue-0', playedOf(await show.view(), 'cue-0') + 1.5);
    mark = 0;
    const after = await heardOf(0, 12);
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
    await arm(listOf('killed', [12, 2]));
    await show.call('run.go', {});
    // Where it is is written once a second.
    await soundFor('cue-0', 2.2);
    const before = await soundsNow(0, 12);
    const ended = new Promise((resolve) => show.app.process().once('exit', resolve));
    const { pid } = show.app.process();
    for (const each of processTree(pid!).reverse()) {
      try {
        process.kill(each, 'SIGKILL');
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
    await soundFor('cue-0', playedOf(await show.view(), 'cue-0') + 1.5);
    const after = await heardOf(0, 12);
    const moved = (after[0].frame - before.frame) / SECOND - (killed - before.at) / 1000;
    console.log(`offered: ${resume!.what}; it goes on ${moved.toFixed(2)} s from where it was killed`);
    expect(after).toHaveLength(1);
    expect(moved).toBeGreaterThan(-1.6);
    expect(moved).toBeLessThan(0.5);
    expect((await show.view()).armed).toBe(true);
  }, 150_000);
});

describe.skipIf(!hasVirtualSinks())('a device that is unplugged', () => {
  it('gives way to another; with none left the show says so, stands, and sounds on once there is one', async () => {
    const sinks = await openVirtualSinks();
    Object.assign(process.env, sinks.environment);
    const plays = (name: string): Promise<void> => vi.waitFor(() => expect(sinks.playing()).toContain(name), PATIENT);
    const sounds = (name: string): Promise<void> => vi.waitFor(() => expect(sinks.sounds(name)).toBe(true), PATIENT);
    try {
      // With no device at all a session sounds to nobody; the first one that comes has it.
      await open();
      await arm(listOf('device', [30]));
      expect(sinks.playing()).toEqual([]);
      sinks.add('first');
      await plays('first');
      sinks.add('second');
      await show.until(({ output, clock }) => output.state === 'open' && clock.running, 'a mixer plays the session');
      mark = 0;
      await show.call('run.go', {});
      await sounds('first');
      sinks.remove('first');
      await plays('second');
      await sounds('second');
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
      await sounds('third');
      await soundFor('cue-0', playedOf(await show.view(), 'cue-0') + 2.2);
      const taps = await show.tapped();
      const heard = (await Promise.all(taps.map((_, tap) => heardOf(0, 30, tap)))).flat();
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
