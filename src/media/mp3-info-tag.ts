import type { Frames } from '../model/index.ts';
import { CueforgeError } from '../model/index.ts';
import { crc16 } from './crc16.ts';
import type { Mp3Frame } from './mp3-frames.ts';
import { frameBytes, indexMp3, MPEG1_BITRATES, MPEG2_BITRATES, sideInfoLength } from './mp3-frames.ts';

/**
 * Samples of silence LAME puts before the music, as its tag says them. Decoders add 529 of their own and drop both:
 * sample 1105 of what they decode is sample 0 of the music.
 */
export const ENCODER_DELAY = 576;
/** Samples a Layer III decoder lags behind. The padding must be at least this long, or a decoder runs out of frames. */
const DECODER_DELAY = 529;
/** The sample of a plain decode, which drops none, that is sample 0 of the music. */
export const DECODED_FROM = ENCODER_DELAY + DECODER_DELAY;

const XING_LENGTH = 120;
const LAME_LENGTH = 36;

/** Gathers what the info frame says, piece by piece, so that an MP3 can be written as it is encoded. */
export interface InfoFrameBuilder {
  /** Takes the MP3's next frames as LAME wrote them without a tag of its own; whole frames. Throws `media-damaged`. */
  push(bytes: Uint8Array): void;
  /** Bytes the info frame will have: room to leave before the first frame. Throws `media-damaged` before any frame. */
  length(): number;
  /**
   * The info frame. `samples`: samples per channel the file has to last after decoding, which is what went into the
   * encoder, at the MP3's own rate. Throws `media-damaged` when the frames do not last about as long.
   */
  finish(samples: Frames): Uint8Array;
}

/**
 * The frame that goes first in an MP3: silent audio that carries the Xing/Info and LAME tags. It tells decoders the
 * frame count, a table for seeking, and how many samples to drop at both ends, so that exactly `samples` remain, aligned
 * with the encoder's input. Deterministic. `vbr` marks the file 'Xing' (frames differ in size) instead of 'Info'.
 */
export const createInfoFrame = ({ vbr = false }: { readonly vbr?: boolean } = {}): InfoFrameBuilder => {
  const sizes: number[] = [];
  let first: { readonly frame: Mp3Frame; readonly empty: Uint8Array<ArrayBuffer> } | null = null;
  let musicBytes = 0;
  let musicCrc = 0;
  let lowestBitrate = 255;
  const begun = () => {
    if (first === null) throw new CueforgeError('media-damaged', 'An MP3 without frames cannot be tagged');
    return first;
  };
  return {
    push(bytes) {
      const stretch = indexMp3(bytes);
      for (const frame of stretch.frames) {
        first ??= { frame, empty: emptyFrame(bytes, frame, vbr) };
        sizes.push(frame.length);
        musicBytes += frame.length;
        lowestBitrate = Math.min(lowestBitrate, frame.bitrate);
      }
      musicCrc = crc16(frameBytes(stretch, 0, stretch.frames.length), musicCrc);
    },
    length: () => begun().empty.length,
    finish: (samples) => writeTags({ ...begun(), sizes, musicBytes, musicCrc, lowestBitrate, vbr, samples }),
  };
};

interface InfoFrameContent {
  readonly frame: Mp3Frame;
  readonly empty: Uint8Array<ArrayBuffer>;
  /** Bytes of each frame of the music. */
  readonly sizes: readonly number[];
  readonly musicBytes: number;
  readonly musicCrc: number;
  readonly lowestBitrate: number;
  readonly vbr: boolean;
  readonly samples: Frames;
}

const writeTags = (content: InfoFrameContent): Uint8Array => {
  const { frame: first, sizes, musicBytes, vbr, samples } = content;
  const padding = sizes.length * first.samples - ENCODER_DELAY - samples;
  if (padding < DECODER_DELAY || padding > 0xfff) {
    throw new CueforgeError('media-damaged', `${sizes.length} MP3 frames do not hold ${samples} samples`, {
      frames: sizes.length,
      samples,
      padding,
    });
  }
  const frame = content.empty.slice();
  const totalBytes = frame.length + musicBytes;
  const view = new DataView(frame.buffer);
  let at = 4 + sideInfoLength(first.samples, first.channels);
  const text = (value: string): void => {
    for (const letter of value) view.setUint8(at++, letter.charCodeAt(0));
  };
  const uint8 = (value: number): void => view.setUint8(at++, value);
  const uint16 = (value: number): void => {
    view.setUint16(at, value);
    at += 2;
  };
  const uint32 = (value: number): void => {
    view.setUint32(at, value);
    at += 4;
  };

  text(vbr ? 'Xing' : 'Info');
  uint32(0b1111); // frames, bytes, table and quality follow
  uint32(sizes.length);
  uint32(totalBytes);
  frame.set(seekTable(sizes, musicBytes), at);
  at += 100;
  uint32(0); // quality, 0..100: not said

  text('LAME3.100');
  uint8(vbr ? 4 : 1); // method: variable by masking and threshold (mtrh), constant
  uint8(0); // lowpass: not said
  uint32(0); // peak: not said
  uint32(0); // replay gain: not said
  uint8(0); // psychoacoustics: not said
  uint8(content.lowestBitrate);
  uint8(ENCODER_DELAY >> 4);
  uint8(((ENCODER_DELAY & 0xf) << 4) | (padding >> 8));
  uint8(padding & 0xff);
  uint8(sourceBits(frame[3], first.sampleRate));
  uint8(0); // MP3 gain
  uint16(0); // preset: none
  uint32(totalBytes);
  uint16(content.musicCrc);
  uint16(crc16(frame.subarray(0, at)));
  return frame;
};

/** A silent frame at the smallest bitrate that the tags fit in; where the bitrate is constant, not under it. */
const emptyFrame = (bytes: Uint8Array, first: Mp3Frame, vbr: boolean): Uint8Array<ArrayBuffer> => {
  const header = bytes.subarray(first.offset, first.offset + 4);
  const needed = 4 + sideInfoLength(first.samples, first.channels) + XING_LENGTH + LAME_LENGTH;
  const bitrates = first.samples === 1152 ? MPEG1_BITRATES : MPEG2_BITRATES;
  const lengthAt = (bitrate: number): number => Math.floor(((first.samples / 8) * bitrate * 1000) / first.sampleRate);
  const index = bitrates.findIndex((bitrate) => (vbr || bitrate >= first.bitrate) && lengthAt(bitrate) >= needed);
  const frame = new Uint8Array(lengthAt(bitrates[index]));
  frame[0] = header[0];
  frame[1] = header[1] | 1; // no checksum
  frame[2] = (index << 4) | (header[2] & 0b1100); // bitrate, sample rate, no padding slot
  frame[3] = header[3] & 0b1100_1111; // stereo mode without its extension
  return frame;
};

/** Byte i: where i % of the playing time starts, in 256ths of the music's bytes. */
const seekTable = (sizes: readonly number[], musicBytes: number): Uint8Array => {
  const starts: number[] = [];
  let at = 0;
  for (const length of sizes) {
    starts.push(at);
    at += length;
  }
  return Uint8Array.from({ length: 100 }, (_, percent) =>
    Math.floor((256 * starts[Math.floor((percent * sizes.length) / 100)]) / musicBytes),
  );
};

/** Stereo mode and the rate of the music, as LAME's tag packs them. `header`: the fourth byte of a frame header. */
const sourceBits = (header: number, rate: number): number => {
  const stereoMode = [1, 3, 2, 0][header >> 6]; // stereo, joint stereo, two channels, mono
  const sourceRate = rate <= 32_000 ? 0 : rate === 44_100 ? 1 : 2;
  return (stereoMode << 2) | (sourceRate << 6);
};
