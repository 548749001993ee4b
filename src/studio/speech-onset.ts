import { open } from 'node:fs/promises';
import { WINDOW_FRAMES } from '../audio/index.ts';
import { CHANNELS, type Decibels, ENGINE_RATE, type Frames, frames } from '../model/index.ts';

/** How finely an onset is placed: 1 ms, a tenth of what an ear notices. Frames. */
const STEP = ENGINE_RATE / 1000;

/**
 * Where in a 20 ms window of speech it begins: the first millisecond whose RMS passes `gate`, dBFS. `window`:
 * interleaved stereo; 0 where none does. Frames from the window's start.
 */
const onsetIn = (window: Float32Array, gate: Decibels): number => {
  const threshold = 10 ** (gate / 10);
  for (let at = 0; at < window.length; at += STEP * CHANNELS) {
    const step = window.subarray(at, at + STEP * CHANNELS);
    const energy = step.reduce((sum, x) => sum + x * x, 0);
    if (energy / step.length > threshold) return at / CHANNELS;
  }
  return 0;
};

/** Spans of speech whose first begins where its sound does: windows of 20 ms are too coarse to place a cue by. */
export const withExactOnset = async <Span extends { readonly start: Frames; readonly end: Frames }>(
  speech: readonly Span[],
  pcmPath: string,
  gate: Decibels,
): Promise<Span[]> => {
  const [first, ...others] = speech;
  if (!first) return [];
  const length = Math.min(WINDOW_FRAMES, first.end - first.start);
  const window = new Float32Array(length * CHANNELS);
  const file = await open(pcmPath, 'r');
  try {
    const bytes = new Uint8Array(window.buffer);
    await file.read(bytes, 0, bytes.length, first.start * CHANNELS * Float32Array.BYTES_PER_ELEMENT);
  } finally {
    await file.close();
  }
  return [{ ...first, start: frames(first.start + onsetIn(window, gate)) }, ...others];
};
