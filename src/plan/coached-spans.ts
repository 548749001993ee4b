import type { MixPlan } from '../model/index.ts';

/** Frames [start, end) of a mix. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Where a plan sounds other than its beds alone: under its voices and dips, widened by `reach` frames on both sides
 * for what remembers (limiter, meters), on multiples of `grid` frames, clipped to the mix. Sorted and disjoint.
 */
export const coachedSpans = (plan: MixPlan, reach: number, grid: number): Span[] =>
  mergeSpans(
    [
      ...plan.voices.map((voice) => ({ start: voice.at, end: voice.at + voice.length })),
      ...plan.ducking.map((dip) => ({ start: dip.start, end: dip.end })),
    ].map((span) => ({
      start: Math.max(0, Math.floor((span.start - reach) / grid) * grid),
      end: Math.min(plan.length, Math.ceil((span.end + reach) / grid) * grid),
    })),
  );

/** Spans in pieces of at most `longest` frames. */
export const cutSpans = (spans: readonly Span[], longest: number): Span[] =>
  spans.flatMap((span) => {
    const pieces: Span[] = [];
    for (let start = span.start; start < span.end; start += longest) {
      pieces.push({ start, end: Math.min(start + longest, span.end) });
    }
    return pieces;
  });

/** The union of spans, sorted and disjoint; spans that touch become one. Empty spans are dropped. */
export const mergeSpans = (spans: readonly Span[]): Span[] => {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (end <= start) continue;
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
};
