import { type Cuelist, type Frames, frames, type SessionSettings, toSeconds } from '../model/index.ts';
import { cueLength, type Facts, handover, layerLength, measuringLayers } from './cuelist-lengths.ts';
import { cuelistSteps, type Step } from './cuelist-steps.ts';

/** How two cues meet, said before the show. */
export interface Junction {
  /** Index of the cue that gives way, and of the one that follows. */
  readonly from: number;
  readonly to: number;
  /**
   * `gapless`: no frame between them; `crossfade`: both sound for `length`; `gap`: silence of `length`, or up to it;
   * `together`: the second begins with the first, `length` later; `go`: the operator's hand.
   */
  readonly kind: 'gapless' | 'crossfade' | 'gap' | 'together' | 'go';
  readonly length: Frames;
  /** A sentence. */
  readonly reason: string;
}

/** The verdict of every junction of a list: between neighbours, in groups too, and from the last to the first of a loop. */
export const junctions = (list: Cuelist, facts: Facts): Junction[] => {
  const steps = cuelistSteps(list);
  return steps.flatMap((step) => {
    if (step.next === null || isTogether(step, steps)) return [];
    return [judge(step, steps[step.next], steps, facts, list.settings)];
  });
};

const isTogether = ({ group }: Step, steps: readonly Step[]): boolean => {
  const action = group === null ? null : steps[group].cue.action;
  return action?.kind === 'group' && action.mode === 'together';
};

const judge = (step: Step, next: Step, steps: readonly Step[], facts: Facts, settings: SessionSettings): Junction => {
  const verdict = (kind: Junction['kind'], length: number, reason: string): Junction => ({
    from: step.index,
    to: next.index,
    kind,
    length: frames(length),
    reason,
  });
  const given = handover(step, next, steps, facts);
  if (given.from === 'never') return verdict('go', 0, `“${next.cue.name}” waits for GO`);
  if (given.from === 'start') {
    const after = given.offset + next.cue.preWait;
    return verdict('together', after, `“${next.cue.name}” begins ${after === 0 ? 'with it' : `${ms(after)} after it`}`);
  }
  if (endless(step, facts))
    return verdict('go', 0, `“${step.cue.name}” loops until it is let go: GO, or a devamp, leads on`);
  const broken = brokenSentence(next, facts);
  if (broken !== null) {
    const silent = cueLength(next, steps, facts) ?? 0;
    return verdict('gap', given.offset + next.cue.preWait + silent, broken);
  }
  if (given.crossfade > 0) {
    const asked = step.cue.transition.kind === 'crossfade' ? step.cue.transition.fade.length : 0;
    const short = given.crossfade < asked ? `, not ${ms(asked)}: one of them is no longer` : '';
    const late = streamedFrom(next, facts, settings);
    const streamed = late === null ? '' : `; ${late}`;
    return verdict('crossfade', given.crossfade, `both sound for ${ms(given.crossfade)}${short}${streamed}`);
  }
  const parts = silences(step, next, steps, facts, settings, given.offset);
  const silence = parts.reduce((sum, { length }) => sum + length, 0);
  if (silence > 0) return verdict('gap', silence, parts.map(({ why }) => why).join('; '));
  return verdict('gapless', 0, joinSentence(step, next));
};

const ms = (length: number): string => `${Math.round((length * 1000) / 48_000)} ms`;

interface Silence {
  readonly length: number;
  readonly why: string;
}

/** What parts two cues where they do not cross. */
const silences = (
  step: Step,
  next: Step,
  steps: readonly Step[],
  facts: Facts,
  settings: SessionSettings,
  offset: number,
): Silence[] => {
  const { cue } = step;
  const found: Silence[] = [];
  if (cue.transition.kind === 'gap')
    found.push({ length: cue.transition.length, why: `a gap of ${ms(cue.transition.length)} is asked for` });
  const wait = offset - (cue.transition.kind === 'gap' ? cue.transition.length : 0);
  if (wait > 0) found.push({ length: wait, why: `“${cue.name}” has a post-wait of ${ms(wait)}` });
  if (next.cue.preWait > 0)
    found.push({ length: next.cue.preWait, why: `“${next.cue.name}” has a pre-wait of ${ms(next.cue.preWait)}` });
  const tail = silentTail(step, steps, facts);
  if (tail > 0) found.push({ length: tail, why: `the sound of “${cue.name}” ends ${ms(tail)} before its time is up` });
  const late = streamedFrom(next, facts, settings);
  if (late !== null)
    found.push({ length: settings.prefetchBlockLimit, why: `up to ${ms(settings.prefetchBlockLimit)}: ${late}` });
  return found;
};

/** How long a cue of a fixed length is silent at its end. */
const silentTail = ({ cue, index }: Step, _: readonly Step[], facts: Facts): number => {
  if (cue.action.kind !== 'sound' || cue.action.duration === null) return 0;
  let sounding = 0;
  for (const [at, layer] of cue.action.layers.entries()) {
    const known = facts(index, at);
    if (known.broken !== null) continue;
    const length = layerLength(layer, known.frames);
    if (length === null) return 0;
    sounding = Math.max(sounding, length);
  }
  return Math.max(0, cue.action.duration - sounding);
};

const endless = ({ cue: { action }, index }: Step, facts: Facts): boolean =>
  action.kind === 'sound' &&
  action.duration === null &&
  measuringLayers(action).some((at) => action.layers[at].loop?.times === null && facts(index, at).broken === null);

/** All layers of a cue are broken: it is silence. */
const brokenSentence = ({ cue, index }: Step, facts: Facts): string | null => {
  if (cue.action.kind !== 'sound') return null;
  const reasons = cue.action.layers.map((_, at) => facts(index, at).broken);
  return reasons.every((reason) => reason !== null) ? `“${cue.name}” is silent: ${reasons[0]}` : null;
};

/** Why a layer cannot be read before its cue, a sentence; null: it can. */
const streamedFrom = ({ cue, index }: Step, facts: Facts, settings: SessionSettings): string | null => {
  if (cue.action.kind !== 'sound') return null;
  for (const [at, layer] of cue.action.layers.entries()) {
    const reason = streamReason(facts(index, at), settings);
    if (reason === 'large file') return `${layer.file} is over ${settings.streamOverMb} MB and is opened at its cue`;
    if (reason === 'slow decode')
      return `${layer.file} took over ${Math.round(toSeconds(settings.slowDecodeStream) * 1000)} ms to decode and is opened at its cue`;
  }
  return null;
};

/** Why a layer is always streamed; null: it is prefetched. */
export const streamReason = (
  { bytes, decodeTime }: { readonly bytes: number | null; readonly decodeTime: Frames | null },
  { streamOverMb, slowDecodeStream }: SessionSettings,
): 'large file' | 'slow decode' | null => {
  if (streamOverMb > 0 && bytes !== null && bytes > streamOverMb * 1_048_576) return 'large file';
  return slowDecodeStream > 0 && decodeTime !== null && decodeTime > slowDecodeStream ? 'slow decode' : null;
};

const joinSentence = (step: Step, next: Step): string => {
  const out = fadeLength(step, 'fadeOut');
  const into = fadeLength(next, 'fadeIn');
  const fades = [out > 0 && `fades out over ${ms(out)}`, into > 0 && `what follows fades in over ${ms(into)}`].filter(
    Boolean,
  );
  return fades.length === 0 ? 'joined at the exact frame' : `joined at the exact frame; it ${fades.join(' and ')}`;
};

const fadeLength = ({ cue: { action } }: Step, end: 'fadeIn' | 'fadeOut'): number =>
  action.kind === 'sound' ? Math.max(...action.layers.map((layer) => layer[end].length)) : 0;
