import { CueforgeError } from '../model/index.ts';

/** One Layer III frame of an MP3 in memory: header, side information and main data. */
export interface Mp3Frame {
  /** Where its header starts. Bytes from the start of what was split. */
  readonly offset: number;
  /** Bytes, header included. */
  readonly length: number;
  /** Samples per channel: 1152 (MPEG-1) or 576 (MPEG-2 and 2.5). */
  readonly samples: 1152 | 576;
  /** Kilobits per second, 8..320. */
  readonly bitrate: number;
  /** Hertz, 8 000..48 000. */
  readonly sampleRate: number;
  readonly channels: 1 | 2;
  /** Bytes of earlier frames this one reads from (the bit reservoir). 0 in every frame: the MP3 can be cut anywhere. */
  readonly mainDataBegin: number;
}

/** An MP3 in memory with the index of its frames. */
export interface Mp3Stretch {
  readonly bytes: Uint8Array;
  readonly frames: readonly Mp3Frame[];
}

/** Layer III bitrates by header index, kbit/s; 0: free format, which no encoder of ours writes. */
export const MPEG1_BITRATES: readonly number[] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
export const MPEG2_BITRATES: readonly number[] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const MPEG1_RATES: readonly number[] = [44_100, 48_000, 32_000];

/** Bytes of side information: what lies between a frame's header and its main data. */
export const sideInfoLength = (samples: 1152 | 576, channels: 1 | 2): number => {
  if (samples === 1152) return channels === 2 ? 32 : 17;
  return channels === 2 ? 17 : 9;
};

const damaged = (offset: number, expected: string): CueforgeError =>
  new CueforgeError('media-damaged', `The MP3 is damaged at byte ${offset}: expected ${expected}`, {
    offset,
    expected,
  });

const frameAt = (bytes: Uint8Array, offset: number): Mp3Frame => {
  if (offset + 4 > bytes.length) throw damaged(offset, 'a frame header');
  const [b0, b1, b2, b3] = [bytes[offset], bytes[offset + 1], bytes[offset + 2], bytes[offset + 3]];
  const version = (b1 >> 3) & 3; // 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5
  const layer = (b1 >> 1) & 3; // 1: Layer III
  const bitrateIndex = b2 >> 4;
  const rateIndex = (b2 >> 2) & 3;
  if (b0 !== 0xff || (b1 & 0xe0) !== 0xe0 || version === 1 || layer !== 1) throw damaged(offset, 'a Layer III header');
  if (bitrateIndex === 0 || bitrateIndex === 15 || rateIndex === 3)
    throw damaged(offset, 'a bitrate and a sample rate');

  const samples = version === 3 ? 1152 : 576;
  const bitrate = (version === 3 ? MPEG1_BITRATES : MPEG2_BITRATES)[bitrateIndex];
  const sampleRate = MPEG1_RATES[rateIndex] / (version === 3 ? 1 : version === 2 ? 2 : 4);
  const channels = b3 >> 6 === 3 ? 1 : 2;
  const padding = (b2 >> 1) & 1;
  const length = Math.floor(((samples / 8) * bitrate * 1000) / sampleRate) + padding;
  if (offset + length > bytes.length) throw damaged(offset, `${length} bytes of frame, got ${bytes.length - offset}`);

  const sideInfo = offset + 4 + ((b1 & 1) === 0 ? 2 : 0); // a checksum lies between when the protection bit is 0
  const mainDataBegin = samples === 1152 ? (bytes[sideInfo] << 1) | (bytes[sideInfo + 1] >> 7) : bytes[sideInfo];
  return { offset, length, samples, bitrate, sampleRate, channels, mainDataBegin };
};

const startsWith = (bytes: Uint8Array, offset: number, text: string): boolean =>
  [...text].every((letter, i) => bytes[offset + i] === letter.charCodeAt(0));

/** Bytes of the ID3v2 tag that starts at `offset`, its header and footer included; 0: there is none. */
const id3v2Length = (bytes: Uint8Array, offset: number): number => {
  if (offset + 10 > bytes.length || !startsWith(bytes, offset, 'ID3')) return 0;
  const size = [6, 7, 8, 9].reduce((sum, i) => (sum << 7) | (bytes[offset + i] & 0x7f), 0);
  const footer = (bytes[offset + 5] & 0x10) === 0 ? 0 : 10;
  return 10 + size + footer;
};

/**
 * The frames of an MP3, in order. ID3v2 tags before them and an ID3v1 tag after them are skipped; between them there
 * must be nothing but whole frames of one sample rate and channel count. Empty for empty bytes.
 * Throws `media-damaged` on anything else.
 */
export const splitFrames = (bytes: Uint8Array): Mp3Frame[] => {
  const tailLength = bytes.length >= 128 && startsWith(bytes, bytes.length - 128, 'TAG') ? 128 : 0;
  const audio = bytes.subarray(0, bytes.length - tailLength);
  let offset = 0;
  for (let tag = id3v2Length(audio, 0); tag > 0; tag = id3v2Length(audio, offset)) offset += tag;
  if (offset > audio.length) throw damaged(0, `an ID3 tag of ${offset} bytes, got ${audio.length}`);

  const frames: Mp3Frame[] = [];
  while (offset < audio.length) {
    const frame = frameAt(audio, offset);
    const first = frames[0] ?? frame;
    if (frame.sampleRate !== first.sampleRate || frame.channels !== first.channels) {
      throw damaged(offset, `${first.sampleRate} Hz with ${first.channels} channels throughout`);
    }
    frames.push(frame);
    offset += frame.length;
  }
  return frames;
};

/** Bytes with the index of their frames. Throws `media-damaged` as `splitFrames` does. */
export const indexMp3 = (bytes: Uint8Array): Mp3Stretch => ({ bytes, frames: splitFrames(bytes) });

/** The bytes of frames [from, to), without copying. 0 <= from <= to <= the number of frames. */
export const frameBytes = ({ bytes, frames }: Mp3Stretch, from: number, to: number): Uint8Array => {
  if (!(from >= 0 && from <= to && to <= frames.length)) {
    throw new RangeError(`frames [${from}, ${to}) do not lie in ${frames.length}`);
  }
  if (from === to) return bytes.subarray(0, 0);
  const last = frames[to - 1];
  return bytes.subarray(frames[from].offset, last.offset + last.length);
};

/** Whether `count` frames of `a` from `aFrom` equal, byte for byte, those of `b` from `bFrom`. False where either is short. */
export const sameFrames = (a: Mp3Stretch, aFrom: number, b: Mp3Stretch, bFrom: number, count: number): boolean => {
  if (aFrom < 0 || bFrom < 0 || aFrom + count > a.frames.length || bFrom + count > b.frames.length) return false;
  const left = frameBytes(a, aFrom, aFrom + count);
  const right = frameBytes(b, bFrom, bFrom + count);
  return left.length === right.length && left.every((byte, i) => byte === right[i]);
};
