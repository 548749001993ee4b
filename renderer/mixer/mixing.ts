import { createLiveMixer, LIMITER_LOOKAHEAD } from '../../src/audio/index.ts';
import { CHANNELS, decibels, MIXER_VOICES } from '../../src/model/index.ts';
import { createOutputMeter } from '../sound/output-meter.ts';
import { type Capture, openCapture } from './capture.ts';
import { openCommandReader } from './command-ring.ts';
import { createHighMark, FLOAT, LATE, type MixerMemory, SLOT, slotWord, WORD } from './mixer-memory.ts';
import { openVoiceReader } from './voice-ring.ts';

/** The highest true peak that is let out, dBTP. */
export const MIXER_CEILING = decibels(-1);
/** What the limiter delays everything by. Milliseconds. */
export const MIXER_DELAY_MS = LIMITER_LOOKAHEAD / 48;

/** The audio thread's half of the mixer. All of it lives on that thread and allocates nothing once it is made. */
export interface Mixing {
  /** Fills `left` and `right`, as long as each other. Always in time: what is not there is silence. */
  render(left: Float32Array, right: Float32Array): void;
  /** Keeps what is given out from now on as well; null: no longer. */
  capture(memory: SharedArrayBuffer | null): void;
}

/** `clock`: milliseconds since 1970. */
export const createMixing = (memory: MixerMemory, clock: () => number): Mixing => {
  const { words, slots, late, floats } = memory;
  const commands = openCommandReader(memory);
  const mark = createHighMark();
  const meter = createOutputMeter(floats, FLOAT);
  /** The numbers of the voices that the slots have. */
  const numbers = new Int32Array(MIXER_VOICES);
  let captured: Capture | null = null;
  let out = new Float32Array(0);

  const tellLate = (slot: number, by: number): void => {
    const written = words[WORD.lateWritten];
    if (((written - Atomics.load(words, WORD.lateRead)) | 0) >= LATE) return; // The feeder is gone.
    late[2 * (written & (LATE - 1))] = slot;
    late[2 * (written & (LATE - 1)) + 1] = by;
    Atomics.store(words, WORD.lateWritten, (written + 1) | 0);
  };
  const readers = Array.from({ length: MIXER_VOICES }, (_, slot) => openVoiceReader(memory, slot));
  const mixer = createLiveMixer(readers, MIXER_CEILING, tellLate);

  /** A clear that is under way; 0: none. */
  const clearing = new Int32Array(1);
  const endClear = (): void => {
    Atomics.store(words, WORD.frame, mixer.frame());
    Atomics.store(words, WORD.cleared, clearing[0]); // Last: who sees it sees a count that began anew.
    clearing[0] = 0;
    captured?.mark(mixer.frame());
  };
  const take = (): void => {
    for (let next = commands.next(); next !== null && clearing[0] === 0; next = commands.next()) {
      const { kind, number, act } = next;
      if (kind === 'clear') {
        clearing[0] = number;
        mixer.clear();
        if (!mixer.clearing()) endClear();
      } else if (kind === 'open') {
        numbers[act.slot] = number;
        mixer.open(act.slot, act.at);
      } else {
        if (!mixer.act(act)) return;
        if (kind === 'release') Atomics.store(slots, slotWord(act.slot, SLOT.released), numbers[act.slot]);
      }
      commands.taken();
    }
  };
  const tell = (): void => {
    if (clearing[0] !== 0 && !mixer.clearing()) endClear();
    else Atomics.store(words, WORD.frame, mixer.frame() | 0);
    Atomics.store(words, WORD.mixedAt, clock() | 0);
    Atomics.store(words, WORD.missing, mixer.missing());
    Atomics.store(words, WORD.underruns, mixer.underruns());
    const limited = mixer.takeLimited();
    if (limited > 0) mark.raise(words, WORD.limited, limited);
    for (let slot = 0; slot < MIXER_VOICES; slot++) {
      const peak = mixer.takePeak(slot);
      if (peak > 0) mark.raise(slots, slotWord(slot, SLOT.peak), peak);
    }
  };

  return {
    render(left, right) {
      const count = left.length;
      if (out.length !== count * CHANNELS) out = new Float32Array(count * CHANNELS);
      take();
      mixer.render(out);
      // Once silence has gone through it, the meter stands where silence leaves it.
      if (!mixer.silent()) meter.push(out, count);
      for (let i = 0; i < count; i++) {
        left[i] = out[2 * i];
        right[i] = out[2 * i + 1];
      }
      captured?.write(out, count);
      tell();
    },
    capture(shared) {
      captured = shared && openCapture(shared);
      captured?.mark(mixer.frame());
    },
  };
};
