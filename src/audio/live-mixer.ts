import type { Decibels } from '../model/index.ts';
import { createLimiter, LIMITER_LOOKAHEAD, LIMITER_MEMORY } from './limiter.ts';
import { blankAct, createActList, type LiveAct } from './live-mixer-acts.ts';
import { createLiveVoice, PAUSE_FADE, type VoiceReader, type VoiceStage } from './live-mixer-voice.ts';

/** Acts that can wait for their time. */
export const WAITING_ACTS = 1024;

/**
 * The mixing of a live session: voices that begin, fade, pause and end at exact frames, summed, then limited. Its count
 * of frames is the session's time.
 *
 * - A `sound` gives the voice's first frame at the frame it names. One that comes late begins at once, with that same
 *   first frame, and `onLate` is told. Other acts that come late are done at once, their fades in full.
 * - A pause fades 5 ms over samples that stay unread; a resume comes in over 5 ms from the frame where it was paused.
 * - A voice that runs dry waits: none of its frames is skipped, those that are late are counted (`missing`). Its last
 *   sample goes out over 2 ms, and it comes in again over 2 ms. So does one whose first frame is not its frame 0.
 * - A voice that is released while it sounds goes out on its last sample over 2 ms.
 * - An end that is moved once its fade-out runs goes on from the gain that it reached; one that comes too late for its
 *   fade-out has as much of it as is left. Of two stops the one that is silent first holds.
 * - The output is the mix, LIMITER_LOOKAHEAD frames later; bit for bit where nothing is over the ceiling.
 *
 * Samples never depend on how long the blocks are that are asked for. Nothing is allocated once a block of that length
 * was mixed, and nothing throws.
 */
export interface LiveMixer {
  /** Frames mixed so far. */
  frame(): number;
  /** A voice is to come at a slot; its reader's next frame is its frame `from`. */
  open(slot: number, from: number): void;
  /** Takes an act; those taken between two `render` are seen together. False: too many wait, take it again later. */
  act(act: Readonly<LiveAct>): boolean;
  /** Fills interleaved stereo with the next frames. */
  render(out: Float32Array): void;
  /** Fades out whatever sounds, as a pause does. Then the mixer is as new, at frame 0; until then it takes nothing. */
  clear(): void;
  /** True while `clear` fades. */
  clearing(): boolean;
  stage(slot: number): VoiceStage;
  /** The voice's frame that sounds next. */
  place(slot: number): number;
  /** Loudest sample of the voice since this was last asked, after its gain. Linear. */
  takePeak(slot: number): number;
  /** Frames that were due and not there, of all voices; and blocks that lacked any. Since the mixer was made. */
  missing(): number;
  underruns(): number;
  /** Most that the limiter took off since this was last asked. Decibels, 0..24. */
  takeLimited(): Decibels;
  /** True while there is nothing to hear, and nothing under way in the limiter: output is silence. */
  silent(): boolean;
}

/** Frames of silence after which the limiter has nothing under way. */
const SETTLED = LIMITER_MEMORY + LIMITER_LOOKAHEAD;

/**
 * `readers`: one a slot. `ceiling`: the highest true peak let through. `onLate` is told which voice begins how many frames
 * late.
 */
export const createLiveMixer = (
  readers: readonly VoiceReader[],
  ceiling: Decibels,
  onLate: (slot: number, by: number) => void,
): LiveMixer => {
  const voices = readers.map(createLiveVoice);
  const waiting = createActList(WAITING_ACTS);
  const release = blankAct();
  const limiter = createLimiter(ceiling);
  let sum = new Float64Array(0);
  // Numbers of an object change in place; a closure's own would be boxed anew at every change.
  const s = { frame: 0, missing: 0, underruns: 0, quiet: SETTLED, leaving: 0 };
  // The limiter has no output for the first it is given: that is silence, given ahead of all blocks.
  limiter.process(new Float32Array(LIMITER_LOOKAHEAD * 2), new Float32Array(LIMITER_LOOKAHEAD * 2));

  const sounding = (): boolean => {
    for (let i = 0; i < voices.length; i++) if (voices[i].sounding) return true;
    return false;
  };
  const empty = (): void => {
    waiting.clear();
    for (let i = 0; i < voices.length; i++) voices[i].act(release);
    s.frame = 0;
    s.leaving = 0;
  };
  /** Mixes `count` frames within which nothing is due, to frame `to` of the block; returns how many were missing. */
  const mix = (to: number, count: number): number => {
    let missing = 0;
    for (let i = 0; i < voices.length; i++) missing += voices[i].mix(sum, to, s.frame, count);
    s.frame += count;
    if (s.leaving > 0) {
      s.leaving -= count;
      if (s.leaving === 0) empty();
    }
    return missing;
  };

  return {
    frame: () => s.frame,
    open: (slot, from) => voices[slot].open(from),
    act(act) {
      if (s.leaving > 0) return false;
      if (act.kind === 'end') voices[act.slot].act(act);
      else if (act.kind === 'release') {
        waiting.drop(act.slot);
        voices[act.slot].act(act);
      } else {
        if (!waiting.add(act, Math.max(act.at, s.frame))) return false;
        const by = s.frame - act.at;
        if (by > 0 && act.kind === 'sound' && voices[act.slot].stage === 'open') onLate(act.slot, by);
      }
      return true;
    },
    render(out) {
      const count = out.length / 2;
      if (sum.length !== out.length) sum = new Float64Array(out.length);
      sum.fill(0);
      let missing = 0;
      let heard = false;
      for (let done = 0; done < count; ) {
        while (waiting.due() <= s.frame) {
          const act = waiting.take();
          voices[act.slot].act(act);
        }
        const leaving = s.leaving > 0 ? s.leaving : count;
        const size = Math.min(count - done, waiting.due() - s.frame, leaving);
        if (sounding()) heard = true;
        missing += mix(done, size);
        done += size;
      }
      s.missing += missing;
      if (missing > 0) s.underruns++;
      out.set(sum);
      // Silence behind silence is what the limiter would make of it.
      if (heard || s.quiet < SETTLED) limiter.process(out, out);
      s.quiet = heard ? 0 : Math.min(SETTLED, s.quiet + count);
    },
    clear() {
      waiting.clear();
      if (!sounding()) return empty();
      const pause = blankAct();
      pause.kind = 'pause';
      for (const voice of voices) voice.act(pause);
      s.leaving = PAUSE_FADE;
    },
    clearing: () => s.leaving > 0,
    stage: (slot) => voices[slot].stage,
    place: (slot) => voices[slot].place,
    takePeak: (slot) => voices[slot].takePeak(),
    missing: () => s.missing,
    underruns: () => s.underruns,
    takeLimited: limiter.taken,
    silent: () => s.quiet === SETTLED,
  };
};
