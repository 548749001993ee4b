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

const XING_LENGTH = 120;
const LAME_LENGTH = 36;

export interface InfoFrameInput {
  /** The MP3's frames as LAME wrote them without a tag of its own, in as many pieces as they come; whole frames each. */
  readonly audio: readonly Uint8Array[];
  /** Samples per channel the file has to last after decoding: what went into the encoder. At the MP3's own rate. */
  readonly samples: Frames;
  /** True marks the file 'Xing' (frames differ in size), false 'Info' (constant bitrate). Default false. */
  readonly vbr?: boolean;
}

/**
 * The frame that goes first in an MP3: silent audio that carries the Xing/Info and LAME tags. It tells decoders the
 * frame count, a table for seeking, and how many samples to drop at both ends, so that exactly `samples` remain, aligned
 * with the encoder's input. Deterministic. Throws `media-damaged` when `audio` is not frames or not about `samples` long.
 */
export const infoFrame = ({ audio, samples, vbr = false }: InfoFrameInput): Uint8Array => {
  const stretches = audio.map(indexMp3).filter((stretch) => stretch.frames.length > 0);
  const frames = stretches.flatMap((stretch) => stretch.frames);
  if (frames.length === 0) throw new CueforgeError('media-damaged', 'An MP3 without frames cannot be tagged');
  const padding = frames.length * frames[0].samples - ENCODER_DELAY - samples;
  if (padding < DECODER_DELAY || padding > 0xfff) {
    throw new CueforgeError('media-damaged', `${frames.length} MP3 frames do not hold ${samples} samples`, {
      frames: frames.length,
      samples,
      padding,
    });
  }

  const frame = emptyFrame(stretches[0].bytes, frames[0], vbr);
  const musicBytes = frames.reduce((sum, { length }) => sum + length, 0);
  const totalBytes = frame.length + musicBytes;
  const view = new DataView(frame.buffer);
  let at = 4 + sideInfoLength(frames[0].samples, frames[0].channels);
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
  uint32(frames.length);
  uint32(totalBytes);
  frame.set(seekTable(frames, musicBytes), at);
  at += 100;
  uint32(0); // quality, 0..100: not said

  text('LAME3.100');
  uint8(vbr ? 4 : 1); // method: variable by masking and threshold (mtrh), constant
  uint8(0); // lowpass: not said
  uint32(0); // peak: not said
  uint32(0); // replay gain: not said
  uint8(0); // psychoacoustics: not said
  uint8(frames.reduce((lowest, { bitrate }) => Math.min(lowest, bitrate), 255));
  uint8(ENCODER_DELAY >> 4);
  uint8(((ENCODER_DELAY & 0xf) << 4) | (padding >> 8));
  uint8(padding & 0xff);
  uint8(sourceBits(frame[3], frames[0].sampleRate));
  uint8(0); // MP3 gain
  uint16(0); // preset: none
  uint32(totalBytes);
  uint16(stretches.reduce((crc, stretch) => crc16(frameBytes(stretch, 0, stretch.frames.length), crc), 0));
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
const seekTable = (frames: readonly Mp3Frame[], musicBytes: number): Uint8Array => {
  const starts: number[] = [];
  let at = 0;
  for (const { length } of frames) {
    starts.push(at);
    at += length;
  }
  return Uint8Array.from({ length: 100 }, (_, percent) =>
    Math.floor((256 * starts[Math.floor((percent * frames.length) / 100)]) / musicBytes),
  );
};

/** Stereo mode and the rate of the music, as LAME's tag packs them. `header`: the fourth byte of a frame header. */
const sourceBits = (header: number, rate: number): number => {
  const stereoMode = [1, 3, 2, 0][header >> 6]; // stereo, joint stereo, two channels, mono
  const sourceRate = rate <= 32_000 ? 0 : rate === 44_100 ? 1 : 2;
  return (stereoMode << 2) | (sourceRate << 6);
};
