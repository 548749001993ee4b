import { CHANNELS, type Decibels, ENGINE_RATE, type Frames, frames } from '../model/index.ts';

/** Length of one level window: 20 ms, about a syllable's onset. */
export const WINDOW_FRAMES = 960;
/** What counts as speech once a take is staged: 20 ms windows above this RMS level, dBFS. */
export const SPEECH_GATE_DB = -45;
/** Pauses shorter than this belong to the sentence around them. */
const SMALLEST_PAUSE = 0.2 * ENGINE_RATE;
/** Bursts shorter than this that stand alone are clicks and breaths, not speech. */
const SMALLEST_SPAN = 0.04 * ENGINE_RATE;

/** Speech on [start, end), in frames of its source. */
export interface SpeechSpan {
  readonly start: Frames;
  readonly end: Frames;
}

/** Collects the level of each 20 ms window of a signal. How the signal is cut into pushes changes nothing. */
export const createLevelWindows = (): { push(pcm: Float32Array): void; levels(): Float32Array } => {
  let levels = new Float32Array(1024);
  let count = 0;
  let sum = 0;
  let filled = 0;
  const close = (): void => {
    if (count === levels.length) {
      const grown = new Float32Array(count * 2);
      grown.set(levels);
      levels = grown;
    }
    levels[count++] = sum / (filled * CHANNELS);
    sum = 0;
    filled = 0;
  };
  return {
    /** `pcm`: interleaved stereo, whole frames. */
    push(pcm) {
      for (let i = 0; i < pcm.length; ) {
        const end = Math.min(pcm.length, i + (WINDOW_FRAMES - filled) * CHANNELS);
        filled += (end - i) / CHANNELS;
        let total = sum; // a local: a variable of the closure would be written back for every frame
        for (; i < end; i += CHANNELS) total += pcm[i] * pcm[i] + pcm[i + 1] * pcm[i + 1];
        sum = total;
        if (filled === WINDOW_FRAMES) close();
      }
    },
    /** Mean square of each window over both channels; the last may be shorter than 20 ms. Ends the collection. */
    levels() {
      if (filled > 0) close();
      return levels.slice(0, count);
    },
  };
};

/**
 * Where a source speaks: spans of 20 ms windows above `gate`, pauses under 0.2 s closed, lone bursts under 40 ms
 * dropped. `levels` as createLevelWindows gives them; `gate` in dBFS (RMS); `length` of the source in frames.
 * Sorted, disjoint, whole windows but for the source's end.
 */
export const findSpeech = (levels: Float32Array, gate: Decibels, length: Frames): SpeechSpan[] => {
  const threshold = 10 ** (gate / 10);
  const spans: { start: number; end: number }[] = [];
  for (let w = 0; w < levels.length; w++) {
    if (levels[w] <= threshold) continue;
    const start = w * WINDOW_FRAMES;
    const end = Math.min(start + WINDOW_FRAMES, length);
    const last = spans.at(-1);
    if (last && start - last.end < SMALLEST_PAUSE) last.end = end;
    else spans.push({ start, end });
  }
  const spoken = spans.filter((span) => span.end - span.start >= SMALLEST_SPAN);
  return (spoken.length > 0 ? spoken : spans).map(({ start, end }) => ({ start: frames(start), end: frames(end) }));
};
