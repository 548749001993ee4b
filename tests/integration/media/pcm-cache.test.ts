import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLoudnessMeter } from '../../../src/audio/index.ts';
import { createPcmCache, createPcmReader, type PcmCache, prunePcmCache } from '../../../src/media/index.ts';
import { frames } from '../../../src/model/index.ts';
import { codeOf, decodeAll, everyFfmpeg, run, scratch, writeNoise } from './sound-files.ts';

const files = scratch();
const [ffmpeg] = await everyFfmpeg();
const wav = files.at('a.wav');
const FRAMES = 10 * 4800 + 1000;

let cacheDir = '';
let runs = 0;
const opened: PcmCache[] = [];
const openCache = (maxBytes?: number): PcmCache => {
  const cache = createPcmCache({ cacheDir, ffmpeg, threads: 2, maxBytes });
  opened.push(cache);
  return cache;
};
const inCache = (): string[] => readdirSync(join(cacheDir, 'pcm')).sort();

beforeAll(() => {
  writeNoise(wav, { length: FRAMES });
  run(ffmpeg, '-stream_loop', '600', '-i', wav, '-b:a', '64k', files.at('ten-minutes.mp3'));
});
beforeEach(() => {
  cacheDir = files.at(`cache-${runs++}`);
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((cache) => cache.close()));
});
afterAll(() => files.remove());

describe('the PCM cache', () => {
  test('holds what decode gives, and its measurements', async () => {
    const asset = await openCache().open(wav);
    const { pcm } = await decodeAll(wav, ffmpeg);
    const raw = readFileSync(asset.path);
    expect(Buffer.compare(raw, Buffer.from(pcm.buffer))).toBe(0);
    expect(asset.frames).toBe(FRAMES);
    expect(asset.file).toBe(wav);

    const meter = createLoudnessMeter();
    meter.push(pcm);
    meter.finish();
    expect(asset.energies).toEqual(meter.energies());

    expect(asset.peaks).toHaveLength(11);
    for (let block = 0; block < 11; block++) {
      const part = pcm.subarray(block * 9600, (block + 1) * 9600);
      expect(asset.peaks[block]).toBe(part.reduce((top, x) => Math.max(top, Math.abs(x)), 0));
    }
    expect(inCache()).toEqual([`${asset.key}.f32`, `${asset.key}.json`]);
  });

  test('decodes the same bytes once, whatever the file is called', async () => {
    const first = await openCache().open(wav);
    const made = statSync(first.path).ino;
    copyFileSync(wav, files.at('copy.wav'));
    const again = await openCache().open(files.at('copy.wav'));
    expect(again).toEqual({ ...first, file: files.at('copy.wav') });
    expect(statSync(again.path).ino).toBe(made);
  });

  test('other bytes under the same name are another sound', async () => {
    const changing = files.at('changing.wav');
    copyFileSync(wav, changing);
    const cache = openCache();
    const before = await cache.open(changing);
    writeNoise(changing, { length: 4800 });
    const after = await cache.open(changing);
    expect(after.key).not.toBe(before.key);
    expect(after.frames).toBe(4800);
  });

  test.each([
    ['PCM too short', (path: string) => truncateSync(path, 800)],
    ['PCM gone', (path: string) => rmSync(path)],
    ['notes are no JSON', (path: string) => writeFileSync(path.replace('.f32', '.json'), '{"frames":')],
    ['notes gone', (path: string) => rmSync(path.replace('.f32', '.json'))],
  ])('an entry that is not whole is made anew: %s', async (_, spoil) => {
    const first = await openCache().open(wav);
    spoil(first.path);
    const again = await openCache().open(wav);
    expect(again).toEqual(first);
    expect(statSync(again.path).size).toBe(FRAMES * 8);
    expect(inCache()).toHaveLength(2);
  });

  test('callers at the same time share one decode', async () => {
    const cache = openCache();
    const heard = [0, 0];
    const long = files.at('ten-minutes.mp3');
    const both = await Promise.all(
      heard.map((_, i) =>
        cache.open(long, {
          onProgress: (progress) => {
            heard[i] = progress.frames;
          },
        }),
      ),
    );
    expect(both[0]).toBe(both[1]);
    expect(heard[0]).toBeGreaterThan(0);
    expect(heard[0]).toBe(heard[1]);
  });

  test('one of two callers cancels: the other still gets it', async () => {
    const cache = openCache();
    const abort = new AbortController();
    const left = codeOf(cache.open(files.at('ten-minutes.mp3'), { signal: abort.signal }));
    const stays = cache.open(files.at('ten-minutes.mp3'));
    abort.abort();
    expect(await left).toBe('cancelled');
    expect((await stays).frames).toBeGreaterThan(600 * 48_000);
  });

  test('cancel leaves no debris, and the next open works', async () => {
    const cache = openCache();
    const abort = new AbortController();
    const opening = codeOf(
      cache.open(files.at('ten-minutes.mp3'), { signal: abort.signal, onProgress: () => abort.abort() }),
    );
    expect(await opening).toBe('cancelled');
    expect(inCache()).toEqual([]);
    expect((await cache.open(wav)).frames).toBe(FRAMES);
  });

  test('a cancelled decode does not take a newcomer with it', async () => {
    const cache = openCache();
    const abort = new AbortController();
    const first = codeOf(cache.open(wav, { signal: abort.signal }));
    await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    const second = cache.open(wav);
    expect(await first).toBe('cancelled');
    expect((await second).frames).toBe(FRAMES);
  });

  test('close ends what runs, without debris', async () => {
    const cache = openCache();
    let begun = (): void => undefined;
    const running = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const opening = codeOf(cache.open(files.at('ten-minutes.mp3'), { onProgress: () => begun() }));
    await running;
    await cache.close();
    expect(await opening).toBe('cancelled');
    expect(inCache()).toEqual([]);
  });

  test('a bad file fails with its own name and is not kept', async () => {
    writeFileSync(files.at('text.mp3'), 'not a song\n'.repeat(50));
    const cache = openCache();
    expect(await codeOf(cache.open(files.at('text.mp3')))).toBe('media-not-audio');
    expect(await codeOf(cache.open(files.at('none.mp3')))).toBe('file-missing');
    expect(inCache()).toEqual([]);
  });

  test('a folder that cannot be written to has a name', async () => {
    writeFileSync(files.at('a-file'), '');
    cacheDir = files.at('a-file');
    expect(await codeOf(openCache().open(wav))).toBe('folder-unwritable');
  });

  test.skipIf(process.platform === 'win32')('a full disk has a name', async () => {
    // ulimit stands for the full disk: a write past it fails the same way, at the same place.
    const script = `
      const { createPcmCache } = await import(${JSON.stringify(new URL('../../../src/media/index.ts', import.meta.url).href)});
      process.on('SIGXFSZ', () => undefined);
      const cache = createPcmCache({ cacheDir: ${JSON.stringify(cacheDir)}, ffmpeg: ${JSON.stringify(ffmpeg)}, threads: 1 });
      const code = await cache.open(${JSON.stringify(files.at('ten-minutes.mp3'))}).then(() => 'no failure', (e) => e.failure.code);
      await cache.close();
      console.log(code);`;
    writeFileSync(files.at('full.mjs'), script);
    const said = execFileSync('sh', ['-c', 'ulimit -f 20000; exec "$@"', 'sh', process.execPath, files.at('full.mjs')]);
    expect(said.toString().trim()).toBe('disk-full');
    expect(inCache()).toEqual([]);
  });
});

describe('pruning', () => {
  const fill = async (count: number): Promise<string[]> => {
    const keys: string[] = [];
    const cache = createPcmCache({ cacheDir, ffmpeg, threads: 1 });
    for (let i = 0; i < count; i++) {
      const file = files.at(`song-${i}.wav`);
      writeNoise(file, { length: 48_000 + i });
      const { key, path } = await cache.open(file);
      const hoursAgo = new Date(Date.now() - (count - i) * 3_600_000);
      utimesSync(path, hoursAgo, hoursAgo);
      keys.push(key);
    }
    await cache.close();
    return keys;
  };
  const kept = (): string[] =>
    inCache()
      .filter((name) => name.endsWith('.f32'))
      .map((name) => name.slice(0, -4));

  test('removes what was used longest ago, both its files, until the rest fits', async () => {
    const keys = await fill(4);
    await prunePcmCache(cacheDir, 2.5 * 48_000 * 8);
    expect(kept().sort()).toEqual(keys.slice(2).sort());
    expect(inCache()).toHaveLength(4);
  });

  test('opening counts as use', async () => {
    const keys = await fill(3);
    const cache = createPcmCache({ cacheDir, ffmpeg, threads: 1 });
    await cache.open(files.at('song-0.wav'));
    await cache.close();
    await prunePcmCache(cacheDir, 1.5 * 48_000 * 8);
    expect(kept()).toEqual([keys[0]]);
  });

  test('never removes what this process has open, and does once it is closed', async () => {
    const keys = await fill(2);
    const cache = openCache();
    await cache.open(files.at('song-0.wav'));
    await prunePcmCache(cacheDir, 0, { spare: 0 });
    expect(kept()).toEqual([keys[0]]);
    await cache.close();
    await prunePcmCache(cacheDir, 0, { spare: 0 });
    expect(inCache()).toEqual([]);
  });

  test('leaves what another process may be using, and clears what one that died left', async () => {
    await fill(1);
    const [name] = kept();
    const path = join(cacheDir, 'pcm', `${name}.f32`);
    utimesSync(path, new Date(), new Date());
    const abandoned = `${path}.1-00.part`;
    writeFileSync(abandoned, 'half');
    await prunePcmCache(cacheDir, 0);
    expect(inCache()).toHaveLength(3);
    const yesterday = new Date(Date.now() - 25 * 3_600_000);
    utimesSync(abandoned, yesterday, yesterday);
    await prunePcmCache(cacheDir, 0);
    expect(inCache()).toHaveLength(2);
  });

  test('a decode prunes to the size of its cache', async () => {
    await fill(2);
    await openCache(1.5 * 48_000 * 8).open(wav);
    expect(kept()).toHaveLength(1);
  });

  test('decodes of short sounds prune together', async () => {
    await fill(1);
    const cache = createPcmCache({ cacheDir, ffmpeg, threads: 1, maxBytes: 100 });
    await cache.open(wav);
    expect(kept()).toHaveLength(1);
    const [old] = await fill(1); // as another process would
    const third = files.at('third.wav');
    writeNoise(third, { length: 4_800 });
    await cache.open(third);
    expect(kept()).toContain(old);
    await cache.close();
    writeNoise(third, { length: 4_900 });
    await openCache(100).open(third);
    expect(kept()).not.toContain(old);
  });

  test('a cache that is not there is small enough', async () => {
    await prunePcmCache(files.at('nowhere'), 0);
  });
});

describe('a PCM reader', () => {
  test.each([1, 127, 128, 4096])('reads any stretch, %i frames at a time', async (size) => {
    const asset = await openCache().open(wav);
    const { pcm } = await decodeAll(wav, ffmpeg);
    const reader = createPcmReader({ music: asset });
    const stretch = new Float32Array(size * 2 + 2).subarray(2);
    for (const start of [0, 1, 4799, FRAMES - size]) {
      reader.read('music', frames(start), stretch);
      expect(stretch).toEqual(pcm.subarray(start * 2, (start + size) * 2));
    }
    reader.close();
  });

  test('refuses what is not there', async () => {
    const asset = await openCache().open(wav);
    const reader = createPcmReader({ music: asset, lost: { path: files.at('lost.f32'), frames: 10 } });
    const block = new Float32Array(20);
    expect(() => reader.read('music', frames(FRAMES - 9), block)).toThrow(/do not exist/);
    expect(() => reader.read('music', frames(-1), block)).toThrow(/do not exist/);
    expect(() => reader.read('voice', frames(0), block)).toThrow(/No source/);
    expect(() => reader.read('lost', frames(0), block)).toThrow(/cannot be opened/);
    truncateSync(asset.path, 40);
    expect(() => reader.read('music', frames(0), block)).toThrow(/too short/);
    reader.close();
  });
});
