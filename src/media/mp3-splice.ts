import type { Frames } from '../model/index.ts';
import { frames } from '../model/index.ts';
import type { Mp3Stretch } from './mp3-frames.ts';
import { frameBytes, sameFrames } from './mp3-frames.ts';

/**
 * MP3 joined from pieces that were encoded apart: a long mix encoded in parallel, or a coached region set into the MP3
 * of the music alone. It holds for LAME without the bit reservoir at a sample rate whose frames are all of one size
 * (48 kHz). LAME forgets: some frames after it starts, it writes byte for byte what an encode from the beginning has
 * there. So every piece is encoded from a warm-up on, which is dropped, and the frames before a joint are compared.
 */

/** Samples per channel in an MP3 frame at the engine rate. */
export const MP3_FRAME = frames(1152);
/** Frames that LAME makes of so many samples: its last holds what a decoder lags behind. */
export const mp3Frames = (samples: number): number => Math.ceil(samples / MP3_FRAME) + 1;
/**
 * Frames encoded before a piece and dropped. LAME needs 3 in music, 35 where it is quiet throughout, and most, 92
 * measured, a second after music drops to almost nothing: its threshold of hearing follows the loudness slowly.
 */
export const WARM_UP_FRAMES = 120;
/** Frames before a joint that both pieces must have the same. Fewer may agree by chance while LAME still differs. */
export const OVERLAP_FRAMES = 8;
/** Frames encoded after a piece and dropped: LAME looks this far ahead. */
export const LOOK_AHEAD_FRAMES = 2;

/** What to encode to get some frames of an MP3: the samples [start, end) of the whole, `end` null: to its end. */
export interface PieceToEncode {
  readonly start: Frames;
  readonly end: Frames | null;
  /** Frames of the result that are warm-up: the wanted ones start there. */
  readonly warmUp: number;
}

/**
 * The samples to encode for frames [from, to) of an MP3, `to` null: to its end. `end` may lie beyond the end of the
 * music; then it is the music's end. `warmUp`: frames, default WARM_UP_FRAMES; more when a joint failed.
 */
export const pieceToEncode = (from: number, to: number | null, warmUp: number = WARM_UP_FRAMES): PieceToEncode => {
  const first = Math.max(0, from - warmUp);
  return {
    start: frames(first * MP3_FRAME),
    end: to === null ? null : frames((to + LOOK_AHEAD_FRAMES) * MP3_FRAME),
    warmUp: from - first,
  };
};

/** Frames [from, to) of an encode, `to` null: to its end. What lies before them is its warm-up. */
export interface Mp3Piece {
  readonly mp3: Mp3Stretch;
  readonly from: number;
  readonly to: number | null;
}

/** The pieces' bytes in order, not copied; or the joints that do not fit: joint k lies between pieces k and k + 1. */
export type Splice = { readonly joined: readonly Uint8Array[] } | { readonly failedJoints: readonly number[] };

/**
 * Joins pieces that follow each other on the timeline. A joint fits where the `overlap` frames before it are the same,
 * byte for byte, in the piece that ends there and in the warm-up of the one that begins; it fails where either has no
 * such frames. A changed region must therefore begin and end `overlap` frames clear of the change, or at an end of the MP3.
 * What to do about a failed joint: a longer warm-up, another place for the joint (loud music fits best), one piece less.
 */
export const spliceMp3 = (pieces: readonly Mp3Piece[], overlap: number = OVERLAP_FRAMES): Splice => {
  const ends = pieces.map(({ mp3, to }) => to ?? mp3.frames.length);
  const failedJoints = pieces.slice(1).flatMap((next, joint) => {
    const fits = sameFrames(pieces[joint].mp3, ends[joint] - overlap, next.mp3, next.from - overlap, overlap);
    return fits ? [] : [joint];
  });
  if (failedJoints.length > 0) return { failedJoints };
  return { joined: pieces.map(({ mp3, from }, i) => frameBytes(mp3, from, ends[i])) };
};
