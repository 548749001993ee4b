import { describe, expect, it } from 'vitest';
import { frameBytes, indexMp3, sameFrames, splitFrames } from '../../../src/media/mp3-frames.ts';
import { FRAME_LENGTH, mp3Of } from './mp3.ts';

const join = (...pieces: readonly (Uint8Array | readonly number[])[]): Uint8Array =>
  Uint8Array.from(pieces.flatMap((piece) => [...piece]));

const id3v2 = [...new TextEncoder().encode('ID3'), 3, 0, 0, 0, 0, 1, 2, ...new Array(130).fill(0xff)];
const id3v1 = [...new TextEncoder().encode('TAG'), ...new Array(125).fill(0)];

describe('splitFrames', () => {
  it('finds every frame with what its header says', () => {
    expect(splitFrames(mp3Of([7, 8]))).toEqual([
      { offset: 0, length: 576, samples: 1152, bitrate: 192, sampleRate: 48_000, channels: 2, mainDataBegin: 0 },
      { offset: 576, length: 576, samples: 1152, bitrate: 192, sampleRate: 48_000, channels: 2, mainDataBegin: 0 },
    ]);
  });

  it.each([
    { header: [0xff, 0xfb, 0x90, 0xc0], samples: 1152, bitrate: 128, sampleRate: 44_100, channels: 1, length: 417 },
    { header: [0xff, 0xfb, 0x92, 0xc0], samples: 1152, bitrate: 128, sampleRate: 44_100, channels: 1, length: 418 },
    { header: [0xff, 0xf3, 0x84, 0x00], samples: 576, bitrate: 64, sampleRate: 24_000, channels: 2, length: 192 },
    { header: [0xff, 0xe3, 0x48, 0xc0], samples: 576, bitrate: 32, sampleRate: 8_000, channels: 1, length: 288 },
  ])('reads $sampleRate Hz, $bitrate kbit/s', ({ header, length, ...expected }) => {
    const [frame] = splitFrames(join(header, new Array(length - 4).fill(0)));
    expect(frame).toEqual({ offset: 0, length, mainDataBegin: 0, ...expected });
  });

  it('reads how far a frame reaches into the reservoir', () => {
    const bytes = mp3Of([1]);
    bytes.set([0xff, 0x80], 4);
    expect(splitFrames(bytes)[0].mainDataBegin).toBe(511);
    bytes[1] = 0xfa; // with a checksum between header and side information
    expect(splitFrames(bytes)[0].mainDataBegin).toBe(2);
  });

  it('skips tags at both ends', () => {
    const frames = splitFrames(join(id3v2, mp3Of([1, 2, 3]), id3v1));
    expect(frames.map(({ offset }) => offset)).toEqual([0, 1, 2].map((i) => 140 + i * FRAME_LENGTH));
  });

  it('finds nothing in nothing', () => {
    expect(splitFrames(new Uint8Array())).toEqual([]);
  });

  it.each([
    ['a-frame-cut-short', mp3Of([1, 2]).subarray(0, 2 * FRAME_LENGTH - 1), 576],
    ['a-header-cut-short', mp3Of([1, 2]).subarray(0, FRAME_LENGTH + 3), 576],
    ['bytes-between-frames', join(mp3Of([1]), [0], mp3Of([2])), 576],
    ['text', new TextEncoder().encode('<html>not found</html>'), 0],
    ['zeros', new Uint8Array(1000), 0],
    ['free-format', join([0xff, 0xfb, 0x04, 0], new Array(572).fill(0)), 0],
    ['bitrate-of-ones', join([0xff, 0xfb, 0xf4, 0], new Array(572).fill(0)), 0],
    ['rate-of-ones', join([0xff, 0xfb, 0xbc, 0], new Array(572).fill(0)), 0],
    ['layer-two', join([0xff, 0xfd, 0xb4, 0], new Array(572).fill(0)), 0],
    ['an-id3-tag-alone-cut-short', Uint8Array.from(id3v2).subarray(0, 100), 0],
    ['a-change-to-mono', join(mp3Of([1]), [0xff, 0xfb, 0xb4, 0xc0], new Array(572).fill(0)), 576],
  ])('refuses %s', (_defect, bytes, offset) => {
    expect(() => splitFrames(bytes)).toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({ code: 'media-damaged', details: expect.objectContaining({ offset }) }),
      }),
    );
  });
});

describe('runs of frames', () => {
  const mp3 = indexMp3(join(id3v2, mp3Of([1, 2, 3, 4])));

  it('are bytes of the MP3 itself', () => {
    expect(frameBytes(mp3, 1, 3)).toEqual(mp3Of([2, 3]));
    expect(frameBytes(mp3, 4, 4)).toHaveLength(0);
    expect(frameBytes(mp3, 0, 4).buffer).toBe(mp3.bytes.buffer);
    expect(() => frameBytes(mp3, 3, 5)).toThrow(RangeError);
    expect(() => frameBytes(mp3, 3, 2)).toThrow(RangeError);
  });

  it('are the same only where every byte is', () => {
    const other = indexMp3(mp3Of([9, 2, 3, 9]));
    expect(sameFrames(mp3, 1, other, 1, 2)).toBe(true);
    expect(sameFrames(mp3, 0, other, 0, 2)).toBe(false);
    expect(sameFrames(mp3, 1, other, 1, 3)).toBe(false);
    expect(sameFrames(mp3, 3, other, 3, 2)).toBe(false);
    expect(sameFrames(mp3, -1, other, 0, 1)).toBe(false);
    expect(sameFrames(mp3, 4, other, 4, 0)).toBe(true);
    other.bytes[3 * FRAME_LENGTH - 1] ^= 1;
    expect(sameFrames(mp3, 1, other, 1, 2)).toBe(false);
  });
});
