/** Frames of silence after which sound is said to begin. */
const QUIET = 4_800;

/** Frames looked back for the truest sight of the device's time: 2 s. */
const SIGHTS = 750;

// Stands behind what goes to a device and keeps every sample of it, until its memory is full; and when sound began. A device
// takes many frames at once, which is its latency and no other: when a frame was is read off the line through the earliest
// that were ever taken.
class SessionTap extends AudioWorkletProcessor {
  constructor({ processorOptions: { words, samples, onsets } }) {
    super();
    /** Frames that were kept; onsets that were. */
    this.words = new Int32Array(words);
    this.samples = new Float32Array(samples);
    this.onsets = new Float64Array(onsets);
    this.quiet = QUIET;
    this.frame = 0;
    this.sights = new Float64Array(SIGHTS).fill(Number.NEGATIVE_INFINITY);
    this.sight = 0;
  }
  process([[left, right]]) {
    if (left === undefined) return true;
    this.sights[this.sight++ % SIGHTS] = this.frame + left.length - Date.now() * 48;
    const at = this.words[0];
    const room = Math.min(left.length, this.samples.length / 2 - at);
    let silent = true;
    for (let i = 0; i < left.length; i++) {
      if (left[i] !== 0) silent = false;
      if (i >= room) continue;
      this.samples[2 * (at + i)] = left[i];
      this.samples[2 * (at + i) + 1] = (right ?? left)[i];
    }
    if (!silent && this.quiet >= QUIET) {
      const first = left.findIndex((sample) => sample !== 0);
      const ms = (this.frame + Math.max(0, first) - Math.max(...this.sights)) / 48;
      this.onsets[Atomics.add(this.words, 1, 1) % this.onsets.length] = ms;
    }
    this.frame += left.length;
    this.quiet = silent ? this.quiet + left.length : 0;
    Atomics.store(this.words, 0, at + room);
    return true;
  }
}
registerProcessor('session-tap', SessionTap);
