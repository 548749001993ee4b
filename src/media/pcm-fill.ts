import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createLevelWindows, createLoudnessMeter } from '../audio/index.ts';
import { CHANNELS, CueforgeError, frames } from '../model/index.ts';
import { type DecodeSummary, decode } from './decode.ts';
import type { FfmpegBinary } from './ffmpeg-binary.ts';
import { makeFolder } from './make-folder.ts';
import { type FileIdentity, type Measured, notesPath, pcmFolder, pcmPath, writeNotes } from './pcm-entry.ts';
import { createPeakMeter } from './peak-meter.ts';

export interface DecodeJob {
  readonly file: string;
  readonly cacheDir: string;
  readonly ffmpeg: FfmpegBinary;
}
export interface DecodeProgress {
  /** Frames decoded so far. */
  readonly frames: number;
}

/** Hears a whole file once, block by block, and gives what an entry keeps of it. */
export interface EntryMeter {
  push(block: Float32Array): void;
  finish(): Pick<Measured, 'energies' | 'peaks' | 'levels'>;
}

/** Frames gathered before they are written: 1 MB, which stays in a core's own cache until it is written. */
const WRITE_FRAMES = 131_072;
/** Frames between two tellings of progress. */
export const PROGRESS_FRAMES = 48_000 * 30;

/** Measures what an export needs to know of its music. */
export const createEntryMeter = (): EntryMeter => {
  const energies = createLoudnessMeter();
  const peaks = createPeakMeter();
  const levels = createLevelWindows();
  return {
    push(block) {
      energies.push(block);
      peaks.push(block);
      levels.push(block);
    },
    finish() {
      energies.finish();
      return { energies: energies.energies(), peaks: peaks.peaks(), levels: levels.levels() };
    },
  };
};

/** What fills an entry hears and tells. */
export interface FillContext {
  readonly meter: EntryMeter;
  readonly signal: AbortSignal;
  progress(progress: DecodeProgress): void;
  /** When it counts as used last: what is read once for measuring need not be spared from pruning. Default now. */
  readonly usedAt?: Date;
}

/** Decodes a file into its entry of the cache, measuring it in the same pass. Leaves a whole entry, or nothing. */
export const fillEntry = (identity: FileIdentity, job: DecodeJob, context: FillContext): Promise<Measured> => {
  const { file, cacheDir, ffmpeg } = job;
  const decoding = decode(file, { ffmpeg, signal: context.signal, reuseBlocks: true });
  return keepEntry(identity.key, cacheDir, decoding, context, async () => {
    const after = await stat(file);
    if (after.size !== identity.bytes || after.mtimeMs !== identity.changedAt) {
      throw new CueforgeError('file-unreadable', `"${file}" changed while it was read`, { path: file });
    }
  });
};

/**
 * Keeps blocks of samples as an entry of the cache, measured in the same pass. Leaves a whole entry, or nothing: not
 * even where `verify`, which runs before it gets its name, throws.
 */
export const keepEntry = async (
  key: string,
  cacheDir: string,
  blocks: AsyncGenerator<Float32Array, Pick<DecodeSummary, 'warnings'>>,
  context: FillContext,
  verify: () => Promise<void>,
): Promise<Measured> => {
  await makeFolder(pcmFolder(cacheDir)).catch((error) => {
    throw unwritable(cacheDir, error);
  });
  const path = pcmPath(cacheDir, key);
  const part = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.part`;
  const notesPart = `${part}.json`;
  try {
    const measured = await writeInto(part, cacheDir, blocks, context);
    await verify();
    await writeFile(notesPart, writeNotes(measured)).catch((error) => {
      throw unwritable(cacheDir, error);
    });
    if (context.usedAt) await utimes(part, context.usedAt, context.usedAt);
    // The notes last: an entry is there when both are.
    await rename(part, path);
    await rename(notesPart, notesPath(cacheDir, key));
    return measured;
  } finally {
    await Promise.all([rm(part, { force: true }), rm(notesPart, { force: true })]);
  }
};

const writeInto = async (
  part: string,
  cacheDir: string,
  blocks: AsyncGenerator<Float32Array, Pick<DecodeSummary, 'warnings'>>,
  { meter, progress }: FillContext,
): Promise<Measured> => {
  const handle = await open(part, 'wx').catch((error) => {
    throw unwritable(cacheDir, error);
  });
  const writer = createWriter(handle, cacheDir);
  try {
    let decoded = 0;
    let told = 0;
    for (;;) {
      const step = await blocks.next();
      if (step.done) {
        await writer.end();
        return { frames: frames(decoded), ...meter.finish(), warnings: step.value.warnings };
      }
      const block = step.value;
      meter.push(block);
      await writer.write(block);
      decoded += block.length / CHANNELS;
      if (decoded - told >= PROGRESS_FRAMES) {
        told = decoded;
        progress({ frames: decoded });
      }
    }
  } finally {
    await blocks.return({ warnings: [] });
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

/** A failure to write below `folder`, by name. */
export const unwritable = (folder: string, error: NodeJS.ErrnoException): CueforgeError =>
  NO_ROOM.includes(error.code ?? '')
    ? new CueforgeError('disk-full', `There is no room left for decoded sound in "${folder}" (${error.code})`, {
        folder,
      })
    : new CueforgeError('folder-unwritable', `Decoded sound cannot be kept in "${folder}": ${error.message}`, {
        folder,
      });
