/** Mono or stereo 16-bit PCM in a WAV file: what a speech engine gives back. */
export interface Wav {
  readonly sampleRate: number;
  readonly channels: number;
  /** Interleaved samples. */
  readonly samples: Int16Array;
}

const HEADER_BYTES = 44;

/** Reads a 16-bit PCM WAV file. Null where the bytes are not one, or have no samples. */
export const parseWav = (bytes: Uint8Array): Wav | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isWav(bytes)) return null;
  let format: { channels: number; sampleRate: number } | null = null;
  for (let at = 12; at + 8 <= bytes.byteLength; ) {
    const name = tag(bytes, at);
    const length = view.getUint32(at + 4, true);
    const start = at + 8;
    if (name === 'fmt ' && start + 16 <= bytes.byteLength) {
      if (view.getUint16(start, true) !== 1 || view.getUint16(start + 14, true) !== 16) return null;
      format = { channels: view.getUint16(start + 2, true), sampleRate: view.getUint32(start + 4, true) };
    } else if (name === 'data') {
      const count = Math.floor(Math.min(length, bytes.byteLength - start) / 2);
      if (format === null || count === 0) return null;
      const samples = new Int16Array(count);
      for (let n = 0; n < count; n++) samples[n] = view.getInt16(start + 2 * n, true);
      return { ...format, samples };
    }
    at = start + length + (length % 2);
  }
  return null;
};

/** A WAV file of 16-bit PCM. */
export const writeWav = ({ sampleRate, channels, samples }: Wav): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(HEADER_BYTES + 2 * samples.length);
  const view = new DataView(bytes.buffer);
  const put = (at: number, name: string): void => bytes.set(new TextEncoder().encode(name), at);
  put(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  put(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channels * 2, true);
  view.setUint16(32, channels * 2, true);
  view.setUint16(34, 16, true);
  put(36, 'data');
  view.setUint32(40, 2 * samples.length, true);
  for (let n = 0; n < samples.length; n++) view.setInt16(HEADER_BYTES + 2 * n, samples[n], true);
  return bytes;
};

/** Whether the bytes begin as a WAV file does and go on beyond its header. */
export const isWav = (bytes: Uint8Array): boolean =>
  bytes.byteLength >= 12 && tag(bytes, 0) === 'RIFF' && tag(bytes, 8) === 'WAVE';

const tag = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
