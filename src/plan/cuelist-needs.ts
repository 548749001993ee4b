import { type Frames, frames, type LayerRole, type SessionSettings, toFrames } from '../model/index.ts';
import { cueLength, type Facts, handover, layerLength } from './cuelist-lengths.ts';
import type { Step } from './cuelist-steps.ts';
import { streamReason } from './junctions.ts';

/** A layer that will sound, and when. */
export interface Need {
  /** Names the sound that is opened for it. */
  readonly key: string;
  readonly cue: number;
  readonly layer: number;
  readonly role: LayerRole;
  /** When it begins; null: at a GO that may come at any time. */
  readonly at: Frames | null;
  /** How long it sounds; null: not known, or until it is stopped. */
  readonly length: Frames | null;
}

/** A cue that begins at a known time, or at GO. */
export interface Coming {
  readonly cue: number;
  /** When it is fired, its pre-wait to come; null: at GO. */
  readonly at: Frames | null;
}

/** The key of a sound that is opened for a cue which has not been fired. */
export const nextKey = (cue: number, layer: number): string => `next/${cue}/${layer}`;

/** Cues that are looked at, at most: a chain of cues without length has no end. */
const FARTHEST = 32;

/**
 * What will sound within the lead, soonest first: the cues that come, and what follows them by itself. Layers that are
 * always streamed are not among them. `orderOf`: in which order a group plays when it is fired next.
 */
export const upcomingNeeds = (
  steps: readonly Step[],
  coming: readonly Coming[],
  now: Frames,
  facts: Facts,
  settings: SessionSettings,
  orderOf: (group: Step) => readonly number[],
): Need[] => {
  const horizon = now + toFrames(settings.prefetchLead);
  const needs = new Map<string, Need>();
  let left = FARTHEST;

  const add = (step: Step, at: number | null): void => {
    if (step.cue.action.kind !== 'sound') return;
    const { duration } = step.cue.action;
    step.cue.action.layers.forEach((layer, place) => {
      const known = facts(step.index, place);
      const key = nextKey(step.index, place);
      if (known.broken !== null || needs.has(key) || streamReason(known, settings) !== null) return;
      const whole = layerLength(layer, known.frames);
      const length = duration === null ? whole : frames(Math.min(whole ?? duration, duration));
      needs.set(key, {
        key,
        cue: step.index,
        layer: place,
        role: layer.role,
        at: at === null ? null : frames(at),
        length,
      });
    });
  };
  /** `at`: when it is fired. Gives what follows it, and when; null: nothing by itself. */
  const walk = (step: Step, at: number | null): void => {
    left -= 1;
    if (left < 0 || (at !== null && at > horizon)) return;
    const start = at === null ? null : at + step.cue.preWait;
    add(step, start);
    const { action } = step.cue;
    if (action.kind !== 'group') return;
    const order = orderOf(step);
    if (action.mode === 'together') for (const child of order) walk(steps[child], start);
    else
      walkChain(
        order.map((child) => steps[child]),
        start,
      );
  };
  const walkChain = (chain: readonly Step[], begin: number | null): void => {
    let at = begin;
    for (const [place, step] of chain.entries()) {
      walk(step, at);
      const next = chain[place + 1];
      if (next === undefined || left < 0) return;
      const later = followTime(step, next, at);
      if (later === undefined) return;
      at = later;
    }
  };
  /** When what follows is fired; undefined: not by itself, or too far off to know. */
  const followTime = (step: Step, next: Step, at: number | null): number | null | undefined => {
    const given = handover(step, next, steps, facts);
    if (given.from === 'never') return undefined;
    // Of what a GO may fire at any time, only what begins with it.
    if (at === null) return given.from === 'start' && given.offset === 0 ? null : undefined;
    const length = cueLength(step, steps, facts);
    const after = given.from === 'start' ? given.offset : length === null ? null : length + given.offset;
    return after === null ? undefined : at + step.cue.preWait + after;
  };

  for (const { cue, at } of coming) {
    const chain: Step[] = [];
    for (let step: Step | null = steps[cue]; step !== null && chain.length < FARTHEST; ) {
      chain.push(step);
      step = step.next === null ? null : steps[step.next];
    }
    walkChain(chain, at);
  }
  return [...needs.values()].sort((a, b) => (a.at ?? now) - (b.at ?? now));
};
