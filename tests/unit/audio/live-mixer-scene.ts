import { createLiveMixer, type LiveAct, type VoiceReader } from '../../../src/audio/index.ts';
import {
  CHANNELS,
  type Decibels,
  decibels,
  type Fade,
  frames,
  type MixerAct,
  NO_FADE,
  toLinear,
} from '../../../src/model/index.ts';

/** What a mixer is told, and when: frames of the mixer. Voices are slots. */
export interface Scene {
  readonly length: number;
  readonly ceiling: Decibels;
  /** `pcm` starts with frame 0. */
  readonly voices: readonly { readonly from: number; readonly length: number; readonly pcm: Float32Array }[];
  readonly messages: readonly { readonly arrives: number; readonly acts: readonly MixerAct[] }[];
  /** Sound of a voice is there up to a frame of it; in order. One that is there to the voice's end is over. */
  readonly sent: readonly { readonly arrives: number; readonly voice: number; readonly upTo: number }[];
}

/** Has a voice begin at a frame. `gain`: decibels. */
export const sound = (voice: number, at: number, gain = 0, fadeIn: Fade = NO_FADE): MixerAct => ({
  kind: 'sound',
  voice,
  at: frames(at),
  gain: decibels(gain),
  fadeIn,
});

/** An act as the mixer takes it. */
export const liveAct = (act: MixerAct): LiveAct => {
  const fade = act.kind === 'sound' ? act.fadeIn : act.kind === 'end' ? act.fadeOut : 'fade' in act ? act.fade : null;
  return {
    kind: act.kind,
    slot: act.voice,
    at: act.kind === 'end' ? act.after : 'at' in act ? act.at : 0,
    level: act.kind === 'sound' ? toLinear(act.gain) : act.kind === 'fade' ? toLinear(act.to) : 1,
    length: fade?.length ?? 0,
    curve: fade?.curve ?? 'linear',
  };
};

/** Sound of a voice that arrives bit by bit. */
export const arrivingReader = (pcm: Float32Array, from: number, length: number) => {
  const state = { place: from, there: from };
  const reader: VoiceReader = {
    length: () => (state.there === length ? length : -1),
    available: () => state.there - state.place,
    peek: (into, ahead, count) => {
      const at = state.place + ahead;
      if (ahead + count > state.there - state.place) throw new RangeError('more than there is');
      into.set(pcm.subarray(at * CHANNELS, (at + count) * CHANNELS));
    },
    consume: (count) => {
      state.place += count;
    },
  };
  return { reader, state };
};

/** Plays a scene in blocks of these sizes, again and again, cut where something arrives. */
export const play = (scene: Scene, blocks: readonly number[]) => {
  const sources = scene.voices.map(({ pcm, from, length }) => arrivingReader(pcm, from, length));
  const late: [number, number][] = [];
  const mixer = createLiveMixer(
    sources.map(({ reader }) => reader),
    scene.ceiling,
    (slot, by) => late.push([slot, by]),
  );
  for (const [slot, { from }] of scene.voices.entries()) mixer.open(slot, from);
  const pcm = new Float32Array(scene.length * 2);
  const cuts = [...new Set([...scene.messages, ...scene.sent].map(({ arrives }) => arrives)), scene.length].sort(
    (a, b) => a - b,
  );
  let turn = 0;
  for (let n = 0; n < scene.length; ) {
    for (const { arrives, voice, upTo } of scene.sent) if (arrives === n) sources[voice].state.there = upTo;
    for (const { arrives, acts } of scene.messages)
      if (arrives === n) for (const act of acts) if (!mixer.act(liveAct(act))) throw new RangeError('too many acts');
    const next = Math.min(n + blocks[turn++ % blocks.length], cuts.find((cut) => cut > n) ?? scene.length);
    mixer.render(pcm.subarray(n * 2, next * 2));
    n = next;
  }
  return { pcm, late, missing: mixer.missing(), places: scene.voices.map((_, slot) => mixer.place(slot)), mixer };
};
