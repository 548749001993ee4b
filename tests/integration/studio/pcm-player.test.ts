import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createFeeder } from '../../../renderer/player/feeder.ts';
import type { FromFeeder } from '../../../renderer/player/feeder-protocol.ts';
import { BALANCE_FRAMES, createPlayback, FADE_FRAMES } from '../../../renderer/player/playback.ts';
import { FLOAT, playerMemory, WORD } from '../../../renderer/player/player-memory.ts';
import { placeOf, positionOf } from '../../../renderer/player/ring.ts';
import { createEnd, type FromPcmSource, type PcmPort, type ToPcmSource } from '../../../src/contract/index.ts';
import { CueforgeError, frames } from '../../../src/model/index.ts';
import { type PcmSources, servePcm } from '../../../src/studio/pcm-source.ts';

/** The whole way of the sound in one thread: the studio's source, the feeder, the ring, what the audio thread does. */

const folder = mkdtempSync(join(tmpdir(), 'cueforge-pcm-player-'));
const SOUND = 'a'.repeat(32);
const REF = { kind: 'asset', asset: SOUND } as const;
const LENGTH = 48_000 * 12 + 77;
const entry = { path: join(folder, 'sound.f32'), frames: frames(LENGTH) };
/** The same place by place, its frames numbered by so much more, and shorter. */
const OTHER = 'd'.repeat(64);
const OTHER_REF = { kind: 'source', source: OTHER } as const;
const OTHER_FROM = 2 ** 22;
const OTHER_LENGTH = 48_000 * 9;
const otherEntry = { path: join(folder, 'other.f32'), frames: frames(OTHER_LENGTH) };
/** Each frame says which it is: left its number, right the opposite. Never 0. */
const sampleOf = (frame: number): number => Math.fround((frame + 1) / 2 ** 24);

beforeAll(() => {
  const numbered = (length: number, first: number): Float32Array =>
    Float32Array.from({ length: length * 2 }, (_, i) => (i % 2 === 0 ? 1 : -1) * sampleOf(first + (i >> 1)));
  writeFileSync(entry.path, numbered(LENGTH, 0));
  writeFileSync(otherEntry.path, numbered(OTHER_LENGTH, OTHER_FROM));
});
const cuts: (() => void)[] = [];
afterEach(() => {
  for (const cut of cuts.splice(0)) cut();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sources: PcmSources = {
  ffmpeg: { path: 'none', hasSoxr: false },
  openPcm: () => new Promise(() => undefined),
  async openSource(key) {
    if (key !== OTHER) throw new CueforgeError('file-missing', 'No such take');
    return otherEntry;
  },
  openCue: () => Promise.reject(new CueforgeError('no-session', 'No cuelist is open')),
  openMix: () => Promise.reject(new CueforgeError('workout-missing', 'No such workout')),
  openMusic: () => Promise.reject(new CueforgeError('workout-missing', 'No workout is here')),
  checkMade: () => Promise.reject(new CueforgeError('file-missing', 'No such file')),
  async open(asset) {
    if (asset !== SOUND) throw new CueforgeError('asset-missing', 'No such sound');
    return { path: join(folder, 'sound.wav'), pcm: entry };
  },
};

const openPlayer = () => {
  const memory = playerMemory();
  const { words } = memory;
  const told: FromFeeder[] = [];
  const feeder = createFeeder(memory, (event) => told.push(event));
  const playback = createPlayback(memory, () => 0);
  const heard: number[] = [];
  let held = false;
  /** Connects to a source of its own; returns what cuts the connection. */
  const connect = (change: (message: FromPcmSource) => FromPcmSource = (message) => message): (() => void) => {
    const toStudio = createEnd<unknown>();
    const toFeeder = createEnd<FromPcmSource>();
    const waiting: FromPcmSource[] = [];
    const port: PcmPort = { ...toStudio.face, send: (message) => toFeeder.deliver(structuredClone(message)) };
    toFeeder.face.onMessage((message) => {
      waiting.push(change(message));
      while (!held && waiting.length > 0) feeder.receive(waiting.shift()!);
    });
    servePcm(port, sources);
    feeder.connect((message: ToPcmSource) => toStudio.deliver(structuredClone(message)));
    const cut = (): void => {
      toStudio.close();
      toFeeder.close();
      feeder.disconnected();
    };
    cuts.push(cut);
    return cut;
  };
  const [left, right] = [new Float32Array(128), new Float32Array(128)];
  return {
    memory,
    words,
    feeder,
    told,
    heard,
    connect,
    /** Keeps what the studio sends from arriving. */
    hold: (is: boolean): void => {
      held = is;
    },
    kinds: () => told.filter(({ kind }) => kind !== 'buffered').map(({ kind }) => kind),
    playing: (is: boolean): void => {
      words[WORD.playing] = is ? 1 : 0;
    },
    balance(first: number, second: number): void {
      memory.floats[FLOAT.firstGain] = first;
      memory.floats[FLOAT.secondGain] = second;
      words[WORD.balance]++;
    },
    /** Lets sound go by, faster than it sounds: where little is buffered, what is on its way is given a moment to come. */
    async listen(count: number): Promise<void> {
      for (let done = 0; done < count; done += 128) {
        playback.render(left, right);
        for (let i = 0; i < 128; i++) heard.push(left[i] + right[i] === 0 ? left[i] : Number.NaN);
        if (done % 4_096 === 0) {
          for (let tries = 0; tries < 20; tries++) {
            feeder.tick();
            await wait(tries === 0 ? 0 : 1);
            if (words[WORD.write] - words[WORD.read] > 24_000) break;
          }
        }
      }
    },
    async until(is: () => boolean): Promise<void> {
      for (let tries = 0; tries < 2_000 && !is(); tries++) {
        feeder.tick();
        await wait(1);
      }
      expect(is()).toBe(true);
    },
    ready: () => told.some(({ kind }) => kind === 'ready'),
  };
};

/** Stretches of frames in a row that are exactly the source's: first frame, length. Silence and fades are left out. */
const runsIn = (heard: readonly number[]): [number, number][] => {
  const runs: [number, number][] = [];
  let expected = Number.NaN;
  for (const sample of heard) {
    const frame = sample * 2 ** 24 - 1;
    const whole = Number.isInteger(frame) && frame >= 0;
    if (whole && frame === expected) runs[runs.length - 1][1]++;
    else if (whole) runs.push([frame, 1]);
    expected = whole ? frame + 1 : Number.NaN;
  }
  return runs.filter(([, length]) => length > 16);
};

describe('the player on a source', () => {
  test('plays from the first frame to the last and says so once', async () => {
    const player = openPlayer();
    player.connect();
    player.playing(true);
    player.feeder.open(1, REF, frames(0), null);
    await player.until(player.ready);
    await player.listen(LENGTH + 5_000);
    player.feeder.tick();
    expect(runsIn(player.heard)).toEqual([[FADE_FRAMES, LENGTH - FADE_FRAMES]]);
    expect(player.kinds()).toEqual(['buffering', 'opened', 'ready', 'length', 'completed']);
    expect(player.words[WORD.underruns]).toBe(0);
    expect(positionOf(player.memory)).toBe(LENGTH);
    expect(player.feeder.tick()).toBe(false);
  });

  test('repeats any region exactly, as often as it is let', async () => {
    for (const [start, end] of [
      [1_000, 5_800],
      [12_345, 60_001],
      [LENGTH - 9_999, LENGTH],
    ]) {
      const player = openPlayer();
      player.connect();
      player.playing(true);
      player.feeder.open(1, REF, frames(start), { start: frames(start), end: frames(end) });
      await player.until(player.ready);
      await player.listen(FADE_FRAMES + (end - start) * 6);
      const [first, ...again] = runsIn(player.heard);
      expect(first).toEqual([start + FADE_FRAMES, end - start - FADE_FRAMES]);
      expect(again.length).toBeGreaterThanOrEqual(5);
      for (const run of again.slice(0, -1)) expect(run).toEqual([start, end - start]);
      expect(player.words[WORD.underruns]).toBe(0);
    }
  });

  test('repeats to the end of the sound where the region has none', async () => {
    const player = openPlayer();
    player.connect();
    player.playing(true);
    const start = LENGTH - 20_000;
    player.feeder.open(1, REF, frames(start), { start: frames(start), end: null });
    await player.until(player.ready);
    await player.listen(FADE_FRAMES + 70_000);
    expect(runsIn(player.heard).slice(1, 3)).toEqual([
      [start, 20_000],
      [start, 20_000],
    ]);
    // Switched off while the ring is full of repeats: it goes on to the end from where it is.
    const at = positionOf(player.memory);
    player.feeder.setLoop(null);
    await player.until(() => player.told.filter(({ kind }) => kind === 'ready').length === 2);
    await player.listen(40_000);
    player.feeder.tick();
    const last = runsIn(player.heard).at(-1)!;
    expect(last[0]).toBe(at + FADE_FRAMES);
    expect(last[0] + last[1]).toBe(LENGTH);
    expect(player.kinds().at(-1)).toBe('completed');
  });

  test('turns back at an end that is set while the ring already holds what lies behind it', async () => {
    const player = openPlayer();
    player.connect();
    player.playing(true);
    player.feeder.open(1, REF, frames(0), null);
    await player.until(player.ready);
    await player.listen(24_000);
    player.feeder.setLoop({ start: frames(10_000), end: frames(50_000) });
    await player.until(() => player.told.filter(({ kind }) => kind === 'ready').length === 2);
    await player.listen(140_000);
    const runs = runsIn(player.heard);
    expect(runs[1][0] + runs[1][1]).toBe(50_000);
    expect(runs[2]).toEqual([10_000, 40_000]);
  });

  test('fades out when nothing comes any more, waits, and goes on with the next frame', async () => {
    const player = openPlayer();
    player.connect();
    player.playing(true);
    player.feeder.open(1, REF, frames(0), null);
    await player.until(player.ready);
    player.hold(true);
    await player.listen(300_000);
    expect(player.words[WORD.underruns]).toBe(1);
    expect(player.kinds().at(-1)).toBe('buffering');
    const stopped = positionOf(player.memory);
    player.hold(false);
    player.feeder.disconnected();
    player.connect();
    await player.until(() => player.kinds().at(-1) === 'ready');
    await player.listen(30_000);
    const runs = runsIn(player.heard);
    expect(runs).toHaveLength(2);
    expect(runs[1][0]).toBe(stopped + FADE_FRAMES);
    // The fade-out took the frames between; none was lost.
    expect(stopped - (runs[0][0] + runs[0][1])).toBeLessThanOrEqual(FADE_FRAMES);
  });

  test('is connected anew without a seam', async () => {
    const player = openPlayer();
    const cut = player.connect();
    player.playing(true);
    player.feeder.open(1, REF, frames(7), null);
    await player.until(player.ready);
    await player.listen(48_000);
    cut();
    await player.listen(100_000);
    player.connect();
    await player.listen(300_000);
    const runs = runsIn(player.heard);
    expect(runs).toHaveLength(1);
    expect(runs[0][1]).toBeGreaterThan(440_000);
    expect(player.words[WORD.underruns]).toBe(0);
  });

  test('says at once that a sound is missing, and keeps silent', async () => {
    const player = openPlayer();
    player.connect();
    player.playing(true);
    player.feeder.open(1, { kind: 'asset', asset: 'b'.repeat(32) }, frames(0), null);
    await player.until(() => player.told.some(({ kind }) => kind === 'failed'));
    await player.listen(10_000);
    expect(player.told.at(-1)).toMatchObject({ kind: 'failed', ticket: 1, failure: { code: 'asset-missing' } });
    expect(player.heard.every((sample) => sample === 0)).toBe(true);
  });

  test('plays what came before a failure, then says it', async () => {
    const player = openPlayer();
    const failure = { code: 'media-truncated', message: 'It is cut short' } as const;
    player.connect((message) =>
      message.kind === 'pcm' && message.frame >= 48_000 ? { kind: 'failed', epoch: message.epoch, failure } : message,
    );
    player.playing(true);
    player.feeder.open(1, REF, frames(0), null);
    await player.until(player.ready);
    await player.listen(20_000);
    expect(player.kinds()).not.toContain('failed');
    await player.listen(40_000);
    player.feeder.tick();
    expect(player.kinds().at(-1)).toBe('failed');
    expect(runsIn(player.heard)).toEqual([[FADE_FRAMES, 48_000 - FADE_FRAMES]]);
  });

  test('fills the ring while it is paused, and asks for nothing more then', async () => {
    const player = openPlayer();
    player.connect();
    player.feeder.open(1, REF, frames(0), null);
    await player.until(() => !player.feeder.tick());
    const { told } = player;
    expect(told.at(-1)).toMatchObject({ kind: 'buffered' });
    await player.listen(10_000);
    expect(player.heard.every((sample) => sample === 0)).toBe(true);
    expect(positionOf(player.memory)).toBe(0);
  });
});

describe('other sound for the same place', () => {
  const opened = async (): Promise<ReturnType<typeof openPlayer>> => {
    const player = openPlayer();
    player.connect();
    player.playing(true);
    player.feeder.open(1, REF, frames(0), null);
    await player.until(player.ready);
    await player.listen(24_000);
    return player;
  };
  const revised = (player: ReturnType<typeof openPlayer>): number =>
    player.told.filter(({ kind }) => kind === 'revised').length;

  test('stays where it was put while the device slept, for an edit and for a loop', async () => {
    const player = await opened();
    await player.listen(96_000);
    player.playing(false);
    await player.listen(4_096);
    // The audio thread stands still from here on.
    player.feeder.open(2, REF, frames(12_345), null);
    await player.until(() => !player.feeder.tick());
    player.feeder.revise(1, OTHER_REF);
    expect(placeOf(player.memory)).toBe(12_345);
    player.feeder.setLoop({ start: frames(12_000), end: frames(20_000) });
    expect(placeOf(player.memory)).toBe(12_345);
    player.playing(true);
    await player.listen(20_000);
    expect(runsIn(player.heard).at(-1)?.[0]).toBe(OTHER_FROM + 12_000);
  });

  test('follows the old in one fade, to its own end', async () => {
    const player = await opened();
    player.feeder.revise(1, OTHER_REF);
    await player.until(() => revised(player) === 1);
    await player.listen(LENGTH);
    player.feeder.tick();
    const [old, other, ...more] = runsIn(player.heard);
    expect(more).toEqual([]);
    const left = old[0] + old[1];
    expect(left).toBeLessThan(24_000 + 4_096);
    expect(other).toEqual([OTHER_FROM + left + 384, OTHER_LENGTH - left - 384]);
    expect(player.told.find(({ kind }) => kind === 'revised')).toMatchObject({ ticket: 1, revision: 1, splice: 1 });
    expect(player.kinds().at(-1)).toBe('completed');
    expect(player.words[WORD.underruns]).toBe(0);
  });

  test('is the last of many that come at once', async () => {
    const player = await opened();
    for (let i = 1; i <= 20; i++) player.feeder.revise(i, i % 2 === 0 ? OTHER_REF : REF);
    await player.until(() => revised(player) >= 1);
    await player.listen(12_000);
    await player.until(() => revised(player) === 2);
    await player.listen(60_000);
    expect(runsIn(player.heard).at(-1)![0]).toBeGreaterThan(OTHER_FROM);
    expect(player.told.findLast(({ kind }) => kind === 'revised')).toMatchObject({ revision: 20 });
  });

  test('that is nowhere lets the old fade out, and says so', async () => {
    const player = await opened();
    player.feeder.revise(1, { kind: 'source', source: 'f'.repeat(64) });
    await player.until(() => player.told.some(({ kind }) => kind === 'failed'));
    const heard = player.heard.length;
    await player.listen(10_000);
    expect(player.told.find(({ kind }) => kind === 'failed')).toMatchObject({ failure: { code: 'file-missing' } });
    expect(player.heard.slice(heard + FADE_FRAMES).every((sample) => sample === 0)).toBe(true);
  });

  test('that ends before where we are ends the sound', async () => {
    const player = await opened();
    player.feeder.open(2, REF, frames(OTHER_LENGTH + 5_000), null);
    await player.until(() => player.kinds().at(-1) === 'ready');
    await player.listen(10_000);
    player.feeder.revise(1, OTHER_REF);
    await player.until(() => player.kinds().includes('length'));
    await player.listen(10_000);
    player.feeder.tick();
    expect(player.kinds().at(-1)).toBe('completed');
  });

  test('goes on coming over another connection', async () => {
    const player = await opened();
    player.hold(true);
    player.feeder.revise(1, OTHER_REF);
    player.feeder.disconnected();
    player.hold(false);
    player.connect();
    await player.until(() => revised(player) === 1);
    await player.listen(60_000);
    const [old, other] = runsIn(player.heard);
    expect(other[0]).toBe(OTHER_FROM + old[0] + old[1] + 384);
  });
});

describe('two sounds as one', () => {
  const PAIR = { kind: 'pair', first: REF, second: OTHER_REF } as const;
  const opened = async (from = 0): Promise<ReturnType<typeof openPlayer>> => {
    const player = openPlayer();
    player.connect();
    player.playing(true);
    player.feeder.open(1, PAIR, frames(from), null);
    await player.until(player.ready);
    return player;
  };
  /** What is heard of a frame with these gains; the second sound is the shorter. */
  const mixed = (frame: number, first: number, second: number): number =>
    Math.fround(
      first * sampleOf(frame) + Math.fround(second) * (frame < OTHER_LENGTH ? sampleOf(OTHER_FROM + frame) : 0),
    );

  test('is the first, until the second is heard in its place from the very next frame of it', async () => {
    const player = await opened();
    await player.listen(48_000);
    player.balance(0, 1);
    await player.listen(24_000);
    player.balance(1, 0);
    await player.listen(24_000);
    const [first, second, again, ...more] = runsIn(player.heard);
    expect(more).toEqual([]);
    const at = Math.ceil(48_000 / 128) * 128;
    expect(first).toEqual([FADE_FRAMES, at - FADE_FRAMES]);
    expect(second[0]).toBe(OTHER_FROM + at + BALANCE_FRAMES - 1);
    expect(again[0]).toBe(second[0] - OTHER_FROM + second[1] + BALANCE_FRAMES - 1);
    expect(player.words[WORD.underruns]).toBe(0);
    // Between them every sample lies between the two: nothing falls silent, nothing jumps.
    for (let i = at; i < at + BALANCE_FRAMES; i++) {
      expect(player.heard[i]).toBeGreaterThanOrEqual(sampleOf(i));
      expect(player.heard[i]).toBeLessThanOrEqual(sampleOf(OTHER_FROM + i));
    }
  });

  test('is their sum, sample for sample, to the end of the longer', async () => {
    const player = openPlayer();
    player.connect();
    player.balance(1, 1);
    player.playing(true);
    player.feeder.open(1, PAIR, frames(0), null);
    await player.until(player.ready);
    await player.listen(LENGTH + 5_000);
    player.feeder.tick();
    let apart = 0;
    for (let i = FADE_FRAMES; i < LENGTH; i++) if (player.heard[i] !== mixed(i, 1, 1)) apart++;
    expect(apart).toBe(0);
    expect(player.heard.slice(LENGTH).every((sample) => sample === 0)).toBe(true);
    expect(player.kinds()).toEqual(['buffering', 'opened', 'ready', 'length', 'completed']);
    expect(player.told.find(({ kind }) => kind === 'length')).toMatchObject({ length: LENGTH });
  });

  test('stays on one frame wherever it is sought, in loops too, at any gains', async () => {
    const player = await opened();
    const gains = [
      [0.5, 0.25],
      [1, 0.7],
      [0, 0.3],
    ] as const;
    for (const [i, from] of [96_007, 12, OTHER_LENGTH - 5_000].entries()) {
      const [one, other] = gains[i]!;
      const before = player.told.filter(({ kind }) => kind === 'ready').length;
      player.playing(false);
      await player.listen(2_048);
      player.balance(one, other);
      player.feeder.open(2 + i, PAIR, frames(from), { start: frames(from), end: frames(from + 9_001) });
      await player.until(() => player.told.filter(({ kind }) => kind === 'ready').length > before);
      player.playing(true);
      const began = player.heard.length;
      await player.listen(40_000);
      let apart = 0;
      for (let k = FADE_FRAMES; k < 40_000; k++)
        if (player.heard[began + k] !== mixed(from + (k % 9_001), one, other)) apart++;
      expect(apart).toBe(0);
    }
  });

  test('gives way to another pair in one fade, and to one sound anew', async () => {
    const player = await opened();
    await player.listen(24_000);
    player.feeder.revise(1, { kind: 'pair', first: OTHER_REF, second: REF });
    await player.until(() => player.told.some(({ kind }) => kind === 'revised'));
    await player.listen(60_000);
    const [old, other] = runsIn(player.heard);
    expect(other[0]).toBe(OTHER_FROM + old[0] + old[1] + 384);
    const before = player.kinds().filter((kind) => kind === 'ready').length;
    player.balance(0, 1);
    await player.listen(9_600);
    player.feeder.revise(2, OTHER_REF);
    await player.until(() => player.kinds().filter((kind) => kind === 'ready').length > before);
    await player.listen(30_000);
    const last = runsIn(player.heard).at(-1)!;
    expect(last[0]).toBeGreaterThan(OTHER_FROM);
    expect(last[1]).toBeGreaterThan(20_000);
  });

  test('says why one of them is missing', async () => {
    const player = openPlayer();
    player.connect();
    player.playing(true);
    const gone = { kind: 'made', path: '/nowhere/ride.mp3' } as const;
    player.feeder.open(1, { kind: 'pair', first: REF, second: gone }, frames(0), null);
    await player.until(() => player.told.some(({ kind }) => kind === 'failed'));
    expect(player.told.at(-1)).toMatchObject({ failure: { code: 'file-missing' } });
  });
});
