import { CHANNELS } from '../model/index.ts';

/**
 * Waveforms for drawing, as the BBC's audiowaveform keeps them (.dat version 2, 8 bit): one lowest and one highest
 * value per point. There is one channel: a point holds the extremes of left and right together, so nothing that
 * sounds on one side only is ever drawn too small.
 */

/** Frames per point of each level, finest first; each level's points are four of the one before. */
export const WAVEFORM_FRAMES = [256, 1024, 4096, 16_384] as const;

/** Bytes before the first point of a .dat: six 32-bit numbers, little-endian. */
export const WAVEFORM_HEADER_BYTES = 24;
const VERSION = 2;
/** Flag bit 0: points are 8 bit. */
const EIGHT_BIT = 1;
const FINEST = WAVEFORM_FRAMES[0];

/** Builds the waveform of a signal that arrives in pieces; how it is cut changes nothing. Samples must be finite. */
export interface WaveformBuilder {
  /** Takes interleaved stereo; any whole number of frames. */
  push(pcm: Float32Array): void;
  /** Every level as a whole .dat, in the order of WAVEFORM_FRAMES; a last, partial point is kept. Ends the signal. */
  finish(): Uint8Array[];
}

/** `rate`: of the signal, hertz; it only stands in the header. */
export const createWaveformBuilder = (rate: number): WaveformBuilder => {
  let points = new Int8Array(1 << 14);
  let count = 0;
  let filled = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;

  const close = (): void => {
    if (2 * count === points.length) {
      const grown = new Int8Array(points.length * 2);
      grown.set(points);
      points = grown;
    }
    points[2 * count] = toByte(lowest);
    points[2 * count + 1] = toByte(highest);
    count++;
    filled = 0;
    lowest = Number.POSITIVE_INFINITY;
    highest = Number.NEGATIVE_INFINITY;
  };

  return {
    push(pcm) {
      for (let i = 0; i < pcm.length; ) {
        const end = Math.min(pcm.length, i + (FINEST - filled) * CHANNELS);
        filled += (end - i) / CHANNELS;
        // Locals: variables of the closure would be written back for every sample.
        let low = lowest;
        let high = highest;
        for (; i < end; i++) {
          const x = pcm[i];
          if (x < low) low = x;
          if (x > high) high = x;
        }
        lowest = low;
        highest = high;
        if (filled === FINEST) close();
      }
    },
    finish() {
      if (filled > 0) close();
      let level: Int8Array = points.subarray(0, 2 * count);
      return WAVEFORM_FRAMES.map((framesPerPoint, i) => {
        if (i > 0) level = coarser(level, framesPerPoint / WAVEFORM_FRAMES[i - 1]);
        return toDat(level, rate, framesPerPoint);
      });
    },
  };
};

/** -1..1 as -128..127; what is outside is drawn at the edge. */
const toByte = (x: number): number => Math.max(-128, Math.min(127, Math.round(x * 128)));

/** Joins `times` points into one. Rounding keeps order, so this is what the samples themselves would give. */
const coarser = (points: Int8Array, times: number): Int8Array => {
  const joined = new Int8Array(2 * Math.ceil(points.length / 2 / times));
  for (let to = 0; to < joined.length; to += 2) {
    const end = Math.min(points.length, (to + 2) * times);
    let low = 127;
    let high = -128;
    for (let from = to * times; from < end; from += 2) {
      if (points[from] < low) low = points[from];
      if (points[from + 1] > high) high = points[from + 1];
    }
    joined[to] = low;
    joined[to + 1] = high;
  }
  return joined;
};

const toDat = (points: Int8Array, rate: number, framesPerPoint: number): Uint8Array => {
  const dat = new Uint8Array(WAVEFORM_HEADER_BYTES + points.length);
  const header = new DataView(dat.buffer);
  header.setInt32(0, VERSION, true);
  header.setUint32(4, EIGHT_BIT, true);
  header.setInt32(8, rate, true);
  header.setInt32(12, framesPerPoint, true);
  header.setUint32(16, points.length / 2, true);
  header.setInt32(20, 1, true); // Channels.
  dat.set(new Uint8Array(points.buffer, points.byteOffset, points.length), WAVEFORM_HEADER_BYTES);
  return dat;
};
