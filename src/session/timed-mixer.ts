import {
  CHANNELS,
  type Decibels,
  type Frames,
  type FromMixer,
  frames,
  MIXER_RING,
  MIXER_VOICES,
  type ToMixer,
} from '../model/index.ts';
import type { MixerSender } from './mixer-voices.ts';

/** What a voice was heard to play: samples before its gain, `from` its frame, at a frame of the mixer. */
export interface PlayedPiece {
  readonly voice: number;
  readonly at: number;
  readonly from: number;
  readonly samples: Float32Array;
}

interface Voice {
  blocks: Float32Array[];
  /** Sent up to this frame. */
  sent: number;
  length: number | null;
  played: number;
  /** Null: not told to sound. */
  soundAt: number | null;
  begun: boolean;
  /** It has come to its end, and stays there whatever it is told. */
  over: boolean;
  after: number;
  stopAt: number;
  /** Acts of pausing whose time is to come, in order. */
  turns: { readonly kind: 'pause' | 'resume'; readonly at: number }[];
  paused: boolean;
  peak: number;
}

/**
 * A mixer that plays by the time it is told, for runs without a window and for tests: it counts what it plays as the page's
 * does, and mixes nothing. `onPlayed` hears the samples. What is due and not there is missing; it comes later.
 */
export const createTimedMixer = (onPlayed?: (piece: PlayedPiece) => void) => {
  const voices = new Map<number, Voice>();
  let now = 0;
  let missing = 0;
  let underruns = 0;
  let late: { voice: number; by: number }[] = [];

  const receive = (message: ToMixer): void => {
    if (message.kind === 'voice') {
      if (voices.size >= MIXER_VOICES) throw new RangeError(`More than ${MIXER_VOICES} voices`);
      voices.set(message.voice, {
        ...{ blocks: [], sent: message.from, length: null, played: message.from, soundAt: null, begun: false },
        over: false,
        ...{ after: Number.POSITIVE_INFINITY, stopAt: Number.POSITIVE_INFINITY, turns: [], paused: false, peak: 0 },
      });
    } else if (message.kind === 'acts') for (const act of message.acts) obey(act);
    else {
      const voice = voices.get(message.voice);
      if (voice === undefined) return;
      if (message.kind === 'over') voice.length = message.length;
      else {
        const length = message.samples.length / CHANNELS;
        if (message.frame !== voice.sent) throw new RangeError(`Voice ${message.voice} has a gap`);
        if (message.frame + length > voice.played + MIXER_RING) throw new RangeError('More was sent than was granted');
        voice.sent += length;
        voice.blocks.push(message.samples);
      }
    }
  };
  const obey = (act: Extract<ToMixer, { kind: 'acts' }>['acts'][number]): void => {
    const voice = voices.get(act.voice);
    if (voice === undefined) return;
    if (act.kind === 'release') voices.delete(act.voice);
    else if (act.kind === 'end') voice.after = act.after;
    else if (act.kind === 'stop') voice.stopAt = Math.min(voice.stopAt, Math.max(act.at, now) + act.fade.length);
    else if (act.kind === 'pause' || act.kind === 'resume') voice.turns.push(act);
    else if (act.kind === 'sound' && !voice.begun) voice.soundAt = act.at;
  };

  /** What a voice plays on [from, to) of the mixer. */
  const playVoice = (number: number, voice: Voice, from: number, to: number): void => {
    let at = from;
    while (at < to) {
      const turn = voice.turns[0];
      if (turn !== undefined && turn.at <= at) {
        voice.paused = turn.kind === 'pause';
        voice.turns.shift();
        continue;
      }
      const until = Math.min(to, turn?.at ?? to);
      if (!voice.paused) playOn(number, voice, at, until);
      // What was to begin while it is paused begins when it goes on, and is not late.
      else if (voice.soundAt !== null && voice.soundAt < until) voice.begun = true;
      at = until;
    }
  };
  const playOn = (number: number, voice: Voice, from: number, to: number): void => {
    if (voice.soundAt === null || voice.soundAt >= to) return;
    if (voice.begun && voice.played >= voice.after) voice.over = true;
    if (voice.over) return;
    const begin = Math.max(from, voice.soundAt);
    const wanted = Math.min(to, voice.stopAt) - begin;
    if (wanted <= 0) return;
    if (!voice.begun) {
      voice.begun = true;
      if (begin > voice.soundAt) late.push({ voice: number, by: begin - voice.soundAt });
    }
    let left = Math.min(wanted, voice.after - voice.played, voice.sent - voice.played);
    const over = voice.length !== null && voice.played + left >= voice.length;
    const short = Math.min(wanted, voice.after - voice.played) - left;
    if (short > 0 && !over) {
      missing += short;
      underruns += 1;
    }
    for (let at = begin; left > 0; ) {
      const block = voice.blocks[0];
      const samples = block.subarray(0, left * CHANNELS);
      const length = samples.length / CHANNELS;
      for (let i = 0; i < samples.length; i += 1) voice.peak = Math.max(voice.peak, Math.abs(samples[i]));
      onPlayed?.({ voice: number, at, from: voice.played, samples });
      if (samples.length === block.length) voice.blocks.shift();
      else voice.blocks[0] = block.subarray(samples.length);
      voice.played += length;
      at += length;
      left -= length;
    }
    if (voice.played >= voice.after) voice.over = true;
  };

  return {
    send: receive,
    /** Plays to a frame of its own. Gives what it has to say. */
    advance(to: number): FromMixer[] {
      late = [];
      for (const [number, voice] of voices) playVoice(number, voice, now, to);
      now = Math.max(now, to);
      const told: FromMixer[] = [];
      for (const by of new Set(late.map((each) => each.by)))
        told.push({
          kind: 'late',
          voices: late.filter((each) => each.by === by).map(({ voice }) => voice),
          by: by as Frames,
        });
      const heard = [...voices].map(([voice, { played, peak }]) => ({
        ...{ voice, played: frames(played), granted: frames(played + MIXER_RING), peak },
      }));
      for (const voice of voices.values()) voice.peak = 0;
      told.push({
        kind: 'heard',
        ...{ frame: frames(now), voices: heard, missing: frames(missing), underruns },
        ...{ agoMs: 0, limited: 0 as Decibels, latencyMs: null },
      });
      return told;
    },
    frame: (): number => now,
  } satisfies MixerSender & Record<string, unknown>;
};

export type TimedMixer = ReturnType<typeof createTimedMixer>;
