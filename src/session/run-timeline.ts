import { type Decibels, type Fade, frames } from '../model/index.ts';
import type { Step } from '../plan/index.ts';
import { type DraftRun, type RunDraft, SCHEDULE_AHEAD, stopFade } from './run-draft.ts';
import { shiftRun } from './run-shift.ts';

interface Due {
  readonly at: number;
  readonly what: 'schedule' | 'hold' | 'start' | 'late' | 'follow' | 'end' | 'stopped';
}

/** What comes next for a run by itself. Ends come before what follows them at the same frame; null: nothing. */
const dueOf = (draft: RunDraft, run: DraftRun): Due | null => {
  if (run.pausedAt !== null || run.phase === 'done') return null;
  if (run.stopAt !== null) return { at: run.stopAt, what: 'stopped' };
  if (run.phase === 'pre-wait') {
    const ahead = run.cued && !run.followed ? draft.followOf(run) : null;
    // A cue shorter than the schedule reaches ahead: what follows it is scheduled before it has begun.
    if (ahead !== null && ahead.at - SCHEDULE_AHEAD < run.startAt)
      return { at: ahead.at - SCHEDULE_AHEAD, what: 'follow' };
    if (run.cued) return { at: run.startAt, what: 'start' };
    return draft.allReady(run)
      ? { at: run.startAt - SCHEDULE_AHEAD, what: 'schedule' }
      : { at: run.startAt, what: 'hold' };
  }
  if (run.phase === 'held') return { at: Math.max(run.startAt, latestStart(draft, run) - LATE_AHEAD), what: 'late' };
  const follow = run.followed ? null : draft.followOf(run);
  const followAt = follow === null ? Number.POSITIVE_INFINITY : follow.at - SCHEDULE_AHEAD;
  const endAt = run.phase === 'running' ? (run.endAt ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  if (Math.min(followAt, endAt) === Number.POSITIVE_INFINITY) return null;
  return endAt <= followAt ? { at: endAt, what: 'end' } : { at: followAt, what: 'follow' };
};

/** A cue that waits for its sound is told to begin so long before the wait is over. 20 ms. */
const LATE_AHEAD = 960;
const latestStart = ({ show }: RunDraft, { startAt }: DraftRun): number =>
  startAt + show.list.settings.prefetchBlockLimit;

/** When something comes next for a run by itself; null: never, as far as is known. */
export const dueAt = (draft: RunDraft, run: DraftRun): number | null => dueOf(draft, run)?.at ?? null;

/** At one frame: what ends, then what follows, then what begins; what a group holds before the group. */
const RANK = { end: 0, stopped: 0, follow: 1, schedule: 2, hold: 2, start: 3, late: 3 } as const;
const isBefore = (a: { run: DraftRun; due: Due }, b: { run: DraftRun; due: Due }): boolean =>
  a.due.at - b.due.at || RANK[a.due.what] - RANK[b.due.what]
    ? a.due.at < b.due.at || (a.due.at === b.due.at && RANK[a.due.what] < RANK[b.due.what])
    : RANK[a.due.what] === 0 && a.run.parent === b.run.run;

/** Does everything whose time has come by `to`, in the order of time. */
export const advance = (draft: RunDraft, to: number): void => {
  // Time only goes on here: what is due in the past is done as of its own frame.
  for (;;) {
    let next: { run: DraftRun; due: Due } | null = null;
    for (const run of draft.runs) {
      const due = dueOf(draft, run);
      if (due !== null && due.at <= to && (next === null || isBefore({ run, due }, next))) next = { run, due };
    }
    if (next === null) return;
    perform(draft, next.run, next.due);
    settleGroups(draft, next.due.at);
  }
};

const perform = (draft: RunDraft, run: DraftRun, { at, what }: Due): void => {
  if (what === 'schedule') schedule(draft, run);
  else if (what === 'hold') run.phase = 'held';
  else if (what === 'start') start(draft, run);
  else if (what === 'late') startLate(draft, run);
  else if (what === 'stopped') draft.finish(run, at, 'stopped');
  else if (what === 'end') draft.finish(run, at, null);
  else follow(draft, run);
};

/** Tells the mixer ahead of time what begins at the run's start. */
const schedule = (draft: RunDraft, run: DraftRun): void => {
  run.cued = true;
  for (const layer of run.layers) if (layer.phase === 'waiting') draft.beginLayer(run, layer, run.startAt);
  const { action } = draft.stepOf(run).cue;
  if (action.kind === 'group') {
    const places = action.mode === 'together' ? run.order.map((_, place) => place) : [0];
    const crossIn = run.crossIn ?? undefined;
    for (const place of places) draft.fire(run.order[place], run.startAt, { parent: run, place, crossIn });
  } else draft.refreshEnd(run);
  if (action.kind === 'control' && action.does === 'jump') jump(draft, run, action.target);
};

/** What it leads to begins with it, told as far ahead. */
const jump = (draft: RunDraft, run: DraftRun, id: string | null): void => {
  const target = draft.show.steps.find(({ cue }) => cue.id === id);
  if (target === undefined || !mayFollow(draft, run, target, run.startAt)) return;
  run.followed = true;
  draft.fire(target.index, run.startAt, { by: run });
};

const start = (draft: RunDraft, run: DraftRun): void => {
  run.phase = 'running';
  draft.note('cue.start', run.startAt, run);
  const { action } = draft.stepOf(run).cue;
  if (action.kind !== 'group') draft.refreshEnd(run);
  if (action.kind === 'control') control(draft, run);
};

/** The sound has come within the wait: it begins now. */
export const startHeld = (draft: RunDraft, run: DraftRun, at: number): void => {
  run.startAt = frames(at);
  run.phase = 'pre-wait';
  schedule(draft, run);
  start(draft, run);
};

/** The wait is as good as over: what is ready sounds at its end, the rest is streamed and sounds as it comes. */
const startLate = (draft: RunDraft, run: DraftRun): void => {
  run.startAt = frames(latestStart(draft, run));
  run.phase = 'pre-wait';
  run.cued = true;
  for (const layer of run.layers) {
    if (layer.phase !== 'waiting') continue;
    if (layer.ready) draft.beginLayer(run, layer, run.startAt);
    else draft.commands.push({ kind: 'stream', run: run.run, cue: run.cue, layer: layer.layer, at: run.startAt });
  }
  draft.refreshEnd(run);
};

const follow = (draft: RunDraft, run: DraftRun): void => {
  const coming = draft.followOf(run)!;
  const { at } = coming;
  run.followed = true;
  if (run.phase === 'post') run.phase = 'done';
  if (!mayFollow(draft, run, coming.next, at)) return;
  const fade = crossfadeOf(draft, run, coming.crossfade);
  if (fade !== null) draft.crossOut(run, fade);
  const parent = draft.find(run.parent);
  if (parent === undefined && coming.next.index <= run.cue) draft.note('list.loop', at, null);
  draft.fire(coming.next.index, at, { parent, by: run, place: run.place + 1, crossIn: fade ?? undefined });
};

const crossfadeOf = (draft: RunDraft, run: DraftRun, length: number): Fade | null => {
  const { transition } = draft.stepOf(run).cue;
  return length > 0 && transition.kind === 'crossfade'
    ? { length: frames(length), curve: transition.fade.curve }
    : null;
};

/** Cues without length that follow each other in a circle end here, with a word. */
const mayFollow = (draft: RunDraft, run: DraftRun, next: Step, at: number): boolean => {
  const { state, show } = draft;
  state.chain =
    state.chain.at === at ? { at: state.chain.at, count: state.chain.count + 1 } : { at: frames(at), count: 1 };
  if (state.chain.count <= show.steps.length) return true;
  const reason = `Cues without length follow each other in a circle; it ends before “${next.cue.name}”`;
  draft.note('cue.broken', at, run, { reason });
  return false;
};

/** Groups end with what they hold; one whose last cue was to be followed, and is not any more, ends there and then. */
export const settleGroups = (draft: RunDraft, at: number): void => {
  for (const run of draft.runs) {
    if (run.phase !== 'running' || run.stopAt !== null || draft.stepOf(run).cue.action.kind !== 'group') continue;
    const before = run.endAt;
    draft.refreshEnd(run);
    if (run.endAt === null || run.endAt === before || run.endAt >= at) continue;
    run.endAt = frames(at);
    run.learntAt = frames(at);
  }
};

/** What a cue does to others, at its start. */
const control = (draft: RunDraft, run: DraftRun): void => {
  const { action } = draft.stepOf(run).cue;
  if (action.kind !== 'control' || action.does === 'jump') return;
  const at = run.startAt;
  for (const each of draft.targetsOf(run)) {
    if (action.does === 'stop') draft.stop(each, at, stopFade(action.fade));
    else if (action.does === 'pause') pause(draft, each, at);
    else if (action.does === 'resume') resume(draft, each, at);
    else fadeRun(draft, each, at, action.to, action.fade);
  }
};

export const fadeRun = (draft: RunDraft, run: DraftRun, at: number, to: Decibels, fade: Fade): void => {
  for (const each of draft.family(run))
    if (each.layers.length > 0 && draft.isLive(each))
      draft.commands.push({ kind: 'fade', run: each.run, at: frames(at), to, fade });
};

export const pause = (draft: RunDraft, run: DraftRun, at: number): void => {
  for (const each of draft.withFollowers(run)) {
    if (!draft.isLive(each) || each.pausedAt !== null || each.stopAt !== null) continue;
    each.pausedAt = frames(at);
    draft.callOff(each);
    draft.commands.push({ kind: 'pause', run: each.run, at: frames(at) });
    draft.note('cue.paused', at, each);
  }
};

/** Everything a paused run had before it comes so much later. */
export const resume = (draft: RunDraft, run: DraftRun, at: number): void => {
  for (const each of draft.withFollowers(run)) {
    if (each.pausedAt === null) continue;
    const later = at - each.pausedAt;
    each.pausedAt = null;
    shiftRun(draft, each, later);
    draft.commands.push({ kind: 'resume', run: each.run, at: frames(at) });
    draft.note('cue.resumed', at, each);
    if (each.phase === 'held' && draft.allReady(each)) startHeld(draft, each, at);
    // What came while it was paused has not been given its end.
    else if (each.phase === 'running') draft.refreshEnd(each);
  }
};
