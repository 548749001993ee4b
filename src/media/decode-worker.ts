import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createLevelWindows, createLoudnessMeter } from '../audio/index.ts';
import { CHANNELS, CueforgeError, frames } from '../model/index.ts';
import { checkReadable, DECODER_VERSION, decode } from './decode.ts';
import type { FfmpegBinary } from './ffmpeg-binary.ts';
import { makeFolder } from './make-folder.ts';
import {
  keyOf,
  type Measured,
  notesPath,
  type PcmAsset,
  pcmFolder,
  pcmPath,
  readEntry,
  writeNotes,
} from './pcm-entry.ts';
import { createPeakMeter } from './peak-meter.ts';
import { type JobContext, serveJobs } from './worker-body.ts';

export interface DecodeJob {
  readonly file: string;
  readonly cacheDir: string;
  readonly ffmpeg: FfmpegBinary;
}
export interface DecodeProgress {
  /** Frames decoded so far. */
  readonly frames: number;
}
/** `made` false: the entry was there. */
export interface DecodeResult {
  readonly asset: PcmAsset;
  readonly made: boolean;
}

/** Frames gathered before they are written: 1 MB, which stays in a core's own cache until it is written. */
const WRITE_FRAMES = 131_072;
/** Frames between two tellings of progress. */
const PROGRESS_FRAMES = 48_000 * 30;

/** Finds a file's decoded sound in the cache by its content, or decodes, measures and files it, all in one pass. */
const openInCache = async (job: DecodeJob, context: JobContext<DecodeProgress>): Promise<DecodeResult> => {
  const { file, cacheDir, ffmpeg } = job;
  await checkReadable(file);
  const before = await stat(file);
  const resampler = ffmpeg.hasSoxr ? 'soxr' : 'swr';
  const key = await keyOf(file, `decoder ${DECODER_VERSION} ${resampler}`, context.signal);
  const path = pcmPath(cacheDir, key);

  const found = await readEntry(cacheDir, key);
  if (found !== null) {
    const now = new Date();
    await utimes(path, now, now).catch(() => undefined); // The time of its last use, for pruning.
    return { asset: { key, path, file, ...found }, made: false };
  }

  await makeFolder(pcmFolder(cacheDir)).catch((error) => {
    throw unwritable(cacheDir, error);
  });
  const part = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.part`;
  const notesPart = `${part}.json`;
  try {
    const measured = await decodeInto(part, job, context);
    const after = await stat(file);
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      throw new CueforgeError('file-unreadable', `"${file}" changed while it was read`, { path: file });
    }
    await writeFile(notesPart, writeNotes(measured)).catch((error) => {
      throw unwritable(cacheDir, error);
    });
    // The notes last: an entry is there when both are.
    await rename(part, path);
    await rename(notesPart, notesPath(cacheDir, key));
    return { asset: { key, path, file, ...measured }, made: true };
  } finally {
    await Promise.all([rm(part, { force: true }), rm(notesPart, { force: true })]);
  }
};

const decodeInto = async (
  part: string,
  { file, cacheDir, ffmpeg }: DecodeJob,
  { signal, progress }: JobContext<DecodeProgress>,
): Promise<Measured> => {
  const energies = createLoudnessMeter();
  const peaks = createPeakMeter();
  const levels = createLevelWindows();
  const handle = await open(part, 'wx').catch((error) => {
    throw unwritable(cacheDir, error);
  });
  const writer = createWriter(handle, cacheDir);
  const decoding = decode(file, { ffmpeg, signal, reuseBlocks: true });
  try {
    let decoded = 0;
    let told = 0;
    for (;;) {
      const step = await decoding.next();
      if (step.done) {
        await writer.end();
        energies.finish();
        const { frames: length, warnings } = step.value;
        return {
          frames: length,
          energies: energies.energies(),
          peaks: peaks.peaks(),
          levels: levels.levels(),
          warnings,
        };
      }
      const block = step.value;
      energies.push(block);
      peaks.push(block);
      levels.push(block);
      await writer.write(block);
      decoded += block.length / CHANNELS;
      if (decoded - told >= PROGRESS_FRAMES) {
        told = decoded;
        progress({ frames: decoded });
      }
    }
  } finally {
    await decoding.return({ frames: frames(0), warnings: [] });
    await writer.settled();
    await handle.close();
  }
};

/** Writes in large pieces, one behind the other, while the next piece is being filled. */
const createWriter = (handle: FileHandle, cacheDir: string) => {
  let filling = new Float32Array(WRITE_FRAMES * CHANNELS);
  let spare = new Float32Array(WRITE_FRAMES * CHANNELS);
  let filled = 0;
  let writing: Promise<void> = Promise.resolve();

  const writeAll = async (piece: Float32Array): Promise<void> => {
    const bytes = new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength);
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await handle.write(bytes, done, bytes.length - done).catch((error) => {
        throw unwritable(cacheDir, error);
      });
      done += bytesWritten;
    }
  };
  const flush = async (): Promise<void> => {
    await writing;
    const piece = filling;
    writing = writeAll(piece.subarray(0, filled));
    writing.catch(() => undefined); // Thrown where it is awaited next.
    filling = spare;
    spare = piece;
    filled = 0;
  };

  return {
    async write(block: Float32Array): Promise<void> {
      if (filled + block.length > filling.length) await flush();
      filling.set(block, filled);
      filled += block.length;
    },
    async end(): Promise<void> {
      await flush();
      await writing;
    },
    settled: (): Promise<void> => writing.catch(() => undefined),
  };
};

/** What the system says when it takes no more; EFBIG: a limit of the file system or the account on one file. */
const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EFBIG'];

const unwritable = (folder: string, error: NodeJS.ErrnoException): CueforgeError =>
  NO_ROOM.includes(error.code ?? '')
    ? new CueforgeError('disk-full', `There is no room left for decoded sound in "${folder}" (${error.code})`, {
        folder,
      })
    : new CueforgeError('folder-unwritable', `Decoded sound cannot be kept in "${folder}": ${error.message}`, {
        folder,
      });

serveJobs<DecodeJob, DecodeResult, DecodeProgress>(async (job, context) => {
  const result = await openInCache(job, context).catch((error) => {
    throw context.signal.aborted ? new CueforgeError('cancelled', 'The work was cancelled') : error;
  });
  const { energies, peaks, levels } = result.asset;
  context.transfer(...[energies, peaks, levels].map(({ buffer }) => buffer as ArrayBuffer));
  return result;
});
