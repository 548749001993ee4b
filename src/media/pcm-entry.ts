import { createHash, type Hash } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CHANNELS, CueforgeError, type Frames, frames } from '../model/index.ts';
import { checkReadable, DECODER_VERSION } from './decode.ts';
import type { FfmpegBinary } from './ffmpeg-binary.ts';

/** Changes when the files of an entry change their meaning. */
const ENTRY_VERSION = 2;

/** Decoded sound in the cache and what was measured while it was decoded. */
export interface PcmAsset {
  /** Names the bytes of the file and how they were decoded: two files with the same key sound the same. */
  readonly key: string;
  /** Raw interleaved stereo float32, little-endian, 48 kHz. */
  readonly path: string;
  /** The file that was decoded. */
  readonly file: string;
  readonly frames: Frames;
  /** K-weighted energy per 4800-frame block. */
  readonly energies: Float64Array;
  /** Highest sample magnitude per 4800-frame block, the partial last one included. Linear. */
  readonly peaks: Float32Array;
  /** Mean square per 20 ms window over both channels, the partial last one included: where speech is found. */
  readonly levels: Float32Array;
  /** What was wrong with the file and could be lived with, a sentence each. */
  readonly warnings: readonly string[];
}

/** Where the PCM files of a cache are. */
export const pcmFolder = (cacheDir: string): string => join(cacheDir, 'pcm');
export const pcmPath = (cacheDir: string, key: string): string => join(pcmFolder(cacheDir), `${key}.f32`);
export const notesPath = (cacheDir: string, key: string): string => join(pcmFolder(cacheDir), `${key}.json`);

/** Digits of a content id. */
const ID_DIGITS = 32;

/** What names a file's bytes. */
export interface FileIdentity {
  /** The first 32 hexadecimal digits of the bytes' SHA-256: the asset. */
  readonly id: string;
  /** Names the bytes and how they are decoded: the entry of the PCM cache. */
  readonly key: string;
  /** Size and time of change (milliseconds since 1970) before the first byte was read: other ones later, other bytes. */
  readonly bytes: number;
  readonly changedAt: number;
}

/** Names a file's bytes and what a certain ffmpeg makes of them. Reads in large pieces; stops when `signal` aborts. */
export const identify = async (
  file: string,
  ffmpeg: Pick<FfmpegBinary, 'hasSoxr'>,
  signal: AbortSignal,
): Promise<FileIdentity> => {
  const { size, mtimeMs } = await stat(file);
  const hash = await hashOf(file, signal);
  const id = hash.copy().digest('hex').slice(0, ID_DIGITS);
  const decoder = `decoder ${DECODER_VERSION} ${ffmpeg.hasSoxr ? 'soxr' : 'swr'}`;
  const key = hash.update(`\n${decoder} entry ${ENTRY_VERSION}`).digest('hex');
  return { id, key, bytes: size, changedAt: mtimeMs };
};

/** Names a file's bytes: 32 lower-case hexadecimal digits. The same file twice has the same; stops when `signal` aborts. */
export const contentId = async (file: string, signal?: AbortSignal): Promise<string> => {
  await checkReadable(file);
  try {
    return (await hashOf(file, signal)).digest('hex').slice(0, ID_DIGITS);
  } catch (error) {
    throw signal?.aborted ? new CueforgeError('cancelled', 'The work was cancelled') : error;
  }
};

const hashOf = async (file: string, signal?: AbortSignal): Promise<Hash> => {
  const hash = createHash('sha256');
  const handle = await open(file, 'r');
  try {
    const piece = Buffer.allocUnsafe(1 << 20);
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await handle.read(piece, 0, piece.length, null);
      if (bytesRead === 0) return hash;
      hash.update(piece.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
};

/** What stands in an entry's JSON. Measurements are base64 of their bytes: exact, and a third of the digits. */
interface Notes {
  readonly frames: number;
  readonly energies: string;
  readonly peaks: string;
  readonly levels: string;
  readonly warnings: readonly string[];
}

export type Measured = Pick<PcmAsset, 'frames' | 'energies' | 'peaks' | 'levels' | 'warnings'>;

export const writeNotes = (measured: Measured): string => {
  const notes: Notes = {
    frames: measured.frames,
    energies: toBase64(measured.energies),
    peaks: toBase64(measured.peaks),
    levels: toBase64(measured.levels),
    warnings: measured.warnings,
  };
  return JSON.stringify(notes);
};

/** The entry with a key, null where there is none or where it is not whole. */
export const readEntry = async (cacheDir: string, key: string): Promise<Measured | null> => {
  try {
    const notes = JSON.parse(await readFile(notesPath(cacheDir, key), 'utf8')) as Notes;
    const energies = new Float64Array(fromBase64(notes.energies));
    const peaks = new Float32Array(fromBase64(notes.peaks));
    const levels = new Float32Array(fromBase64(notes.levels));
    const { size } = await stat(pcmPath(cacheDir, key));
    const whole =
      notes.frames > 0 &&
      size === notes.frames * 4 * CHANNELS &&
      peaks.length === Math.ceil(notes.frames / 4800) &&
      Math.abs(energies.length - peaks.length) <= 1 &&
      levels.length === Math.ceil(notes.frames / 960) &&
      Array.isArray(notes.warnings);
    return whole ? { frames: frames(notes.frames), energies, peaks, levels, warnings: notes.warnings } : null;
  } catch {
    return null;
  }
};

const toBase64 = (numbers: Float64Array | Float32Array): string =>
  Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('base64');

const fromBase64 = (text: string): ArrayBuffer => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
};
