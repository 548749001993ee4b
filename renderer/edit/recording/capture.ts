import { CLIPPED, FLOAT, framesBetween, type RecordingMemory, RING_FRAMES, WORD } from './recording-memory.ts';

/** Puts what the microphone hears into the ring. Audio thread only: allocates nothing, never waits. */
export interface Capture {
  /** One quantum of each channel; none where the microphone is silent for good. */
  push(channels: readonly Float32Array[]): void;
}

export const createCapture = ({ words, floats, samples }: RecordingMemory): Capture => ({
  push(channels) {
    const left = channels[0];
    if (left === undefined) return;
    const right = channels[1] ?? left;
    const heard = Atomics.load(words, WORD.heard);
    const room = RING_FRAMES - framesBetween(Atomics.load(words, WORD.taken), heard);
    const kept = Math.min(room, left.length);
    let peak = floats[FLOAT.peak]!;
    let clipped = 0;
    for (let i = 0; i < left.length; i++) {
      const [l, r] = [left[i]!, right[i]!];
      const high = Math.max(Math.abs(l), Math.abs(r));
      if (high > peak) peak = high;
      if (high >= CLIPPED) clipped++;
      if (i >= kept) continue;
      const at = ((heard + i) & (RING_FRAMES - 1)) * 2;
      samples[at] = l;
      samples[at + 1] = r;
    }
    floats[FLOAT.peak] = peak;
    if (clipped > 0) Atomics.add(words, WORD.clipped, clipped);
    if (kept < left.length) Atomics.add(words, WORD.lost, left.length - kept);
    Atomics.store(words, WORD.channels, Math.min(2, channels.length));
    // Last, so that the page sees no frame before it is there.
    Atomics.store(words, WORD.heard, (heard + kept) | 0);
  },
});

/** Takes all that is in the ring: interleaved stereo. Page only. */
export const takeHeard = ({ words, samples }: RecordingMemory): Float32Array => {
  const taken = Atomics.load(words, WORD.taken);
  const heard = Atomics.load(words, WORD.heard);
  const out = new Float32Array(framesBetween(taken, heard) * 2);
  const start = taken & (RING_FRAMES - 1);
  const first = Math.min(out.length, (RING_FRAMES - start) * 2);
  out.set(samples.subarray(start * 2, start * 2 + first));
  out.set(samples.subarray(0, out.length - first), first);
  Atomics.store(words, WORD.taken, heard);
  return out;
};
