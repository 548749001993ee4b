import { describe, expect, it } from 'vitest';
import { indexMp3 } from '../../../src/media/mp3-frames.ts';
import type { Mp3Piece } from '../../../src/media/mp3-splice.ts';
import { MP3_FRAME, pieceToEncode, spliceMp3 } from '../../../src/media/mp3-splice.ts';
import { encodeMp3, noise, plucks } from './ffmpeg.ts';

const LENGTH = 48_000 * 60 + 321;

/** Music, 10 s almost inaudible, music, 10 s of digital silence, 10 s of sparse clicks, music: what LAME forgets slowest. */
const hard = (): Float32Array => {
  const music = plucks(LENGTH);
  for (let n = 0; n < LENGTH; n += 1) {
    const second = n / 48_000;
    const gain = second >= 10 && second < 20 ? 0.001 : second >= 30 && second < 50 ? 0 : 1;
    const click = second >= 40 && second < 50 && n % 62_400 === 0 ? 0.9 : 0;
    music[2 * n] = gain * music[2 * n] + click;
    music[2 * n + 1] = gain * music[2 * n + 1] + click;
  }
  return music;
};

const encodePiece = (
  music: Float32Array,
  from: number,
  to: number | null,
  quality: readonly string[],
  warm?: number,
): Mp3Piece => {
  const { start, end, warmUp } = pieceToEncode(from, to, warm);
  const mp3 = indexMp3(encodeMp3(music.subarray(2 * start, end === null ? undefined : 2 * end), quality));
  return { mp3, from: warmUp, to: to === null ? null : warmUp + to - from };
};

const music = hard();

describe.each([
  ['-b:a', '320k'],
  ['-b:a', '128k'],
  ['-q:a', '2'],
])('LAME with %s %s', (...quality) => {
  const serial = encodeMp3(music, quality);

  it('writes in pieces what it writes in one, even across quiet and silence', () => {
    // joints in music, half a second into the quiet, at its end, in silence, among the clicks
    const starts = [0, 217, 437, 833, 1291, 1800, 2200];
    const pieces = starts.map((start, i) => encodePiece(music, start, starts[i + 1] ?? null, quality));
    const splice = spliceMp3(pieces);
    if (!('joined' in splice)) throw new Error(`joints ${splice.failedJoints} failed`);
    expect(Buffer.compare(Buffer.concat(splice.joined), serial)).toBe(0);
  });

  it('takes a changed region as if all had been encoded with the change', () => {
    const coached = music.slice();
    const random = noise(7);
    for (let n = 1152 * 300 + 100; n < 1152 * 380; n += 1) {
      coached[2 * n] = 0.3 * coached[2 * n] + 0.2 * random();
      coached[2 * n + 1] = 0.3 * coached[2 * n + 1] + 0.2 * random();
    }
    const base = indexMp3(serial);
    const splice = spliceMp3([
      { mp3: base, from: 0, to: 298 },
      encodePiece(coached, 298, 400, quality),
      { mp3: base, from: 400, to: null },
    ]);
    if (!('joined' in splice)) throw new Error(`joints ${splice.failedJoints} failed`);
    expect(Buffer.compare(Buffer.concat(splice.joined), encodeMp3(coached, quality))).toBe(0);
  });
});

it('notices a joint where LAME had no time to settle', () => {
  const quality = ['-b:a', '320k'];
  const pieces = [encodePiece(music, 0, 437, quality), encodePiece(music, 437, 460, quality, 20)];
  expect(spliceMp3(pieces)).toEqual({ failedJoints: [0] });
});

it('has frames of 24 ms at the engine rate', () => {
  expect(indexMp3(encodeMp3(music.subarray(0, 96_000), ['-b:a', '192k'])).frames[0].samples).toBe(MP3_FRAME);
});
