import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fadeGain } from '../../../src/audio/index.ts';
import {
  createPcmCache,
  type FfmpegBinary,
  findDecoded,
  findFfmpeg,
  type SoundFile,
} from '../../../src/media/index.ts';
import { decibels, frames, type Layer, NO_FADE } from '../../../src/model/index.ts';
import { createResumingSources, createSourcePool, openLayer, type SourcePool } from '../../../src/session/index.ts';
import { codeOf, everyFfmpeg, run, scratch, writeNoise } from '../media/sound-files.ts';
import { decodeWhole, firstApart, processesOf, readAll, readOn, scriptedFfmpeg, writeCached } from './source-sounds.ts';

const files = scratch();
const LENGTH = 4 * 48_000 + 1_234;
const NAMES = ['a.wav', 'a.flac', 'a.mp3', 'a.m4a', 'a.ogg', 'low.wav', 'low.flac', 'low.mp3', 'mono.wav'];
const LAYER: Layer = {
  ...{ role: 'voice', file: '', gain: decibels(0), fadeIn: NO_FADE, fadeOut: NO_FADE },
  ...{ trimStart: frames(0), trimEnd: null, loop: null },
};
let ffmpeg: FfmpegBinary;
const pools: SourcePool[] = [];

const openPool = (
  options: { ffmpeg?: FfmpegBinary; threads?: number; cached?: (path: string) => Promise<SoundFile | null> } = {},
): SourcePool => {
  const pool = createSourcePool({ ffmpeg, resolve: files.at, cached: async () => null, ...options });
  pools.push(pool);
  return pool;
};

beforeAll(async () => {
  ffmpeg = await findFfmpeg(null);
  writeNoise(files.at('a.wav'), { length: LENGTH });
  writeNoise(files.at('low.wav'), { length: Math.round(LENGTH * 0.9), rate: 44_100 });
  writeNoise(files.at('mono.wav'), { length: LENGTH, channels: 1 });
  for (const name of NAMES.filter((name) => !existsSync(files.at(name))))
    run(ffmpeg, '-i', files.at(`${name.split('.')[0]}.wav`), files.at(name));
  run(ffmpeg, '-stream_loop', '60', '-i', files.at('a.wav'), files.at('long.wav'));
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  files.remove();
});

describe('the samples of a source', () => {
  it.each(NAMES)(
    'are those of a whole decode, out of ffmpeg and out of the cache, from any frame: %s',
    async (name) => {
      const meant = await decodeWhole(files.at(name), ffmpeg);
      const stored = writeCached(files.at(`${name}.f32`), meant);
      const cold = openPool();
      const warm = openPool({ cached: async (path) => (path === files.at(name) ? stored : null) });
      for (const from of [
        0,
        1,
        47_999,
        96_000,
        120_011,
        meant.length / 2 - 1,
        meant.length / 2,
        meant.length / 2 + 7,
      ]) {
        const rest = meant.subarray(from * 2);
        expect(firstApart(await readAll(cold.open, name, from), rest), `ffmpeg from ${from}`).toBe(-1);
        expect(firstApart(await readAll(warm.open, name, from, 7_777), rest), `the cache from ${from}`).toBe(-1);
      }
    },
  );

  it.each(['a.wav', 'low.mp3', 'a.m4a', 'a.ogg'])(
    'are those of its whole where passes of a loop cross: %s',
    async (name) => {
      const whole = await decodeWhole(files.at(name), ffmpeg);
      const [length, over] = [whole.length / 2, 48_000];
      const crossfade = { length: frames(over), curve: 'equal-power' as const };
      const loop = { start: frames(1_000), end: null, crossfade, times: 3 };
      const cycle = length - 1_000 - over;
      const meant = new Float32Array((length + 2 * cycle) * 2);
      meant.set(whole.subarray(0, (length - over) * 2));
      for (const begin of [length - over, length - over + cycle]) {
        meant.set(whole.subarray(1_000 * 2), begin * 2);
        for (let i = 0; i < over * 2; i += 1) {
          const [into, at] = [Math.floor(i / 2), begin * 2 + i];
          meant[at] =
            meant[at] * fadeGain(crossfade, into) +
            whole[whole.length - over * 2 + i] * fadeGain(crossfade, over - into);
        }
      }
      const pool = openPool();
      for (const stated of [null, length, length + 20_000]) {
        const layer = { ...LAYER, file: name, loop };
        const file = stated === null ? null : frames(stated);
        const stream = openLayer(layer, pool.open, () => undefined, { from: 0, file });
        expect(firstApart(await readOn(stream), meant), `stated ${stated}`).toBe(-1);
        await stream.close();
      }
    },
  );

  it.each(['a.flac', 'low.mp3'])('are the same with every ffmpeg that goes to a place: %s', async (name) => {
    for (const each of await everyFfmpeg()) {
      const meant = await decodeWhole(files.at(name), each);
      const pool = openPool({ ffmpeg: each });
      expect(firstApart(await readAll(pool.open, name, 100_003), meant.subarray(200_006))).toBe(-1);
    }
  });

  it('are those the cache itself keeps', async () => {
    const cacheDir = files.at('cache');
    const cache = createPcmCache({ cacheDir, ffmpeg, threads: 1 });
    const { key } = await cache.open(files.at('low.mp3'));
    await cache.close();
    const warm = openPool({ cached: () => findDecoded(cacheDir, key) });
    const meant = await decodeWhole(files.at('low.mp3'), ffmpeg);
    expect(firstApart(await readAll(warm.open, 'low.mp3', 31), meant.subarray(62))).toBe(-1);
  });

  it('come whole through many streams in few threads', async () => {
    const pool = openPool();
    await pool.warm();
    const threadIds = pool.threadIds();
    const heard = await Promise.all(NAMES.flatMap((name) => [0, 30_000].map((from) => readAll(pool.open, name, from))));
    expect(threadIds).toHaveLength(2);
    expect(pool.threadIds()).toEqual(threadIds);
    for (const [at, name] of NAMES.entries()) {
      const meant = await decodeWhole(files.at(name), ffmpeg);
      expect(firstApart(heard[at * 2], meant)).toBe(-1);
      expect(firstApart(heard[at * 2 + 1], meant.subarray(60_000))).toBe(-1);
    }
  });
});

describe('read-ahead', () => {
  it('is bounded: ffmpeg waits until more is asked for', async () => {
    const counted = files.at('counted.raw');
    const pool = openPool({
      ffmpeg: scriptedFfmpeg(files.at('counting.sh'), ffmpeg, `exec "$FFMPEG" "$@" > >(tee '${counted}')`),
    });
    const source = pool.open('long.wav', frames(0));
    await readOn(source, 4_800);
    let size = -1;
    await vi.waitFor(() => {
      const before = size;
      size = statSync(counted).size;
      expect(size).toBe(before);
    });
    // Pipes and buffers between the two: less than 4 s of 244.
    expect(size).toBeLessThan(4 * 384_000);
    await source.close();
  });

  it('begins with the first question: what is never asked for starts nothing', async () => {
    const pool = openPool();
    const source = pool.open('nowhere.wav', frames(0));
    await source.close();
    expect(pool.threadIds()).toEqual([]);
  });

  it('of a slow pipe holds up no other stream of its thread', async () => {
    // A hundredth of real time.
    const slow = scriptedFfmpeg(
      files.at('slow.sh'),
      ffmpeg,
      '[[ "$*" == *long.wav* ]] && SLOWLY="-readrate 0.01"\nexec "$FFMPEG" $SLOWLY "$@"',
    );
    const pool = openPool({ ffmpeg: slow, threads: 1 });
    const late = pool.open('long.wav', frames(0));
    const waiting = codeOf(readOn(late));
    expect(await readAll(pool.open, 'a.wav')).toHaveLength(LENGTH * 2);
    // What is slow can be let go of at once, also as a layer.
    await late.close();
    expect(await waiting).toBe('cancelled');
    const layer = openLayer({ ...LAYER, file: 'long.wav' }, createResumingSources(pool.open), () => undefined);
    const asked = codeOf(layer.next(96_000).then(() => layer.next(96_000).then(() => layer.next(96_000))));
    await vi.waitFor(() => expect(processesOf(files.at('long.wav'))).toHaveLength(1), 5_000);
    await layer.close();
    expect(await asked).toBe('cancelled');
    expect(processesOf(files.at('long.wav'))).toEqual([]);
  });
});

describe('what goes wrong', () => {
  it('a thread that dies fails what it owed, and is replaced', async () => {
    const pool = openPool({ threads: 1 });
    const meant = await decodeWhole(files.at('long.wav'), ffmpeg);
    const [one, two] = [pool.open('long.wav', frames(0)), pool.open('long.wav', frames(500))];
    await Promise.all([readOn(one, 10_000), readOn(two, 10_000)]);
    const [threadId] = pool.threadIds();
    const owed = codeOf(readOn(one));
    await pool.terminate(threadId);
    expect(await owed).toBe('worker-exited');
    expect(await codeOf(two.next(100))).toBe('worker-exited');
    await Promise.all([one.close(), two.close()]);
    await vi.waitFor(() => expect(processesOf(files.at('long.wav'))).toEqual([]), 5_000);
    const again = pool.open('long.wav', frames(10_000));
    expect(firstApart(await readOn(again, 9_000), meant.subarray(20_000, 38_000))).toBe(-1);
    expect(pool.threadIds()).not.toContain(threadId);
    await again.close();
  });

  it('a source that resumes goes on at its frame when its thread dies, and when ffmpeg is killed', async () => {
    const pool = openPool({ threads: 1 });
    const meant = await decodeWhole(files.at('long.wav'), ffmpeg);
    const source = createResumingSources(pool.open)('long.wav', frames(77));
    const heard = [await readOn(source, 50_001)];
    await pool.terminate(pool.threadIds()[0]);
    heard.push(await readOn(source, 50_001));
    for (const pid of processesOf(files.at('long.wav'))) process.kill(pid, 'SIGKILL');
    heard.push(await readOn(source, 2_000_000));
    await source.close();
    const whole = new Float32Array(heard.flatMap((part) => [...part]));
    expect(firstApart(whole, meant.subarray(77 * 2, 77 * 2 + whole.length))).toBe(-1);
    expect(whole.length).toBe(2 * (100_002 + 2_000_000));
  });

  it('an ffmpeg that is killed is told of as such; the file is not said to be short', async () => {
    const pool = openPool();
    for (const name of ['long.wav']) {
      const source = pool.open(name, frames(0));
      await readOn(source, 4_800);
      for (const pid of processesOf(files.at(name))) process.kill(pid, 'SIGKILL');
      expect(await codeOf(readOn(source))).toBe('ffmpeg-failed');
      await source.close();
    }
  });

  it('a file that was cut short gives what it has, then says so', async () => {
    writeFileSync(files.at('cut.wav'), readFileSync(files.at('a.wav')));
    truncateSync(files.at('cut.wav'), 44 + 100_000 * 4);
    const source = openPool().open('cut.wav', frames(0));
    expect(await readOn(source, 99_000)).toHaveLength(198_000);
    expect(await codeOf(readOn(source))).toBe('media-truncated');
    await source.close();
  });

  it.each([
    ['nowhere.wav', 'file-missing'],
    ['words.wav', 'media-not-audio'],
  ])('%s is refused: %s', async (name, code) => {
    if (name === 'words.wav') writeFileSync(files.at(name), 'These are words.\n'.repeat(100));
    const pool = openPool();
    expect(await codeOf(readAll(pool.open, name))).toBe(code);
    expect(await codeOf(readAll(createResumingSources(pool.open), name, 3_000))).toBe(code);
  });

  it('a file that is deleted while it plays goes on', async () => {
    run(ffmpeg, '-i', files.at('long.wav'), '-c', 'copy', files.at('gone.wav'));
    const meant = await decodeWhole(files.at('gone.wav'), ffmpeg);
    const pool = openPool();
    const source = pool.open('gone.wav', frames(0));
    const first = await readOn(source, 4_800);
    rmSync(files.at('gone.wav'));
    const rest = await readOn(source);
    expect(firstApart(rest, meant.subarray(first.length))).toBe(-1);
    expect(await codeOf(readAll(pool.open, 'gone.wav'))).toBe('file-missing');
    await source.close();
  });

  it('an entry of the cache that was pruned, or ends early, gives way to the file', async () => {
    const meant = await decodeWhole(files.at('low.flac'), ffmpeg);
    const path = files.at('pruned.f32');
    const stored = writeCached(path, meant);
    const pool = openPool({ cached: async () => stored });
    truncateSync(path, 60_000 * 8 + 3);
    expect(firstApart(await readAll(pool.open, 'low.flac'), meant)).toBe(-1);
    rmSync(path);
    expect(firstApart(await readAll(pool.open, 'low.flac', 12_345), meant.subarray(24_690))).toBe(-1);
  });
});

describe('what is stored', () => {
  it('is fetched from the disk half a minute before it is read, and no more than that', async () => {
    const length = 70 * 48_000;
    const stored = writeCached(files.at('minute.f32'), new Float32Array(2 * length));
    const pool = openPool({ threads: 1, cached: async () => stored });
    await pool.warm();
    /** Bytes that this process has read of any file. */
    const bytesRead = (): number => Number(/^rchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))![1]);
    const source = pool.open('minute.wav', frames(0));
    const before = bytesRead();
    const seconds = (): number => (bytesRead() - before) / (8 * 48_000);
    await readOn(source, 4_800);
    await vi.waitFor(() => expect(seconds()).toBeGreaterThan(29), { timeout: 10_000 });
    expect(seconds()).toBeLessThan(35);
    // 20 s were read, and about as much again was fetched.
    await readOn(source, 20 * 48_000);
    await vi.waitFor(() => expect(seconds()).toBeGreaterThan(64), { timeout: 10_000 });
    expect(seconds()).toBeLessThan(75);
    await source.close();
  });
});

describe('what was fetched', () => {
  it('is read though every thread for files waits for a disk', async () => {
    const length = 20 * 48_000;
    const samples = Float32Array.from({ length: 2 * length }, (_, i) => i / length);
    const stored = writeCached(files.at('fetched.f32'), samples);
    const pool = openPool({ threads: 1, cached: async () => stored });
    await pool.warm();
    const source = pool.open('fetched.wav', frames(0));
    const bytesRead = (): number => Number(/^rchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))![1]);
    const before = bytesRead();
    await readOn(source, 4_800);
    await vi.waitFor(() => expect(bytesRead() - before).toBeGreaterThan(19 * 8 * 48_000), { timeout: 10_000 });
    // A pipe that nobody writes to is a file that does not open: one of the few threads waits for each.
    const pipes = Array.from({ length: 40 }, (_, n) => files.at(`pipe-${n}`));
    for (const pipe of pipes) execFileSync('mkfifo', [pipe]);
    const opening = pipes.map((pipe) => open(pipe, 'r'));
    try {
      const stuck = stat(files.at('fetched.f32')).then(() => 'answered');
      const read = readOn(source, 19 * 48_000);
      expect(await Promise.race([stuck, wait(500).then(() => 'stuck')])).toBe('stuck');
      const heard = await Promise.race([read, wait(5_000)]);
      expect(heard?.length).toBe(2 * 19 * 48_000);
      expect(firstApart(heard!, samples.subarray(9_600, 9_600 + 2 * 19 * 48_000))).toBe(-1);
    } finally {
      const writing = pipes.map((pipe) => openSync(pipe, constants.O_RDWR));
      for (const handle of await Promise.all(opening)) await handle.close();
      writing.forEach(closeSync);
    }
    await source.close();
  });
});

describe('closing', () => {
  it('ends every ffmpeg and every thread, and fails what was owed', async () => {
    const pool = openPool();
    const sources = [0, 1, 2, 3].map((from) => pool.open('long.wav', frames(from)));
    await Promise.all(sources.map((source) => readOn(source, 4_800)));
    expect(processesOf(files.at('long.wav'))).toHaveLength(4);
    await sources[0].close();
    expect(processesOf(files.at('long.wav'))).toHaveLength(3);
    const owed = codeOf(readOn(sources[1]));
    await pool.close();
    expect(processesOf(files.at('long.wav'))).toEqual([]);
    expect(pool.threadIds()).toEqual([]);
    expect(await owed).toBe('cancelled');
    expect(await codeOf(readAll(pool.open, 'a.wav'))).toBe('cancelled');
    await Promise.all(sources.map((source) => source.close()));
  });
});
