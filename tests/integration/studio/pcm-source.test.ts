import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PCM_BLOCK } from '../../../src/contract/index.ts';
import { createPcmCache, type PcmAsset, type PcmCache } from '../../../src/media/index.ts';
import { CueforgeError, frames } from '../../../src/model/index.ts';
import { type PcmSources, servePcm } from '../../../src/studio/pcm-source.ts';
import { openPcmFile } from '../../../src/studio/pcm-stream.ts';
import { everyFfmpeg, run, scratch, writeNoise } from '../media/sound-files.ts';
import { createListener } from './pcm-listener.ts';

const files = scratch();
const [ffmpeg] = await everyFfmpeg();
const WARM = 'a'.repeat(32);
const COLD = 'b'.repeat(32);
const LONG = 'c'.repeat(32);
const CUT = 'd'.repeat(32);
const KEY = 'e'.repeat(64);

let cache: PcmCache;
let warm: PcmAsset;
/** What the cache holds for the warm sound: what every block is compared with. */
let truth: Float32Array;
const closing: (() => void)[] = [];

beforeAll(async () => {
  writeNoise(files.at('warm.wav'), { length: 48_000 * 7 + 123 });
  run(ffmpeg, '-i', files.at('warm.wav'), '-b:a', '192k', files.at('warm.mp3'));
  run(ffmpeg, '-stream_loop', '20', '-i', files.at('warm.wav'), '-b:a', '64k', files.at('long.mp3'));
  run(ffmpeg, '-i', files.at('warm.wav'), files.at('whole.flac'));
  cache = createPcmCache({ cacheDir: files.at('cache'), ffmpeg, threads: 1 });
  warm = await cache.open(files.at('warm.mp3'));
  const bytes = readFileSync(warm.path);
  truth = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
});
afterEach(() => {
  for (const close of closing.splice(0)) close();
});
afterAll(async () => {
  await cache.close();
  files.remove();
});

const never = new Promise<never>(() => undefined);
const listen = (changes: Partial<PcmSources> = {}): ReturnType<typeof createListener> => {
  const listener = createListener();
  servePcm(listener.port, {
    ffmpeg,
    openPcm: () => never,
    async openSource(key) {
      if (key === KEY) return warm;
      throw new CueforgeError('file-missing', 'No such sound is decoded');
    },
    openCue: () => Promise.reject(new CueforgeError('no-session', 'No cuelist is open')),
    openMix: async (workout, variant, from) => {
      if (workout !== 'ride.json') throw new CueforgeError('workout-missing', 'There is no such workout');
      return openPcmFile(warm, frames(variant === 'music' ? from : 0));
    },
    openMusic: () => Promise.reject(new CueforgeError('workout-missing', 'No workout is here')),
    async checkMade(path) {
      if (path !== files.at('whole.flac')) throw new CueforgeError('file-missing', 'No export made this');
    },
    async open(asset) {
      if (asset === WARM) return { path: files.at('warm.mp3'), pcm: warm };
      if (asset === COLD) return { path: files.at('warm.mp3'), pcm: null };
      if (asset === LONG) return { path: files.at('long.mp3'), pcm: null };
      if (asset === CUT)
        return { path: files.at('warm.mp3'), pcm: { path: files.at('nowhere.f32'), frames: warm.frames } };
      throw new CueforgeError('asset-missing', 'No such sound is in the library');
    },
    ...changes,
  });
  closing.push(listener.close);
  return listener;
};
const same = (pcm: Float32Array, from: number): boolean =>
  Buffer.compare(
    Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength),
    Buffer.from(truth.buffer, from * 8, pcm.byteLength),
  ) === 0;
/** ffmpegs that this process runs, by their argument lists. */
const ffmpegs = (): string[] =>
  execFileSync('ps', ['-o', 'args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('-nostdin'));

describe('sound from the cache', () => {
  test('is the cache, from any frame to the end', async () => {
    const listener = listen();
    let epoch = 0;
    const seek = async (from: number, grant: number): Promise<void> => {
      const mine = ++epoch;
      listener.open(mine, WARM, from);
      listener.credit(mine, grant);
      const due = Math.min(grant, warm.frames - from);
      await listener.until(() => listener.framesOf(mine) >= due);
      const { pcm, from: first, whole } = listener.sound(mine);
      expect(first).toBe(from);
      expect(whole).toBe(true);
      expect(pcm.length / 2).toBe(due);
      expect(same(pcm, from)).toBe(true);
    };
    const anywhere = fc.integer({ min: 0, max: warm.frames - 1 });
    await fc.assert(fc.asyncProperty(anywhere, fc.integer({ min: 1, max: 200_000 }), seek), { numRuns: 40 });
    await seek(warm.frames - 1, 100);
    await seek(0, warm.frames);
  });

  test('says its length at once and its end after the last frame', async () => {
    const listener = listen();
    listener.open(1, WARM, warm.frames - 10);
    listener.credit(1, 10_000);
    await listener.until(() => listener.of(1).length === 3);
    expect(listener.heard.map((message) => message.kind)).toEqual(['opened', 'pcm', 'ended']);
    expect(listener.heard[0]).toMatchObject({ length: warm.frames, cached: true });
    expect(listener.heard[2]).toMatchObject({ length: warm.frames });
    listener.open(2, WARM, warm.frames + 4_800);
    listener.credit(2, 1);
    await listener.until(() => listener.of(2).some((message) => message.kind === 'ended'));
    expect(listener.framesOf(2)).toBe(0);
  });

  test('comes in blocks of 100 ms at most and never beyond its credit', async () => {
    const listener = listen();
    listener.open(1, WARM, 0);
    let granted = 0;
    for (const grant of [1, 4_799, 4_801, 30_000, 7]) {
      listener.credit(1, grant);
      granted += grant;
      await listener.until(() => listener.framesOf(1) >= granted);
      await wait(20);
      expect(listener.framesOf(1)).toBe(granted);
    }
    const sizes = listener.heard.map((message) => (message.kind === 'pcm' ? message.samples.length / 2 : 0));
    expect(Math.max(...sizes)).toBe(PCM_BLOCK);
    expect(same(listener.sound(1).pcm, 0)).toBe(true);
  });

  test('is decoded instead when its entry is gone', async () => {
    const listener = listen();
    listener.open(1, CUT, 50_000);
    listener.credit(1, 20_000);
    await listener.until(() => listener.framesOf(1) === 20_000);
    expect(listener.heard[0]).toMatchObject({ kind: 'opened', cached: false, length: null });
    expect(same(listener.sound(1).pcm, 50_000)).toBe(true);
  });
});

describe('sound that is not in the cache', () => {
  test('sounds in less than a second, and has the samples that the cache will have', async () => {
    const listener = listen();
    const started = performance.now();
    listener.open(1, COLD, 0);
    listener.credit(1, 400_000);
    await listener.until(() => listener.framesOf(1) > 0);
    expect(performance.now() - started).toBeLessThan(1000);
    await listener.until(() => listener.of(1).some((message) => message.kind === 'ended'));
    const { pcm, whole } = listener.sound(1);
    expect(whole).toBe(true);
    expect(pcm.length).toBe(truth.length);
    expect(same(pcm, 0)).toBe(true);
    expect(listener.of(1).at(-1)).toMatchObject({ kind: 'ended', length: warm.frames });
  });

  test('is sought by decoding up to the frame', async () => {
    const listener = listen();
    for (const [index, from] of [1, 4_801, 123_457, warm.frames - 3].entries()) {
      listener.open(index, COLD, from);
      listener.credit(index, 9_000);
      const due = Math.min(9_000, warm.frames - from);
      await listener.until(() => listener.framesOf(index) >= due);
      expect(listener.sound(index).from).toBe(from);
      expect(same(listener.sound(index).pcm, from)).toBe(true);
    }
    listener.open(9, COLD, warm.frames + 5);
    listener.credit(9, 10);
    await listener.until(() => listener.of(9).some((message) => message.kind === 'ended'));
    expect(listener.of(9).at(-1)).toMatchObject({ length: warm.frames });
  });

  test('goes over to the cache without a seam, and ffmpeg ends', async () => {
    let ready: (asset: PcmAsset) => void = () => undefined;
    const listener = listen({
      openPcm: () =>
        new Promise((resolve) => {
          ready = resolve;
        }),
    });
    listener.open(1, COLD, 1_000);
    listener.credit(1, 10_001);
    await listener.until(() => listener.framesOf(1) === 10_001);
    expect(ffmpegs()).toHaveLength(1);
    ready(warm);
    await wait(10);
    listener.credit(1, 100);
    await listener.until(() => listener.framesOf(1) === 10_101);
    expect(ffmpegs()).toHaveLength(0);
    listener.credit(1, 400_000);
    await listener.until(() => listener.of(1).some((message) => message.kind === 'ended'));
    expect(listener.sound(1).whole).toBe(true);
    expect(listener.framesOf(1)).toBe(warm.frames - 1_000);
    expect(same(listener.sound(1).pcm, 1_000)).toBe(true);
  });

  test('is put into the cache meanwhile, once for all seeks in it', async () => {
    const aborted: boolean[] = [];
    const asked: string[] = [];
    const listener = listen({
      openPcm: (file, { signal }) => {
        asked.push(file);
        const mine = aborted.push(false) - 1;
        signal?.addEventListener('abort', () => {
          aborted[mine] = true;
        });
        return never;
      },
    });
    for (const epoch of [1, 2, 3]) {
      listener.open(epoch, COLD, epoch * 1_000);
      listener.credit(epoch, 10);
      await listener.until(() => listener.framesOf(epoch) === 10);
    }
    expect(asked).toEqual([files.at('warm.mp3')]);
    expect(aborted).toEqual([false]);
    listener.open(4, WARM, 0);
    await listener.until(() => listener.of(4).length > 0);
    expect(asked).toHaveLength(1);
    listener.open(5, LONG, 0);
    listener.credit(5, 10);
    await listener.until(() => listener.framesOf(5) === 10);
    expect(aborted).toEqual([true, false]);
    listener.close();
    expect(aborted).toEqual([true, true]);
  });
});

describe('epochs', () => {
  test('a new one ends the one before: nothing of it comes any more', async () => {
    const listener = listen();
    listener.open(1, WARM, 0);
    listener.credit(1, 300_000);
    await listener.until(() => listener.framesOf(1) > 0);
    listener.open(2, WARM, 1_000);
    const after = listener.heard.length;
    listener.credit(1, 1_000);
    listener.credit(2, 50_000);
    await listener.until(() => listener.framesOf(2) === 50_000);
    expect(listener.heard.slice(after).every((message) => message.epoch === 2)).toBe(true);
  });

  test('an older one opens nothing', async () => {
    const listener = listen();
    listener.open(5, WARM, 0);
    listener.open(4, WARM, 0);
    listener.open(5, WARM, 77);
    listener.credit(5, 10);
    await listener.until(() => listener.framesOf(5) === 10);
    await wait(20);
    expect(listener.of(4)).toEqual([]);
    expect(listener.sound(5).from).toBe(0);
  });

  test('close, a new epoch and a lost connection end ffmpeg', async () => {
    const endings = [
      (listener: ReturnType<typeof createListener>) => listener.say({ kind: 'close', epoch: 1 }),
      (listener: ReturnType<typeof createListener>) => listener.open(2, WARM, 0),
      (listener: ReturnType<typeof createListener>) => listener.close(),
    ];
    for (const end of endings) {
      const listener = listen();
      listener.open(1, LONG, 0);
      listener.credit(1, 4_800);
      await listener.until(() => listener.framesOf(1) === 4_800);
      expect(ffmpegs()).toHaveLength(1);
      end(listener);
      const heard = listener.of(1).length;
      for (let tries = 0; tries < 100 && ffmpegs().length > 0; tries++) await wait(20);
      expect(ffmpegs()).toHaveLength(0);
      expect(listener.of(1)).toHaveLength(heard);
      listener.close();
    }
  });
});

describe('sounds of the editor', () => {
  test('a take is played by its key, from any frame', async () => {
    const listener = listen();
    listener.say({ kind: 'open', epoch: 1, sound: { kind: 'source', source: KEY }, from: 12_345 });
    listener.credit(1, 400_000);
    await listener.until(() => listener.of(1).some((message) => message.kind === 'ended'));
    expect(listener.of(1)[0]).toMatchObject({ kind: 'opened', length: warm.frames, cached: true });
    expect(same(listener.sound(1).pcm, 12_345)).toBe(true);
    listener.say({ kind: 'open', epoch: 2, sound: { kind: 'source', source: 'f'.repeat(64) }, from: 0 });
    await listener.until(() => listener.of(2).length > 0);
    expect(listener.of(2)).toMatchObject([{ kind: 'failed', failure: { code: 'file-missing' } }]);
  });

  test('a mix is asked for by its workout and variant, and another one takes its place', async () => {
    const listener = listen();
    const mix = (variant: string, workout = 'ride.json') => ({ kind: 'mix', workout, variant });
    listener.say({ kind: 'open', epoch: 1, sound: mix('music'), from: 1_000 });
    listener.credit(1, 20_000);
    await listener.until(() => listener.framesOf(1) === 20_000);
    listener.say({ kind: 'open', epoch: 2, sound: mix('coached'), from: 5 });
    listener.credit(2, 7_000);
    await listener.until(() => listener.framesOf(2) === 7_000);
    expect(same(listener.sound(1).pcm, 1_000)).toBe(true);
    expect(same(listener.sound(2).pcm, 0)).toBe(true);
    listener.say({ kind: 'open', epoch: 3, sound: mix('music', 'gone.json'), from: 0 });
    await listener.until(() => listener.of(3).length > 0);
    expect(listener.of(3)).toMatchObject([{ kind: 'failed', failure: { code: 'workout-missing' } }]);
  });
});

describe('two sounds as one', () => {
  const made = (path: string) => ({ kind: 'made', path: files.at(path) });
  const pair = (first: object, second: object, epoch = 1, from = 0): object => ({
    ...{ kind: 'open', epoch, from },
    sound: { kind: 'pair', first, second },
  });
  /** The sound of an epoch so far, one of the two. */
  const side = (listener: ReturnType<typeof listen>, epoch: number, which: 0 | 1): Float32Array => {
    const blocks = listener.of(epoch).flatMap((message) => (message.kind === 'pcm' ? [message.samples] : []));
    const halves = blocks.map((block) => block.subarray((which * block.length) / 2, ((which + 1) * block.length) / 2));
    return Float32Array.from(halves.flatMap((half) => [...half]));
  };

  test('come frame by frame from the cache, a decode, or both, and never beyond their credit', async () => {
    const flac = await cache.open(files.at('whole.flac'));
    const bytes = readFileSync(flac.path);
    const other = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    const listener = listen();
    for (const [epoch, first] of [WARM, COLD].entries()) {
      const from = 31_007;
      listener.say(pair({ kind: 'asset', asset: first }, made('whole.flac'), epoch, from));
      listener.credit(epoch, 50_000);
      await listener.until(() => listener.framesOf(epoch) / 2 >= 50_000);
      await wait(20);
      expect(listener.framesOf(epoch)).toBe(2 * 50_000);
      expect(listener.of(epoch)[0]).toMatchObject({ kind: 'opened', cached: false });
      expect(same(side(listener, epoch, 0), from)).toBe(true);
      expect(side(listener, epoch, 1)).toEqual(other.slice(2 * from, 2 * (from + 50_000)));
    }
    expect(ffmpegs()).toHaveLength(2);
    listener.say({ kind: 'close', epoch: 1 });
    for (let tries = 0; tries < 100 && ffmpegs().length > 0; tries++) await wait(20);
    expect(ffmpegs()).toHaveLength(0);
  });

  test('are both put into the cache, and stay on their way there while they are sought in', async () => {
    const asked: string[] = [];
    const aborted: string[] = [];
    const listener = listen({
      openPcm: (file, { signal }) => {
        asked.push(file);
        signal?.addEventListener('abort', () => aborted.push(file));
        return never;
      },
    });
    for (const epoch of [1, 2]) {
      listener.say(pair({ kind: 'asset', asset: COLD }, made('whole.flac'), epoch, epoch * 1_000));
      listener.credit(epoch, 10);
      await listener.until(() => listener.framesOf(epoch) === 20);
    }
    expect([asked, aborted]).toEqual([[files.at('warm.mp3'), files.at('whole.flac')], []]);
    listener.say({ kind: 'open', epoch: 3, sound: made('whole.flac'), from: 0 });
    listener.credit(3, 10);
    await listener.until(() => listener.framesOf(3) === 10);
    expect([asked.length, aborted]).toEqual([2, [files.at('warm.mp3')]]);
  });

  test('fail as one, and leave nothing open; a pair of pairs is none', async () => {
    const listener = listen();
    listener.say(pair({ kind: 'source', source: KEY }, made('warm.wav')));
    listener.say(pair({ kind: 'source', source: KEY }, { kind: 'source', source: 'f'.repeat(64) }, 2));
    await listener.until(() => listener.of(2).length > 0);
    expect(listener.of(2)).toMatchObject([{ kind: 'failed', failure: { code: 'file-missing' } }]);
    listener.say(pair({ kind: 'source', source: KEY }, made('warm.wav'), 3));
    await listener.until(() => listener.of(3).length > 0);
    expect(listener.of(3)).toMatchObject([{ kind: 'failed', failure: { message: 'No export made this' } }]);
    listener.say(pair(pair({ kind: 'source', source: KEY }, made('whole.flac')), made('whole.flac'), 4));
    await listener.until(() => listener.of(4).length > 0);
    expect(listener.of(4)).toMatchObject([{ kind: 'failed', failure: { code: 'bad-argument' } }]);
  });
});

describe('what goes wrong', () => {
  test('is told as a failure of its epoch', async () => {
    const listener = listen({
      async open(asset) {
        if (asset === WARM) return { path: files.at('gone.mp3'), pcm: null };
        throw new CueforgeError('asset-missing', 'No such sound is in the library');
      },
    });
    listener.open(1, 'e'.repeat(32), 0);
    await listener.until(() => listener.of(1).length > 0);
    expect(listener.heard[0]).toMatchObject({ kind: 'failed', epoch: 1, failure: { code: 'asset-missing' } });
    listener.open(2, WARM, 0);
    listener.credit(2, 1);
    await listener.until(() => listener.of(2).some((message) => message.kind === 'failed'));
    expect(listener.of(2).at(-1)).toMatchObject({ failure: { code: 'file-missing' } });
  });

  test('a truncated file sounds as far as it goes, then says so', async () => {
    const whole = readFileSync(files.at('whole.flac'));
    execFileSync('dd', [
      `if=${files.at('whole.flac')}`,
      `of=${files.at('cut.flac')}`,
      'bs=1024',
      `count=${Math.floor(whole.length / 2048)}`,
      'status=none',
    ]);
    const listener = listen({ open: async () => ({ path: files.at('cut.flac'), pcm: null }) });
    listener.open(1, COLD, 0);
    listener.credit(1, 400_000);
    await listener.until(() => listener.of(1).some((message) => message.kind === 'failed'));
    expect(listener.framesOf(1)).toBeGreaterThan(48_000);
    expect(listener.of(1).at(-1)).toMatchObject({ failure: { code: 'media-truncated' } });
    rmSync(files.at('cut.flac'));
  });

  test('messages that are none are refused where they have an epoch, and change nothing', async () => {
    const listener = listen();
    listener.open(1, WARM, 0);
    const bad = [
      null,
      'open',
      { kind: 'open' },
      { kind: 'open', epoch: 2, sound: { kind: 'asset', asset: '../../secret' }, from: 0 },
      { kind: 'open', epoch: 3, sound: { kind: 'asset', asset: WARM }, from: -1 },
      { kind: 'open', epoch: 6, sound: { kind: 'source', source: '../../secret' }, from: 0 },
      { kind: 'open', epoch: 7, sound: { kind: 'mix', workout: '', variant: 'music' }, from: 0 },
      { kind: 'open', epoch: 4, sound: { kind: 'asset', asset: WARM }, from: 0.5 },
      { kind: 'open', epoch: -5, sound: { kind: 'asset', asset: WARM }, from: 0 },
      { kind: 'credit', epoch: 1, frames: 1e12 },
      { kind: 'credit', epoch: 1, frames: Number.NaN },
    ];
    for (const message of bad) listener.say(message);
    const refused = listener.heard.filter((message) => message.kind === 'failed');
    expect(refused.map((message) => message.epoch)).toEqual([2, 3, 6, 7, 4, 1, 1]);
    expect(refused.every((message) => message.failure.code === 'bad-argument')).toBe(true);
    listener.credit(1, 100);
    await listener.until(() => listener.framesOf(1) === 100);
  });
});
