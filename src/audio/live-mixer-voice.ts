import type { Fade, FadeCurve, Frames } from '../model/index.ts';
import { fadeGain } from './fade.ts';
import type { LiveAct } from './live-mixer-acts.ts';

/** Sound of one voice as it lies ready, interleaved stereo, in order. Audio thread: allocates nothing, never throws. */
export interface VoiceReader {
  /** Frames of the voice in all, counted from its frame 0; -1: not known yet. Once it is known, `available` is final. */
  length(): number;
  /** Frames that can be read from the next one on. */
  available(): number;
  /** Copies `count` frames to the start of `into`, from `ahead` frames behind the next one on. All of them are available. */
  peek(into: Float32Array, ahead: number, count: number): void;
  /** Moves the next frame on. */
  consume(count: number): void;
}

/** What a pause fades out and a resume fades in over: 5 ms. */
export const PAUSE_FADE = 240;
/** What a voice comes in over where it did not begin, and what its last sample goes out over where it ran dry: 2 ms. */
export const DRY_FADE = 96;

/** A Fade that is filled anew. */
type LiveFade = { -readonly [Key in keyof Fade]: Fade[Key] };
/** A gain on its way. */
interface Ramp {
  from: number;
  to: number;
  /** Frame at which it leaves `from`. */
  at: number;
  fade: LiveFade;
}

/** Where a voice is: without sound, with it but not begun, sounding or paused, over. */
export type VoiceStage = 'free' | 'open' | 'begun' | 'over';

/**
 * One voice of the live mixer. Its gain at a frame is the product of: its own; its fade-in and the fade-out before its
 * end, by frames of the voice; the fades and the stop it was told, by frames of the mixer; and what keeps pauses and gaps
 * from clicking.
 */
export interface LiveVoice {
  readonly stage: VoiceStage;
  /** The next frame of it that is to sound. Frames of the voice. */
  readonly place: number;
  /** Whether `mix` would give anything but silence, or wait for something that was due. */
  readonly sounding: boolean;
  /** A new voice, whose first frame that can be read is `from`. */
  open(from: number): void;
  /** Does what an act says, now: `act.at` is the frame that is mixed next (of an `end`: its `after`). */
  act(act: Readonly<LiveAct>): void;
  /**
   * Adds its next frames to `sum` (interleaved) from frame `to` on: frames [now, now + count) of the mixer. Returns how
   * many were due and not there.
   */
  mix(sum: Float64Array, to: number, now: number, count: number): number;
  /** Loudest sample since this was last asked, after its gain. Linear. */
  takePeak(): number;
}

const none = (): LiveFade => ({ length: 0 as Frames, curve: 'linear' });
const still = (gain: number): Ramp => ({ from: gain, to: gain, at: 0, fade: none() });
const setFade = (fade: LiveFade, length: number, curve: FadeCurve): void => {
  fade.length = length as Frames;
  fade.curve = curve;
};
const PAUSING: Fade = { length: PAUSE_FADE as Frames, curve: 'linear' };
const DRYING: Fade = { length: DRY_FADE as Frames, curve: 'linear' };

/** A rising ramp is shaped like a fade-in, a falling one like a fade-out: the first frame of one is the last of the other. */
const rampAt = ({ from, to, at, fade }: Ramp, frame: number): number => {
  const passed = frame - at;
  if (passed >= fade.length) return to;
  return to > from
    ? from + (to - from) * fadeGain(fade, passed)
    : to + (from - to) * fadeGain(fade, fade.length - 1 - passed);
};

/** Frames that are shaped at once. */
const PIECE = 512;

export const createLiveVoice = (reader: VoiceReader): LiveVoice => {
  const piece = new Float32Array(PIECE * 2);
  const fadeIn = none();
  const level = still(1);
  /** `base`: what an earlier end or stop has left of the voice. */
  const end = { after: Number.POSITIVE_INFINITY, base: 1, fade: none() };
  const stop = { at: 0, silent: Number.POSITIVE_INFINITY, base: 1, fade: none() };
  /** Comes in over `fade`, from frame `at` of the voice on. */
  const entry = { at: 0, fade: none() };
  /** What still sounds of a pause: `left` frames from frame `place` of the voice on; `gain`: the entry's as it began. */
  const tail = { place: 0, left: 0, gain: 1 };
  /** The sample that a voice goes out on that ran dry or was released. */
  const rest = { leftSide: 0, rightSide: 0, left: 0 };
  const s = {
    stage: 'free' as VoiceStage,
    place: 0,
    from: 0,
    gain: 1,
    peak: 0,
    paused: false,
    dry: false,
    lastLeft: 0,
    lastRight: 0,
  };

  const finish = (): void => {
    s.stage = 'over';
    tail.left = 0;
    rest.left = 0;
  };
  const endAt = (place: number): number =>
    place < end.after - end.fade.length ? end.base : end.base * fadeGain(end.fade, end.after - 1 - place);
  const stopAt = (now: number): number =>
    stop.silent === Number.POSITIVE_INFINITY ? stop.base : stop.base * fadeGain(stop.fade, stop.silent - 1 - now);
  /** What shapes the voice but for pauses, at its frame `place`, which is mixed at `now`. */
  const gainAt = (place: number, now: number): number => {
    let gain = s.gain;
    if (place < fadeIn.length) gain *= fadeGain(fadeIn, place);
    gain *= endAt(place);
    gain *= rampAt(level, now);
    return gain * stopAt(now);
  };
  const steady = (place: number, now: number, count: number): boolean =>
    place >= fadeIn.length &&
    place + count <= end.after - end.fade.length &&
    now >= level.at + level.fade.length &&
    stop.silent === Number.POSITIVE_INFINITY &&
    place >= entry.at + entry.fade.length;
  const loud = (left: number, right: number): void => {
    const most = Math.max(Math.abs(left), Math.abs(right));
    if (most > s.peak) s.peak = most;
  };

  /** Adds `count` frames that are there, from the next one on, and goes on behind them. */
  const play = (sum: Float64Array, to: number, now: number, count: number): void => {
    for (let done = 0; done < count; ) {
      const size = Math.min(PIECE, count - done);
      reader.peek(piece, 0, size);
      const same = steady(s.place, now + done, size);
      let gain = same ? gainAt(s.place, now + done) : 0;
      let o = 2 * (to + done);
      for (let i = 0; i < size; i++, o += 2) {
        if (!same) gain = gainAt(s.place + i, now + done + i) * fadeGain(entry.fade, s.place + i - entry.at);
        s.lastLeft = piece[2 * i] * gain;
        s.lastRight = piece[2 * i + 1] * gain;
        sum[o] += s.lastLeft;
        sum[o + 1] += s.lastRight;
        loud(s.lastLeft, s.lastRight);
      }
      reader.consume(size);
      s.place += size;
      done += size;
    }
  };

  /** Adds what still sounds of a pause: of frames that are not consumed by it. */
  const playTail = (sum: Float64Array, to: number, now: number, count: number, last: number): void => {
    const ready = s.place + reader.available();
    const size = Math.min(count, tail.left);
    for (let i = 0; i < size; i++, tail.left--, tail.place++) {
      if (tail.place >= last || tail.place >= ready) continue;
      reader.peek(piece, tail.place - s.place, 1);
      const gain = gainAt(tail.place, now + i) * tail.gain * fadeGain(PAUSING, tail.left - 1);
      sum[2 * (to + i)] += piece[0] * gain;
      sum[2 * (to + i) + 1] += piece[1] * gain;
      loud(piece[0] * gain, piece[1] * gain);
    }
  };
  const playRest = (sum: Float64Array, to: number, count: number): void => {
    for (let i = 0; i < count && rest.left > 0; i++) {
      const gain = fadeGain(DRYING, --rest.left);
      sum[2 * (to + i)] += rest.leftSide * gain;
      sum[2 * (to + i) + 1] += rest.rightSide * gain;
    }
  };
  const goOut = (): void => {
    rest.leftSide = s.lastLeft;
    rest.rightSide = s.lastRight;
    rest.left = s.place > s.from ? DRY_FADE : 0;
  };
  const enterOver = (length: number): void => {
    entry.at = s.place;
    setFade(entry.fade, length, 'linear');
  };

  const begin = ({ level: gain, length, curve }: Readonly<LiveAct>): void => {
    if (s.stage !== 'open') return;
    s.stage = 'begun';
    s.gain = gain;
    setFade(fadeIn, length, curve);
    if (s.from > 0) enterOver(DRY_FADE);
  };
  const endBy = ({ at: after, length, curve }: Readonly<LiveAct>): void => {
    if (after === end.after && length === end.fade.length && curve === end.fade.curve) return;
    const begun = s.stage === 'begun' && s.place > s.from;
    if (begun) end.base = endAt(s.place);
    end.after = after;
    setFade(end.fade, begun ? Math.max(0, Math.min(length, after - s.place)) : length, curve);
  };
  const fadeTo = ({ at, level: to, length, curve }: Readonly<LiveAct>): void => {
    level.from = rampAt(level, at);
    level.to = to;
    level.at = at;
    setFade(level.fade, length, curve);
  };
  const stopBy = ({ at, length, curve }: Readonly<LiveAct>): void => {
    if (at + length >= stop.silent) return;
    stop.base = stopAt(at);
    stop.silent = at + length;
    setFade(stop.fade, length, curve);
  };
  const pause = (): void => {
    if (s.paused) return;
    s.paused = true;
    if (s.stage !== 'begun' || s.place === s.from || s.dry) return;
    s.lastLeft = 0;
    s.lastRight = 0;
    tail.place = s.place;
    tail.left = PAUSE_FADE;
    tail.gain = fadeGain(entry.fade, s.place - entry.at);
  };
  const resume = (): void => {
    if (!s.paused) return;
    s.paused = false;
    if (s.stage === 'begun' && s.place > s.from) enterOver(PAUSE_FADE);
  };

  /** What sounds goes out on its last sample: what follows may be another voice's already. */
  const release = (): void => {
    if (s.stage === 'begun' && !s.dry) goOut();
    s.stage = 'free';
    tail.left = 0;
  };

  return {
    get stage() {
      return s.stage;
    },
    get place() {
      return s.place;
    },
    get sounding() {
      return rest.left > 0 || (s.stage === 'begun' && (!s.paused || tail.left > 0));
    },
    open(from) {
      s.stage = 'open';
      s.place = from;
      s.from = from;
      s.gain = 1;
      s.peak = 0;
      s.paused = false;
      s.dry = false;
      s.lastLeft = 0;
      s.lastRight = 0;
      setFade(fadeIn, 0, 'linear');
      level.from = 1;
      level.to = 1;
      level.at = 0;
      setFade(level.fade, 0, 'linear');
      end.after = Number.POSITIVE_INFINITY;
      end.base = 1;
      setFade(end.fade, 0, 'linear');
      stop.silent = Number.POSITIVE_INFINITY;
      stop.base = 1;
      entry.at = 0;
      setFade(entry.fade, 0, 'linear');
      tail.left = 0;
      rest.left = 0;
    },
    act(act) {
      if (s.stage === 'free' || s.stage === 'over') {
        if (act.kind === 'release') s.stage = 'free';
        return;
      }
      if (act.kind === 'sound') begin(act);
      else if (act.kind === 'end') endBy(act);
      else if (act.kind === 'fade') fadeTo(act);
      else if (act.kind === 'stop') stopBy(act);
      else if (act.kind === 'pause') pause();
      else if (act.kind === 'resume') resume();
      else release();
    },
    mix(sum, to, now, count) {
      if (s.stage !== 'begun') {
        if (s.stage === 'open' && now + count >= stop.silent) finish();
        playRest(sum, to, count);
        return 0;
      }
      const heard = Math.min(count, stop.silent - now);
      const length = reader.length(); // Before `available`: if it is known now, what is available is all of it.
      const last = length < 0 ? end.after : Math.min(end.after, length);
      let missing = 0;
      /** Frames of these for which the voice is not over. */
      let alive = heard;
      if (s.place >= last) finish();
      else if (!s.paused) {
        const due = Math.min(heard, last - s.place);
        const there = Math.min(due, reader.available());
        alive = there === last - s.place ? there : heard;
        if (there > 0 && s.dry) {
          s.dry = false;
          if (s.place > s.from) enterOver(DRY_FADE);
        }
        play(sum, to, now, there);
        missing = there < due ? heard - there : 0; // It waits: all of what is left of the block.
        if (missing > 0 && !s.dry) {
          s.dry = true;
          playRest(sum, to, there);
          goOut();
          playRest(sum, to + there, heard - there);
        } else playRest(sum, to, alive);
      } else playRest(sum, to, heard);
      if (tail.left > 0) playTail(sum, to, now, heard, last);
      if (s.place >= last || heard < count || now + count >= stop.silent) finish();
      return missing;
    },
    takePeak() {
      const { peak } = s;
      s.peak = 0;
      return peak;
    },
  };
};
