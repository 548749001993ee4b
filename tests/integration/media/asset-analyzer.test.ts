import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createWaveformBuilder } from '../../../src/audio/index.ts';
import {
  type AssetAnalyzer,
  contentId,
  createAssetAnalyzer,
  createPcmCache,
  readWaveform,
} from '../../../src/media/index.ts';
import { codeOf, decodeAll, everyFfmpeg, run, scratch, writeNoise, writeWav } from './sound-files.ts';

const files = scratch();
const [ffmpeg] = await everyFfmpeg();
/** Decodes to the same cache entries, and cannot decode at all. */
const noFfmpeg = { ...ffmpeg, path: files.at('no-ffmpeg') };
const wav = files.at('a.wav');
const long = files.at('three-minutes.mp3');
const FRAMES = 10 * 4800 + 1000;

let cacheDir = '';
let runs = 0;
const opened: AssetAnalyzer[] = [];
const open = (options: { ffmpeg?: typeof ffmpeg; maxBytes?: number } = {}): AssetAnalyzer => {
  const analyzer = createAssetAnalyzer({ cacheDir, ffmpeg, threads: 1, ...options });
  opened.push(analyzer);
  return analyzer;
};
const kept = (): string[] =>
  existsSync(cacheDir)
    ? readdirSync(cacheDir, { recursive: true, encoding: 'utf8' }).filter((n) => n.includes('.'))
    : [];

beforeAll(() => {
  writeNoise(wav, { length: FRAMES });
  run(ffmpeg, '-stream_loop', '200', '-i', wav, '-b:a', '64k', long);
});
beforeEach(() => {
  cacheDir = files.at(`cache-${runs++}`);
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((analyzer) => analyzer.close()));
});
afterAll(() => files.remove());

describe('an asset analysis', () => {
  test('measures a file and names it by its bytes', async () => {
    const analysis = await open().analyze(wav);
    const id = createHash('sha256').update(readFileSync(wav)).digest('hex').slice(0, 32);
    expect(analysis).toMatchObject({
      id,
      frames: FRAMES,
      seconds: FRAMES / 48_000,
      title: 'a',
      artist: '',
      album: '',
      format: 'WAV 16',
      sampleRate: 48_000,
      channels: 2,
      bitrateKbps: 1536,
      hasCover: false,
      clipped: 0,
      clips: [],
      silences: [],
      bpm: null,
      firstBeat: null,
      warnings: [],
      waveform: join(cacheDir, 'waveforms', `${id}.dats`),
    });
    const { pcm } = await decodeAll(wav, ffmpeg);
    const peak = pcm.reduce((top, x) => Math.max(top, Math.abs(x)), 0);
    expect(analysis.samplePeak).toBeCloseTo(20 * Math.log10(peak), 2);
    expect(analysis.dbtp).toBeGreaterThanOrEqual(analysis.samplePeak!);
    expect(analysis.lufs).toBeLessThan(analysis.maxMomentary! + 0.01);
    expect(await contentId(wav)).toBe(id);
  });

  test('leaves the very entry that an export would have made', async () => {
    const { pcmKey } = await open().analyze(wav);
    const analysed = ['f32', 'json'].map((end) => readFileSync(join(cacheDir, 'pcm', `${pcmKey}.${end}`)));
    const path = join(cacheDir, 'pcm', `${pcmKey}.f32`);
    const made = statSync(path).ino;
    const cache = createPcmCache({ cacheDir, ffmpeg: noFfmpeg, threads: 1 });
    const asset = await cache.open(wav);
    await cache.close();
    expect(asset).toMatchObject({ key: pcmKey, path, frames: FRAMES });
    expect(statSync(path).ino).toBe(made);

    cacheDir = files.at(`cache-${runs++}`);
    const other = createPcmCache({ cacheDir, ffmpeg, threads: 1 });
    await other.open(wav);
    await other.close();
    const exported = ['f32', 'json'].map((end) => readFileSync(join(cacheDir, 'pcm', `${pcmKey}.${end}`)));
    expect(exported.map((bytes, i) => Buffer.compare(bytes, analysed[i]))).toEqual([0, 0]);
  });

  test('reads sound that is decoded already instead of decoding it, and hears the same in it', async () => {
    const cold = await open().analyze(long);
    cacheDir = files.at(`cache-${runs++}`);
    const cache = createPcmCache({ cacheDir, ffmpeg, threads: 1 });
    await cache.open(long);
    await cache.close();
    const progress: number[] = [];
    const warm = await open({ ffmpeg: noFfmpeg }).analyze(long, { onProgress: (frames) => progress.push(frames) });
    expect({ ...warm, waveform: '' }).toEqual({ ...cold, waveform: '' });
    expect(Buffer.compare(readFileSync(warm.waveform), readFileSync(cold.waveform))).toBe(0);
    expect(progress.length).toBeGreaterThan(4);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBeLessThanOrEqual(warm.frames);
  });

  test('is found again by content, though the file has another name and its sound is pruned', async () => {
    const first = await open().analyze(wav);
    rmSync(join(cacheDir, 'pcm'), { recursive: true });
    copyFileSync(wav, files.at('renamed.wav'));
    const again = await open({ ffmpeg: noFfmpeg }).analyze(files.at('renamed.wav'));
    expect(again).toEqual({ ...first, title: 'renamed' });
  });

  test.each([
    ['notes that are no JSON', (id: string) => writeFileSync(join(cacheDir, 'analyses', `${id}.json`), '{"vers')],
    [
      'notes of another version',
      (id: string) => writeFileSync(join(cacheDir, 'analyses', `${id}.json`), '{"version":0}'),
    ],
    ['no waveform', (id: string) => rmSync(join(cacheDir, 'waveforms', `${id}.dats`))],
    ['half a waveform', (id: string) => writeFileSync(join(cacheDir, 'waveforms', `${id}.dats`), 'half')],
  ])('is made anew, without decoding, where there are %s', async (_, spoil) => {
    const first = await open().analyze(wav);
    spoil(first.id);
    expect(await open({ ffmpeg: noFfmpeg }).analyze(wav)).toEqual(first);
    expect((await readWaveform(cacheDir, first.id, 256)).length).toBe(24 + 2 * Math.ceil(FRAMES / 256));
  });

  test('tells clips and silences in seconds, and has no levels for silence', async () => {
    const data = Buffer.alloc(6 * 48_000 * 4);
    for (let n = 0; n < 48_000; n++) data.writeInt16LE(n % 1000 < 10 ? 32_767 : 3000, n * 4);
    writeWav(files.at('clipped.wav'), data);
    const clipped = await open().analyze(files.at('clipped.wav'));
    expect(clipped.clipped).toBe(480);
    expect(clipped.clips).toEqual([{ start: 0, end: 0.9794 }]);
    expect(clipped.silences).toEqual([{ start: 1, end: 6 }]);

    writeWav(files.at('silence.wav'), Buffer.alloc(3 * 48_000 * 4));
    expect(await open().analyze(files.at('silence.wav'))).toMatchObject({
      lufs: null,
      lra: null,
      maxMomentary: null,
      maxShortTerm: null,
      dbtp: null,
      samplePeak: null,
      silences: [{ start: 0, end: 3 }],
      bpm: null,
    });
  });

  test('serves each level of the waveform as a whole .dat', async () => {
    const { id } = await open().analyze(wav);
    const builder = createWaveformBuilder(48_000);
    builder.push((await decodeAll(wav, ffmpeg)).pcm);
    const levels = builder.finish();
    for (const [i, framesPerPoint] of [256, 1024, 4096, 16_384].entries()) {
      expect(await readWaveform(cacheDir, id, framesPerPoint)).toEqual(levels[i]);
    }
    expect(await codeOf(readWaveform(cacheDir, id, 512))).toBe('bad-argument');
    expect(await codeOf(readWaveform(cacheDir, '../../etc/passwd', 256))).toBe('bad-argument');
    expect(await codeOf(readWaveform(cacheDir, '0'.repeat(32), 256))).toBe('file-missing');
  });

  test('leaves its sound to be pruned first: an import does not fill the disk', async () => {
    const { pcmKey, id } = await open({ maxBytes: 0 }).analyze(wav);
    expect(existsSync(join(cacheDir, 'pcm', `${pcmKey}.f32`))).toBe(false);
    expect((await readWaveform(cacheDir, id, 1024)).length).toBeGreaterThan(24);
  });
});

describe('an analysis that does not end well', () => {
  /** Programs that this process has started and that still run. Linux. */
  const children = (): string[] =>
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        try {
          const [, name, rest] = /\((.*)\) (.*)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))!;
          return Number(rest.split(' ')[1]) === process.pid ? [name] : [];
        } catch {
          return []; // It ended meanwhile.
        }
      });

  test('cancelled: ffmpeg is gone, nothing is left, and the next one works', async () => {
    const analyzer = open();
    const abort = new AbortController();
    let working: string[] = [];
    const analysing = codeOf(
      analyzer.analyze(long, {
        signal: abort.signal,
        onProgress: () => {
          if (process.platform === 'linux' && working.length === 0) working = children();
          abort.abort();
        },
      }),
    );
    expect(await analysing).toBe('cancelled');
    expect(kept()).toEqual([]);
    if (process.platform === 'linux') {
      expect(working).toContain('ffmpeg');
      expect(children()).not.toContain('ffmpeg');
    }
    expect((await analyzer.analyze(wav)).frames).toBe(FRAMES);
  });

  test('cancelled while decoded sound is read: nothing is left but the sound', async () => {
    const cache = createPcmCache({ cacheDir, ffmpeg, threads: 1 });
    await cache.open(long);
    await cache.close();
    const before = kept();
    const abort = new AbortController();
    const analysing = open().analyze(long, { signal: abort.signal, onProgress: () => abort.abort() });
    expect(await codeOf(analysing)).toBe('cancelled');
    expect(kept()).toEqual(before);
  });

  test('cancelled before it begins, or while it waits', async () => {
    const analyzer = open();
    expect(await codeOf(analyzer.analyze(wav, { signal: AbortSignal.abort() }))).toBe('cancelled');
    const abort = new AbortController();
    const first = analyzer.analyze(wav);
    const second = codeOf(analyzer.analyze(wav, { signal: abort.signal }));
    abort.abort();
    expect(await second).toBe('cancelled');
    expect((await first).frames).toBe(FRAMES);
    expect(await codeOf(contentId(wav, AbortSignal.abort()))).toBe('cancelled');
  });

  test('closed: what runs ends, without debris', async () => {
    const analyzer = open();
    let begun = (): void => undefined;
    const running = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const analysing = codeOf(analyzer.analyze(long, { onProgress: () => begun() }));
    await running;
    await analyzer.close();
    expect(await analysing).toBe('cancelled');
    expect(kept()).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')('killed with its process: the next one finds no half of it', async () => {
    const index = new URL('../../../src/media/index.ts', import.meta.url).href;
    const script = `
      const { createAssetAnalyzer } = await import(${JSON.stringify(index)});
      const analyzer = createAssetAnalyzer({ cacheDir: ${JSON.stringify(cacheDir)}, ffmpeg: ${JSON.stringify(ffmpeg)}, threads: 1 });
      await analyzer.analyze(${JSON.stringify(long)}, { onProgress: () => console.log('begun') });`;
    writeFileSync(files.at('killed.mjs'), script);
    const child = spawn(process.execPath, [files.at('killed.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    expect(kept().filter((name) => !name.includes('.part'))).toEqual([]);
    expect((await open().analyze(long)).frames).toBeGreaterThan(200 * 48_000);
  });

  test('files that are no sound have the name of what is wrong with them', async () => {
    writeFileSync(files.at('text.mp3'), 'not a song\n'.repeat(50));
    writeFileSync(files.at('empty.mp3'), '');
    const analyzer = open();
    expect(await codeOf(analyzer.analyze(files.at('text.mp3')))).toBe('media-not-audio');
    expect(await codeOf(analyzer.analyze(files.at('empty.mp3')))).toBe('media-empty');
    expect(await codeOf(analyzer.analyze(files.at('none.mp3')))).toBe('file-missing');
    expect(await codeOf(contentId(files.at('none.mp3')))).toBe('file-missing');
    expect(kept()).toEqual([]);
  });

  test('a folder that cannot be written to has a name', async () => {
    writeFileSync(files.at('a-file'), '');
    cacheDir = files.at('a-file');
    expect(await codeOf(open().analyze(wav))).toBe('folder-unwritable');
  });
});

describe('the format of a file, as a person says it', () => {
  test.each([
    ['x.mp3', ['-b:a', '320k'], 'MP3 320'],
    ['x.wav', ['-c:a', 'pcm_s24le'], 'WAV 24'],
    ['x.aiff', [], 'AIFF 16'],
    ['x.flac', ['-sample_fmt', 's16'], 'FLAC'],
    ['x.ogg', ['-c:a', 'libvorbis', '-b:a', '160k'], 'OGG 160'],
    ['x.m4a', ['-c:a', 'alac'], 'ALAC'],
    ['x.opus', ['-c:a', 'libopus', '-b:a', '96k'], /^OPUS \d+$/],
    ['y.m4a', ['-c:a', 'aac', '-b:a', '128k'], /^AAC \d+$/],
    ['x.caf', [], 'CAF'],
  ])('%s %j', async (name, options, said) => {
    const file = files.at(name);
    execFileSync(ffmpeg.path, ['-v', 'error', '-nostdin', '-y', '-stream_loop', '4', '-i', wav, ...options, file]);
    const { format } = await open().analyze(file);
    if (typeof said === 'string') expect(format).toBe(said);
    else expect(format).toMatch(said);
  });
});
