import { type Decibels, decibels, type Lufs, type MixPlan } from '../model/index.ts';
import { VARIANT_TOLERANCE_LU, type VariantContent } from '../plan/index.ts';
import { ceilingMargin, type Encoding } from './formats.ts';
import { type Forecast, gainForTarget } from './loudness-forecast.ts';

/** What decides the gain of one file. */
export interface Levelled {
  readonly content: VariantContent;
  readonly encoding: Encoding;
  /** Its gain is the workout's; its limiter's ceiling is what the decoded file must stay under. */
  readonly plan: MixPlan;
  /** LUFS to come out at; null: whatever the workout's gain makes of it (the coaching stem). */
  readonly target: Lufs | null;
  /** The variant that this is a stem of: the stem has its gain, whichever that is. */
  readonly stemOf?: Levelled;
}

/** The gain of a file. `ownGain`: it is not the workout's. */
export interface ChosenGain {
  readonly gain: Decibels;
  readonly ownGain: boolean;
}

/** A plan whose limiter leaves room for what an encoding adds on decoding. */
export const roomFor = (plan: MixPlan, encoding: Encoding): MixPlan => ({
  ...plan,
  limiter: { ceiling: decibels(plan.limiter.ceiling - ceilingMargin(encoding)) },
});

/** Whether a file may get a gain of its own: the workout's is found on its music, and a stem has no target. */
export const mayDiffer = ({ target, content }: Levelled): boolean => target !== null && content === 'mix';

/**
 * The workout's gain, or one of its own for a variant that it leaves more than 0.5 LU from the target (`always`: for
 * any). The one place where this is decided, for the export and for what is heard before it.
 */
export const chooseGain = async (
  levelled: Levelled,
  forecast: (plan: MixPlan) => Promise<Forecast>,
  always: boolean,
): Promise<ChosenGain> => {
  const { target, stemOf } = levelled;
  if (stemOf) return chooseGain(stemOf, forecast, always);
  if (target === null || !mayDiffer(levelled)) return { gain: levelled.plan.gain, ownGain: false };
  const plan = roomFor(levelled.plan, levelled.encoding);
  const expected = await forecast(plan);
  const off = Math.abs(expected.lufs - target);
  if (!always && !(off > VARIANT_TOLERANCE_LU)) return { gain: plan.gain, ownGain: false };
  const { gain } = await gainForTarget(plan, target, async (tried) => (tried === plan ? expected : forecast(tried)));
  return { gain, ownGain: true };
};
