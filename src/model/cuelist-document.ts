import {
  type CueAction,
  type Cuelist,
  DEFAULT_SETTINGS,
  type Layer,
  type LayerLoop,
  type SessionCue,
  type SessionSettings,
  type Transition,
} from './cuelist.ts';
import { checkCuelist, impliedKind } from './cuelist-checks.ts';
import { type NamedCue, withStableCueIds } from './cuelist-ids.ts';
import {
  type AudioSettingsDocument,
  type CuelistDocument,
  cuelistSchema,
  type LayerDocument,
  type SessionCueDocument,
  type TransitionDocument,
} from './cuelist-schema.ts';
import { isRecord } from './document-entries.ts';
import { checkKeys, findDeepNesting } from './json-safety.ts';
import type { Fade, FadeCurve } from './mix-plan.ts';
import { isUsable, type Problem } from './problem.ts';
import { type Decibels, decibels, type Frames, frames, millisecondsToFrames, seconds, toFrames } from './units.ts';
import { problemsOf } from './workout-document.ts';

/** A cuelist in its JSON form, checked and in the model's units. `cuelist` is null where there are errors. */
export const readCuelistDocument = (document: unknown): { cuelist: Cuelist | null; problems: Problem[] } => {
  const deep = findDeepNesting(document);
  if (deep !== null) return { cuelist: null, problems: [deep] };
  const shape = cuelistSchema.safeParse(document);
  const problems = [
    ...checkKeys(document),
    ...(shape.success ? [] : shape.error.issues.flatMap((issue) => problemsOf(issue, []))),
    ...(isRecord(document) ? checkCuelist(document) : []),
  ];
  return { cuelist: shape.success && isUsable(problems) ? toCuelist(shape.data) : null, problems };
};

const toCuelist = (document: CuelistDocument): Cuelist => {
  const usual = toTransition(document.transition) ?? { kind: 'snap' };
  return {
    id: document.id,
    name: document.name?.trim() || document.id,
    cues: toCues(withStableCueIds(document).cues, usual),
    loop: document.loop_mode === 'loop',
    settings: toSettings(document.settings?.audio ?? {}),
  };
};

const toCues = (cues: readonly SessionCueDocument[], usual: Transition): SessionCue[] =>
  (cues as readonly NamedCue[]).map((cue) => ({
    id: cue.id,
    number: cue.number ?? '',
    name: cue.name?.trim() || cue.id,
    notes: cue.notes ?? '',
    color: cue.color ?? '',
    hotkey: cue.hotkey ?? '',
    action: toAction(cue, usual),
    preWait: wait(cue.pre_wait_ms),
    postWait: wait(cue.post_wait_ms),
    follow: cue.follow ?? 'stop',
    transition: toTransition(cue.transition) ?? usual,
  }));

const toAction = (cue: SessionCueDocument, usual: Transition): CueAction => {
  const length = typeof cue.duration_seconds === 'number' ? toFrames(seconds(cue.duration_seconds)) : null;
  switch (impliedKind(cue)) {
    case 'sound':
      return { kind: 'sound', layers: cue.layers!.map(toLayer), duration: length };
    case 'group': {
      const mode = cue.mode ?? 'sequence';
      const shuffle = mode === 'playlist' && cue.shuffle === true;
      return { kind: 'group', mode, shuffle, cues: toCues(cue.cues!, usual) };
    }
    case 'control': {
      const { does, target, gain_db, duration_ms, curve } = cue.control!;
      const fade = toFade(duration_ms, curve);
      return { kind: 'control', does, target: target ?? null, to: toGain(gain_db ?? SILENT), fade };
    }
    case 'placeholder':
      return { kind: 'placeholder', duration: length! };
    default:
      return { kind: 'memo' };
  }
};

/** At and under this a gain is silence. Decibels. */
const SILENT = -200;
const toGain = (db: number): Decibels => decibels(db <= SILENT ? Number.NEGATIVE_INFINITY : db);
const wait = (ms: number | null | undefined): Frames => frames(millisecondsToFrames(ms ?? 0) + 0);
const orNull = (ms: number | null | undefined): Frames | null => (ms == null ? null : wait(ms));
const toFade = (ms: number | null | undefined, curve: FadeCurve | null | undefined): Fade => ({
  length: wait(ms),
  curve: curve ?? 'equal-power',
});

const toLayer = (layer: LayerDocument): Layer => ({
  role: layer.role ?? 'generic',
  file: layer.file,
  gain: toGain(layer.gain_db ?? 0),
  fadeIn: toFade(layer.fade_in_ms, layer.fade_in_curve),
  fadeOut: toFade(layer.fade_out_ms, layer.fade_out_curve),
  trimStart: wait(layer.trim_start_ms),
  trimEnd: orNull(layer.trim_end_ms),
  loop: toLoop(layer),
});

const toLoop = ({ loop, trim_start_ms }: LayerDocument): LayerLoop | null => {
  if (loop == null || loop === false) return null;
  const given = loop === true ? {} : loop;
  return {
    start: wait(given.start_ms ?? trim_start_ms),
    end: orNull(given.end_ms),
    crossfade: toFade(given.crossfade_ms, given.crossfade_curve),
    times: given.times ?? null,
  };
};

/** How long a crossfade or a gap is where the file does not say. Milliseconds. */
const USUAL_TRANSITION = 2000;

const toTransition = (transition: TransitionDocument | null | undefined): Transition | null => {
  if (transition == null) return null;
  const fade = toFade(transition.duration_ms ?? USUAL_TRANSITION, transition.curve);
  if (transition.type === 'snap' || fade.length === 0) return { kind: 'snap' };
  return transition.type === 'gap' ? { kind: 'gap', length: fade.length } : { kind: 'crossfade', fade };
};

const toSettings = (audio: AudioSettingsDocument): SessionSettings => {
  const usual = DEFAULT_SETTINGS;
  const held = (s: number | null | undefined, otherwise: Frames): Frames =>
    s == null ? otherwise : toFrames(seconds(s));
  return {
    ...usual,
    prefetchLead: seconds(audio.prefetch_lead_seconds ?? usual.prefetchLead),
    prefetchBlockLimit: orNull(audio.prefetch_block_limit_ms) ?? usual.prefetchBlockLimit,
    slowDecodeStream: orNull(audio.slow_decode_stream_ms) ?? usual.slowDecodeStream,
    streamOverMb: audio.stream_over_mb ?? usual.streamOverMb,
    maxBuffer: {
      voice: held(audio.max_buffer_seconds_voice, usual.maxBuffer.voice),
      background: held(audio.max_buffer_seconds_background, usual.maxBuffer.background),
      generic: held(audio.max_buffer_seconds_generic, usual.maxBuffer.generic),
    },
    maxBufferTotal: held(audio.max_buffer_seconds_total, usual.maxBufferTotal),
    keptHeads: Math.floor(audio.kept_heads ?? usual.keptHeads),
  };
};
