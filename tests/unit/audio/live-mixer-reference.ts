import { createLimiter, DRY_FADE, fadeGain, LIMITER_LOOKAHEAD, PAUSE_FADE } from '../../../src/audio/index.ts';
import { type Fade, type FadeCurve, frames, type MixerAct, toLinear } from '../../../src/model/index.ts';
import type { Scene } from './live-mixer-scene.ts';

/** A live mix said as plainly as can be: frame by frame, voice by voice, in whatever memory it takes. */
export interface Expected {
  readonly pcm: Float32Array;
  readonly missing: number;
  /** Voice and frames. */
  readonly late: readonly (readonly [number, number])[];
  readonly places: readonly number[];
}

const linear = (length: number): Fade => ({ length: frames(length), curve: 'linear' });
const fadeOut = (length: number, curve: FadeCurve, toEnd: number): number =>
  toEnd < 0 ? 0 : fadeGain({ length: frames(length), curve }, toEnd);

class Voice {
  stage: 'open' | 'begun' | 'over' = 'open';
  place: number;
  gain = 1;
  fadeIn: Fade = linear(0);
  /** What stands at the frame of the mixer or of the voice, newest last. */
  levels: { at: number; from: number; to: number; fade: Fade }[] = [];
  end = { after: Number.POSITIVE_INFINITY, fade: linear(0), base: 1 };
  stop: { silent: number; fade: Fade; base: number } | null = null;
  paused = false;
  released = false;
  entry = { at: 0, length: 0 };
  tail: { place: number; gone: number; gain: number } | null = null;
  dry = false;
  rest: { sample: readonly [number, number]; gone: number } | null = null;
  last: readonly [number, number] = [0, 0];
  readonly from: number;
  readonly length: number;
  readonly pcm: Float32Array;
  constructor(from: number, length: number, pcm: Float32Array) {
    this.from = from;
    this.length = length;
    this.pcm = pcm;
    this.place = from;
  }

  level(n: number): number {
    const now = this.levels.at(-1);
    if (!now) return 1;
    const passed = n - now.at;
    if (passed >= now.fade.length) return now.to;
    if (now.to > now.from) return now.from + (now.to - now.from) * fadeGain(now.fade, passed);
    return now.to + (now.from - now.to) * fadeGain(now.fade, now.fade.length - 1 - passed);
  }
  ending(place: number): number {
    const { after, fade, base } = this.end;
    return place < after - fade.length ? base : base * fadeOut(fade.length, fade.curve, after - 1 - place);
  }
  stopping(n: number): number {
    if (!this.stop) return 1;
    const { silent, fade, base } = this.stop;
    return base * fadeOut(fade.length, fade.curve, silent - 1 - n);
  }
  entering(place: number): number {
    return fadeGain(linear(this.entry.length), place - this.entry.at);
  }
  gainAt(place: number, n: number): number {
    return this.gain * fadeGain(this.fadeIn, place) * this.ending(place) * this.level(n) * this.stopping(n);
  }

  do(act: MixerAct, n: number): void {
    if (this.stage === 'over') return;
    if (act.kind === 'sound' && this.stage === 'open') {
      this.stage = 'begun';
      this.gain = toLinear(act.gain);
      this.fadeIn = act.fadeIn;
      if (this.from > 0) this.entry = { at: this.place, length: DRY_FADE };
    } else if (act.kind === 'end') {
      const sounds = this.stage === 'begun' && this.place > this.from;
      const left = Math.max(0, act.after - this.place);
      const { length, curve } = act.fadeOut;
      const { after, fade } = this.end;
      if (after === act.after && fade.length === length && fade.curve === curve) return;
      this.end = {
        after: act.after,
        base: sounds ? this.ending(this.place) : this.end.base,
        fade: { curve, length: frames(sounds ? Math.min(length, left) : length) },
      };
    } else if (act.kind === 'fade') {
      this.levels.push({ at: n, from: this.level(n), to: toLinear(act.to), fade: act.fade });
    } else if (act.kind === 'stop') {
      const silent = n + act.fade.length;
      if (this.stop && this.stop.silent <= silent) return;
      this.stop = { silent, base: this.stopping(n), fade: act.fade };
    } else if (act.kind === 'pause' && !this.paused) {
      this.paused = true;
      if (this.stage === 'begun' && this.place > this.from && !this.dry) {
        this.tail = { place: this.place, gone: 0, gain: this.entering(this.place) };
        this.last = [0, 0];
      }
    } else if (act.kind === 'resume' && this.paused) {
      this.paused = false;
      if (this.stage === 'begun' && this.place > this.from) this.entry = { at: this.place, length: PAUSE_FADE };
    } else if (act.kind === 'release') {
      if (this.stage === 'begun' && this.place > this.from && !this.dry) this.rest = { sample: this.last, gone: 0 };
      this.stage = 'over';
      this.released = true;
      this.tail = null;
    }
  }

  /** Its frame at `n`, and whether one was due that is not there. `there`: its frames that were sent; `over`: all were. */
  sound(n: number, there: number, over: boolean): { sample: [number, number]; missing: boolean } {
    const sample: [number, number] = [0, 0];
    const add = (place: number, gain: number): void => {
      sample[0] += this.pcm[2 * place] * gain;
      sample[1] += this.pcm[2 * place + 1] * gain;
    };
    if (this.stop && n >= this.stop.silent) this.stage = 'over';
    const last = Math.min(this.end.after, over ? this.length : Number.POSITIVE_INFINITY);
    if (this.stage === 'begun' && this.place >= last) this.stage = 'over';
    if (this.stage !== 'begun' && !this.released) return { sample, missing: false };
    let missing = false;
    if (this.released) {
      // Nothing but what it goes out on.
    } else if (!this.paused && this.place < there) {
      if (this.dry && this.place > this.from) this.entry = { at: this.place, length: DRY_FADE };
      this.dry = false;
      add(this.place, this.gainAt(this.place, n) * this.entering(this.place));
      this.last = [sample[0], sample[1]];
      this.place++;
    } else if (!this.paused) {
      missing = true;
      if (!this.dry && this.place > this.from) this.rest = { sample: this.last, gone: 0 };
      this.dry = true;
    }
    if (this.rest && this.rest.gone < DRY_FADE) {
      const gain = fadeOut(DRY_FADE, 'linear', DRY_FADE - 1 - this.rest.gone++);
      sample[0] += this.rest.sample[0] * gain;
      sample[1] += this.rest.sample[1] * gain;
    }
    if (this.tail && this.tail.gone < PAUSE_FADE) {
      const { place, gain, gone } = this.tail;
      if (place + gone < last && place + gone < there)
        add(place + gone, this.gainAt(place + gone, n) * gain * fadeOut(PAUSE_FADE, 'linear', PAUSE_FADE - 1 - gone));
      this.tail.gone++;
    }
    return { sample, missing };
  }
}

/** What `scene` sounds like. */
export const expectedOf = (scene: Scene): Expected => {
  const voices = scene.voices.map(({ from, length, pcm }) => new Voice(from, length, pcm));
  const sum = new Float64Array(scene.length * 2);
  const late: [number, number][] = [];
  const waiting: { at: number; act: MixerAct }[] = [];
  let missing = 0;
  for (let n = 0; n < scene.length; n++) {
    for (const { acts } of scene.messages.filter(({ arrives }) => arrives === n)) {
      for (const act of acts) {
        if (act.kind === 'end' || act.kind === 'release') {
          voices[act.voice].do(act, n);
          if (act.kind === 'release')
            for (const other of waiting.filter(({ act: { voice } }) => voice === act.voice))
              waiting.splice(waiting.indexOf(other), 1);
          continue;
        }
        if (act.kind === 'sound' && act.at < n && voices[act.voice].stage === 'open')
          late.push([act.voice, n - act.at]);
        waiting.push({ at: Math.max(n, act.at), act });
      }
    }
    for (const { act, at } of waiting.filter((one) => one.at === n)) voices[act.voice].do(act, at);
    for (const [i, voice] of voices.entries()) {
      const sent = scene.sent.filter(({ arrives, voice: to }) => arrives <= n && to === i);
      const there = sent.at(-1)?.upTo ?? voice.from;
      const heard = voice.sound(n, there, there === voice.length);
      if (heard.missing) missing++;
      if (voice.stop && n + 1 >= voice.stop.silent) voice.stage = 'over'; // What comes from the next frame on is too late.
      sum[2 * n] += heard.sample[0];
      sum[2 * n + 1] += heard.sample[1];
    }
  }
  const pcm = new Float32Array(scene.length * 2);
  const limited = new Float32Array(scene.length * 2);
  createLimiter(scene.ceiling).process(Float32Array.from(sum), limited);
  pcm.set(limited.subarray(0, (scene.length - LIMITER_LOOKAHEAD) * 2), LIMITER_LOOKAHEAD * 2);
  return { pcm, missing, late, places: voices.map(({ place }) => place) };
};
