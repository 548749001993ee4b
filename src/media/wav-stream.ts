import { CHANNELS, CueforgeError } from '../model/index.ts';

/** Frames in a block: 128 kB of stereo. */
const BLOCK_FRAMES = 16_384;

export interface WavStream {
  /** Takes bytes as they come, gives the blocks they complete. */
  push(bytes: Uint8Array): Generator<Float32Array>;
  /** Gives the last, shorter block. */
  end(): Generator<Float32Array>;
  /** Samples so far that were no finite numbers; they came out as 0. */
  silenced(): number;
}

/**
 * Turns a float32 WAV of one or two channels, as it comes through a pipe, into interleaved stereo; mono goes to both
 * channels. Every block is the caller's own, unless `reuse`: then stereo blocks are one buffer, filled anew.
 */
export const createWavStream = ({ reuse }: { reuse: boolean }): WavStream => {
  let head: Buffer = Buffer.alloc(0);
  let channels = 0;
  let block = new Uint8Array(0);
  let filled = 0;
  let silenced = 0;

  const begin = (count: number): void => {
    channels = count;
    block = new Uint8Array(BLOCK_FRAMES * 4 * channels);
  };
  const finish = (): Float32Array => {
    const wholeFrames = Math.floor(filled / (4 * channels));
    const samples = new Float32Array(block.buffer, 0, wholeFrames * channels);
    if (!reuse) block = new Uint8Array(BLOCK_FRAMES * 4 * channels);
    filled = 0;
    silenced += silenceNonNumbers(samples);
    return channels === CHANNELS ? samples : toBothChannels(samples);
  };

  return {
    *push(bytes) {
      let rest = bytes;
      if (channels === 0) {
        head = Buffer.concat([head, bytes]);
        const found = readHead(head);
        if (found === null) return;
        begin(found.channels);
        rest = head.subarray(found.dataAt);
      }
      while (rest.length > 0) {
        const taken = Math.min(rest.length, block.length - filled);
        block.set(rest.subarray(0, taken), filled);
        filled += taken;
        rest = rest.subarray(taken);
        if (filled === block.length) yield finish();
      }
    },
    *end() {
      if (filled >= 4 * channels && channels > 0) yield finish();
    },
    silenced: () => silenced,
  };
};

/** Float files may hold NaN and infinities; one of them would spoil every filter after it. Returns how many there were. */
const silenceNonNumbers = (samples: Float32Array): number => {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i] * 0;
  if (sum === 0) return 0;
  let count = 0;
  for (let i = 0; i < samples.length; i++) {
    if (Number.isFinite(samples[i])) continue;
    samples[i] = 0;
    count++;
  }
  return count;
};

const toBothChannels = (mono: Float32Array): Float32Array => {
  const stereo = new Float32Array(mono.length * CHANNELS);
  for (let i = 0; i < mono.length; i++) {
    stereo[2 * i] = mono[i];
    stereo[2 * i + 1] = mono[i];
  }
  return stereo;
};

/** Null until the head is whole. */
const readHead = (bytes: Buffer): { channels: number; dataAt: number } | null => {
  let channels = 0;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = bytes.toString('latin1', at, at + 4);
    if (name === 'fmt ' && at + 12 <= bytes.length) channels = bytes.readUInt16LE(at + 10);
    if (name === 'data') {
      if (channels === 1 || channels === CHANNELS) return { channels, dataAt: at + 8 };
      throw new CueforgeError('internal', `ffmpeg gave ${channels} channels where one or two were asked for`);
    }
    at += 8 + bytes.readUInt32LE(at + 4);
  }
  return null;
};
