import { CueforgeError } from '../../src/model/index.ts';

/** The outline of a sound at one level: for every `framesPerPoint` frames the lowest and the highest sample. */
export interface WaveformData {
  /** Frames at the engine rate (48 000 Hz) that one point stands for. */
  readonly framesPerPoint: number;
  /** Points in all. */
  readonly length: number;
  /** Lowest and highest sample of each point, in turn; -128..127 stands for -1..1. All channels together. */
  readonly peaks: Int8Array;
}

const HEADER_BYTES = 24;
const EIGHT_BIT = 1;

/**
 * Reads BBC audiowaveform .dat, version 2, 8 bit; several channels become one outline around all of them. Throws
 * `media-damaged` for anything else and for data that ends before its header says.
 */
export const parseWaveform = (bytes: ArrayBuffer): WaveformData => {
  if (bytes.byteLength < HEADER_BYTES) throw damaged('is shorter than its header');
  const header = new DataView(bytes);
  if (header.getInt32(0, true) !== 2) throw damaged('is not of version 2');
  if ((header.getUint32(4, true) & EIGHT_BIT) === 0) throw damaged('is not 8 bit');
  const framesPerPoint = header.getInt32(12, true);
  const length = header.getUint32(16, true);
  const channels = header.getInt32(20, true);
  if (framesPerPoint < 1 || channels < 1) throw damaged('has no frames per point or no channels');
  const values = new Int8Array(bytes, HEADER_BYTES);
  if (values.length < length * channels * 2) throw damaged('ends before its last point');
  const peaks = channels === 1 ? values.subarray(0, length * 2) : around(values, length, channels);
  return { framesPerPoint, length, peaks };
};

/** The outline around all channels. */
const around = (values: Int8Array, length: number, channels: number): Int8Array => {
  const peaks = new Int8Array(length * 2);
  for (let point = 0; point < length; point++) {
    let low = 127;
    let high = -128;
    for (let channel = 0; channel < channels; channel++) {
      const at = (point * channels + channel) * 2;
      low = Math.min(low, values[at]);
      high = Math.max(high, values[at + 1]);
    }
    peaks[point * 2] = low;
    peaks[point * 2 + 1] = high;
  }
  return peaks;
};

const damaged = (what: string): CueforgeError => new CueforgeError('media-damaged', `The waveform ${what}`);
