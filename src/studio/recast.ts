import type { InputOf } from '../contract/index.ts';
import {
  type Coach,
  CueforgeError,
  type Failure,
  fitSpeed,
  frames,
  fromFailure,
  toFailure,
  toSeconds,
  type Variant,
  type VoiceCue,
  type WorkoutEdit,
} from '../model/index.ts';
import { selectCues, type Take } from '../plan/index.ts';
import type { EditedWorkout, WorkoutMaterials } from './editor-ports.ts';
import { prepareTake, type TakeMakers } from './gather-takes.ts';
import type { JobContext } from './jobs.ts';
import type { OpenWorkoutEditors } from './workout-editors.ts';

/** What giving a variant another voice uses of the studio. */
export interface RecastHost {
  readonly editors: Pick<OpenWorkoutEditors, 'get' | 'apply'>;
  readonly materials: Pick<WorkoutMaterials, 'settled'>;
  makers(): Promise<Pick<TakeMakers, 'takes' | 'pcm'>>;
}

type Wanted = InputOf<'edit.recast'>;

/** Takes made at once: speech and its decode overlap. */
const AT_ONCE = 4;
/** Nobody hears that a line is this much longer or shorter than it was. Seconds. */
const NOTICED = 0.1;
/** What a speed to the hundredth can do. */
const CLOSE = 0.01;
/** The limits of a cue's speed. */
const SLOWEST = 0.5;
const FASTEST = 2;

/** The variant and the coach that are meant. Throws `bad-argument`. */
export const castOf = ({ workout }: EditedWorkout, wanted: Wanted): { variant: Variant; coach: Coach } => {
  const variant = workout.variants.find(({ id }) => id === wanted.variant);
  const coach = workout.coaches.find(({ id }) => id === wanted.coach);
  if (!variant) throw new CueforgeError('bad-argument', `The workout has no variant called "${wanted.variant}"`);
  if (!coach) throw new CueforgeError('bad-argument', `The workout has no coach called "${wanted.coach}"`);
  return { variant, coach };
};

/**
 * Gives a variant another coach, as one step of undo. To keep the timing, the new takes are made first, and each cue's
 * speed is set so that its speech lasts as long as it did; where that cannot be, the job says so. Returns what the job
 * says of itself when it is done.
 */
export const recast = async (
  wanted: Wanted,
  { editors, materials, makers }: RecastHost,
  context: JobContext,
): Promise<string> => {
  const before = await editors.get(wanted.path);
  const { variant, coach } = castOf(before, wanted);
  context.report({ label: `${variant.name} with ${coach.name}` });
  const fitted = wanted.keepTiming
    ? await fitAll(before, variant, coach, { materials, makers: await makers() }, context)
    : new Map<string, Fitted>();
  if (context.signal.aborted) throw new CueforgeError('cancelled', 'The work was cancelled');

  // The workout may have been edited meanwhile: what is said otherwise now was fitted for nothing.
  const now = await editors.get(wanted.path);
  const said = new Map(before.workout.cues.map((cue) => [cue.id, cue]));
  const ids = new Map<number, string[]>();
  for (const cue of now.workout.cues) {
    const found = fitted.get(cue.id);
    const same = said.get(cue.id)?.text === cue.text && said.get(cue.id)?.speed === cue.speed;
    if (found && same && found.speed !== cue.speed) ids.set(found.speed, [...(ids.get(found.speed) ?? []), cue.id]);
  }
  const edits: WorkoutEdit[] = [
    { op: 'variants.change', id: variant.id, change: { coach: coach.id } },
    ...[...ids].map(([speed, cues]): WorkoutEdit => ({ op: 'cues.change', ids: cues, change: { speed } })),
  ];
  tellOthers(now, variant, coach, new Set([...ids.values()].flat()), context);
  const label = `Speak “${variant.name}” with ${coach.name}`;
  await editors.apply(wanted.path, edits, { merge: null, label }, context.signal);
  if (!wanted.keepTiming) return `${variant.name} is spoken by ${coach.name}`;
  const kept = [...fitted.values()].filter(({ exact }) => exact).length;
  return `${kept} of ${fitted.size} lines last as long as before`;
};

/** Says which other voices say lines whose speed is another now: a speed is the cue's, whoever speaks it. */
const tellOthers = (
  { workout }: EditedWorkout,
  variant: Variant,
  coach: Coach,
  changed: ReadonlySet<string>,
  { problem }: JobContext,
): void => {
  for (const other of workout.variants) {
    const speaker = workout.coaches.find(({ id }) => id === other.coach) ?? workout.coaches[0];
    if (other.id === variant.id || speaker.id === coach.id) continue;
    const shared = selectCues(workout, other).filter(({ id }) => changed.has(id)).length;
    const lines = shared === 1 ? '1 line' : `${shared} lines`;
    if (shared > 0) problem(`${other.name} says ${lines} at the new speed too, with ${speaker.name}`);
  }
};

interface Fitted {
  readonly speed: number;
  readonly exact: boolean;
}

/** The speed at which the new coach says each cue of the variant in the time that it took before. */
const fitAll = async (
  edited: EditedWorkout,
  variant: Variant,
  coach: Coach,
  { materials, makers }: { materials: RecastHost['materials']; makers: Pick<TakeMakers, 'takes' | 'pcm'> },
  context: JobContext,
): Promise<ReadonlyMap<string, Fitted>> => {
  const { path, workout } = edited;
  const { signal } = context;
  context.report({ detail: 'Listening to how long each line is' });
  const current = workout.coaches.find(({ id }) => id === variant.coach) ?? workout.coaches[0];
  const takes = (await materials.settled(edited, signal)).takesOf(current?.id ?? null);
  const cues = selectCues(workout, variant);
  const fitted = new Map<string, Fitted>();
  const failures: Failure[] = [];
  const waiting = [...cues];
  let done = 0;
  const work = async (): Promise<void> => {
    for (let cue = waiting.shift(); cue && !signal.aborted; cue = waiting.shift()) {
      const old = takes.get(cue.id);
      try {
        const at = async (speed: number): Promise<number> =>
          spoken((await prepareTake(path, workout, { ...cue, speed }, coach, { ...makers, signal })).take);
        if (old) fitted.set(cue.id, await fitLine(cue, at, spoken(old), coach, context));
        else {
          await at(cue.speed);
          context.problem(`Cue ${cue.id} had no sound before: its speed stays`);
        }
      } catch (error) {
        if (signal.aborted) return;
        const failure = toFailure(error);
        failures.push(failure);
        context.problem(failure.message);
      }
      done++;
      context.report({ detail: `Speaking with ${coach.name}`, fraction: done / cues.length });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  // A voice that says nothing at all is not taken.
  if (failures.length > 0 && failures.length === cues.length) throw fromFailure(failures[0]);
  return fitted;
};

/** Seconds from the first word of a take to its last. */
const spoken = ({ speech, length }: Take): number =>
  toSeconds(frames((speech.at(-1)?.end ?? length) - (speech[0]?.start ?? 0)));

/** `at`: seconds that the new coach speaks at a speed. Pauses and soft endings do not shrink exactly: it is tried and corrected. */
const fitLine = async (
  cue: VoiceCue,
  at: (speed: number) => Promise<number>,
  wanted: number,
  coach: Coach,
  { problem }: JobContext,
): Promise<Fitted> => {
  const isClose = (seconds: number): boolean => Math.abs(seconds / wanted - 1) < CLOSE;
  if (isClose(await at(cue.speed))) return { speed: cue.speed, exact: true };
  let speed = fitSpeed(await at(1), wanted) ?? FASTEST;
  let lasts = await at(speed);
  const better = Math.min(FASTEST, Math.max(SLOWEST, Math.round(((speed * lasts) / wanted) * 100) / 100));
  if (!isClose(lasts) && better !== speed) {
    const tried = await at(better);
    if (Math.abs(tried - wanted) < Math.abs(lasts - wanted)) [speed, lasts] = [better, tried];
  }
  const left = lasts - wanted;
  if (Math.abs(left) < NOTICED) return { speed, exact: true };
  const how = left > 0 ? 'longer' : 'shorter';
  const limit = left > 0 ? 'more than twice' : 'less than half';
  problem(
    `Cue ${cue.id} is ${Math.abs(left).toFixed(1)} s ${how} than it was: ${coach.name} would have to speak at ${limit} the speed`,
  );
  return { speed, exact: false };
};
