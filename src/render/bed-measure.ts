import { BLOCK_FRAMES } from '../audio/index.ts';
import { type Decibels, decibels, type MixPlan, type Placement, toLinear } from '../model/index.ts';
import { cutSpans, mergeSpans } from '../plan/index.ts';
import type { RenderPool } from './render-pool.ts';
import { METER_RUN_IN, type MeasureBedResult, type SourceFiles } from './render-protocol.ts';

/** What is known of a sound since it was decoded, on the meter's grid of 4800 frames. */
export interface SoundMeasure {
  /** K-weighted energy of each block. */
  readonly energies: Float64Array;
  /** Sample peak of each block, the partial last one included. Linear. */
  readonly peaks: Float32Array;
}

/** The same of all the beds of a mix together, before ducking. `gain` brings what was measured to what is mixed. */
export interface BedMeasure extends SoundMeasure {
  readonly gain: Decibels;
}

/** Longest stretch that one job measures: a minute. Short enough to share among workers. */
const PIECE = 600 * BLOCK_FRAMES;

/**
 * Measures the beds of a plan. A single track from its first frame is what it was when it was decoded. Of several, the
 * blocks in which one sounds alone, unfaded and on the grid it was measured on, are scaled; the others are rendered.
 * `sounds`: by key of the source.
 */
export const measureBed = async (
  plan: MixPlan,
  sounds: ReadonlyMap<string, SoundMeasure>,
  sources: SourceFiles,
  pool: RenderPool,
  signal: AbortSignal,
): Promise<BedMeasure> => {
  const [only, ...others] = plan.beds;
  const whole = only && others.length === 0 ? sounds.get(only.source) : undefined;
  if (whole && isUnchanged(only, sources[only.source].frames)) {
    return { energies: whole.energies, peaks: whole.peaks, gain: only.gain };
  }
  const blocks = Math.ceil(plan.length / BLOCK_FRAMES);
  const energies = new Float64Array(blocks);
  const peaks = new Float32Array(blocks);
  const unknown: { start: number; end: number }[] = [];
  for (let b = 0; b < blocks; b++) {
    const start = b * BLOCK_FRAMES;
    const heard = plan.beds.filter(({ at, length }) => at < start + BLOCK_FRAMES && at + length > start - METER_RUN_IN);
    if (heard.length === 0) continue;
    const [bed] = heard;
    const sound = heard.length === 1 ? sounds.get(bed.source) : undefined;
    const measured = (start - bed.at + bed.from) / BLOCK_FRAMES;
    if (sound && measured < sound.energies.length && Number.isInteger(measured) && isPlain(bed, start)) {
      energies[b] = sound.energies[measured] * toLinear(bed.gain) ** 2;
      peaks[b] = sound.peaks[measured] * toLinear(bed.gain);
    } else {
      unknown.push({ start, end: Math.min(plan.length, start + BLOCK_FRAMES) });
    }
  }
  const bedsOnly: MixPlan = { ...plan, voices: [], ducking: [], gain: decibels(0) };
  await Promise.all(
    cutSpans(mergeSpans(unknown), PIECE).map(async (span) => {
      const job = { kind: 'measure-bed', plan: bedsOnly, sources, span } as const;
      const result = (await pool.run(job, { signal })) as MeasureBedResult;
      energies.set(result.energies, span.start / BLOCK_FRAMES);
      peaks.set(result.peaks, span.start / BLOCK_FRAMES);
    }),
  );
  return { energies, peaks, gain: decibels(0) };
};

/** A whole file from the start of the mix, without a fade. */
const isUnchanged = (bed: Placement, frames: number): boolean =>
  bed.at === 0 && bed.from === 0 && bed.length === frames && bed.fadeIn.length === 0 && bed.fadeOut.length === 0;

/** Whether a bed sounds in the block at `start` as in its file, and has so for as long as the meter's filter remembers. */
const isPlain = (bed: Placement, start: number): boolean => {
  const fromSilence = bed.from === 0 && bed.fadeIn.length === 0;
  const begins = fromSilence ? bed.at : bed.at + bed.fadeIn.length + METER_RUN_IN;
  return start >= begins && start + BLOCK_FRAMES <= bed.at + bed.length - bed.fadeOut.length;
};
