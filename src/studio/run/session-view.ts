import type { RunningCue, SessionView } from '../../contract/index.ts';
import { type Frames, frames, LAYER_ROLES, type LayerRole, seconds } from '../../model/index.ts';
import { childOrder, type Step } from '../../plan/index.ts';
import { type CueRun, comingCues, type RunnerState, type Session, type Show } from '../../session/index.ts';
import type { WatchedRun } from './alarms.ts';
import { cueTitle } from './session-sentences.ts';

/** What is seen of the engine's session at a moment. */
export interface Seen {
  readonly show: Show;
  readonly state: RunnerState;
  readonly sounds: ReturnType<Session['sounds']>;
}

const LEAST_DB = -200;

/** Cues that were fired and are not over, in the order they were fired. */
export const runningCues = ({ show, state, sounds }: Seen): RunningCue[] => {
  const coming = comingCues(show, state);
  const bySound = new Map(sounds.map((sound) => [`${sound.run}/${sound.layer}`, sound]));
  return state.runs.flatMap((run): RunningCue[] => {
    if (run.phase === 'done') return [];
    const { cue } = show.steps[run.cue];
    const next = followerOf(show, state, run);
    const follows = next === null ? undefined : coming.find((each) => each.cue === next && each.at !== null);
    const files = cue.action.kind === 'sound' ? cue.action.layers : [];
    return [
      {
        ...{ run: run.run, cue: cue.id, index: run.cue, parent: run.parent, phase: run.phase },
        ...{ startAt: run.startAt, endAt: run.endAt, pausedAt: run.pausedAt, stopAt: run.stopAt },
        follows: follows?.at == null ? null : { cue: show.steps[follows.cue].cue.id, at: follows.at },
        layers: run.layers.map(({ layer, phase, passes }) => {
          const sound = bySound.get(`${run.run}/${layer}`);
          const loop = files[layer]?.loop ?? null;
          return {
            ...{ layer, phase, played: frames(Math.max(0, sound?.played ?? 0)) },
            ...{ fadedTo: Math.max(LEAST_DB, sound?.fadedTo ?? 0), peak: sound?.peak ?? 0 },
            ...{ vamps: loop !== null && loop.times === null && passes === null, streamed: sound?.streamed ?? false },
          };
        }),
      },
    ];
  });
};

/** What would follow a run by itself; null: nothing, or it has been fired. */
const followerOf = ({ steps }: Show, { runs }: RunnerState, run: CueRun): number | null => {
  if (run.followed || run.stopAt !== null) return null;
  const parent = runs.find((each) => each.run === run.parent);
  return parent === undefined ? steps[run.cue].next : (parent.order[run.place + 1] ?? null);
};

/** What GO fires, and how much of it is read ahead: of a group, of what it plays first. */
export const nextCue = (
  { show, state }: Pick<Seen, 'show' | 'state'>,
  prefetched: Session['prefetched'],
): SessionView['next'] => {
  const step = state.playhead === null ? undefined : show.steps[state.playhead];
  if (step === undefined) return null;
  const counts = firstOf(show, state, step).map(({ index }) => prefetched(index));
  const sum = (of: 'ready' | 'total'): number => counts.reduce((all, each) => all + each[of], 0);
  return { cue: step.cue.id, index: step.index, ready: sum('ready'), total: sum('total') };
};

/** The cues that begin when a cue is fired. */
const firstOf = (show: Show, state: RunnerState, step: Step): Step[] => {
  const { action } = step.cue;
  if (action.kind !== 'group') return [step];
  const order = childOrder(step, state.passes[step.index] ?? 0, show.seed);
  const first = action.mode === 'together' ? order : order.slice(0, 1);
  return first.flatMap((child) => firstOf(show, state, show.steps[child]));
};

/** Decoded and unplayed sound, in seconds. */
export const heldSeconds = (held: Readonly<Record<LayerRole | 'kept', number>>): SessionView['held'] => {
  const inSeconds = (count: number) => seconds(Math.round(count / 48) / 1000);
  const total = held.kept + LAYER_ROLES.reduce((sum, role) => sum + held[role], 0);
  return {
    ...{ voice: inSeconds(held.voice), background: inSeconds(held.background), generic: inSeconds(held.generic) },
    ...{ kept: inSeconds(held.kept), total: inSeconds(total) },
  };
};

export const limitSeconds = ({ list: { settings } }: Show): SessionView['limits'] => {
  const { voice, background, generic } = settings.maxBuffer;
  const inSeconds = (count: Frames) => seconds(count / 48_000);
  return {
    ...{ voice: inSeconds(voice), background: inSeconds(background), generic: inSeconds(generic) },
    total: inSeconds(settings.maxBufferTotal),
  };
};

/** The cues that sound, as alarms see them. `now`: frame of the session. */
export const watchedRuns = ({ show, state, sounds }: Seen, now: Frames): WatchedRun[] =>
  state.runs.flatMap((run): WatchedRun[] => {
    const { cue } = show.steps[run.cue];
    if (run.phase === 'done' || run.phase === 'post' || cue.action.kind !== 'sound') return [];
    const files = cue.action.layers;
    const of = sounds.filter((sound) => sound.run === run.run);
    const audible = run.layers.filter(({ layer, phase, until }) => {
      if (phase === 'broken' || phase === 'ended' || (until !== null && until <= now)) return false;
      const fadedTo = of.find((sound) => sound.layer === layer)?.fadedTo ?? 0;
      return files[layer].gain + fadedTo > LEAST_DB;
    });
    const broken = run.layers.filter(({ phase }) => phase === 'broken').map(({ layer }) => files[layer].file);
    return [
      {
        ...{ run: run.run, cue: cue.id, title: cueTitle(cue), startAt: run.startAt },
        shouldSound: audible.length > 0 && run.phase !== 'pre-wait' && run.pausedAt === null && run.stopAt === null,
        peak: Math.max(0, ...of.map(({ peak }) => peak)),
        broken: broken.length === 0 ? null : `${cueTitle(cue)} plays without ${broken.join(', ')}`,
      },
    ];
  });
