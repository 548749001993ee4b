import { codedSample } from './coded-sound.ts';
import { expectedMix, type RunRow, type Written } from './expected-mix.ts';

/** Another engine's last digits: what is computed in an older Chromium may differ there. Linear. */
const SAME = 1e-6;
/** Frames in a row that make a place certain. */
const CERTAIN = 64;

export interface Comparison {
  /** Samples that were compared, both sides. */
  readonly samples: number;
  readonly wrong: number;
  /** The largest difference. Linear. */
  readonly most: number;
  /** The first wrong stretches: session frames, and what sounded there. */
  readonly first: readonly { readonly frame: number; readonly length: number; readonly cues: string }[];
}

/** The frame of the capture at which a sound begins, unshaped; -1: it is not there. */
export const findSound = (captured: Float32Array, sound: number, from = 0): number => {
  const frames = captured.length / 2;
  const wanted = Array.from({ length: CERTAIN * 2 }, (_, n) => Math.fround(codedSample(sound, n >> 1, n & 1) / 32_768));
  for (let at = from; at + CERTAIN <= frames; at++) {
    let n = 0;
    while (n < wanted.length && Math.abs(captured[2 * at + n] - wanted[n]) <= SAME) n++;
    if (n === wanted.length) return at;
  }
  return -1;
};

/**
 * Holds what was captured against what the log and the list say it must be, from before the first sound to the last.
 * The log's first sound has to be one without a fade, alone: it says where the capture lies in the session.
 */
export const compareCapture = (captured: Float32Array, rows: readonly RunRow[], written: Written): Comparison => {
  const first = rows[0];
  const cue = written.cues.find(({ id }) => id === first.cue)!;
  const { sound } = written.sounds.get(cue.layers![first.layer].file)!;
  const at = findSound(captured, sound);
  if (at < 0) throw new Error('The first sound of the session is not in what was captured');
  const origin = first.from_frame - at;
  const frames = captured.length / 2;
  const expected = expectedMix(rows, written, origin, frames);
  let wrong = 0;
  let most = 0;
  const stretches: { frame: number; length: number; cues: string }[] = [];
  for (let n = 0; n < expected.length; n++) {
    const off = Math.abs(expected[n] - captured[n]);
    if (off > most) most = off;
    if (off <= SAME) continue;
    wrong++;
    const frame = origin + (n >> 1);
    const last = stretches.at(-1);
    if (last && frame - last.frame - last.length < 480) last.length = frame - last.frame + 1;
    else stretches.push({ frame, length: 1, cues: soundingAt(rows, frame) });
  }
  return { samples: expected.length, wrong, most, first: stretches.slice(0, 12) };
};

const soundingAt = (rows: readonly RunRow[], frame: number): string =>
  rows
    .filter(
      ({ from_frame, to_frame }) => from_frame - 480 <= frame && (to_frame ?? Number.POSITIVE_INFINITY) + 480 > frame,
    )
    .map(({ cue, from_frame, to_frame, why }) => `${cue} [${from_frame}, ${to_frame}) ${why}`)
    .join('; ');
