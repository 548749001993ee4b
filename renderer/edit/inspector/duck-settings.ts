import {
  DUCKING_PRESETS,
  type DuckingDocument,
  type DuckingPreset,
  type DuckingSettings,
  decibels,
  type Frames,
  millisecondsToFrames,
} from '../../../src/model/index.ts';

/** The preset that ducking is taken from, as the file says it; null: it says none. */
export const presetOf = (duck: DuckingDocument | null | undefined): DuckingPreset | null => {
  if (duck === null || duck === undefined) return null;
  return typeof duck === 'string' ? duck : (duck.preset ?? 'standard');
};

/** Settings of ducking that a file says. */
export const settingsOf = (duck: DuckingDocument): DuckingSettings => {
  const base = DUCKING_PRESETS[presetOf(duck) ?? 'standard'];
  if (typeof duck === 'string') return base;
  const time = (ms: number | null | undefined, usual: Frames): Frames =>
    ms == null ? usual : millisecondsToFrames(ms);
  return {
    depth: decibels(duck.depth_db ?? base.depth),
    lead: time(duck.lead_ms, base.lead),
    attack: time(duck.attack_ms, base.attack),
    hold: time(duck.hold_ms, base.hold),
    mergeGap: time(duck.merge_gap_ms, base.mergeGap),
    release: time(duck.release_ms, base.release),
  };
};

/**
 * The same ducking at another depth, as the file says it: what `own` says, else what the `variant` says. Off has no
 * times to go down in, so a depth over it is of the standard preset. A depth that is the preset's own needs no words.
 */
export const withDepth = (
  own: DuckingDocument | null | undefined,
  variant: DuckingDocument | null | undefined,
  depth: number,
): DuckingDocument => {
  const from = own ?? variant ?? 'standard';
  const said = typeof from === 'string' ? {} : from;
  const preset = presetOf(from) ?? 'standard';
  const kept = preset === 'off' && depth < 0 ? 'standard' : preset;
  const { depth_db: _, ...times } = said;
  const others = Object.entries(times).filter(([key, value]) => key !== 'preset' && value != null);
  if (others.length === 0 && depth === DUCKING_PRESETS[kept].depth) return kept;
  return { ...Object.fromEntries(others), preset: kept, depth_db: depth };
};
