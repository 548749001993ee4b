import type { Fade, FadeCurve } from '../model/index.ts';

/** Where a raised cosine in dB begins: quiet enough that starting there is not heard as a step. */
const FADE_FLOOR_DB = -60;

const curves: Readonly<Record<FadeCurve, (t: number) => number>> = {
  linear: (t) => t,
  'equal-power': (t) => Math.sin((t * Math.PI) / 2),
  'raised-cosine-db': (t) => (t <= 0 ? 0 : 10 ** ((FADE_FLOOR_DB * (1 + Math.cos(Math.PI * t))) / 40)),
};

/**
 * Linear gain 0..1 of a fade, `fromEdge` frames away from its silent end; 1 at and beyond its length.
 * Two equal-power fades of one length that cross keep the power of uncorrelated signals: g(t)² + g(1 − t)² = 1.
 */
export const fadeGain = (fade: Fade, fromEdge: number): number =>
  fromEdge >= fade.length ? 1 : curves[fade.curve](Math.max(0, fromEdge / fade.length));
