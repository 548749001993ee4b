import { createMixer, MIX_BLOCK } from '../audio/index.ts';
import { CHANNELS, type MixPlan, type SourceReader } from '../model/index.ts';
import type { Span } from '../plan/index.ts';

/** Under this a decoded sample is digital silence, whatever codec it comes from: -120 dBFS. */
const SILENCE = 1e-6;
/** A shorter silence is none. Frames: 5 ms. */
const LEAST_SILENCE = 240;
/** So loud under 3 kHz, where every codec keeps it, a mix sounds: -46 dBFS. */
const SOUND = 0.005;
/** Frames that are averaged to look under 3 kHz. */
const GROUP = 8;
/** A silence in which the mix sounds for less than this is no dropout. Frames. */
const LEAST_SOUND = 120;
/** Not looked at on both ends of a silence: there a codec's filter fades. Frames. */
const EDGE = 64;

/** Finds digital silence in interleaved stereo that arrives in pieces, the first of which begins at frame `from`. */
export const createSilenceFinder = (from: number) => {
  const found: Span[] = [];
  let at = from;
  /** First frame of the silence that lasts; null: it sounds. */
  let since: number | null = null;
  const close = (): void => {
    if (since !== null && at - since >= LEAST_SILENCE) found.push({ start: since, end: at });
    since = null;
  };
  return {
    push(pcm: Float32Array): void {
      for (let i = 0; i < pcm.length; i += CHANNELS, at++) {
        const sounds = pcm[i] > SILENCE || pcm[i] < -SILENCE || pcm[i + 1] > SILENCE || pcm[i + 1] < -SILENCE;
        if (sounds) {
          if (since !== null) close();
        } else since ??= at;
      }
    },
    /** All silences of 5 ms and more. */
    finish(): readonly Span[] {
      close();
      return found;
    },
  };
};

/** Of silences of a file, those in which its mix sounds: frames that were lost. */
export const dropoutsAmong = (silences: readonly Span[], plan: MixPlan, reader: SourceReader): Span[] => {
  const mixer = createMixer(plan, reader);
  const block = new Float32Array(MIX_BLOCK * CHANNELS);
  return silences.filter(({ start, end }) => {
    let sounding = 0;
    const last = Math.min(plan.length, end - EDGE);
    for (let n = start + EDGE; n < last && sounding < LEAST_SOUND; n += MIX_BLOCK) {
      mixer.mix(n, block);
      sounding += soundingFrames(block, Math.min(MIX_BLOCK, last - n));
    }
    return sounding >= LEAST_SOUND;
  });
};

/** How many of the first `count` frames are in groups that sound. */
const soundingFrames = (pcm: Float32Array, count: number): number => {
  let frames = 0;
  for (let n = 0; n + GROUP <= count; n += GROUP) {
    let sum = 0;
    for (let i = n * CHANNELS; i < (n + GROUP) * CHANNELS; i++) sum += pcm[i];
    if (Math.abs(sum) >= SOUND * GROUP * CHANNELS) frames += GROUP;
  }
  return frames;
};

/** How much of some spans lies in each chunk of a stretch that begins at frame `from`. */
export const framesByChunk = (spans: readonly Span[], from: number, chunks: number, chunk: number): Uint32Array => {
  const frames = new Uint32Array(chunks);
  for (const { start, end } of spans) {
    for (let k = Math.floor((start - from) / chunk); k < chunks && from + k * chunk < end; k++) {
      frames[k] += Math.min(end, from + (k + 1) * chunk) - Math.max(start, from + k * chunk);
    }
  }
  return frames;
};
