import type { VoiceReader } from '../../src/audio/index.ts';
import { CHANNELS, MIXER_RING } from '../../src/model/index.ts';
import { type MixerMemory, SLOT, slotWord } from './mixer-memory.ts';

const MASK = MIXER_RING - 1;

/** Feeder thread. The ring of one slot, for one voice after the other. */
export interface VoiceRing {
  /** A new voice, in a slot that is free: what lies there from the one before is gone. */
  begin(): void;
  /** Copies as many frames as there is room for, from frame `from` of `samples` on; returns how many. */
  write(samples: Float32Array, from: number): number;
  /** The voice has so many frames in all; all of them are written. */
  end(length: number): void;
  /** Frames of the voice that were read so far. */
  played(): number;
}

export const openVoiceRing = ({ slots, lengths, samples }: MixerMemory, slot: number): VoiceRing => {
  const ring = samples.subarray(slot * MIXER_RING * CHANNELS, (slot + 1) * MIXER_RING * CHANNELS);
  const writtenWord = slotWord(slot, SLOT.written);
  const readWord = slotWord(slot, SLOT.read);
  /** Frames ever written, and where the voice began. */
  let head = 0;
  let start = 0;
  return {
    begin() {
      start = Atomics.load(slots, readWord);
      head = start;
      Atomics.store(slots, slotWord(slot, SLOT.over), 0);
      Atomics.store(slots, writtenWord, head);
    },
    write(from, at) {
      const room = MIXER_RING - ((head - Atomics.load(slots, readWord)) | 0);
      const take = Math.min(from.length / CHANNELS - at, room);
      const place = head & MASK;
      const first = Math.min(take, MIXER_RING - place);
      ring.set(from.subarray(at * CHANNELS, (at + first) * CHANNELS), place * CHANNELS);
      ring.set(from.subarray((at + first) * CHANNELS, (at + take) * CHANNELS), 0);
      head = (head + take) | 0;
      Atomics.store(slots, writtenWord, head);
      return take;
    },
    end(length) {
      lengths[slot] = length;
      Atomics.store(slots, slotWord(slot, SLOT.over), 1); // Last: a reader that sees it sees the length.
    },
    played: () => (Atomics.load(slots, readWord) - start) >>> 0,
  };
};

/** Audio thread. The same ring, as the mixer reads it. */
export const openVoiceReader = ({ slots, lengths, samples }: MixerMemory, slot: number): VoiceReader => {
  const base = slot * MIXER_RING * CHANNELS;
  const writtenWord = slotWord(slot, SLOT.written);
  const readWord = slotWord(slot, SLOT.read);
  const overWord = slotWord(slot, SLOT.over);
  return {
    length: () => (Atomics.load(slots, overWord) === 1 ? lengths[slot] : -1),
    available: () => (Atomics.load(slots, writtenWord) - slots[readWord]) | 0,
    peek(into, ahead, count) {
      const place = ((slots[readWord] + ahead) & MASK) * CHANNELS;
      for (let i = 0; i < count * CHANNELS; i++) into[i] = samples[base + ((place + i) & (CHANNELS * MIXER_RING - 1))];
    },
    consume: (count) => void Atomics.store(slots, readWord, (slots[readWord] + count) | 0),
  };
};
