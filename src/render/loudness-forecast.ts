import { BLOCK_FRAMES, integratedLoudness, LIMITER_MEMORY } from '../audio/index.ts';
import { type Decibels, decibels, type Lufs, type MixPlan, toLinear } from '../model/index.ts';
import { coachedSpans, cutSpans, type Span } from '../plan/index.ts';
import type { BedMeasure } from './bed-measure.ts';
import { type MeasuredSpans, measureSpans } from './measured-spans.ts';
import type { RenderPool } from './render-pool.ts';
import type { SourceFiles } from './render-protocol.ts';

/** A mix's loudness before it is encoded. */
export interface Forecast {
  readonly lufs: Lufs;
  readonly maxReductionDb: Decibels;
}

/** Where the bed's samples come within 1 dB of the ceiling, a block is rendered rather than scaled. */
const HOT = 10 ** (-1 / 20);
/** Longest stretch that one job measures: a minute. Short enough to share among workers. */
const PIECE = 600 * BLOCK_FRAMES;
/** Blocks after a hot one in which the limiter may still be coming back. */
const RELEASE_BLOCKS = Math.ceil(LIMITER_MEMORY / BLOCK_FRAMES);

/**
 * The loudness that a mix will have. Where it is only its bed, and nowhere near the limiter, the bed's measurement is
 * scaled; the rest (coached and hot spans) is rendered and measured, so a forecast costs what differs, not the length.
 * `known`: spans that forecasts before it measured, and after it those that it did.
 */
export const forecastLoudness = async (
  plan: MixPlan,
  bed: BedMeasure | null,
  sources: SourceFiles,
  pool: RenderPool,
  signal: AbortSignal,
  known: MeasuredSpans = new Map(),
): Promise<Forecast> => {
  const blocks = Math.floor(plan.length / BLOCK_FRAMES);
  const energies = new Float64Array(blocks);
  const bedGain = bed && plan.beds.length > 0 ? toLinear(decibels(bed.gain + plan.gain)) : 0;
  for (let b = 0; bed && b < blocks; b++) energies[b] = (bed.energies[b] ?? 0) * bedGain ** 2;

  const coached = coachedSpans(plan, LIMITER_MEMORY, BLOCK_FRAMES);
  const spans = cutSpans([...coached, ...hotSpans(plan, bed, bedGain, coached)], PIECE);
  let maxReductionDb = 0;
  for (const [i, measure] of (await measureSpans(plan, spans, known, sources, pool, signal)).entries()) {
    const first = spans[i].start / BLOCK_FRAMES;
    energies.set(measure.energies.subarray(0, blocks - first), first);
    maxReductionDb = Math.max(maxReductionDb, measure.reduction);
  }
  return { lufs: integratedLoudness(energies), maxReductionDb: decibels(maxReductionDb) };
};

/**
 * Where the bed alone comes near the limiter, and as far as its release reaches after that, save what is coached: spans
 * that variants have in common whatever is said elsewhere.
 */
const hotSpans = (plan: MixPlan, bed: BedMeasure | null, bedGain: number, coached: readonly Span[]): Span[] => {
  const blocks = Math.floor(plan.length / BLOCK_FRAMES);
  const threshold = toLinear(plan.limiter.ceiling) * HOT;
  const hot = new Uint8Array(Math.ceil(plan.length / BLOCK_FRAMES));
  for (let b = 0; bed && b < blocks; b++) {
    if (bed.peaks[b] * bedGain > threshold) hot.fill(1, Math.max(0, b - 1), b + 1 + RELEASE_BLOCKS);
  }
  for (const { start, end } of coached) hot.fill(0, start / BLOCK_FRAMES, Math.ceil(end / BLOCK_FRAMES));
  const spans: { start: number; end: number }[] = [];
  for (const [b, is] of hot.entries()) {
    if (is === 0) continue;
    const start = b * BLOCK_FRAMES;
    const end = Math.min(plan.length, start + BLOCK_FRAMES);
    const last = spans.at(-1);
    if (last?.end === start) last.end = end;
    else spans.push({ start, end });
  }
  return spans;
};

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
