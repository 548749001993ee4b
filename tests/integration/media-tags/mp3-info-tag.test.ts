import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseFile } from 'music-metadata';
import { afterAll, describe, expect, it } from 'vitest';
import { indexMp3, splitFrames } from '../../../src/media/mp3-frames.ts';
import { frames } from '../../../src/model/index.ts';
import { infoFrame } from '../../unit/media/info-frame.ts';
import { decode, encodeMp3, FFMPEGS, plucks } from './ffmpeg.ts';

const folder = mkdtempSync(join(tmpdir(), 'cueforge-info-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** By how many frames `heard` lags `played`: where their cross-correlation is largest, -1200..1200. */
const lag = (played: Float32Array, heard: Float32Array): number => {
  const length = Math.min(20_000, played.length / 2);
  let best = { lag: Number.NaN, sum: -Infinity };
  for (let shift = -1200; shift <= 1200; shift += 1) {
    let sum = 0;
    const end = Math.min(length, length - shift);
    for (let n = Math.max(0, -shift); n < end; n += 1) sum += played[2 * n] * heard[2 * (n + shift)];
    if (sum > best.sum) best = { lag: shift, sum };
  }
  return best.lag;
};

describe.each([
  { rate: 48_000, quality: ['-b:a', '320k'], vbr: false },
  { rate: 48_000, quality: ['-b:a', '128k'], vbr: false },
  { rate: 48_000, quality: ['-q:a', '2'], vbr: true },
  { rate: 44_100, quality: ['-b:a', '192k'], vbr: false },
  { rate: 24_000, quality: ['-b:a', '64k'], vbr: false },
])('an MP3 of ours at $rate Hz, $quality', ({ rate, quality, vbr }) => {
  it.each([3_000, 47_999, 48_000, 48_001, 1152 * 40, 1152 * 40 + 576, 1152 * 40 + 577, 1152 * 41 - 1])(
    'lasts exactly %i samples and starts where the music does',
    async (length) => {
      const music = plucks(length, rate);
      const audio = encodeMp3(music, quality, rate);
      const file = join(folder, `${rate}-${quality.join('')}-${length}.mp3`);
      writeFileSync(file, Buffer.concat([infoFrame({ audio: [audio], samples: frames(length), vbr }), audio]));

      for (const ffmpeg of FFMPEGS) {
        const heard = decode(ffmpeg, file);
        expect(heard.length / 2, ffmpeg).toBe(length);
        expect(lag(music, heard), ffmpeg).toBe(0);
      }
      // music-metadata counts whole frames of this and every other encoder: it knows no encoder delay
      const { format } = await parseFile(file);
      const wholeFrames = splitFrames(audio).reduce((sum, frame) => sum + frame.samples, 0);
      expect(format.duration).toBeCloseTo(wholeFrames / rate, 9);
      expect(format.tool).toBe('LAME 3.100');
    },
  );
});

it('names the reservoir as unused in every frame', () => {
  const audio = encodeMp3(plucks(96_000), ['-b:a', '192k']);
  expect(new Set(splitFrames(audio).map(({ mainDataBegin }) => mainDataBegin))).toEqual(new Set([0]));
  expect(indexMp3(audio).frames.every(({ bitrate, samples }) => bitrate === 192 && samples === 1152)).toBe(true);
});
