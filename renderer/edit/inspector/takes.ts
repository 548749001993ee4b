import type { Material, TakeMaterial } from '../../../src/contract/index.ts';
import {
  chosenTake,
  type Frames,
  type RecordedTake,
  type Variant,
  type VoiceCue,
  type Workout,
} from '../../../src/model/index.ts';

/** Something a coach can be heard with for a cue: its text spoken, the cue's own file, or a recording. */
export interface TakeChoice {
  /** Unique among the choices of a cue. */
  readonly key: string;
  /** The recording's id; null: what is there without one. */
  readonly take: string | null;
  /** Whose voice it is; null: every coach's. */
  readonly coach: string | null;
  /** `Ana · voice`, `Ana · mic`. */
  readonly title: string;
  readonly kind: 'spoken' | 'file' | 'recorded';
  readonly recorded: RecordedTake | null;
  readonly chosen: boolean;
  /** What is known of its sound; null: nothing, since it is not used now. */
  readonly sound: TakeSound | null;
}

export interface TakeSound {
  readonly state: TakeMaterial['state'];
  /** Why it failed: a sentence. */
  readonly trouble: string | null;
  readonly source: string | null;
  readonly frames: Frames;
}

/** The coach a variant speaks with; null: the workout names none. */
export const coachOf = (workout: Workout, variant: Variant | null): string | null =>
  variant?.coach ?? workout.coaches[0]?.id ?? null;

/** What a coach says for a cue now; null: nothing is known. */
export const takeOf = (material: Material | null, cue: string, coach: string | null): TakeMaterial | null =>
  material?.takes.find((take) => take.cue === cue && take.coach === coach) ?? null;

/** All that a cue can be heard with, grouped by coach: the heard one first, then those who have something to say. */
export const takeChoices = (
  cue: VoiceCue,
  workout: Workout,
  material: Material | null,
  heard: string | null,
): readonly { readonly coach: string | null; readonly name: string; readonly choices: readonly TakeChoice[] }[] => {
  const has = (coach: string): boolean =>
    takeOf(material, cue.id, coach) !== null || cue.takes.some((take) => take.coach === coach);
  const others = workout.coaches.map(({ id }) => id).filter((id) => id !== heard && has(id));
  return [heard, ...others].map((coach) => {
    const name = workout.coaches.find(({ id }) => id === coach)?.name ?? 'Coach';
    const used = chosenTake(cue, coach);
    const material1 = takeOf(material, cue.id, coach);
    const soundOf = (take: string | null): TakeSound | null => soundIn(material1, take);
    const plain: TakeChoice = {
      key: `${coach ?? ''}/`,
      take: null,
      coach,
      title: cue.audio === null ? `${name} · voice` : `${name} · the cue’s file`,
      kind: cue.audio === null ? 'spoken' : 'file',
      recorded: null,
      chosen: used === null,
      sound: soundOf(null),
    };
    // Recordings for every coach stand with the one that is heard.
    const own = cue.takes.filter((take) => take.coach === coach || (take.coach === null && coach === heard));
    const recorded = own.map(
      (take): TakeChoice => ({
        key: `${coach ?? ''}/${take.id}`,
        take: take.id,
        coach: take.coach,
        title: `${take.coach === null && heard !== null ? 'Every coach' : name} · ${take.name}`,
        kind: 'recorded',
        recorded: take,
        chosen: used?.id === take.id,
        sound: soundOf(take.id),
      }),
    );
    const hasWords = cue.text.trim() !== '' || cue.audio !== null;
    return { coach, name, choices: hasWords ? [plain, ...recorded] : recorded };
  });
};

const soundIn = (material: TakeMaterial | null, take: string | null): TakeSound | null => {
  if (material === null) return null;
  const found = material.take === take ? material : material.spare?.find((one) => one.take === take);
  if (!found) return null;
  const { state, trouble, source, frames } = found;
  return { state, trouble: trouble?.message ?? null, source, frames };
};

/** The choice `by` places from the one that is heard, round in a circle; null: there is no other. */
export const neighbour = (choices: readonly TakeChoice[], by: number): TakeChoice | null => {
  const at = choices.findIndex(({ chosen }) => chosen);
  const next = choices[(at + by + choices.length) % choices.length];
  return next === undefined || next.chosen ? null : next;
};
