import { CHANNELS } from '../../src/model/index.ts';
import { createOutputMeter } from '../sound/output-meter.ts';
import { DOUBLE, FLOAT, type PlayerMemory, WORD } from './player-memory.ts';
import { openRingReader } from './ring.ts';

/** Length of the fade at every start, stop and jump: 10 ms. In between samples go through untouched. */
export const FADE_FRAMES = 480;
/** Length of every change of how loud two sounds are heard, as from one to the other: 8 ms. Then samples are exact again. */
export const BALANCE_FRAMES = 384;
/** Frames that are asked for at once at most; Chromium asks for 128, and may learn to ask for more. */
const QUANTUM_MOST = 2048;

/** The audio thread's half of the player. All of it lives on that thread and allocates nothing once it is made. */
export interface Playback {
  /** Fills `left` and `right` (as long as each other, 2048 frames at most). Always in time: what is not there is silence. */
  render(left: Float32Array, right: Float32Array): void;
}

/** `clock`: milliseconds since 1970; read once for every generation that sounds, and for every splice. */
export const createPlayback = (memory: PlayerMemory, clock: () => number): Playback => {
  const { words, floats, doubles } = memory;
  const ring = openRingReader(memory);
  const meter = createOutputMeter(floats, FLOAT);
  const scratch = new Float32Array(QUANTUM_MOST * CHANNELS);
  const other = new Float32Array(QUANTUM_MOST * CHANNELS);
  /** Smooth at both ends; exactly 0 and exactly 1 there. */
  const shape = Float32Array.from({ length: FADE_FRAMES + 1 }, (_, i) => {
    const x = i / FADE_FRAMES;
    return x * x * (3 - 2 * x);
  });
  /** Where on the fade we are: 0 is silence, FADE_FRAMES is full. Goes down by `fall` a frame, up by 1. */
  let fade = 0;
  let fall = 1;
  let falling = false;
  const gain = new Float64Array([floats[FLOAT.volume]]);
  /** Gains of two sounds: as they are, as they will be, and their steps a frame. */
  const lanes = { now: new Float64Array(2), to: new Float64Array(2), step: new Float64Array(2) };
  let balance = -1;
  /** Frames until the gains are what they will be. */
  let turning = 0;

  /** Whether sound may flow: it is wanted, at the right place, and buffered enough. */
  const mayFlow = (): boolean =>
    Atomics.load(words, WORD.playing) === 1 &&
    !ring.behind() &&
    words[WORD.joined] !== 0 &&
    Atomics.load(words, WORD.ready) === words[WORD.joined] &&
    Atomics.load(words, WORD.readyAfter) === words[WORD.underruns];

  /** Makes one sound of two in `scratch`. `silent`: nothing sounded before, so that the gains may jump. */
  const balanceOut = (count: number, silent: boolean): void => {
    const { now, to, step } = lanes;
    const asked = Atomics.load(words, WORD.balance);
    if (asked !== balance) {
      balance = asked;
      to[0] = floats[FLOAT.firstGain];
      to[1] = floats[FLOAT.secondGain];
      turning = BALANCE_FRAMES;
      for (let k = 0; k < 2; k++) step[k] = (to[k] - now[k]) / BALANCE_FRAMES;
    }
    if (silent && turning > 0) turning = 1;
    for (let i = 0; i < count; i++) {
      if (turning > 0) {
        turning--;
        for (let k = 0; k < 2; k++) now[k] = turning === 0 ? to[k] : now[k] + step[k];
      }
      for (let c = 2 * i; c < 2 * i + 2; c++) scratch[c] = scratch[c] * now[0] + other[c] * now[1];
    }
  };

  /** Reads and shapes up to `wanted` frames into `scratch`; returns how many sound. */
  const take = (wanted: number): number => {
    if (fade === 0 && ring.behind()) ring.join();
    let flowing = mayFlow();
    const ended = ring.ended(); // Before `available`: if it is ended now, what is available is all of it.
    const available = ring.available();
    if (flowing && !ended && available < FADE_FRAMES + wanted) {
      // It runs out. The rest is just enough to fade out on.
      Atomics.add(words, WORD.underruns, 1);
      flowing = false;
    }
    if (flowing) falling = false;
    else if (!falling) {
      falling = true;
      fall = available >= fade ? 1 : Math.ceil(fade / Math.max(1, available));
    }
    const due = flowing ? wanted : Math.min(wanted, Math.ceil(fade / fall));
    const count = ring.read(scratch, due, other);
    if (ring.paired()) balanceOut(count, fade === 0);
    for (let i = 0; i < count; i++) {
      scratch[2 * i] *= shape[fade];
      scratch[2 * i + 1] *= shape[fade];
      if (flowing) fade = fade < FADE_FRAMES ? fade + 1 : fade;
      else fade = fade > fall ? fade - fall : 0;
    }
    if (count < due) fade = 0; // The end, or a stale ring that held too little to fade out on.
    if (ended && count === available && words[WORD.completed] !== words[WORD.joined] && !ring.behind()) {
      Atomics.store(words, WORD.completed, words[WORD.joined]);
    }
    return count;
  };

  /** Notes when a generation is first heard. */
  const noteFirstSound = (count: number): void => {
    if (words[WORD.sounded] === words[WORD.joined]) return;
    for (let i = 0; i < 2 * count; i++) {
      if (scratch[i] === 0) continue;
      doubles[DOUBLE.soundedAt] = clock();
      Atomics.store(words, WORD.sounded, words[WORD.joined]);
      return;
    }
  };

  /** Notes when other sound for the same place is first read. */
  const noteSplice = (): void => {
    if (doubles[DOUBLE.splicedKnown] === words[WORD.spliced]) return;
    doubles[DOUBLE.splicedAt] = clock();
    doubles[DOUBLE.splicedKnown] = words[WORD.spliced];
  };

  return {
    render(left, right) {
      const wanted = Math.min(left.length, QUANTUM_MOST);
      const count = take(wanted);
      noteSplice();
      scratch.fill(0, count * CHANNELS, wanted * CHANNELS);
      Atomics.add(words, WORD.played, count);
      noteFirstSound(count);
      meter.push(scratch, wanted);
      const volume = floats[FLOAT.volume];
      let now = gain[0];
      for (let i = 0; i < wanted; i++) {
        // From silence to full in 10 ms at most, so that a turn of the knob never clicks.
        if (now !== volume) {
          const by = volume - now;
          now = Math.abs(by) <= 1 / FADE_FRAMES ? volume : now + Math.sign(by) / FADE_FRAMES;
        }
        left[i] = scratch[2 * i] * now;
        right[i] = scratch[2 * i + 1] * now;
      }
      gain[0] = now;
    },
  };
};
