import { BLOCK_FRAMES, integratedLoudness, LIMITER_MEMORY } from '../audio/index.ts';
import { type Decibels, decibels, type Lufs, type MixPlan, toLinear } from '../model/index.ts';
import { coachedSpans, cutSpans, mergeSpans, type Span } from '../plan/index.ts';
import type { BedMeasure } from './bed-measure.ts';
import type { RenderPool } from './render-pool.ts';
import type { MeasureResult, SourceFiles } from './render-protocol.ts';

/** A mix's loudness before it is encoded. */
export interface Forecast {
  readonly lufs: Lufs;
  readonly maxReductionDb: Decibels;
}

/** Where the bed's samples come within 1 dB of the ceiling, a block is rendered rather than scaled. */
const HOT = 10 ** (-1 / 20);
/** Longest stretch that one job measures: a minute. Short enough to share among workers. */
const PIECE = 600 * BLOCK_FRAMES;

/**
 * The loudness that a mix will have. Where it is only its bed, and nowhere near the limiter, the bed's measurement is
 * scaled; the rest (coached and hot spans) is rendered and measured, so a forecast costs what differs, not the length.
 */
export const forecastLoudness = async (
  plan: MixPlan,
  bed: BedMeasure | null,
  sources: SourceFiles,
  pool: RenderPool,
  signal: AbortSignal,
): Promise<Forecast> => {
  const blocks = Math.floor(plan.length / BLOCK_FRAMES);
  const energies = new Float64Array(blocks);
  const bedGain = bed && plan.beds.length > 0 ? toLinear(decibels(bed.gain + plan.gain)) : 0;
  for (let b = 0; bed && b < blocks; b++) energies[b] = (bed.energies[b] ?? 0) * bedGain ** 2;

  const hot: Span[] = [];
  const threshold = toLinear(plan.limiter.ceiling) * HOT;
  for (let b = 0; bed && b < blocks; b++) {
    if (bed.peaks[b] * bedGain > threshold) hot.push(around(b, plan.length));
  }
  const spans = cutSpans(mergeSpans([...coachedSpans(plan, LIMITER_MEMORY, BLOCK_FRAMES), ...hot]), PIECE);
  const results = await Promise.all(
    spans.map(
      (span) => pool.run({ kind: 'measure', plan, sources, spans: [span] }, { signal }) as Promise<MeasureResult>,
    ),
  );
  let maxReductionDb = 0;
  for (const [i, result] of results.entries()) {
    energies.set(result.energies[0].subarray(0, blocks - spans[i].start / BLOCK_FRAMES), spans[i].start / BLOCK_FRAMES);
    maxReductionDb = Math.max(maxReductionDb, result.limited.maxReductionDb);
  }
  return { lufs: integratedLoudness(energies), maxReductionDb: decibels(maxReductionDb) };
};

/** A hot block and as far as the limiter's release reaches after it. */
const around = (block: number, length: number): Span => ({
  start: Math.max(0, block - 1) * BLOCK_FRAMES,
  end: Math.min(length, (block + 1 + Math.ceil(LIMITER_MEMORY / BLOCK_FRAMES)) * BLOCK_FRAMES),
});

/** How close to its target a gain is sought. LU. */
const CLOSE_ENOUGH = 0.03;
const TRIES = 6;
/** Limiting beyond this is no longer a mix: the gain stays there, and the file is said to be off its target. Decibels. */
const MOST_REDUCTION = 18;

/**
 * The gain that brings a mix to a target, starting from its plan's own. Where the limiter takes loudness away, the
 * gain is raised until the limited mix has it; `forecast.lufs` says what was reached.
 */
export const gainForTarget = async (
  plan: MixPlan,
  target: Lufs,
  forecast: (plan: MixPlan) => Promise<Forecast>,
): Promise<{ gain: Decibels; forecast: Forecast }> => {
  let gain = plan.gain;
  let reached = await forecast(plan);
  for (let i = 0; i < TRIES && Number.isFinite(reached.lufs); i++) {
    if (Math.abs(target - reached.lufs) <= CLOSE_ENOUGH || reached.maxReductionDb > MOST_REDUCTION) break;
    gain = decibels(gain + target - reached.lufs);
    reached = await forecast({ ...plan, gain });
  }
  return { gain, forecast: reached };
};
