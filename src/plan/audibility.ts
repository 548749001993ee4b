import {
  type Decibels,
  type Dip,
  type DuckingCurve,
  ENGINE_RATE,
  type Fade,
  type Lufs,
  type Placement,
  toLinear,
} from '../model/index.ts';
import type { Span } from './coached-spans.ts';

/** What was measured of a sound, on the meter's grid of 4800 frames. */
export interface SoundLevels {
  /** K-weighted energy of each block. */
  readonly energies: Float64Array;
  /** Sample peak of each block, the partial last one included. Linear. */
  readonly peaks: Float32Array;
}

/** How sound behaves: what `audio` renders and measures by, handed in, so that there is one fade and one ducking curve. */
export interface Acoustics {
  readonly duckingAt: (curve: DuckingCurve, frame: number) => Decibels;
  readonly fadeGain: (fade: Fade, fromEdge: number) => number;
  /** Loudness of a take or a track from its energies. */
  readonly loudness: (energies: Float64Array) => Lufs;
}

/** The music under a mix before it is ducked. */
export interface BedLevels {
  /** K-weighted energy per block of the mix, staged. */
  readonly energies: Float64Array;
  /** Sum of the energies before each block, and of all. */
  readonly sums: Float64Array;
}

/** A coach is followed without effort when the voice is so far over the music (WCAG 1.4.7 asks more, of speech at rest). LU. */
export const WANTED_OVER_MUSIC = 10;

/** The meter's block: 100 ms. Frames. */
const BLOCK = ENGINE_RATE / 10;

/** How loud the beds of a plan are together, block by block. Null where one of them was not measured. */
export const bedLevels = (
  beds: readonly Placement[],
  length: number,
  levels: ReadonlyMap<string, SoundLevels>,
  { fadeGain }: Pick<Acoustics, 'fadeGain'>,
): BedLevels | null => {
  const energies = new Float64Array(Math.ceil(length / BLOCK));
  for (const bed of beds) {
    const sound = levels.get(bed.source)?.energies;
    if (sound === undefined) return null;
    const power = toLinear(bed.gain) ** 2;
    const end = Math.min(length, bed.at + bed.length);
    for (let b = Math.floor(bed.at / BLOCK); b * BLOCK < end; b++) {
      const from = Math.max(b * BLOCK, bed.at);
      const to = Math.min((b + 1) * BLOCK, end);
      const middle = (from + to) / 2;
      const toEnd = Math.max(0, bed.at + bed.length - 1 - middle);
      const faded = fadeGain(bed.fadeIn, middle - bed.at) * fadeGain(bed.fadeOut, toEnd);
      const energy = energyIn(sound, from - bed.at + bed.from, to - bed.at + bed.from);
      energies[b] += (energy * power * faded ** 2) / BLOCK;
    }
  }
  const sums = new Float64Array(energies.length + 1);
  for (let b = 0; b < energies.length; b++) sums[b + 1] = sums[b] + energies[b];
  return { energies, sums };
};

/** Energy times frames of a source's [from, to), a block at the most long. The partial last block is as the one before it. */
const energyIn = (energies: Float64Array, from: number, to: number): number => {
  const last = energies.length - 1;
  if (last < 0) return 0;
  const block = Math.floor(from / BLOCK);
  const border = Math.min(to, (block + 1) * BLOCK);
  const first = energies[Math.min(block, last)] * (border - from);
  return border < to ? first + energies[Math.min(block + 1, last)] * (to - border) : first;
};

/** Mean energy of the music over [start, end) of the mix, as if it were not ducked. */
export const bedEnergy = ({ energies, sums }: BedLevels, { start, end }: Span): number => {
  const before = (frame: number): number => {
    const at = Math.max(0, Math.min(energies.length, frame / BLOCK));
    const whole = Math.floor(at);
    return sums[whole] + (whole < energies.length ? (at - whole) * energies[whole] : 0);
  };
  return ((before(end) - before(start)) * BLOCK) / (end - start);
};

/** The same of the music as it sounds: under the dips that reach there. */
const duckedEnergy = (
  bed: BedLevels,
  { start, end }: Span,
  dips: readonly Dip[],
  { duckingAt }: Pick<Acoustics, 'duckingAt'>,
): number => {
  let total = 0;
  for (let from = start; from < end; ) {
    const to = Math.min(end, (Math.floor(from / BLOCK) + 1) * BLOCK);
    let power = 0;
    for (const part of PARTS) power += toLinear(duckingAt(dips, from + (to - from) * part)) ** 2;
    total += bedEnergy(bed, { start: from, end: to }) * (to - from) * (power / PARTS.length);
    from = to;
  }
  return total / (end - start);
};

/** Where in a block the ducking curve is looked up: it turns by at most a few decibels in one. */
const PARTS = [1 / 6, 1 / 2, 5 / 6];

/** A voice in a mix: what it says where, and how loud it is. */
export interface HeardVoice {
  /** Speech in frames of the take, sorted and disjoint. */
  readonly speech: readonly Span[];
  /** Frame of the mix at which the take's first frame would sound; may be negative. */
  readonly offset: number;
  /** Staging, the cue's and the variant's gain. */
  readonly gain: Decibels;
  readonly levels: SoundLevels;
}

/** Mean energy of a voice while it speaks. 0: it says nothing that was measured. */
export const voiceEnergy = ({ speech, gain, levels: { energies } }: Omit<HeardVoice, 'offset'>): number => {
  const measured = energies.length * BLOCK;
  const heard = new Set<number>();
  let spoken = 0;
  for (const { start, end } of speech) {
    // What lies behind the last whole block was not measured.
    const last = Math.min(end, measured);
    spoken += Math.max(0, last - start);
    for (let b = Math.floor(start / BLOCK); b * BLOCK < last; b++) heard.add(b);
  }
  // Beside speech a take is silent: what sounds in a block that speech reaches into is speech.
  let total = 0;
  for (const b of heard) total += energies[b] * BLOCK;
  return spoken > 0 ? (total / spoken) * toLinear(gain) ** 2 : 0;
};

/** Where the music sounds while a voice speaks, in frames of the mix; what is said behind its end is left out. */
export const spansOver = (bed: BedLevels, { speech, offset }: Pick<HeardVoice, 'speech' | 'offset'>): Span[] => {
  const musicEnd = bed.energies.length * BLOCK;
  return speech
    .map(({ start, end }) => ({ start: start + offset, end: Math.min(musicEnd, end + offset) }))
    .filter(({ start, end }) => start < end);
};

/** Mean of an energy over spans, each by its length. */
export const meanOver = (spans: readonly Span[], energy: (span: Span) => number): number => {
  let total = 0;
  let length = 0;
  for (const span of spans) {
    total += energy(span) * (span.end - span.start);
    length += span.end - span.start;
  }
  return length > 0 ? total / length : 0;
};

/**
 * How far a voice is over the music while it speaks, LU: the mean K-weighted energy of its speech (silence does not
 * count, as in BS.1770) against that of the ducked music in the same spans. Null: there is no music, or no speech.
 */
export const voiceOverMusic = (
  voice: HeardVoice,
  bed: BedLevels,
  ducking: DuckingCurve,
  acoustics: Pick<Acoustics, 'duckingAt'>,
): number | null => {
  const spans = spansOver(bed, voice);
  const [first] = spans;
  const last = spans.at(-1);
  if (!first || !last) return null;
  const near = ducking.filter((dip) => dip.start < last.end && dip.end > first.start);
  return over(
    voiceEnergy(voice),
    meanOver(spans, (span) => duckedEnergy(bed, span, near, acoustics)),
  );
};

/** One energy over another, LU; null where either is none. */
export const over = (voice: number, music: number): number | null =>
  voice > 0 && music > 0 ? 10 * Math.log10(voice / music) : null;
