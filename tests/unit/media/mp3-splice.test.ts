import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexMp3 } from '../../../src/media/mp3-frames.ts';
import type { Mp3Piece } from '../../../src/media/mp3-splice.ts';
import {
  LOOK_AHEAD_FRAMES,
  MP3_FRAME,
  OVERLAP_FRAMES,
  pieceToEncode,
  spliceMp3,
  WARM_UP_FRAMES,
} from '../../../src/media/mp3-splice.ts';
import { marks, mp3Of } from './mp3.ts';

const whole = mp3Of(marks(0, 200));
/** Frames [from, to) of the whole, after `warmUp` frames of which the first `unsettled` differ. */
const piece = (from: number, to: number | null, warmUp: number, unsettled = 0): Mp3Piece => {
  const settled = marks(from - warmUp + unsettled, to === null ? 200 : to + LOOK_AHEAD_FRAMES);
  const mp3 = indexMp3(mp3Of([...new Array<number>(unsettled).fill(0), ...settled]));
  return { mp3, from: warmUp, to: to === null ? null : warmUp + to - from };
};
const bytesOf = (joined: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(joined));

describe('spliceMp3', () => {
  it('gives what one encode would have given, without copying', () => {
    const pieces = [piece(0, 50, 0), piece(50, 120, 20, 12), piece(120, null, 20, 5)];
    const splice = spliceMp3(pieces);
    if (!('joined' in splice)) throw new Error(`joints ${splice.failedJoints} failed`);
    expect(bytesOf(splice.joined)).toEqual(whole);
    expect(splice.joined[1].buffer).toBe(pieces[1].mp3.bytes.buffer);
  });

  it('names the joints where the encoder had not settled', () => {
    expect(spliceMp3([piece(0, 50, 0), piece(50, 120, 20, 13), piece(120, null, 20, 12)])).toEqual({
      failedJoints: [0],
    });
    expect(spliceMp3([piece(0, 50, 0), piece(50, 120, 20, 13), piece(120, null, 20, 13)])).toEqual({
      failedJoints: [0, 1],
    });
  });

  it('fails where there is nothing to compare', () => {
    expect(spliceMp3([piece(0, 50, 0), piece(50, null, OVERLAP_FRAMES - 1)])).toEqual({ failedJoints: [0] });
    const cutShort: Mp3Piece = { ...piece(0, 50, 0), to: 60 };
    expect(spliceMp3([cutShort, piece(60, null, 20)])).toEqual({ failedJoints: [0] });
  });

  it('sets a changed region into the whole', () => {
    const changed = marks(0, 200).map((mark, i) => (i >= 90 && i < 110 ? 255 - mark : mark));
    const base = indexMp3(whole);
    const region = indexMp3(mp3Of(changed.slice(60, 130)));
    const splice = spliceMp3([
      { mp3: base, from: 0, to: 80 },
      { mp3: region, from: 20, to: 60 },
      { mp3: base, from: 120, to: null },
    ]);
    expect('joined' in splice && bytesOf(splice.joined)).toEqual(mp3Of(changed));
    const tooTight = spliceMp3([
      { mp3: base, from: 0, to: 80 },
      { mp3: region, from: 20, to: 57 },
      { mp3: base, from: 117, to: null },
    ]);
    expect(tooTight).toEqual({ failedJoints: [1] });
  });

  it('joins one piece, and none', () => {
    expect(spliceMp3([piece(0, null, 0)])).toEqual({ joined: [whole] });
    expect(spliceMp3([])).toEqual({ joined: [] });
  });

  it('joins whatever the cuts, as long as the encoder settles before the overlap', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 30, max: 190 }), { maxLength: 6 }),
        fc.integer({ min: 0, max: 22 }),
        (cuts, unsettled) => {
          const starts = [0, ...cuts.sort((a, b) => a - b)];
          const splice = spliceMp3(
            starts.map((start, i) => piece(start, starts[i + 1] ?? null, i === 0 ? 0 : 30, i === 0 ? 0 : unsettled)),
          );
          return 'joined' in splice && Buffer.compare(bytesOf(splice.joined), whole) === 0;
        },
      ),
    );
  });
});

describe('pieceToEncode', () => {
  it('adds a warm-up before and a look-ahead after', () => {
    expect(pieceToEncode(1000, 2000)).toEqual({
      start: (1000 - WARM_UP_FRAMES) * MP3_FRAME,
      end: (2000 + LOOK_AHEAD_FRAMES) * MP3_FRAME,
      warmUp: WARM_UP_FRAMES,
    });
  });

  it('starts with the music where there is no room for a warm-up', () => {
    expect(pieceToEncode(10, null)).toEqual({ start: 0, end: null, warmUp: 10 });
    expect(pieceToEncode(0, 5, 300)).toEqual({ start: 0, end: 7 * MP3_FRAME, warmUp: 0 });
  });
});
