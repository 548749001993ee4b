/** A recording as it came from the microphone: interleaved frames of one or two channels. */
export interface Recording {
  readonly samples: Float32Array;
  readonly channels: 1 | 2;
  /** Frames a second. */
  readonly rate: number;
}

const HEADER_BYTES = 44;
const BYTES = 3;
/** Largest step of 24 bits. */
const MOST = 2 ** 23 - 1;

/** A recording as a WAV file of 24 bits: what lies outside -1..1 is cut to it. */
export const toWav = ({ samples, channels, rate }: Recording): ArrayBuffer => {
  const bytes = new ArrayBuffer(HEADER_BYTES + samples.length * BYTES + ((samples.length * BYTES) % 2));
  const view = new DataView(bytes);
  const word = (at: number, text: string): void => {
    for (let i = 0; i < text.length; i++) view.setUint8(at + i, text.charCodeAt(i));
  };
  const frame = channels * BYTES;
  word(0, 'RIFF');
  view.setUint32(4, bytes.byteLength - 8, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * frame, true);
  view.setUint16(32, frame, true);
  view.setUint16(34, 8 * BYTES, true);
  word(36, 'data');
  view.setUint32(40, samples.length * BYTES, true);
  for (let i = 0, at = HEADER_BYTES; i < samples.length; i++, at += BYTES) {
    const step = Math.max(-MOST - 1, Math.min(MOST, Math.round(samples[i]! * (MOST + 1))));
    view.setUint16(at, step & 0xffff, true);
    view.setInt8(at + 2, step >> 16);
  }
  return bytes;
};

/** A side that is this far under the other, in linear terms, has no microphone: 40 dB. */
const SILENT_SIDE = 0.01;

/**
 * Interleaved stereo as what it is: one channel where both are the same, or where only one side has a microphone; the
 * louder one then.
 */
export const asHeard = (stereo: Float32Array, rate: number): Recording => {
  let [left, right, apart] = [0, 0, 0];
  for (let i = 0; i < stereo.length; i += 2) {
    left = Math.max(left, Math.abs(stereo[i]!));
    right = Math.max(right, Math.abs(stereo[i + 1]!));
    apart = Math.max(apart, Math.abs(stereo[i]! - stereo[i + 1]!));
  }
  const oneSide = Math.min(left, right) < SILENT_SIDE * Math.max(left, right);
  if (apart > 0 && !oneSide) return { samples: stereo, channels: 2, rate };
  const from = left >= right ? 0 : 1;
  return {
    samples: Float32Array.from({ length: stereo.length / 2 }, (_, i) => stereo[2 * i + from]!),
    channels: 1,
    rate,
  };
};
