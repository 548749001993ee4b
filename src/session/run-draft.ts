import { type Decibels, type Fade, type Frames, frames, type LayerLoop } from '../model/index.ts';
import {
  childOrder,
  cueLength,
  type Facts,
  handover,
  layerLength,
  measuringLayers,
  type Step,
  UNKNOWN_FACTS,
} from '../plan/index.ts';
import type { CueRun, LayerRun, NoteName, RunnerState, SessionCommand, Show } from './runner-state.ts';

type Draft<Value> = { -readonly [Key in keyof Value]: Value[Key] };
export type DraftRun = Omit<Draft<CueRun>, 'layers'> & { layers: Draft<LayerRun>[] };

/** Sounds are scheduled so long before they begin: a tick that is late by less makes no sound late. 200 ms. */
export const SCHEDULE_AHEAD = 9_600;
/** A stop without a fade takes so long, that it does not click. 5 ms. */
export const DECLICK: Fade = { length: 240 as Frames, curve: 'linear' };

/** How a stop fades that was to have a fade, or none. */
export const stopFade = (fade: Fade | null): Fade => (fade === null || fade.length === 0 ? DECLICK : fade);

/** A copy of a state that one event changes, and the commands that come of it. Never leaves `reduce`. */
export const createDraft = (show: Show, before: RunnerState) => {
  const { steps } = show;
  const state: Draft<RunnerState> = { ...before };
  const runs: DraftRun[] = before.runs.map((run) => ({ ...run, layers: run.layers.map((layer) => ({ ...layer })) }));
  const commands: SessionCommand[] = [];

  const facts: Facts = (cue, layer) => state.facts[`${cue}/${layer}`] ?? UNKNOWN_FACTS;
  const stepOf = (run: DraftRun): Step => steps[run.cue];
  const find = (run: number | null): DraftRun | undefined => runs.find((each) => each.run === run);
  const childrenOf = (run: DraftRun): DraftRun[] => runs.filter(({ parent }) => parent === run.run);
  const family = (run: DraftRun): DraftRun[] => [run, ...childrenOf(run).flatMap(family)];
  /** With what follows by itself and has been fired ahead, but has not begun: it goes the way of what it follows. */
  const withFollowers = (run: DraftRun): DraftRun[] =>
    family(run).flatMap((each) => [
      each,
      ...runs
        .filter(({ by, phase }) => by === each.run && (phase === 'pre-wait' || phase === 'held'))
        .flatMap(withFollowers),
    ]);
  const isLive = ({ phase }: DraftRun): boolean => phase !== 'done';
  const note = (
    event: NoteName,
    at: number,
    run: DraftRun | null,
    more: { layer?: number; reason?: string; cue?: number } = {},
  ): void => {
    commands.push({
      ...{ kind: 'note', event, at: frames(at), run: run?.run ?? null, cue: more.cue ?? run?.cue ?? null },
      ...{ layer: more.layer ?? null, reason: more.reason ?? null },
    });
  };

  /** The layer's file, with what a devamp made of its loop. */
  const layerOf = (run: DraftRun, layer: LayerRun) => {
    const { action } = stepOf(run).cue;
    if (action.kind !== 'sound') throw new RangeError('Only a cue with sound has layers');
    const file = action.layers[layer.layer];
    const loop: LayerLoop | null =
      file.loop && layer.passes !== null ? { ...file.loop, times: layer.passes } : file.loop;
    return { ...file, loop };
  };
  const lengthOf = (run: DraftRun, layer: LayerRun): Frames | null =>
    layerLength(layerOf(run, layer), facts(run.cue, layer.layer).frames);

  /** What follows a run, and when it is fired; null: nothing by itself, or not known yet. */
  const followOf = (run: DraftRun): { next: Step; at: number; crossfade: Frames } | null => {
    const step = stepOf(run);
    const { action } = step.cue;
    if (action.kind === 'control' && action.does === 'jump') return null;
    const parent = find(run.parent);
    const index = parent === undefined ? step.next : (parent.order[run.place + 1] ?? null);
    if (index === null || index === undefined) return null;
    const given = handover(step, steps[index], steps, facts);
    if (given.from === 'never') return null;
    if (given.from === 'start')
      return { next: steps[index], at: run.startAt + given.offset, crossfade: given.crossfade };
    if (run.endAt === null) return null;
    // Of a group only what sounds last can cross.
    const since = Math.max(run.startAt, run.learntAt ?? 0, ...childrenOf(run).map(({ startAt }) => startAt));
    const crossfade = Math.max(0, Math.min(given.crossfade, run.endAt - since));
    const at = run.endAt + (given.crossfade > 0 ? -crossfade : given.offset);
    return { next: steps[index], at, crossfade: frames(crossfade) };
  };

  const fire = (
    index: number,
    at: number,
    from: { parent?: DraftRun; by?: DraftRun; place?: number; crossIn?: Fade } = {},
  ): DraftRun => {
    const step = steps[index];
    const { action, preWait } = step.cue;
    const pass = state.passes[index] ?? 0;
    if (action.kind === 'group') state.passes = { ...state.passes, [index]: pass + 1 };
    const run: DraftRun = {
      run: state.fired,
      cue: index,
      parent: from.parent?.run ?? null,
      by: from.by?.run ?? null,
      place: from.place ?? 0,
      order: action.kind === 'group' ? childOrder(step, pass, show.seed) : [],
      phase: 'pre-wait',
      startAt: frames(at + preWait),
      cued: false,
      endAt: null,
      learntAt: null,
      followed: false,
      crossIn: from.crossIn ?? null,
      crossOut: null,
      pausedAt: null,
      stopAt: null,
      layers: [],
    };
    state.fired += 1;
    runs.push(run);
    if (action.kind === 'sound')
      action.layers.forEach((_, layer) => {
        const { broken } = facts(index, layer);
        run.layers.push({
          layer,
          phase: broken === null ? 'waiting' : 'broken',
          ready: false,
          at: null,
          until: null,
          passes: null,
        });
        if (broken === null) commands.push({ kind: 'claim', run: run.run, cue: index, layer, at: frames(at) });
        else note('cue.broken', at, run, { layer, reason: broken });
      });
    if (step.group === null) state.playhead = step.next;
    return run;
  };

  const allReady = (run: DraftRun): boolean => run.layers.every(({ phase, ready }) => phase === 'broken' || ready);

  /** Where a run and its layers end, as far as is known now; tells the mixer what changed. */
  const refreshEnd = (run: DraftRun): void => {
    const step = stepOf(run);
    const { action } = step.cue;
    if (action.kind === 'group') {
      const children = childrenOf(run);
      const last = Math.max(-1, ...children.map(({ place }) => place));
      const complete =
        last === run.order.length - 1 || (children.length > 0 && children.every((each) => !isLive(each)));
      const ends = children.map(({ endAt }) => endAt);
      const least = Math.max(run.startAt, run.learntAt ?? 0);
      run.endAt = complete && ends.every((end) => end !== null) ? frames(Math.max(least, ...ends)) : null;
      return;
    }
    if (action.kind !== 'sound') {
      const length = cueLength(step, steps, facts);
      run.endAt = length === null ? null : frames(run.startAt + length);
      return;
    }
    if (action.duration !== null) run.endAt = frames(run.startAt + action.duration);
    else {
      const ends = measuringLayers(action).map((at) => endOfLayer(run, run.layers[at]));
      run.endAt = ends.some((end) => end === null) ? null : frames(Math.max(run.startAt, ...(ends as number[])));
    }
    for (const layer of run.layers) tellEnd(run, layer);
  };
  const endOfLayer = (run: DraftRun, layer: LayerRun): number | null => {
    if (layer.phase === 'broken' || layer.phase === 'ended') return layer.until ?? run.startAt;
    const length = lengthOf(run, layer);
    return length === null || layer.at === null ? null : layer.at + length;
  };
  const tellEnd = (run: DraftRun, layer: Draft<LayerRun>, anew = false): void => {
    if (layer.phase !== 'sounding' || layer.at === null) return;
    const length = lengthOf(run, layer);
    const own = length === null ? Number.POSITIVE_INFINITY : layer.at + length;
    const until = Math.max(layer.at, Math.min(own, run.endAt ?? Number.POSITIVE_INFINITY));
    if (!Number.isFinite(until) || (until === layer.until && !anew)) return;
    layer.until = frames(until);
    const fadeOut = run.crossOut ?? layerOf(run, layer).fadeOut;
    const after = frames(layer.until - layer.at);
    commands.push({
      ...{ kind: 'end', run: run.run, layer: layer.layer, at: layer.until, after },
      ...{ fadeOut, passes: layer.passes },
    });
  };
  /** What sounds of a run fades out to its end as another comes in. */
  const crossOut = (run: DraftRun, fade: Fade): void => {
    for (const each of family(run)) {
      each.crossOut = fade;
      for (const layer of each.layers) tellEnd(each, layer, true);
    }
  };

  const beginLayer = (run: DraftRun, layer: Draft<LayerRun>, at: number): void => {
    layer.phase = 'sounding';
    layer.at = frames(at);
    tellSound(run, layer);
  };
  const tellSound = (run: DraftRun, layer: LayerRun): void => {
    const fadeIn = run.crossIn ?? layerOf(run, layer).fadeIn;
    commands.push({ kind: 'sound', run: run.run, cue: run.cue, layer: layer.layer, at: layer.at!, fadeIn });
  };

  /** Ends a run that no sound is left of. */
  const finish = (run: DraftRun, at: number, reason: string | null): void => {
    const started = run.phase === 'running';
    run.endAt = frames(at);
    for (const layer of run.layers) if (layer.phase !== 'broken') layer.phase = 'ended';
    if (started) note('cue.end', at, run, reason === null ? {} : { reason });
    commands.push({ kind: 'release', run: run.run, at: frames(at) });
    run.phase = run.followed || reason !== null || followOf(run) === null ? 'done' : 'post';
  };

  /** Whom a control cue does something to, as it stands. */
  const targetsOf = (run: DraftRun): DraftRun[] => {
    const { action } = stepOf(run).cue;
    if (action.kind !== 'control' || action.does === 'jump') return [];
    return runs.filter((each) => {
      if (each === run || !isLive(each)) return false;
      return action.target === null ? each.parent === null : stepOf(each).cue.id === action.target;
    });
  };
  /** Tells what a cue that has been scheduled is to fade at its start. */
  const tellAhead = (run: DraftRun): void => {
    const { action } = stepOf(run).cue;
    if (run.phase !== 'pre-wait' || !run.cued || run.pausedAt !== null || run.stopAt !== null) return;
    if (action.kind !== 'control' || (action.does !== 'fade' && action.does !== 'stop')) return;
    const at = run.startAt;
    const tell = (each: DraftRun, to: Decibels | null, fade: Fade): void => {
      if (each.layers.length > 0 && isLive(each))
        commands.push({ kind: 'fade-ahead', run: each.run, by: run.run, at, to, fade });
    };
    for (const target of targetsOf(run))
      if (action.does === 'fade') for (const each of family(target)) tell(each, action.to, action.fade);
      else
        for (const each of withFollowers(target)) {
          const fade = each.startAt < at ? stopFade(action.fade) : { ...action.fade, length: frames(0) };
          if (each.stopAt === null || each.stopAt > at + fade.length) tell(each, null, fade);
        }
  };
  /** A cue that was to begin now begins at another time, or not at all. */
  const callOff = (run: DraftRun): void => {
    if (run.phase !== 'pre-wait' || !run.cued || stepOf(run).cue.action.kind !== 'control') return;
    commands.push({ kind: 'fade-off', by: run.run, at: run.startAt });
  };

  /** Fades a run and all it fired, then ends them; nothing follows. */
  const stop = (run: DraftRun, at: number, fade: Fade): void => {
    for (const each of withFollowers(run)) {
      each.followed = true;
      if (!isLive(each)) continue;
      if (each.phase === 'post') each.phase = 'done';
      else {
        // What has not begun does not begin, and what is paused is silent already.
        const sounds = each.phase === 'running' && each.startAt < at && each.pausedAt === null;
        const out: Fade = sounds ? fade : { length: frames(0), curve: fade.curve };
        const until = frames(at + out.length);
        if (each.stopAt !== null && each.stopAt <= until) continue;
        callOff(each);
        each.stopAt = until;
        each.pausedAt = null;
        commands.push({ kind: 'stop', run: each.run, at: frames(at), fade: out });
      }
    }
  };

  return {
    ...{
      show,
      state,
      runs,
      commands,
      facts,
      stepOf,
      find,
      family,
      withFollowers,
      isLive,
      note,
      layerOf,
      lengthOf,
      followOf,
      fire,
      allReady,
    },
    ...{ refreshEnd, crossOut, beginLayer, tellSound, finish, stop, childrenOf, targetsOf, tellAhead, callOff },
    result: (): { state: RunnerState; commands: SessionCommand[] } => {
      // A run that is over is forgotten with the group it belongs to.
      const alive = (run: DraftRun): boolean =>
        isLive(run) || (find(run.parent) !== undefined && alive(find(run.parent)!));
      return { state: { ...state, runs: runs.filter(alive) }, commands };
    },
  };
};

export type RunDraft = ReturnType<typeof createDraft>;
