import { type AudioFormat, type Decibels, decibels } from '../model/index.ts';

/** How one file is encoded. */
export interface Encoding {
  readonly format: AudioFormat;
  /** Kilobits per second of a constant-bitrate codec; null for lossless formats and for `voice`. */
  readonly bitrate: number | null;
  /** The coaching stem's MP3: mono, 24 kHz, variable bitrate; a few MB for 45 minutes. */
  readonly voice: boolean;
}

/** Kilobits per second where nobody asked for another. Null: the format is lossless. */
export const DEFAULT_BITRATE: Readonly<Record<AudioFormat, number | null>> = {
  mp3: 320,
  m4a: 256,
  opus: 160,
  flac: null,
  wav: null,
  wav16: null,
  wav32: null,
};

/** Whether what is decoded is what was encoded, to the bits that the format has. */
export const isLossless = (format: AudioFormat): boolean => DEFAULT_BITRATE[format] === null;

/** Bitrates each codec accepts, kilobits per second. MP3 has a fixed ladder (MPEG-1 Layer III). */
const MP3_LADDER = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const RANGES: Readonly<Record<'m4a' | 'opus', readonly [number, number]>> = { m4a: [32, 512], opus: [16, 512] };

/** What a bitrate for a format should have been, in words; null where it is one. */
export const bitrateProblem = (format: AudioFormat, bitrate: number): string | null => {
  if (format === 'mp3') return MP3_LADDER.includes(bitrate) ? null : `one of ${MP3_LADDER.join(', ')} kb/s for mp3`;
  if (format === 'm4a' || format === 'opus') {
    const [low, high] = RANGES[format];
    return Number.isInteger(bitrate) && bitrate >= low && bitrate <= high ? null : `${low}..${high} kb/s for ${format}`;
  }
  return null;
};

/**
 * How far under the asked ceiling the limiter works, so that what a codec adds on decoding stays below it. Decibels,
 * > 0. Measured on dense and on percussive music; the decode-back check holds each file to the ceiling itself.
 */
export const ceilingMargin = ({ format, bitrate, voice }: Encoding): Decibels => {
  if (isLossless(format)) return decibels(0.1);
  if (voice) return decibels(2);
  const rate = bitrate ?? 0;
  if (format === 'opus') return decibels(rate >= 128 ? 1 : 1.8);
  if (rate >= 256) return decibels(0.5);
  if (rate >= 192) return decibels(0.8);
  return decibels(rate >= 128 ? 1.3 : 2.2);
};

/** The mean of both channels. ffmpeg's own downmix of float samples (`-ac 1`) is 3 dB louder. */
const MONO = ['-af', 'pan=mono|c0=0.5*c0+0.5*c1'];

/** Over 4 GiB (three hours of floats) it becomes an RF64: a RIFF cannot say how long it is. */
const WAV = ['-rf64', 'auto', '-f', 'wav'];

/** ffmpeg's arguments for the audio codec of an encoding; what comes in is 48 kHz stereo float32. */
export const codecArgs = ({ format, bitrate, voice }: Encoding): string[] => {
  switch (format) {
    case 'mp3':
      return [
        ...(voice ? [...MONO, '-ar', '24000', '-q:a', '4'] : ['-b:a', `${bitrate}k`]),
        ...['-c:a', 'libmp3lame', '-reservoir', '0', '-write_xing', '0', '-id3v2_version', '0', '-f', 'mp3'],
      ];
    case 'm4a':
      return ['-c:a', 'aac', '-b:a', `${bitrate}k`, '-movflags', '+faststart', '-f', 'ipod'];
    case 'opus':
      return ['-c:a', 'libopus', '-b:a', `${bitrate}k`, '-f', 'opus'];
    case 'flac':
      return ['-c:a', 'flac', '-sample_fmt', 's32', '-bits_per_raw_sample', '24', '-f', 'flac'];
    case 'wav':
      return ['-c:a', 'pcm_s24le', ...WAV];
    case 'wav16': // what comes in was dithered, and is whole steps of 16 bits already
      return ['-c:a', 'pcm_s16le', ...WAV];
    case 'wav32':
      return ['-c:a', 'pcm_f32le', ...WAV];
  }
};

/** Bytes of a sample of one channel in a WAV. */
export const sampleBytesOf = (format: AudioFormat): number => (format === 'wav16' ? 2 : format === 'wav32' ? 4 : 3);

/** ffmpeg's arguments for the sound of a WAV or a FLAC alone, without its head. */
export const rawArgs = (encoding: Encoding): string[] => {
  if (encoding.format === 'flac') return ['-write_header', '0', ...codecArgs(encoding)];
  const kind = encoding.format === 'wav16' ? 's16le' : encoding.format === 'wav32' ? 'f32le' : 's24le';
  return ['-c:a', `pcm_${kind}`, '-f', kind];
};
