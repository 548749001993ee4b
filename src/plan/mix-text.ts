import type { Dip, Fade, MixPlan, Placement } from '../model/index.ts';
import type { Span } from './coached-spans.ts';

/**
 * All that decides the samples of a mix on a span before its limiter, as text. Two plans that say the same of a span sound
 * the same there, sample for sample; what lies outside it, or is over, says nothing. O(placements + dips).
 */
export const mixText = (plan: MixPlan, { start, end }: Span): string => {
  const beds = plan.beds.flatMap((bed) => placementText(bed, start, end));
  const voices = plan.voices.flatMap((voice) => placementText(voice, start, end));
  const dips = beds.length === 0 ? [] : plan.ducking.flatMap((dip) => dipText(dip, start, end));
  const over = plan.length < end ? plan.length : null;
  return JSON.stringify([plan.gain, plan.limiter.ceiling, over, beds, dips, voices]);
};

const placementText = (placement: Placement, start: number, end: number): unknown[] => {
  const { source, at, from, length, gain, fadeIn, fadeOut } = placement;
  const until = at + length;
  if (at >= end || until <= start) return [];
  const coming = at + fadeIn.length > start ? fadeText(fadeIn, at) : 0;
  const going = until - fadeOut.length < end ? fadeText(fadeOut, until) : 0;
  return [[source, from - at, gain, Math.max(at, start), Math.min(until, end), coming, going]];
};

const fadeText = ({ length, curve }: Fade, at: number): unknown => (length === 0 ? 0 : [at, length, curve]);

/** Where it is fully down the way there says nothing. */
const dipText = (dip: Dip, start: number, end: number): unknown[] => {
  if (dip.end <= start || dip.start >= end) return [];
  const down = dip.full > start ? [dip.start, dip.full] : 0;
  const up = dip.release < end ? [dip.release, dip.end] : 0;
  return [[dip.depth, down, up]];
};
