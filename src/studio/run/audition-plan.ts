import {
  CueforgeError,
  DEFAULT_SETTINGS,
  type Fade,
  type Frames,
  frames,
  type Layer,
  type SessionCue,
  type SoundAction,
} from '../../model/index.ts';
import { cueLength, cuelistSteps, type Facts, handover, layerLength, type Step } from '../../plan/index.ts';

/** One layer in an audition: it sounds on [at, at + length), as the live session sounds it. */
export interface AuditionSound {
  readonly layer: Layer;
  /** Frames of its file; null: not known, and not needed. */
  readonly file: Frames | null;
  readonly at: Frames;
  readonly length: Frames;
  readonly fadeIn: Fade;
  readonly fadeOut: Fade;
}

/** A cue as it sounds alone. */
export interface AuditionPlan {
  readonly sounds: readonly AuditionSound[];
  readonly length: Frames;
}

/** What has no end is played so long, or as long as what has one: 10 minutes. */
const AUDITION_MOST = frames(600 * 48_000);
/** How what has no end goes out there. 5 ms. */
const DECLICK: Fade = { length: frames(240), curve: 'linear' };

/** Knows a cue's files by what the cuelist calls them; `frames` null: of unknown length. */
export type FileLengths = (file: string) => { readonly frames: Frames | null; readonly broken: string | null };

/** A layer on its way into a plan. `end`: infinite where it has none. */
interface Placed {
  readonly layer: Layer;
  readonly file: Frames | null;
  readonly at: number;
  readonly end: number;
  readonly fadeIn: Fade;
  fadeOut: Fade;
}

/**
 * What is heard of a cue that is fired alone: at once, without its pre-wait, and nothing that follows it. A group is heard
 * as it plays: its cues with their own waits, transitions and crossfades; a playlist in the order it is written, shuffled or
 * not. What its control cues would do is left out. Layers that cannot be played are left out; where nothing is left that can
 * be heard, that is a failure.
 */
export const planAudition = (cue: SessionCue, fileOf: FileLengths): AuditionPlan => {
  const list = { id: 'audition', name: cue.name, cues: [cue], loop: false, settings: DEFAULT_SETTINGS };
  const steps = cuelistSteps(list);
  const facts: Facts = (index, layer) => {
    const { action } = steps[index].cue;
    const { file } = (action as SoundAction).layers[layer];
    return { ...fileOf(file), bytes: null, decodeTime: null };
  };
  const sounds: Placed[] = [];

  const placeSound = (
    step: Step,
    action: SoundAction,
    start: number,
    end: number | null,
    crossIn: Fade | null,
  ): void => {
    for (const [at, layer] of action.layers.entries()) {
      const known = facts(step.index, at);
      if (known.broken !== null) continue;
      const own = layerLength(layer, known.frames);
      const until = Math.min(own === null ? Number.POSITIVE_INFINITY : start + own, end ?? Number.POSITIVE_INFINITY);
      if (until <= start) continue;
      const fadeIn = crossIn ?? layer.fadeIn;
      sounds.push({ layer, file: known.frames, at: start, end: until, fadeIn, fadeOut: layer.fadeOut });
    }
  };
  /** Places a cue that starts at `start`, its pre-wait over. Gives its end; null: it has none. */
  const place = (step: Step, start: number, crossIn: Fade | null): number | null => {
    const { action } = step.cue;
    const length = cueLength(step, steps, facts);
    const end = length === null ? null : start + length;
    if (action.kind === 'sound') placeSound(step, action, start, end, crossIn);
    if (action.kind !== 'group') return end;
    const children = step.children.map((index) => steps[index]);
    if (action.mode !== 'together') return placeSequence(children, start, crossIn);
    const ends = children.map((child) => place(child, start + child.cue.preWait, crossIn));
    return ends.some((each) => each === null) ? null : Math.max(start, ...(ends as number[]));
  };
  const placeSequence = (children: readonly Step[], begin: number, firstIn: Fade | null): number | null => {
    let fired = begin;
    let crossIn = firstIn;
    let last = begin;
    let endless = false;
    for (const [at, child] of children.entries()) {
      const start = fired + child.cue.preWait;
      const first = sounds.length;
      const end = place(child, start, crossIn);
      const next = children[at + 1];
      if (end === null) endless = true;
      else last = Math.max(last, end);
      if (next === undefined) break;
      const { from, offset, crossfade } = handover(child, next, steps, facts);
      if (from === 'end' && end === null) return null;
      fired = (from === 'start' ? start : end!) + offset;
      crossIn = crossfadeOf(child, crossfade);
      // What still sounds then goes out under the next.
      if (crossIn) for (const each of sounds.slice(first)) if (each.end > fired) each.fadeOut = crossIn;
    }
    return endless ? null : last;
  };

  checkHeard(steps[0]);
  const end = place(steps[0], 0, null);
  if (sounds.length === 0) throw unheard(steps, facts);
  const ends = sounds.map((each) => each.end).filter(Number.isFinite);
  const length = end ?? Math.max(AUDITION_MOST, ...ends);
  const heard = sounds.filter(({ at }) => at < length);
  return { sounds: heard.map((each) => toSound(each, length)), length: frames(length) };
};

const toSound = ({ layer, file, at, end, fadeIn, fadeOut }: Placed, last: number): AuditionSound => ({
  ...{ layer, file, fadeIn, at: frames(at), length: frames(Math.min(end, last) - at) },
  fadeOut: end > last ? DECLICK : fadeOut,
});

const crossfadeOf = ({ cue: { transition } }: Step, length: Frames): Fade | null =>
  length > 0 && transition.kind === 'crossfade' ? { length, curve: transition.fade.curve } : null;

const SILENT_KINDS = {
  control: 'acts on other cues: it has no sound of its own',
  memo: 'is a note: it has no sound',
  placeholder: 'stands for a sound that is still to come',
} as const;

const checkHeard = ({ cue: { name, action } }: Step): void => {
  if (action.kind === 'sound' || action.kind === 'group') return;
  throw new CueforgeError('bad-argument', `“${name}” ${SILENT_KINDS[action.kind]}`);
};

const unheard = (steps: readonly Step[], facts: Facts): CueforgeError => {
  const { name } = steps[0].cue;
  for (const { index, cue } of steps) {
    if (cue.action.kind !== 'sound') continue;
    for (const at of cue.action.layers.keys()) {
      const { broken } = facts(index, at);
      if (broken !== null) return new CueforgeError('file-unreadable', `“${name}” cannot be heard: ${broken}`);
    }
  }
  return new CueforgeError('media-empty', `There is no sound in “${name}”`);
};

/** Files whose length says where something ends or fades out, and is not known yet. Those that loop without end are not among them. */
export const filesToMeasure = (cue: SessionCue, fileOf: FileLengths): string[] => {
  const { action } = cue;
  if (action.kind === 'group') return [...new Set(action.cues.flatMap((each) => filesToMeasure(each, fileOf)))];
  if (action.kind !== 'sound') return [];
  const unknown = action.layers.filter(({ file, trimEnd }) => {
    const { frames: known, broken } = fileOf(file);
    return known === null && broken === null && trimEnd === null;
  });
  return [...new Set(unknown.filter((layer) => !endless(layer)).map(({ file }) => file))];
};
const endless = ({ loop }: Layer): boolean => loop !== null && loop.times === null;
