import { describe, expect, it } from 'vitest';
import { crc16 } from '../../../src/media/crc16.ts';
import { splitFrames } from '../../../src/media/mp3-frames.ts';
import { frames } from '../../../src/model/index.ts';
import { infoFrame } from './info-frame.ts';
import { FRAME_LENGTH, marks, mp3Of } from './mp3.ts';

const audio = mp3Of(marks(0, 400));
const samples = frames(400 * 1152 - 576 - 1000);
const tag = infoFrame({ audio: [audio], samples });
const view = new DataView(tag.buffer);
const ascii = (at: number, length: number): string => new TextDecoder().decode(tag.subarray(at, at + length));

describe('the info frame', () => {
  it('is a frame like the ones after it', () => {
    const [mine, theirs] = [splitFrames(tag)[0], splitFrames(audio)[0]];
    expect(mine).toEqual(theirs);
  });

  it('says how many frames and bytes there are, itself among the bytes', () => {
    expect(ascii(36, 4)).toBe('Info');
    expect(view.getUint32(40)).toBe(15);
    expect(view.getUint32(44)).toBe(400);
    expect(view.getUint32(48)).toBe(401 * FRAME_LENGTH);
    expect(view.getUint32(184)).toBe(401 * FRAME_LENGTH);
  });

  it('says what to drop at both ends', () => {
    expect(ascii(156, 9)).toBe('LAME3.100');
    expect((tag[177] << 4) | (tag[178] >> 4)).toBe(576);
    expect(((tag[178] & 15) << 8) | tag[179]).toBe(1000);
  });

  it('carries the checksums of the music and of itself', () => {
    expect(view.getUint16(188)).toBe(crc16(audio));
    expect(view.getUint16(190)).toBe(crc16(tag.subarray(0, 190)));
  });

  it('points a seek where the music is, for a constant bitrate in a straight line', () => {
    const table = [...tag.subarray(52, 152)];
    expect(table).toEqual(table.map((_, percent) => Math.floor((256 * percent) / 100)));
  });

  it('comes out the same however the audio is cut into pieces', () => {
    const cut = 150 * FRAME_LENGTH;
    const pieces = [audio.subarray(0, cut), audio.subarray(cut, cut), audio.subarray(cut)];
    expect(infoFrame({ audio: pieces, samples })).toEqual(tag);
  });

  it('is marked Xing for a variable bitrate', () => {
    expect(new TextDecoder().decode(infoFrame({ audio: [audio], samples, vbr: true }).subarray(36, 40))).toBe('Xing');
  });

  it('is large enough for its tags where the bitrate is low and mono', () => {
    const mono = new Uint8Array(96 * 10);
    for (let i = 0; i < 10; i += 1) mono.set([0xff, 0xfb, 0x14, 0xc0], i * 96); // 32 kbit/s
    const small = infoFrame({ audio: [mono], samples: frames(10_000) });
    expect(splitFrames(small)).toMatchObject([{ channels: 1, sampleRate: 48_000, length: 192 }]);
  });

  it.each([
    ['no frames', new Uint8Array(), 1000],
    ['fewer frames than the samples need', audio, 400 * 1152 - 576 - 528],
    ['more frames than the samples need', audio, 400 * 1152 - 576 - 4096],
  ])('is refused for %s', (_defect, bytes, length) => {
    expect(() => infoFrame({ audio: [bytes], samples: frames(length) })).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ code: 'media-damaged' }) }),
    );
  });
});
