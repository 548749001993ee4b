import { DUCKING_PRESETS, type DuckingPreset, type DuckingSettings } from './workout.ts';
import type { DuckingDocument } from './workout-schema.ts';

const NAMES = Object.keys(DUCKING_PRESETS) as DuckingPreset[];
const FIELDS = ['depth', 'lead', 'attack', 'hold', 'mergeGap', 'release'] as const;

/** The preset that settings are those of; `custom` where they are of none. Music that does not drop is `off`. */
export const duckingName = (settings: DuckingSettings): DuckingPreset | 'custom' => {
  if (settings.depth === 0) return 'off';
  return NAMES.find((name) => FIELDS.every((key) => DUCKING_PRESETS[name][key] === settings[key])) ?? 'custom';
};

/** Settings as a workout file writes them: a preset's name, or all fields over none. */
export const duckingDocument = (settings: DuckingSettings): DuckingDocument => {
  const name = NAMES.find((preset) => FIELDS.every((key) => DUCKING_PRESETS[preset][key] === settings[key]));
  if (name !== undefined) return name;
  const ms = (f: number): number => Math.round((f / 48) * 1000) / 1000;
  return {
    depth_db: settings.depth,
    lead_ms: ms(settings.lead),
    attack_ms: ms(settings.attack),
    hold_ms: ms(settings.hold),
    merge_gap_ms: ms(settings.mergeGap),
    release_ms: ms(settings.release),
  };
};
