import { CHANNELS, type Decibels, type Frames, toLinear } from '../model/index.ts';
import { clapSound, crashSound, hatSound, kickSound, snareSound } from './drums.ts';
import { raisedCosine } from './envelopes.ts';
import type { Instrument } from './instruments.ts';
import type { NoteSound, OneShot } from './one-shot.ts';
import { fillPump, firstAfter } from './pump.ts';
import { seedOf } from './random.ts';
import { BRIGHTNESS_LEVELS, type ScoreNote, scoreOf } from './score.ts';
import { bassSound, chordsSound, leadSound, riserSound } from './tones.ts';
import { STEPS_PER_BAR, stepToFrame, type Track, trackLength } from './track.ts';

/** A track as sound, from any frame, in blocks of any size: a frame is the same whichever block it is rendered in. */
export interface TrackRenderer {
  /** How long the track is. */
  readonly frames: Frames;
  /**
   * Fills `into` with interleaved stereo at the engine rate from frame `start` >= 0 on. Every |sample| < 1; silence from
   * the track's end on. Notes are rendered when they are first met, and kept.
   */
  render(start: Frames, into: Float32Array): void;
}

/** A note and where its sound goes in the mix. */
interface Voicing {
  readonly at: number;
  readonly end: number;
  readonly left: number;
  readonly right: number;
  /** What is taken off where kicks push fully: 0 (nothing) .. 1 (all). */
  readonly pushed: number;
  readonly sound: CachedSound;
}

/** Renders its sound when first asked, and keeps it. */
class CachedSound {
  readonly length: number;
  private readonly shot: OneShot;
  private rendered: Float32Array | null = null;

  constructor(shot: OneShot) {
    this.shot = shot;
    this.length = shot.length;
  }

  get samples(): Float32Array {
    this.rendered ??= this.shot.render();
    return this.rendered;
  }
}

/** Frames mixed at once. How many never changes a sample. */
const CHUNK = 4096;

export const createTrackRenderer = (track: Track): TrackRenderer => {
  const length = trackLength(track);
  const score = scoreOf(track);
  const voicings = voice(track, score);
  const kicks = score.filter((note) => track.instruments[note.instrument].kind === 'kick').map((note) => note.at);
  // The latest end among the notes up to each one: where the search for sounding notes may begin.
  const latestEnd = new Float64Array(voicings.length);
  voicings.forEach((voicing, i) => {
    latestEnd[i] = Math.max(voicing.end, i === 0 ? 0 : latestEnd[i - 1]);
  });
  const fadeFrom = length - stepToFrame(track, track.fade_out_bars * STEPS_PER_BAR);
  const mix = new Float64Array(CHUNK * CHANNELS);
  const pump = new Float64Array(CHUNK);

  const renderChunk = (start: number, count: number, into: Float32Array, offset: number): void => {
    mix.fill(0, 0, count * CHANNELS);
    fillPump(kicks, start, count, pump);
    for (let v = firstAfter(latestEnd, start); v < voicings.length && voicings[v].at < start + count; v++) {
      if (voicings[v].end > start) addVoicing(voicings[v], start, count, mix, pump);
    }
    for (let n = 0; n < count; n++) {
      const frame = start + n;
      const level =
        frame < fadeFrom ? 1 : frame >= length ? 0 : 1 - raisedCosine((frame - fadeFrom) / (length - fadeFrom));
      into[offset + 2 * n] = soften(mix[2 * n] * level);
      into[offset + 2 * n + 1] = soften(mix[2 * n + 1] * level);
    }
  };

  return {
    frames: length,
    render: (start, into) => {
      if (!Number.isSafeInteger(start) || start < 0)
        throw new RangeError(`start must be a whole frame >= 0, got ${start}`);
      if (into.length % CHANNELS !== 0) throw new RangeError(`into must hold whole frames, got ${into.length} samples`);
      const count = into.length / CHANNELS;
      for (let done = 0; done < count; done += CHUNK) {
        renderChunk(start + done, Math.min(CHUNK, count - done), into, done * CHANNELS);
      }
    },
  };
};

const addVoicing = (voicing: Voicing, start: number, count: number, mix: Float64Array, pump: Float64Array): void => {
  const { at, end, left, right, pushed } = voicing;
  const { samples } = voicing.sound;
  const last = Math.min(count, end - start);
  for (let n = Math.max(0, at - start); n < last; n++) {
    const from = 2 * (start + n - at);
    const level = 1 - pushed * pump[n];
    mix[2 * n] += samples[from] * left * level;
    mix[2 * n + 1] += samples[from + 1] * right * level;
  }
};

/** Leaves what is below half scale alone and bends the rest towards, never to, full scale. */
const soften = (x: number): number => {
  const size = Math.abs(x);
  if (size <= 0.5) return x;
  return Math.sign(x) * (0.5 + 0.48 * Math.tanh((size - 0.5) / 0.48));
};

/** Every note with its sound; notes that sound alike share one. */
const voice = (track: Track, score: readonly ScoreNote[]): readonly Voicing[] => {
  const stepFrames = stepToFrame(track, 1);
  const sounds = new Map<string, CachedSound>();
  return score.map((note) => {
    const instrument = track.instruments[note.instrument];
    const pitched = note.notes.length > 0;
    const parts = [note.instrument, note.notes.join(' '), note.hold, pitched ? note.brightness : note.variation];
    const key = parts.join(' | ');
    let sound = sounds.get(key);
    if (sound === undefined) {
      const brightness = note.brightness / (BRIGHTNESS_LEVELS - 1);
      const seed = seedOf(track.seed, note.instrument, pitched ? note.notes.join(' ') : note.variation);
      sound = new CachedSound(
        soundOf(instrument, { notes: note.notes, hold: note.hold, brightness, seed }, stepFrames),
      );
      sounds.set(key, sound);
    }
    const gain = note.gain * toLinear(instrument.level_decibels as Decibels);
    return {
      at: note.at,
      end: note.at + sound.length,
      left: gain * Math.min(1, 1 - instrument.pan),
      right: gain * Math.min(1, 1 + instrument.pan),
      pushed: 1 - toLinear(instrument.pump_decibels as Decibels),
      sound,
    };
  });
};

const soundOf = (instrument: Instrument, sound: NoteSound, stepFrames: number): OneShot => {
  switch (instrument.kind) {
    case 'kick':
      return kickSound(instrument, sound);
    case 'hat':
      return hatSound(instrument, sound);
    case 'clap':
      return clapSound(instrument, sound);
    case 'snare':
      return snareSound(instrument, sound);
    case 'crash':
      return crashSound(instrument, sound);
    case 'bass':
      return bassSound(instrument, sound);
    case 'chords':
      return chordsSound(instrument, sound);
    case 'lead':
      return leadSound(instrument, sound, stepFrames);
    case 'riser':
      return riserSound(instrument, sound);
  }
};
