/** Frames of silence after which sound is said to begin. */
const QUIET = 4_800;

// Stands behind what goes to a device and keeps every sample of it, until its memory is full; and when sound began.
class SessionTap extends AudioWorkletProcessor {
  constructor({ processorOptions: { words, samples, onsets } }) {
    super();
    /** Frames that were kept; onsets that were. */
    this.words = new Int32Array(words);
    this.samples = new Float32Array(samples);
    this.onsets = new Float64Array(onsets);
    this.quiet = QUIET;
  }
  process([[left, right]]) {
    if (left === undefined) return true;
    const at = this.words[0];
    const room = Math.min(left.length, this.samples.length / 2 - at);
    let silent = true;
    for (let i = 0; i < left.length; i++) {
      if (left[i] !== 0) silent = false;
      if (i >= room) continue;
      this.samples[2 * (at + i)] = left[i];
      this.samples[2 * (at + i) + 1] = (right ?? left)[i];
    }
    if (!silent && this.quiet >= QUIET) this.onsets[Atomics.add(this.words, 1, 1) % this.onsets.length] = Date.now();
    this.quiet = silent ? this.quiet + left.length : 0;
    Atomics.store(this.words, 0, at + room);
    return true;
  }
}
registerProcessor('session-tap', SessionTap);
