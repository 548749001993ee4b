import { type Fade, type Frames, frames } from '../model/index.ts';
import { type Coming, layerEnd, loopRegion, UNKNOWN_FACTS } from '../plan/index.ts';
import { createDraft, DECLICK, type DraftRun, type RunDraft, stopFade } from './run-draft.ts';
import { late, stood } from './run-shift.ts';
import { advance, dueAt, fadeRun, pause, resume, settleGroups, startHeld } from './run-timeline.ts';
import type { RunnerState, SessionCommand, SessionEvent, Show } from './runner-state.ts';

/** What a second panic takes to be silent: 20 ms of the 50 it may. */
const PANIC_NOW: Fade = { length: 960 as Frames, curve: 'linear' };

/**
 * One event of a session, as a pure function of time: first everything that was due by `at`, then the event, then what it
 * makes due. `at` never goes back. `ms`: milliseconds on a clock that goes on where the session's time stands. A tick is to come when something is due (`nextDue`): sounds are told to the mixer ahead
 * of their time, and one that is late by less than that makes none late.
 */
export const reduce = (
  show: Show,
  before: RunnerState,
  event: SessionEvent,
  at: Frames,
  ms: number,
): { readonly state: RunnerState; readonly commands: readonly SessionCommand[] } => {
  const draft = createDraft(show, before);
  // What is told of the mixer was so before anything that time has brought.
  if (event.kind === 'stood') stood(draft, event.since, at);
  const run = event.kind === 'late' ? draft.find(event.run) : undefined;
  if (event.kind === 'late' && run !== undefined) late(draft, run, event.layers, event.by);
  advance(draft, at);
  apply(draft, event, at, ms);
  settleGroups(draft, at);
  advance(draft, at);
  for (const each of draft.runs) draft.tellAhead(each);
  return draft.result();
};

const apply = (draft: RunDraft, event: SessionEvent, at: Frames, ms: number): void => {
  const { state, show } = draft;
  if (event.kind === 'arm' || event.kind === 'disarm') {
    state.armed = event.kind === 'arm';
    draft.note(state.armed ? 'session.armed' : 'session.disarmed', at, null);
  } else if (event.kind === 'go') go(draft, at, ms);
  else if (event.kind === 'back') {
    const tops = show.steps.filter(({ group }) => group === null).map(({ index }) => index);
    const here = state.playhead === null ? tops.length : tops.indexOf(state.playhead);
    state.playhead = tops[Math.max(0, here - 1)] ?? null;
  } else if (event.kind === 'jump') {
    if (show.steps[event.cue] === undefined) return;
    state.playhead = event.cue;
    if (event.fire) fireNow(draft, event.cue, at);
  } else if (event.kind === 'panic') panic(draft, at);
  else if (event.kind === 'facts') {
    const key = `${event.cue}/${event.layer}`;
    state.facts = { ...state.facts, [key]: { ...UNKNOWN_FACTS, ...state.facts[key], ...event.facts } };
    for (const run of draft.runs) if (run.cue === event.cue && run.pausedAt === null) learnEnd(draft, run, at);
  } else if (event.kind === 'ready') ready(draft, event.run, event.layer, at);
  else if (event.kind === 'broken') broken(draft, event.run, event.layer, event.reason, at);
  else if ('run' in event && event.kind !== 'late')
    for (const run of aimedAt(draft, event.run)) applyToRun(draft, event, run, at);
};

/** A length that became known: what has sounded has sounded. */
const learnEnd = (draft: RunDraft, run: DraftRun, at: Frames): void => {
  if (run.phase !== 'running' && !(run.phase === 'pre-wait' && run.cued)) return;
  const before = run.endAt;
  draft.refreshEnd(run);
  if (run.endAt !== null && run.endAt < at) run.endAt = at;
  if (run.endAt !== before) run.learntAt = at;
};

/** A run by its number, or all that nobody else stands for. */
const aimedAt = (draft: RunDraft, run: number | null): DraftRun[] =>
  draft.runs.filter((each) => draft.isLive(each) && (run === null ? each.parent === null : each.run === run));

type Aimed = Extract<SessionEvent, { readonly run: number | null }> & {
  readonly kind: 'pause' | 'resume' | 'devamp' | 'stop' | 'fade';
};

const applyToRun = (draft: RunDraft, event: Aimed, run: DraftRun, at: Frames): void => {
  if (event.kind === 'stop') draft.stop(run, at, stopFade(event.fade));
  else if (event.kind === 'fade') fadeRun(draft, run, at, event.to, event.fade);
  else if (event.kind === 'pause') pause(draft, run, at);
  else if (event.kind === 'resume') resume(draft, run, at);
  else for (const each of draft.family(run)) devamp(draft, each, at);
};

/** What bounces is a hand: it is counted in time that passes, also while the session's stands. */
const go = (draft: RunDraft, at: Frames, ms: number): void => {
  const { state, show } = draft;
  const tooSoon = state.lastGoMs !== null && ms - state.lastGoMs < show.list.settings.goDebounce / 48;
  if (!tooSoon) state.lastGoMs = ms;
  if (tooSoon) draft.note('go.ignored', at, null, { reason: 'too soon after the last GO' });
  else if (state.playhead === null) draft.note('go.ignored', at, null, { reason: 'the list is at its end' });
  else fireNow(draft, state.playhead, at);
};

/** Fires a cue by hand. A cue that would have given way to it by itself gives way now. */
const fireNow = (draft: RunDraft, cue: number, at: Frames): void => {
  let crossIn: Fade | undefined;
  for (const run of draft.runs) {
    if (!draft.isLive(run) || run.followed || run.parent !== null || run.stopAt !== null) continue;
    const { cue: before, next } = draft.stepOf(run);
    if (next !== cue || before.follow === 'stop') continue;
    run.followed = true;
    if (before.follow === 'auto-continue') continue;
    const cross =
      before.transition.kind === 'crossfade' && draft.show.steps[cue].cue.preWait === 0 ? before.transition.fade : null;
    crossIn = cross ?? undefined;
    draft.stop(run, at, cross ?? DECLICK);
  }
  draft.fire(cue, at, { crossIn });
};

const panic = (draft: RunDraft, at: Frames): void => {
  const { state, show } = draft;
  const { panicFade } = show.list.settings;
  const again = state.panicAt !== null && at - state.panicAt <= panicFade;
  const fade: Fade = again ? PANIC_NOW : { length: panicFade, curve: 'equal-power' };
  state.panicAt = at;
  draft.note('panic', at, null, {
    reason: again ? 'pressed again: silent at once' : `fades in ${panicFade / 48} ms`,
  });
  for (const run of draft.runs) if (draft.isLive(run)) draft.stop(run, at, fade);
};

const ready = (draft: RunDraft, number: number, place: number, at: Frames): void => {
  const run = draft.find(number);
  const layer = run?.layers[place];
  if (run === undefined || layer === undefined || layer.phase !== 'waiting') return;
  layer.ready = true;
  if (run.phase === 'held' && run.pausedAt === null && run.stopAt === null && draft.allReady(run))
    startHeld(draft, run, at);
  else if ((run.phase === 'running' || (run.phase === 'pre-wait' && run.cued)) && run.stopAt === null) {
    // Streamed: it sounds as soon as it comes, or when its cue goes on.
    draft.beginLayer(run, layer, Math.max(run.startAt, run.pausedAt ?? at));
    if (run.pausedAt === null) draft.refreshEnd(run);
  }
};

/** The rest of the cue goes on; a cue whose length it was ends, and what follows it comes. */
const broken = (draft: RunDraft, number: number, place: number, reason: string, at: Frames): void => {
  const run = draft.find(number);
  const layer = run?.layers[place];
  if (run === undefined || layer === undefined || layer.phase === 'broken' || layer.phase === 'ended') return;
  layer.until = frames(run.phase === 'running' ? at : run.startAt);
  layer.phase = 'broken';
  draft.note('cue.broken', at, run, { layer: place, reason });
  if (run.phase === 'held' && run.stopAt === null && run.pausedAt === null && draft.allReady(run))
    startHeld(draft, run, at);
  else if (run.stopAt === null && run.pausedAt === null) learnEnd(draft, run, at);
};

/** Lets loops go on: the pass that sounds is the last. */
const devamp = (draft: RunDraft, run: DraftRun, at: Frames): void => {
  if (run.phase !== 'running') return;
  for (const layer of run.layers) {
    if (layer.phase !== 'sounding' || layer.at === null) continue;
    const file = draft.layerOf(run, layer);
    const end = layerEnd(file, draft.facts(run.cue, layer.layer).frames);
    const region = end === null ? null : loopRegion(file, end);
    if (region === null) continue;
    const pass = region.end - region.start - region.crossfade;
    const sofar = (run.pausedAt ?? at) - layer.at - (region.start - file.trimStart);
    const passes = Math.max(1, Math.floor(sofar / pass) + 1);
    if (file.loop?.times !== null && file.loop!.times <= passes) continue;
    layer.passes = passes;
  }
  draft.refreshEnd(run);
};

/** True where nothing sounds and nothing comes by itself. */
export const isIdle = ({ runs }: RunnerState): boolean => runs.length === 0;

/** When something happens by itself next; null: nothing, as far as is known. Frames of the session. */
export const nextDue = (show: Show, state: RunnerState): Frames | null => {
  const draft = createDraft(show, state);
  const times = draft.runs.map((run) => dueAt(draft, run)).filter((at) => at !== null);
  return times.length === 0 ? null : frames(Math.min(...times));
};

/** What comes next, for the loader: what follows by itself, and what GO would fire. */
export const comingCues = (show: Show, state: RunnerState): Coming[] => {
  const draft = createDraft(show, state);
  const coming = draft.runs.flatMap((run): Coming[] => {
    if (!draft.isLive(run) || run.followed || run.stopAt !== null || run.pausedAt !== null) return [];
    if (run.phase === 'pre-wait' && !run.cued) return [];
    const next = draft.followOf(run);
    return next === null ? [] : [{ cue: next.next.index, at: frames(Math.max(0, next.at)) }];
  });
  const known = new Set(coming.map(({ cue }) => cue));
  const byHand = state.playhead === null || known.has(state.playhead) ? [] : [{ cue: state.playhead, at: null }];
  return [...coming, ...byHand];
};
