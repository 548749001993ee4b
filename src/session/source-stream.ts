import { readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { decode, type SoundFile } from '../media/index.ts';
import { CHANNELS, CueforgeError, type Frames, frames } from '../model/index.ts';
import type { SoundSource } from './layer-stream.ts';
import type { SourceFile, SourceSetUp } from './source-protocol.ts';

const FRAME_BYTES = 4 * CHANNELS;

/** A stored sound of which less than 25 s are fetched ahead of who reads it is fetched on, up to 30 s. */
const FETCH_FROM = 1_200_000;
const FETCH_TO = 1_440_000;
/** Where fetched bytes go, which nobody looks at. */
const unread = new Uint8Array(960_000);
/** Streams fetch in turns: each waits for the disk in a thread of the process's few, which others need. */
let turn: Promise<unknown> = Promise.resolve();
const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
  const done = turn.then(work);
  turn = done.catch(() => undefined);
  return done;
};

/**
 * Sound of a file from a frame on, on the thread that calls: out of the cache where it is there, else out of ffmpeg, which
 * starts with the first question and is held back by its pipe. Both give the same samples, so that an entry which cannot be
 * read any further is gone on from where it was. Pieces are the caller's own.
 */
export const openSourceStream = (what: SourceFile, from: Frames, { ffmpeg }: SourceSetUp): SoundSource => {
  let at: number = from;
  let stored: SoundSource | null = what.cached && openStored(what.cached, from);
  let decoded: SoundSource | null = null;
  let closed = false;

  const read = async (most: number): Promise<Float32Array | null> => {
    try {
      if (stored) return await stored.next(most);
    } catch {
      await stored?.close();
      stored = null;
    }
    if (closed) throw cancelled();
    decoded ??= openDecoded(what.file, frames(at), ffmpeg);
    return decoded.next(most);
  };
  return {
    async next(most) {
      const piece = await read(most);
      at += (piece?.length ?? 0) / CHANNELS;
      return piece;
    },
    async close() {
      closed = true;
      await Promise.all([stored?.close(), decoded?.close()]);
    },
  };
};

const openStored = ({ path, frames: length }: SoundFile, from: Frames): SoundSource => {
  let opening: Promise<FileHandle> | null = null;
  let at: number = Math.min(from, length);
  let fetched: number = at;
  let fetching = false;
  /**
   * Has the system read what comes next into its page cache, so that a disk that answers late is not waited for. Nothing of
   * it is held here: the system gives it back at will.
   */
  const fetchAhead = async (handle: FileHandle): Promise<void> => {
    fetched = Math.max(fetched, at);
    if (fetching || fetched >= Math.min(length, at + FETCH_FROM)) return;
    fetching = true;
    try {
      while (opening !== null && fetched < Math.min(length, at + FETCH_TO)) {
        const { bytesRead } = await inTurn(() => handle.read(unread, 0, unread.length, fetched * FRAME_BYTES));
        if (bytesRead === 0) return;
        fetched += Math.ceil(bytesRead / FRAME_BYTES);
      }
    } catch {
      // Whoever asks for these frames is told.
    } finally {
      fetching = false;
    }
  };
  return {
    async next(most) {
      opening ??= open(path, 'r');
      const handle = await opening;
      const samples = new Float32Array(Math.min(most, length - at) * CHANNELS);
      if (samples.length === 0) return null;
      const bytes = new Uint8Array(samples.buffer);
      // What the system has in memory does not wait until one of the process's few threads for files is free: all of them
      // may be waiting for the disk.
      const there = at + samples.length / CHANNELS <= fetched;
      for (let done = 0; done < bytes.length; ) {
        const wanted = [bytes, done, bytes.length - done, at * FRAME_BYTES + done] as const;
        const bytesRead = there ? readSync(handle.fd, ...wanted) : (await handle.read(...wanted)).bytesRead;
        if (bytesRead === 0) {
          throw new CueforgeError('file-unreadable', `The decoded sound "${path}" is too short`, { path });
        }
        done += bytesRead;
      }
      at += samples.length / CHANNELS;
      void fetchAhead(handle);
      return samples;
    },
    async close() {
      const handle = await opening?.catch(() => null);
      opening = null;
      await handle?.close();
    },
  };
};

const openDecoded = (path: string, from: Frames, ffmpeg: SourceSetUp['ffmpeg']): SoundSource => {
  const ending = new AbortController();
  const decoding = decode(path, { ffmpeg, from, signal: ending.signal, reuseBlocks: true });
  /** What is left of the block that was decoded last; its memory is the decoder's. */
  let block: Float32Array = new Float32Array(0);
  return {
    async next(most) {
      while (block.length === 0) {
        const step = await decoding.next();
        if (step.done) return null;
        block = step.value;
      }
      const piece = block.slice(0, most * CHANNELS);
      block = block.subarray(piece.length);
      return piece;
    },
    async close() {
      ending.abort();
      await decoding.return({ frames: frames(0), warnings: [] }).catch(() => undefined);
    },
  };
};

const cancelled = (): CueforgeError => new CueforgeError('cancelled', 'The sound is not wanted any more');
