import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presetOf, settingsOf, withDepth } from '../../../../../renderer/edit/inspector/duck-settings.ts';
import { DUCKING_PRESETS, type DuckingPreset, readWorkoutDocument } from '../../../../../src/model/index.ts';

const presets = Object.keys(DUCKING_PRESETS) as DuckingPreset[];
const duck = fc.oneof(
  fc.constantFrom(...presets),
  fc.record(
    {
      preset: fc.constantFrom(...presets),
      depth_db: fc.integer({ min: -40, max: 0 }),
      hold_ms: fc.integer({ min: 0, max: 5000 }),
      attack_ms: fc.integer({ min: 0, max: 5000 }),
    },
    { requiredKeys: [] },
  ),
);

describe('ducking of a cue', () => {
  it('is read as the model reads it', () => {
    fc.assert(
      fc.property(duck, (said) => {
        const { workout } = readWorkoutDocument({ id: 'w', cues: [{ id: 'c', time_ms: 0, text: 'Go', duck: said }] });
        expect(settingsOf(said)).toEqual(workout!.cues[0]!.duck);
      }),
    );
  });

  it('gets another depth and keeps its times', () => {
    fc.assert(
      fc.property(fc.option(duck), fc.option(duck), fc.integer({ min: -24, max: -1 }), (own, variant, depth) => {
        const changed = withDepth(own, variant, depth);
        const { workout, problems } = readWorkoutDocument({
          id: 'w',
          cues: [{ id: 'c', time_ms: 0, text: 'Go', duck: changed }],
        });
        expect(problems).toEqual([]);
        const before = settingsOf(own ?? variant ?? 'standard');
        const after = workout!.cues[0]!.duck!;
        expect(after.depth).toBe(depth);
        if (presetOf(own ?? variant) !== 'off') expect({ ...after, depth: before.depth }).toEqual(before);
      }),
    );
  });

  it('needs no more words than it must', () => {
    expect(withDepth(null, null, -12)).toBe('standard');
    expect(withDepth('calm', 'standard', -9)).toBe('calm');
    expect(withDepth('off', null, -6)).toEqual({ preset: 'standard', depth_db: -6 });
    expect(withDepth('punchy', null, -6.5)).toEqual({ preset: 'punchy', depth_db: -6.5 });
  });
});
