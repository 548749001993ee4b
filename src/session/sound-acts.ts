import { type Decibels, type Fade, frames } from '../model/index.ts';
import type { MixerVoices } from './mixer-voices.ts';
import type { SessionCommand } from './runner-state.ts';

type Command<Kind extends SessionCommand['kind']> = Extract<SessionCommand, { kind: Kind }>;
type Ahead = Command<'fade-ahead'>;

/** A layer of a cue that was fired, as the mixer knows it. */
export interface Playing {
  readonly key: string;
  readonly run: number;
  cue: number;
  readonly layer: number;
  readonly gain: Decibels;
  /** False: it waits for room. */
  opened: boolean;
  /** It was not read ahead of its cue. */
  streamed: boolean;
  /** It was said that the mixer had no voice for it. */
  voiceless: boolean;
  /** This mixer was told when it begins. */
  told: boolean;
  /** When it was told to begin. */
  toldAt: number;
  /** It was told to pause, and not to go on. */
  paused: boolean;
  /** It said that it began, or got on. */
  begun: boolean;
  fadeIn: Fade;
  end: { readonly after: number; readonly fadeOut: Fade } | null;
  /** The last fade over its own gain. */
  fade: { readonly from: number; readonly to: number; readonly at: number; readonly fade: Fade } | null;
  /** What control cues are to do to it at frames that are to come. */
  ahead: readonly Ahead[];
  /** Its cue is over, and its last frames are still to sound until then; `cut`: it has been faded out by then. */
  leaving: { readonly at: number; readonly cut: boolean } | null;
  played: number;
  /** Loudest sample of the last moments, linear. */
  peak: number;
  /** How much later it is than it was told to begin, as far as its run knows. */
  shifted: number;
}

const AT_ONCE: Fade = { length: frames(0), curve: 'linear' };

/** Decibels over its own gain at a frame of the session. */
export const fadedTo = ({ fade }: Playing, now: number): number => {
  if (fade === null) return 0;
  const part = fade.fade.length === 0 ? 1 : Math.min(1, Math.max(0, (now - fade.at) / fade.fade.length));
  return part === 1
    ? fade.to
    : Math.max(-120, fade.from) + (Math.max(-120, fade.to) - Math.max(-120, fade.from)) * part;
};

/** What a mixer is told of a sound. Frames of the session. */
export const createSoundActs = (voices: Pick<MixerVoices, 'act'>) => {
  const tellSound = (place: Playing, at: number, fadeIn: Fade): void => {
    const { gain } = place;
    place.told = true;
    place.toldAt = at;
    place.shifted = 0;
    voices.act(place.key, (voice, frame) => ({ kind: 'sound', voice, at: frame(at), gain, fadeIn }));
    for (const each of place.ahead) tellAhead(place, each);
  };
  const tellAhead = ({ key }: Playing, { at, to, fade }: Ahead): void => {
    const level = to ?? (Number.NEGATIVE_INFINITY as Decibels);
    voices.act(key, (voice, frame) => ({ kind: 'fade', voice, at: frame(at), to: level, fade }));
  };
  const tellEnd = ({ key, end }: Playing): void => {
    if (end === null) return;
    const after = frames(end.after);
    voices.act(key, (voice) => ({ kind: 'end', voice, after, fadeOut: end.fadeOut }));
  };
  /** To where its last fade has it at a frame. */
  const goTo = (place: Playing, frame: number): void => {
    const to = fadedTo(place, frame) as Decibels;
    voices.act(place.key, (voice, at) => ({ kind: 'fade', voice, at: at(frame), to, fade: AT_ONCE }));
  };
  const tellFade = (place: Playing, now: number): void => {
    const { fade, key } = place;
    if (fade === null) return;
    goTo(place, now);
    const left = fade.at + fade.fade.length - now;
    if (left > 0)
      voices.act(key, (voice, at) => ({
        ...{ kind: 'fade', voice, at: at(now), to: fade.to as Decibels },
        fade: { ...fade.fade, length: frames(left) },
      }));
  };

  /** A control cue does what was told ahead of it. */
  const wasTold = (place: Playing, at: number, to: number | null, { length }: Fade): boolean => {
    const done = place.ahead.find((each) => each.at === at && each.to === to && each.fade.length === length);
    place.ahead = place.ahead.filter((each) => each !== done);
    return done !== undefined && place.told;
  };

  return {
    tellSound,
    tellEnd,
    /** Its last fade, as far as it is to come. */
    tellFade,
    /** Told again and again, for what was fired since. */
    fadeAhead(place: Playing, command: Ahead): void {
      if (place.ahead.some(({ by, at }) => by === command.by && at === command.at)) return;
      place.ahead = [...place.ahead, command];
      if (place.told) tellAhead(place, command);
    },
    /** It does not come to what was told ahead of a control cue. */
    callOff(place: Playing, by: number): void {
      const off = place.ahead.find((each) => each.by === by);
      if (off === undefined) return;
      place.ahead = place.ahead.filter((each) => each !== off);
      if (!place.told) return;
      if (place.fade === null) goTo(place, off.at);
      else tellFade(place, off.at);
      for (const each of place.ahead) if (each.at === off.at) tellAhead(place, each);
    },
    fade(place: Playing, { at, to, fade }: Command<'fade'>): void {
      place.fade = { from: fadedTo(place, at), to, at, fade };
      if (wasTold(place, at, to, fade)) return;
      voices.act(place.key, (voice, frame) => ({ kind: 'fade', voice, at: frame(at), to, fade }));
    },
    /** What has been told to fade to silence is only to stay there. */
    stop(place: Playing, { at, fade }: Command<'stop'>): void {
      const [since, over] = wasTold(place, at, null, fade) ? [at + fade.length, AT_ONCE] : [at, fade];
      voices.act(place.key, (voice, frame) => ({ kind: 'stop', voice, at: frame(since), fade: over }));
    },
  };
};
