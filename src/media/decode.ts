import { access, constants, stat } from 'node:fs/promises';
import { CHANNELS, CueforgeError, ENGINE_RATE, type Frames, frames, type Seconds, seconds } from '../model/index.ts';
import type { FfmpegBinary } from './ffmpeg-binary.ts';
import {
  BIT_EXACT,
  type FfmpegEnd,
  ffmpegFailure,
  ffmpegFile,
  ffmpegSaid,
  LOCAL_ONLY,
  QUIET,
  spawnFfmpeg,
} from './ffmpeg-process.ts';
import { letGo } from './let-go.ts';
import { statedLength } from './stated-length.ts';
import type { StatedLength } from './stated-length-shape.ts';
import { createWavStream } from './wav-stream.ts';

/** Changes when the same bytes would decode to other samples; caches are keyed by it. */
export const DECODER_VERSION = 1;

export interface DecodeOptions {
  readonly ffmpeg: Pick<FfmpegBinary, 'path' | 'hasSoxr'>;
  readonly signal?: AbortSignal;
  /** Longer sound is refused with `media-too-long`. Default 6 hours. */
  readonly maxSeconds?: Seconds;
  /** Blocks are one buffer, good until the next is asked for: a long file makes no garbage. Default false. */
  readonly reuseBlocks?: boolean;
  /** Begins at this frame, with the samples a decode from the start has there. Default 0. */
  readonly from?: Frames;
}

export interface DecodeSummary {
  /** Frames of the file, at the engine rate. */
  readonly frames: Frames;
  /** What was wrong with the file and could be lived with, a sentence each. */
  readonly warnings: readonly string[];
}

const MAX_SECONDS = seconds(6 * 3600);
/** What an encoder may leave after the sound: more than this is not padding. Frames. */
const PADDING_MOST = 8_192;
/** A file may end this much earlier than it says before it counts as truncated. */
const SHORT_BY = seconds(0.1);
/** Sound that one damaged frame may cost. */
const LOST_PER_ERROR = seconds(0.2);

/**
 * The demuxers a file is tried with. Playlists, concat scripts, image sequences, subtitles and text are not among
 * them: a file of those is not audio, whatever it points at.
 */
const FORMATS = [
  ...['wav', 'w64', 'aiff', 'caf', 'au', 'flac', 'mp3', 'aac', 'ogg', 'mov', 'matroska', 'asf', 'ape', 'wv', 'tta'],
  ...['tak', 'mpc', 'mpc8', 'amr', 'ac3', 'eac3', 'dts', 'dsf', 'avi', 'flv', 'mpeg', 'mpegts', 'oma', 'voc', 'spx'],
];

/**
 * Decodes the first audio stream of a file to 48 kHz interleaved stereo, block by block, encoder delay removed. The
 * pipe holds ffmpeg back while nobody asks for the next block; leaving the loop early ends it. Mono comes out on both
 * channels at its own level; more than two channels are mixed down by ffmpeg.
 */
export async function* decode(file: string, options: DecodeOptions): AsyncGenerator<Float32Array, DecodeSummary> {
  const { ffmpeg, from = frames(0) } = options;
  const most = options.maxSeconds ?? MAX_SECONDS;
  await checkReadable(file);
  const stated = await statedLength(file);
  if (stated?.promised && stated.promised > most) throw tooLong(file, most, stated.promised);

  const ending = new AbortController();
  const cancel = (): void => ending.abort();
  if (options.signal?.aborted) cancel();
  options.signal?.addEventListener('abort', cancel, { once: true });
  const child = spawnFfmpeg(ffmpeg, decodeArgs(file, ffmpeg.hasSoxr, from, stated?.seeks ?? false), {
    signal: ending.signal,
  });
  try {
    const pcm = createWavStream({ reuse: options.reuseBlocks ?? false });
    let given: number = from;
    let limit: number = stated?.trimTo ?? Number.POSITIVE_INFINITY;
    let padding: Float32Array[] = [];
    let padded = 0;
    const take = function* (block: Float32Array): Generator<Float32Array> {
      const length = block.length / CHANNELS;
      const heard = Math.max(0, Math.min(length, limit - given));
      if (heard > 0) {
        given += heard;
        yield heard === length ? block : block.slice(0, heard * CHANNELS);
      }
      if (heard === length) return;
      padding.push(block.slice(heard * CHANNELS));
      padded += length - heard;
      if (padded <= PADDING_MOST) return;
      // Far more than padding: the container is wrong about its end.
      limit = Number.POSITIVE_INFINITY;
      given += padded;
      yield* padding;
      padding = [];
      padded = 0;
    };
    for await (const bytes of child.stdout) {
      for (const block of pcm.push(bytes)) {
        yield* take(block);
        if (given > most * ENGINE_RATE) throw tooLong(file, most, null);
      }
      letGo(bytes);
    }
    for (const block of pcm.end()) yield* take(block);
    const end = await child.done;
    // It may end before `from`: only a decode from the start tells where, and what it is.
    if (from > 0 && given === from && end.code >= 0) return yield* dropped(file, { ...options, from: frames(0) }, from);
    const warnings = judge(file, stated, seconds(given / ENGINE_RATE), end);
    if (pcm.silenced() > 0) warnings.push(`${pcm.silenced()} samples were no finite numbers and were silenced`);
    return { frames: frames(given), warnings };
  } catch (error) {
    if (options.signal?.aborted) await child.done; // Says `cancelled`, once ffmpeg is gone; the broken pipe is no news.
    throw error;
  } finally {
    ending.abort();
    options.signal?.removeEventListener('abort', cancel);
    await child.done.catch(() => undefined);
  }
}

/** What comes after the first frames. */
async function* dropped(
  file: string,
  options: DecodeOptions,
  most: number,
): AsyncGenerator<Float32Array, DecodeSummary> {
  const decoding = decode(file, options);
  try {
    for (let left = most; ; ) {
      const step = await decoding.next();
      if (step.done) return step.value;
      const first = Math.min(left, step.value.length / CHANNELS);
      left -= first;
      if (first * CHANNELS < step.value.length) yield step.value.subarray(first * CHANNELS);
    }
  } finally {
    await decoding.return({ frames: frames(0), warnings: [] }).catch(() => undefined);
  }
}

/** A place is gone to in whole seconds, which every clock counts exactly, and from there by frames. */
const decodeArgs = (file: string, hasSoxr: boolean, from: Frames, seeks: boolean): string[] => {
  const whole = seeks ? Math.floor(from / ENGINE_RATE) : 0;
  const rest = from - whole * ENGINE_RATE;
  return [
    ...QUIET,
    ...LOCAL_ONLY,
    ...(whole > 0 ? ['-ss', String(whole)] : []),
    ...[
      '-err_detect',
      'crccheck',
      '-format_whitelist',
      FORMATS.join(','),
      '-i',
      ffmpegFile(file),
      '-map',
      '0:a:0',
      '-map_metadata',
      '-1',
    ],
    // One conversion does it all. Mono stays mono here: ffmpeg would turn it down by 3 dB on its way to stereo.
    '-af',
    `aresample=${ENGINE_RATE}:${hasSoxr ? 'resampler=soxr:precision=28' : 'filter_size=64:cutoff=0.97'},aformat=sample_fmts=flt:channel_layouts=stereo|mono${rest > 0 ? `,atrim=start_sample=${rest}` : ''}`,
    // A WAV head tells how many channels come. Unflushed, packets are written in 32 kB at a time, which is a third faster.
    ...[...BIT_EXACT, '-c:a', 'pcm_f32le', '-flush_packets', '0', '-f', 'wav', 'pipe:1'],
  ];
};

/** The failures that need no ffmpeg to tell. */
export const checkReadable = async (file: string): Promise<void> => {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw missing(file);
    throw unreadable(file, error.message);
  });
  if (!found.isFile()) throw unreadable(file, found.isDirectory() ? 'it is a folder' : 'it is not a file');
  await access(file, constants.R_OK).catch(() => {
    throw unreadable(file, 'permission denied');
  });
  if (found.size === 0) throw new CueforgeError('media-empty', `"${file}" is empty (0 bytes)`, { path: file });
};

/** What became of a decode that ran to its end: a failure, or warnings. */
const judge = (file: string, stated: StatedLength | null, decoded: Seconds, end: FfmpegEnd): string[] => {
  if (end.code < 0) throw ffmpegFailure(`ffmpeg was ended while it decoded "${file}"`, end, { path: file });
  if (decoded === 0) throw nothingDecoded(file, stated, end);
  const missingSeconds = (stated?.promised ?? 0) - decoded;
  const truncated = stated?.cut || missingSeconds > SHORT_BY + end.lines * LOST_PER_ERROR;
  if (truncated) {
    const promised = stated?.promised ?? null;
    const says = promised === null ? 'its last page is cut' : `it says ${promised.toFixed(2)} s`;
    throw new CueforgeError('media-truncated', `"${file}" is truncated: ${says}, ${decoded.toFixed(2)} s decode`, {
      path: file,
      promisedSeconds: promised,
      decodedSeconds: decoded,
    });
  }
  if (end.code !== 0) throw ffmpegFailure(`"${file}" is damaged`, end, { path: file }, 'media-damaged');
  const warnings: string[] = [];
  if (end.lines > 0) {
    warnings.push(
      `Damaged places were left out while decoding (${end.lines}): ${ffmpegSaid(end).slice(0, 3).join('; ')}`,
    );
  }
  if (missingSeconds > 0.001) warnings.push(`It ends ${missingSeconds.toFixed(3)} s earlier than it says`);
  return warnings;
};

const nothingDecoded = (file: string, stated: StatedLength | null, end: FfmpegEnd): CueforgeError => {
  const details = { path: file };
  if (/moov atom not found/.test(end.stderr)) {
    return ffmpegFailure(`"${file}" is truncated: its index is missing`, end, details, 'media-truncated');
  }
  if (/matches no streams|not on whitelist|Unable to find a suitable|Unknown format/.test(end.stderr)) {
    return ffmpegFailure(`"${file}" has no sound that can be read`, end, details, 'media-not-audio');
  }
  if (end.code === 0 || stated !== null) {
    return ffmpegFailure(`"${file}" holds no sound`, end, details, 'media-empty');
  }
  if (/Invalid data found|could not find codec|Invalid argument|Protocol .*not on/i.test(end.stderr)) {
    return ffmpegFailure(`"${file}" is not audio`, end, details, 'media-not-audio');
  }
  return ffmpegFailure(`ffmpeg could not decode "${file}"`, end, details);
};

const missing = (file: string): CueforgeError =>
  new CueforgeError('file-missing', `"${file}" does not exist`, { path: file });
const unreadable = (file: string, why: string): CueforgeError =>
  new CueforgeError('file-unreadable', `"${file}" cannot be read: ${why}`, { path: file });
const tooLong = (file: string, most: Seconds, found: Seconds | null): CueforgeError =>
  new CueforgeError(
    'media-too-long',
    `"${file}" is ${found === null ? `longer than ${most} s` : `${found.toFixed(0)} s long`}; at most ${most} s are taken`,
    { path: file, maxSeconds: most, seconds: found },
  );
