import { CueforgeError } from '../model/index.ts';

/**
 * Frames of FLAC streams (RFC 9639) as ffmpeg writes them for us: 48 kHz, stereo, 24 bits, 4,608 samples each but the last,
 * numbered from 0. Each is coded by itself, so that frames of several streams make one once they are numbered anew.
 */
export const FLAC_BLOCK = 4_608;

/** Code of 48 kHz in a frame's third byte. */
const RATE = 0x0a;
/** Fourth bytes: how the channels are coded, at 24 bits. */
const CHANNELS = [0x1c, 0x8c, 0x9c, 0xac];
/** The shortest frame there is: its head, two constant channels, its checksum; and more than any has. Bytes. */
const SHORTEST = 16;
const LONGEST = 0xffff;

/** CRC-8 of a frame's head (polynomial 0x07), and CRC-16 of all of it (0x8005), both from the highest bit, from 0. */
const CRC8 = Uint8Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x80 ? 0x07 : 0)) & 0xff;
  return crc;
});
const CRC16 = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x8005 : 0)) & 0xffff;
  return crc;
});

/**
 * Most bytes that ffmpeg's encoder gives a frame of `samples` in stereo of 24 bits; where its way of coding takes more, its number
 * included, it writes the samples as they are.
 */
export const flacFrameMost = (samples: number): number => 26 + Math.ceil((49 * samples) / 8);

const crc8 = (bytes: Uint8Array): number => bytes.reduce((crc, byte) => CRC8[crc ^ byte], 0);
const crc16 = (bytes: Uint8Array, from: number, to: number): number => {
  let crc = 0;
  for (let i = from; i < to; i++) crc = ((crc << 8) & 0xff00) ^ CRC16[(crc >> 8) ^ bytes[i]];
  return crc;
};

/** A frame's number, coded as UTF-8 codes characters, up to 31 bits. */
const coded = (number: number): number[] => {
  if (number < 0x80) return [number];
  const bytes: number[] = [];
  let left = number;
  let room = 0x3f;
  do {
    bytes.unshift(0x80 | (left & 0x3f));
    left >>= 6;
    room >>= 1;
  } while (left > room);
  return [((~room << 1) & 0xff) | left, ...bytes];
};

/** Bytes of the head of a frame of this number that begins here; 0: none does. */
const headLength = (bytes: Uint8Array, at: number, number: number): number => {
  if (bytes[at] !== 0xff || bytes[at + 1] !== 0xf8) return 0;
  const size = bytes[at + 2] >> 4;
  if ((bytes[at + 2] & 0x0f) !== RATE || size === 0 || !CHANNELS.includes(bytes[at + 3])) return 0;
  const name = coded(number);
  if (name.some((byte, i) => bytes[at + 4 + i] !== byte)) return 0;
  const length = 4 + name.length + (size === 6 ? 1 : size === 7 ? 2 : 0);
  return bytes[at + length] === crc8(bytes.subarray(at, at + length)) ? length + 1 : 0;
};

/**
 * Cuts a stream into its frames as it comes; each is proven by its checksum. One whose head is not as ours are is taken for the
 * end of the frame before it, so that there are fewer than there should be.
 */
export interface FlacSplitter {
  /** Frames that end before what comes next begins, in order. Throws `media-damaged` where the stream is none of ours. */
  push(bytes: Uint8Array): Uint8Array[];
  /** The last of them. Throws likewise. */
  finish(): Uint8Array[];
}

/** `number`: of the first frame. The stream's own head is not part of what is pushed. */
export const createFlacSplitter = (number = 0): FlacSplitter => {
  let next = number;
  let left: Uint8Array = new Uint8Array(0);
  /** Up to here the next frame's head was looked for in what is left. */
  let searched = SHORTEST;
  const take = (end: number): Uint8Array => {
    const frame = left.subarray(0, end);
    left = left.subarray(end);
    searched = SHORTEST;
    next += 1;
    return frame;
  };
  /** Whether what is left begins with a frame that ends there. */
  const isFrame = (end: number): boolean =>
    headLength(left, 0, next) > 0 && crc16(left, 0, end - 2) === ((left[end - 2] << 8) | left[end - 1]);
  const damaged = (): CueforgeError => new CueforgeError('media-damaged', `Frame ${next} of a FLAC is not whole`);
  return {
    push(bytes) {
      left = left.length === 0 ? bytes : joined(left, bytes);
      const frames: Uint8Array[] = [];
      // A head that is not all there yet is looked at again with the next bytes.
      for (let at = left.indexOf(0xff, searched); at >= 0 && at + SHORTEST <= left.length; ) {
        if (headLength(left, at, next + 1) > 0 && isFrame(at)) {
          frames.push(take(at));
          at = SHORTEST - 1;
        }
        searched = at + 1;
        at = left.indexOf(0xff, searched);
      }
      if (left.length > LONGEST) throw damaged();
      return frames;
    },
    finish() {
      if (left.length === 0) return [];
      if (left.length < SHORTEST || !isFrame(left.length)) throw damaged();
      return [take(left.length)];
    },
  };
};

/** A frame with another number. `was`: the number it has. Throws `media-damaged` where it is not that frame. */
export const renumbered = (frame: Uint8Array, was: number, number: number): Uint8Array => {
  const [old, name] = [coded(was), coded(number)];
  const head = headLength(frame, 0, was);
  // With its checksum behind it, what was summed sums to nothing.
  if (head === 0 || crc16(frame, 0, frame.length) !== 0)
    throw new CueforgeError('media-damaged', `Frame ${was} of a FLAC is not as it was written`);
  const bytes = new Uint8Array(frame.length - old.length + name.length);
  bytes.set(frame.subarray(0, 4));
  bytes.set(name, 4);
  bytes.set(frame.subarray(4 + old.length), 4 + name.length);
  const end = head - 1 - old.length + name.length;
  bytes[end] = crc8(bytes.subarray(0, end));
  const sum = crc16(bytes, 0, bytes.length - 2);
  bytes[bytes.length - 2] = sum >> 8;
  bytes[bytes.length - 1] = sum & 0xff;
  return bytes;
};

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
};
