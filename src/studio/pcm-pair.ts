import { CHANNELS, type Frames, frames } from '../model/index.ts';
import type { PcmStream } from './pcm-stream.ts';

/** One of the two: what it gave that was not given out yet, and whether nothing follows. */
interface Side {
  readonly stream: PcmStream;
  piece: Float32Array;
  over: boolean;
}

/**
 * Two sounds as one, frame by frame: each piece holds as many frames of the second behind those of the first. The shorter
 * is silence behind its end. Both were opened at the same frame; they cannot drift, since no frame of one goes without
 * the other's.
 */
export const openPair = (first: PcmStream, second: PcmStream): PcmStream => {
  const sides: readonly [Side, Side] = [sideOf(first), sideOf(second)];
  const fill = async (side: Side, most: number): Promise<void> => {
    if (side.piece.length > 0 || side.over) return;
    const piece = await side.stream.next(most);
    if (piece === null) side.over = true;
    else side.piece = piece;
  };
  return {
    length(): Frames | null {
      const [one, other] = [first.length(), second.length()];
      return one === null || other === null ? null : frames(Math.max(one, other));
    },
    async next(most) {
      await Promise.all(sides.map((side) => fill(side, most)));
      const there = sides.flatMap(({ piece, over }) => (over ? [] : [piece.length]));
      if (there.length === 0) return null;
      const size = Math.min(most * CHANNELS, ...there);
      const both = new Float32Array(2 * size);
      for (const [i, side] of sides.entries()) {
        both.set(side.piece.subarray(0, size), i * size);
        side.piece = side.piece.subarray(size);
      }
      return both;
    },
    async close() {
      await Promise.all([first.close(), second.close()]);
    },
  };
};

const sideOf = (stream: PcmStream): Side => ({ stream, piece: new Float32Array(0), over: false });
