import { createHash } from 'node:crypto';
import { LIMITER_MEMORY, MIX_BLOCK } from '../audio/index.ts';
import { ENGINE_RATE, type MixPlan } from '../model/index.ts';
import { mixText, type Span } from '../plan/index.ts';
import type { RenderPool } from './render-pool.ts';
import { METER_RUN_IN, type MeasureResult, type SourceFiles } from './render-protocol.ts';

/** What a span of a mix measures, its limiter included. */
export interface SpanMeasure {
  /** K-weighted energy per 4800-frame block. */
  readonly energies: Float64Array;
  /** Most that the limiter turned down by, run-in included. Decibels, >= 0. */
  readonly reduction: number;
}

/**
 * Spans that were measured, by what they are made of: variants that agree on a span have it measured once, for all the
 * forecasts of a studio. A span's measure is the same whoever asked for it first.
 */
export type MeasuredSpans = Map<string, SpanMeasure>;

/** Most that is kept, some 1 kB each; the oldest go first. */
const KEPT = 8_000;
/** Spans are measured together up to this length, as a job costs as much as some of them. Frames: 20 s. */
const TOGETHER = 20 * ENGINE_RATE;

/** Measures spans of a mix, those that `known` has not; each starts on the meter's grid of 4800 frames. */
export const measureSpans = async (
  plan: MixPlan,
  spans: readonly Span[],
  known: MeasuredSpans,
  sources: SourceFiles,
  pool: RenderPool,
  signal: AbortSignal,
): Promise<SpanMeasure[]> => {
  const keys = spans.map((span) => keyOf(plan, span));
  const measures = keys.map((key) => known.get(key) ?? null);
  const missing = spans.flatMap((span, place) => (measures[place] === null ? [{ span, place }] : []));
  await Promise.all(
    inGroups(missing).map(async (group) => {
      const job = { kind: 'measure', plan, sources, spans: group.map(({ span }) => span) } as const;
      const { energies, limited } = (await pool.run(job, { signal })) as MeasureResult;
      for (const [i, { place }] of group.entries()) {
        measures[place] = { energies: energies[i], reduction: limited[i] };
        known.set(keys[place], measures[place]);
      }
    }),
  );
  for (const key of known.keys()) {
    if (known.size <= KEPT) break;
    known.delete(key);
  }
  return measures.map((measure) => measure!);
};

/** Of all that is mixed to measure a span: its run-in, and what the last block holds beyond it. */
const keyOf = (plan: MixPlan, { start, end }: Span): string => {
  const text = mixText(plan, { start: start - METER_RUN_IN - LIMITER_MEMORY, end: end + 2 * MIX_BLOCK });
  return `${start}-${end}-${createHash('sha256').update(text).digest('base64url')}`;
};

const inGroups = <Item extends { readonly span: Span }>(items: readonly Item[]): Item[][] => {
  const groups: Item[][] = [];
  let room = 0;
  for (const item of items) {
    const length = item.span.end - item.span.start;
    if (room < length || groups.length === 0) {
      groups.push([]);
      room = TOGETHER;
    }
    groups.at(-1)!.push(item);
    room -= length;
  }
  return groups;
};
