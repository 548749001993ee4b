import FFT from 'fft.js';
import { ENGINE_RATE } from '../model/index.ts';

/** Frames that are averaged into one before anything is looked at: onsets are heard well under 6 kHz. */
const DECIMATION = 4;
/** Size and step of the spectra, in averaged frames: 21 ms every 5.3 ms. */
const WINDOW = 256;
const STEP = 64;
/** Onset strengths per second: 187.5. */
export const ONSET_RATE = ENGINE_RATE / DECIMATION / STEP;
/** A strength compares a spectrum with the one this many steps before it. */
const LAG = 2;
/** Where bands begin and the last ends, in bins of 47 Hz: about half octaves above 190 Hz. */
const EDGES = [1, 2, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 129];
const BANDS = EDGES.length - 1;
/** Bands under 190 Hz: kick drums and basses. */
const LOW_BANDS = 2;

/** A rise under this share of all levels is how a steady tone looks through a window. */
const STEADY = 0.02;

/** How strongly sound sets in, ONSET_RATE times a second. Linear, >= 0, of no unit. */
export interface Onsets {
  /** Over all bands. */
  readonly strength: Float32Array;
  /** Of what is under 190 Hz. */
  readonly low: Float32Array;
}

/** When strength `n` is, in seconds: midway between the two spectra it compares. */
export const onsetTime = (n: number): number => (n - (LAG / 2 - 1) - WINDOW / 2 / STEP) / ONSET_RATE;

/** Collects onset strengths (spectral flux) of a signal. How it is cut into pushes changes nothing. */
export const createOnsetMeter = (): { push(pcm: Float32Array): void; finish(): Onsets } => {
  const fft = new FFT(WINDOW);
  // Plain arrays: what fft.js is fast on.
  const input: number[] = new Array(WINDOW).fill(0);
  const spectrum: number[] = fft.createComplexArray();
  const hann = Float64Array.from(
    { length: WINDOW },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / WINDOW),
  );
  const recent = new Float64Array(WINDOW); // A ring; the signal begins after silence.
  const bands = new Float64Array(BANDS * (LAG + 1)); // The last spectra, also a ring.
  let strength = new Float32Array(4096);
  let low = new Float32Array(4096);
  let count = 0;
  let place = 0;
  let sum = 0;
  let summed = 0;

  const measure = (): void => {
    for (let i = 0; i < WINDOW; i++) input[i] = recent[(place + i) % WINDOW] * hann[i];
    fft.realTransform(spectrum, input);
    const now = (count % (LAG + 1)) * BANDS;
    const before = ((count + 1) % (LAG + 1)) * BANDS;
    let rise = 0;
    let lowRise = 0;
    let total = 0;
    for (let b = 0; b < BANDS; b++) {
      let energy = 0;
      for (let k = 2 * EDGES[b]; k < 2 * EDGES[b + 1]; k++) energy += spectrum[k] * spectrum[k];
      // The root of the amplitude: quiet instruments count beside loud ones, and no level has to be chosen.
      const level = Math.sqrt(Math.sqrt(energy));
      bands[now + b] = level;
      total += level;
      const risen = level - bands[before + b];
      if (risen <= 0) continue;
      rise += risen;
      if (b < LOW_BANDS) lowRise += risen;
    }
    if (count === strength.length) {
      strength = grown(strength);
      low = grown(low);
    }
    const sets = rise > STEADY * total;
    strength[count] = sets ? rise : 0;
    low[count] = sets ? lowRise : 0;
    count++;
  };

  return {
    push(pcm) {
      let total = sum;
      let inSum = summed;
      for (let i = 0; i < pcm.length; i += 2) {
        total += pcm[i] + pcm[i + 1];
        if (++inSum < DECIMATION) continue;
        recent[place] = total;
        total = 0;
        inSum = 0;
        place = (place + 1) % WINDOW;
        if (place % STEP === 0) measure();
      }
      sum = total;
      summed = inSum;
    },
    finish: () => ({ strength: strength.slice(0, count), low: low.slice(0, count) }),
  };
};

const grown = (full: Float32Array): Float32Array<ArrayBuffer> => {
  const larger = new Float32Array(full.length * 2);
  larger.set(full);
  return larger;
};
