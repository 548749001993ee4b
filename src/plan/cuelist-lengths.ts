import { type Frames, frames, type Layer, type SessionCue, type SoundAction } from '../model/index.ts';
import type { Step } from './cuelist-steps.ts';

/** What is known of a layer's file before it sounds. */
export interface LayerFacts {
  /** Frames of the whole file at the engine rate; null: not known yet. */
  readonly frames: Frames | null;
  /** Bytes on disk; null: not known. */
  readonly bytes: number | null;
  /** How long its head last took to decode; null: never yet. Frames. */
  readonly decodeTime: Frames | null;
  /** Why it cannot be played, a sentence; null: it can, as far as is known. */
  readonly broken: string | null;
}

export const UNKNOWN_FACTS: LayerFacts = { frames: null, bytes: null, decodeTime: null, broken: null };

/** What is known of a layer, by the index of its cue and its place in it. */
export type Facts = (cue: number, layer: number) => LayerFacts;

/** Where playing a layer ends in its file; null: not known. Never before it starts. */
export const layerEnd = (layer: Layer, file: Frames | null): Frames | null => {
  if (file === null) return layer.trimEnd;
  return frames(Math.max(layer.trimStart, Math.min(layer.trimEnd ?? file, file)));
};

/** How long a layer sounds; null: for ever, or not known yet. `file`: frames of its file. */
export const layerLength = (layer: Layer, file: Frames | null): Frames | null => {
  const end = layerEnd(layer, file);
  if (end === null) return null;
  const whole = end - layer.trimStart;
  if (layer.loop === null || whole === 0) return frames(whole);
  const region = loopRegion(layer, end);
  if (region === null) return frames(whole);
  if (layer.loop.times === null) return null;
  return frames(whole + (layer.loop.times - 1) * (region.end - region.start - region.crossfade));
};

/** What a layer repeats, within its file; null: nothing, as the file ends before it. Passes last at least a frame. */
export const loopRegion = (
  { loop, trimStart }: Layer,
  end: Frames,
): { readonly start: Frames; readonly end: Frames; readonly crossfade: Frames } | null => {
  if (loop === null) return null;
  const start = Math.max(loop.start, trimStart);
  const until = Math.min(loop.end ?? end, end);
  if (until <= start) return null;
  const crossfade = Math.min(loop.crossfade.length, Math.floor((until - start) / 2));
  return { start: frames(start), end: frames(until), crossfade: frames(crossfade) };
};

/** Layers that say how long a cue is: its voice, else all that can be played. */
export const measuringLayers = ({ layers }: SoundAction): number[] => {
  const voices = layers.flatMap(({ role }, at) => (role === 'voice' ? [at] : []));
  return voices.length > 0 ? voices : layers.map((_, at) => at);
};

/**
 * How long a cue lasts from its start (after its pre-wait); null: until it is stopped, or not known yet. A layer that is
 * broken takes no time; a cue of a fixed length keeps it, whatever is broken.
 */
export const cueLength = (step: Step, steps: readonly Step[], facts: Facts): Frames | null => {
  const { action } = step.cue;
  if (action.kind === 'placeholder') return action.duration;
  if (action.kind === 'memo') return frames(0);
  if (action.kind === 'control')
    return action.does === 'fade' || action.does === 'stop' ? action.fade.length : frames(0);
  if (action.kind === 'sound') return action.duration ?? longest(soundLengths(step, action, facts));
  const parts = step.children.map((index) => stepLength(steps[index], steps, facts));
  if (action.mode === 'together') return longest(parts);
  return sequenceLength(step, steps, facts);
};

/** With its pre-wait. */
const stepLength = (step: Step, steps: readonly Step[], facts: Facts): Frames | null => {
  const length = cueLength(step, steps, facts);
  return length === null ? null : frames(step.cue.preWait + length);
};

const soundLengths = (step: Step, action: SoundAction, facts: Facts): (Frames | null)[] =>
  measuringLayers(action).map((at) => {
    const known = facts(step.index, at);
    return known.broken === null ? layerLength(action.layers[at], known.frames) : frames(0);
  });

const longest = (lengths: readonly (Frames | null)[]): Frames | null =>
  lengths.reduce<Frames | null>(
    (most, each) => (most === null || each === null ? null : frames(Math.max(most, each))),
    frames(0),
  );

/** An estimate for a shuffled playlist, whose joins differ by the order; exact for every other sequence. */
const sequenceLength = (group: Step, steps: readonly Step[], facts: Facts): Frames | null => {
  let end = 0;
  let start = 0;
  const { children } = group;
  for (const [place, index] of children.entries()) {
    const length = stepLength(steps[index], steps, facts);
    if (length === null) return null;
    end = Math.max(end, start + length);
    const next = children[place + 1];
    if (next === undefined) break;
    const given = handover(steps[index], steps[next], steps, facts);
    start = given.from === 'start' ? start + steps[index].cue.preWait + given.offset : start + length + given.offset;
  }
  return frames(end);
};

/** When the cue after another begins, counted from that one's start or end, its own pre-wait apart. */
export interface Handover {
  /** `never`: it waits for GO. */
  readonly from: 'start' | 'end' | 'never';
  /** Negative where both sound together. Frames. */
  readonly offset: number;
  /** How long both sound together, of which fades take care. Length 0: they do not. */
  readonly crossfade: Frames;
}

/** What a cue does of itself: in a sequence each gives way to the next. */
export const followOf = (step: Step, steps: readonly Step[]): SessionCue['follow'] => {
  if (step.group === null) return step.cue.follow;
  const { action } = steps[step.group].cue;
  if (action.kind === 'group' && action.mode === 'together') return 'stop';
  return step.cue.follow === 'auto-continue' ? 'auto-continue' : 'auto-follow';
};

/** Waits part what would cross; neither of two cues that cross is shorter than the crossfade. */
export const handover = (step: Step, next: Step, steps: readonly Step[], facts: Facts): Handover => {
  const { cue } = step;
  const follow = followOf(step, steps);
  const nothing = frames(0);
  if (follow === 'stop') return { from: 'never', offset: 0, crossfade: nothing };
  if (follow === 'auto-continue') return { from: 'start', offset: cue.postWait, crossfade: nothing };
  const { transition } = cue;
  if (transition.kind === 'gap') return { from: 'end', offset: cue.postWait + transition.length, crossfade: nothing };
  if (transition.kind === 'snap' || cue.postWait + next.cue.preWait > 0 || !sounds(step) || !sounds(next))
    return { from: 'end', offset: cue.postWait, crossfade: nothing };
  const own = cueLength(step, steps, facts) ?? Number.POSITIVE_INFINITY;
  const other = cueLength(next, steps, facts) ?? Number.POSITIVE_INFINITY;
  const crossfade = frames(Math.min(transition.fade.length, own, other));
  return { from: 'end', offset: -crossfade, crossfade };
};

const sounds = ({ cue: { action } }: Step): boolean => action.kind === 'sound' || action.kind === 'group';
