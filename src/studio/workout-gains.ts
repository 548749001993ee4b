import { type Decibels, decibels, type Lufs, lufs, type MixPlan, type Workout } from '../model/index.ts';
import { BED_LUFS, planVariant, type VariantSources } from '../plan/index.ts';
import { ceilingMargin, type Forecast, gainForTarget } from '../render/index.ts';
import type { ExportRequest } from './export-types.ts';
import { DEFAULT_CEILING, encodingsOf, exportableVariants, targetOf, type WantedVariant } from './plan-export.ts';

/** A workout's gain before its mix was measured: what brings a bed at its level to the target. */
export const expectedGain = (target: Lufs): Decibels => decibels(target - BED_LUFS);

/** The mix of the music alone, at a gain; null where there is no music, or not all of it. */
export const musicPlan = (
  workout: Workout,
  sources: Pick<VariantSources, 'tracks' | 'length' | 'gain' | 'limiter'>,
): MixPlan | null => {
  const [{ variant }] = exportableVariants(workout);
  const planned = planVariant(workout, variant, 'music', { ...sources, takes: new Map(), coachingTrack: null });
  return planned.refused ? null : planned.plan;
};

/** The workout's one gain for each loudness that its variants ask for, found on the music-only mix. */
export const workoutGains = async (
  workout: Workout,
  wanted: readonly WantedVariant[],
  request: ExportRequest,
  sources: Pick<VariantSources, 'tracks' | 'length'>,
  forecast: (plan: MixPlan) => Promise<Forecast>,
): Promise<ReadonlyMap<Lufs, Decibels>> => {
  const targets = new Set(wanted.map(({ variant }) => targetOf(variant, request)));
  // All variants of the workout count, not those asked for today: the next export must find the same gain.
  const margin = Math.max(
    ...exportableVariants(workout).flatMap((each) =>
      each.content === 'coaching' ? [] : encodingsOf(each, request).map(ceilingMargin),
    ),
    0,
  );
  const limiter = { ceiling: decibels((request.ceiling ?? DEFAULT_CEILING) - margin) };
  const gains = new Map<Lufs, Decibels>();
  for (const target of targets) {
    const gain = expectedGain(target);
    const plan = musicPlan(workout, { ...sources, gain, limiter });
    gains.set(lufs(target), plan === null ? gain : (await gainForTarget(plan, target, forecast)).gain);
  }
  return gains;
};
