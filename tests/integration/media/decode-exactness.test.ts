import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeAll, everyFfmpeg, highest, lateBy, likeApple, run, scratch, writeNoise } from './sound-files.ts';

const LENGTH = { 48000: 3 * 48_000 + 1234, 44100: 3 * 44_100 + 777 };
const files = scratch();
const ffmpegs = await everyFfmpeg();
/** Fixtures are made by the newest, so that each build reads the same bytes. */
const maker = ffmpegs[0];

const CODECS: Record<string, string[]> = {
  'exact.flac': [],
  'lame.mp3': ['-b:a', '320k'],
  'vbr.mp3': ['-q:a', '2'],
  'aac.m4a': ['-b:a', '192k'],
  'alac.m4a': ['-c:a', 'alac'],
  'faststart.m4a': ['-b:a', '192k', '-movflags', '+faststart'],
  'opus.opus': ['-c:a', 'libopus', '-b:a', '192k'],
  'vorbis.ogg': ['-c:a', 'libvorbis', '-q:a', '8'],
  'pcm24.wav': ['-c:a', 'pcm_s24le'],
  'float.wav': ['-c:a', 'pcm_f32le'],
  'pcm.aiff': [],
};
const LOSSLESS = ['exact.flac', 'alac.m4a', 'pcm24.wav', 'float.wav', 'pcm.aiff'];

const bytesOf = (pcm: Float32Array): Buffer => Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);

beforeAll(() => {
  for (const [rate, length] of Object.entries(LENGTH)) {
    const wav = files.at(`${rate}.wav`);
    writeNoise(wav, { rate: Number(rate), length });
    for (const [name, args] of Object.entries(CODECS)) run(maker, '-i', wav, ...args, files.at(`${rate}-${name}`));
    const m4a = files.at(`${rate}-aac.m4a`);
    likeApple(m4a, files.at(`${rate}-itunes.m4a`), length, false);
    likeApple(m4a, files.at(`${rate}-itunes-with-edits.m4a`), length, true);
  }
});
afterAll(() => files.remove());

const cases = ffmpegs.flatMap((ffmpeg) =>
  Object.keys(LENGTH).flatMap((rate) =>
    [...Object.keys(CODECS), 'itunes.m4a', 'itunes-with-edits.m4a'].map((name) => ({ ffmpeg, rate, name })),
  ),
);

describe('sound begins and ends where it did before it was encoded', () => {
  test.each(cases.map((c) => [`${c.rate} ${c.name}`, c.ffmpeg.version, c] as const))(
    '%s, ffmpeg %s',
    async (_, __, { ffmpeg, rate, name }) => {
      const { pcm: meant } = await decodeAll(files.at(`${rate}.wav`), ffmpeg);
      const { pcm: heard, frames, warnings } = await decodeAll(files.at(`${rate}-${name}`), ffmpeg);
      expect(frames).toBe(heard.length / 2);
      expect(warnings).toEqual([]);
      const lossless = LOSSLESS.includes(name);
      expect(Math.abs(heard.length - meant.length) / 2).toBeLessThanOrEqual(lossless ? 0 : 1);
      for (const around of [3000, 70_000, meant.length / 2 - 6000]) {
        expect(Math.abs(lateBy(meant, heard, around))).toBeLessThanOrEqual(lossless ? 0 : 1);
      }
      if (lossless && rate === '48000') expect(Buffer.compare(bytesOf(heard), bytesOf(meant))).toBe(0);
    },
  );
});

describe.each(ffmpegs.map((f) => [f.version, f] as const))('samples, ffmpeg %s', (_, ffmpeg) => {
  test('48 kHz WAV comes out sample for sample', async () => {
    writeNoise(files.at('small.wav'), { length: 5000 });
    const { pcm } = await decodeAll(files.at('small.wav'), ffmpeg);
    const raw = readFileSync(files.at('small.wav')).subarray(44);
    expect(pcm.length).toBe(10_000);
    for (let i = 0; i < pcm.length; i++) expect(pcm[i]).toBe(raw.readInt16LE(i * 2) / 32_768);
  });

  test.each([48_000, 44_100])('mono at %i Hz keeps its level, the same on both sides', async (rate) => {
    writeNoise(files.at('mono.wav'), { length: rate, rate, channels: 1 });
    run(
      ffmpeg,
      '-i',
      files.at('mono.wav'),
      '-filter_complex',
      '[0:a]asplit[a][b];[a][b]join=2:stereo',
      files.at('both.wav'),
    );
    const { pcm: meant } = await decodeAll(files.at('both.wav'), ffmpeg);
    for (const name of ['mono.wav', 'mono.flac']) {
      if (name !== 'mono.wav') run(ffmpeg, '-i', files.at('mono.wav'), files.at(name));
      const { pcm } = await decodeAll(files.at(name), ffmpeg);
      expect(pcm.length).toBe(meant.length);
      let apart = 0;
      for (let i = 0; i < pcm.length; i++) apart = Math.max(apart, Math.abs(pcm[i] - meant[i]));
      expect(apart).toBeLessThan(1e-6);
      expect(highest(pcm)).toBeGreaterThan(0.1);
    }
  });

  test('more than two channels are mixed down to two', async () => {
    writeNoise(files.at('six.wav'), { length: 48_000, channels: 6 });
    run(ffmpeg, '-i', files.at('six.wav'), files.at('six.flac'));
    const { pcm, frames } = await decodeAll(files.at('six.flac'), ffmpeg);
    expect([frames, pcm.length]).toEqual([48_000, 96_000]);
    expect(highest(pcm)).toBeGreaterThan(0.1);
    expect(pcm.every(Number.isFinite)).toBe(true);
  });
});
