import { type Dip, type DuckingCurve, type DuckingSettings, frames } from '../model/index.ts';

/** Speech on the mix's timeline, [start, end), and how the beds give way to it. */
export interface Speech {
  readonly start: number;
  readonly end: number;
  readonly settings: DuckingSettings;
}

const same = (a: DuckingSettings, b: DuckingSettings): boolean =>
  a.depth === b.depth &&
  a.lead === b.lead &&
  a.attack === b.attack &&
  a.hold === b.hold &&
  a.mergeGap === b.mergeGap &&
  a.release === b.release;

/**
 * The ducking curve for all the speech of a mix, in any order. Speech with equal settings whose gap is under
 * `mergeGap` shares one dip; where dips of different settings overlap, the lower one is heard. A depth of 0 dB makes
 * no dip.
 */
export const planDucking = (speech: readonly Speech[]): DuckingCurve => {
  const sorted = speech.filter((s) => s.settings.depth < 0 && s.end > s.start).sort((a, b) => a.start - b.start);
  const held: { start: number; end: number; settings: DuckingSettings }[] = [];
  for (const { start, end, settings } of sorted) {
    const neighbour = held.findLast((span) => same(span.settings, settings));
    if (neighbour && start - neighbour.end < settings.mergeGap) neighbour.end = Math.max(neighbour.end, end);
    else held.push({ start, end, settings });
  }
  return held.map(({ start, end, settings }): Dip => {
    const full = start - settings.lead;
    const release = end + settings.hold;
    return {
      start: frames(full - settings.attack),
      full: frames(full),
      release: frames(release),
      end: frames(release + settings.release),
      depth: settings.depth,
    };
  });
};
