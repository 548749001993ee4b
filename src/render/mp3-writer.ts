import { type FileHandle, open } from 'node:fs/promises';
import {
  createInfoFrame,
  type FileTags,
  frameBytes,
  type InfoFrameBuilder,
  id3Tag,
  indexMp3,
  type Mp3Stretch,
  mp3Frames,
  OVERLAP_FRAMES,
  sameFrames,
} from '../media/index.ts';
import { CueforgeError, frames, type MixPlan } from '../model/index.ts';
import { CHUNK_FRAMES } from './encoded-chunks.ts';
import type { EncodedMix } from './encoded-store.ts';
import type { Encoding } from './formats.ts';
import type { SoundPart } from './made-sound.ts';
import type { PlainSound } from './plain-sound.ts';

/** Frames that are copied at a time. */
const COPY_FRAMES = 1000;

/** A part that was encoded. */
export interface Mp3Piece {
  readonly mp3: Mp3Stretch;
  /** Place in `mp3` of frame 0 of the file. */
  readonly zero: number;
  /** Frames of the file before this one are those of the whole. */
  readonly good: number;
  readonly reduction: number;
}

/** Frames [from, to) of an MP3. */
export const readFrames = async (file: FileHandle, mp3: PlainSound, from: number, to: number): Promise<Uint8Array> => {
  const { path, offset, frameBytes } = mp3;
  const bytes = new Uint8Array((to - from) * frameBytes);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, offset + from * frameBytes);
  if (bytesRead < bytes.length) throw new CueforgeError('internal', 'What was kept of an MP3 is too short', { path });
  return bytes;
};

/** Writes frames in order, with room for the tags before them, and knows what was written last. */
export const createMp3Writer = (
  { plan, encoding, tags }: { readonly plan: MixPlan; readonly encoding: Encoding; readonly tags: FileTags },
  file: FileHandle,
) => {
  const tag = id3Tag(tags);
  const info: InfoFrameBuilder = createInfoFrame({ vbr: encoding.voice });
  const handles = new Map<string, Promise<FileHandle>>();
  const reductions = new Array<number>(Math.ceil(mp3Frames(plan.length) / CHUNK_FRAMES)).fill(0);
  let at = 0;
  let first = true;
  let frameLength = 0;
  /** The last frames that were written. */
  let tail: Mp3Stretch | null = null;

  const write = async (bytes: Uint8Array, count: number): Promise<void> => {
    info.push(bytes);
    if (first) [first, at, frameLength] = [false, tag.length + info.length(), bytes.length / count];
    await file.write(bytes, 0, bytes.length, at);
    at += bytes.length;
  };
  const handleOf = ({ path }: PlainSound): Promise<FileHandle> => {
    const handle = handles.get(path) ?? open(path, 'r');
    handles.set(path, handle);
    return handle;
  };
  const read = async (mp3: PlainSound, from: number, to: number): Promise<Uint8Array> =>
    readFrames(await handleOf(mp3), mp3, from, to);
  const limit = (from: number, to: number, by: (chunk: number) => number): void => {
    for (let chunk = Math.floor(from / CHUNK_FRAMES); chunk * CHUNK_FRAMES < to; chunk++) {
      reductions[chunk] = Math.max(reductions[chunk], by(chunk));
    }
  };
  /** Whether the frames of another that lie before its frame `to` are those that were written last. */
  const agrees = (mp3: Mp3Stretch, to: number): boolean =>
    tail === null || sameFrames(tail, 0, mp3, to - OVERLAP_FRAMES, OVERLAP_FRAMES);

  /** The frame up to which a piece is to be written: where it meets what follows it. Null: it does not. */
  const meets = async (piece: Mp3Piece, part: SoundPart, next: SoundPart | undefined): Promise<number | null> => {
    if (next === undefined) return piece.mp3.frames.length - piece.zero;
    if (next.of === null) return part.to;
    const last = Math.min(piece.good, next.to);
    const there = indexMp3(await read(next.of, part.to - OVERLAP_FRAMES, last));
    for (let end = part.to; end <= last; end++) {
      const own = piece.zero + end - OVERLAP_FRAMES;
      if (sameFrames(piece.mp3, own, there, end - part.to, OVERLAP_FRAMES)) return end;
    }
    return null;
  };

  return {
    /** Whether an encode that is there goes on at frame `from` of the file with what was written last. */
    async follows(mp3: EncodedMix, from: number): Promise<boolean> {
      if (tail === null) return true;
      return from >= OVERLAP_FRAMES && agrees(indexMp3(await read(mp3, from - OVERLAP_FRAMES, from)), OVERLAP_FRAMES);
    },
    /** Whether a piece goes on with what an encode that is there has before it; true where there is none. */
    async continues(piece: Mp3Piece, part: SoundPart, before: SoundPart | undefined): Promise<boolean> {
      if (!before || before.of === null) return true;
      const there = indexMp3(await read(before.of, part.from - OVERLAP_FRAMES, part.from));
      return sameFrames(there, 0, piece.mp3, piece.zero + part.from - OVERLAP_FRAMES, OVERLAP_FRAMES);
    },
    meets,
    /** `meets`, where a piece also goes on with what was written last. */
    fits: async (piece: Mp3Piece, part: SoundPart, next: SoundPart | undefined): Promise<number | null> =>
      agrees(piece.mp3, piece.zero + part.from) ? meets(piece, part, next) : null,
    async add(piece: Mp3Piece, from: number, to: number): Promise<void> {
      const bytes = frameBytes(piece.mp3, piece.zero + from, piece.zero + to);
      await write(bytes, to - from);
      const before = Math.max(0, to - OVERLAP_FRAMES);
      tail = indexMp3(frameBytes(piece.mp3, piece.zero + before, piece.zero + to).slice());
      limit(from, to, () => piece.reduction);
    },
    async copy(mp3: EncodedMix, from: number, to: number): Promise<void> {
      for (let frame = from; frame < to; frame += COPY_FRAMES) {
        const end = Math.min(to, frame + COPY_FRAMES);
        await write(await read(mp3, frame, end), end - frame);
      }
      tail = indexMp3(await read(mp3, Math.max(0, to - OVERLAP_FRAMES), to));
      limit(from, to, (chunk) => mp3.reductions[chunk] ?? 0);
    },
    /** Writes what goes before the frames. */
    async finish() {
      const rate = encoding.voice ? 2 : 1;
      await file.write(tag, 0, tag.length, 0);
      await file.write(info.finish(frames(Math.ceil(plan.length / rate))), 0, info.length(), tag.length);
      await file.truncate(at);
      const reduction = reductions.reduce((most, each) => Math.max(most, each), 0);
      return { offset: tag.length + info.length(), frameBytes: frameLength, reduction, reductions };
    },
    async close(): Promise<void> {
      for (const handle of await Promise.allSettled(handles.values()))
        if (handle.status === 'fulfilled') await handle.value.close();
    },
  };
};
