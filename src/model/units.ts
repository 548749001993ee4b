/**
 * Units as branded numbers that refuse to mix. Frames inside, seconds at the edge, converted once, here.
 * A brand costs nothing at run time; arithmetic on a branded value gives a plain number that must be named again.
 */
declare const unit: unique symbol;

/** A number that carries its unit in its type. */
export type Unit<Name extends string> = number & { readonly [unit]: Name };

/** Whole frames at the engine rate (48 000 Hz). Integer, >= 0 unless a doc line says otherwise. */
export type Frames = Unit<'Frames'>;
/** Seconds, finite. The unit of the model and the UI. */
export type Seconds = Unit<'Seconds'>;
/** A level or a gain in decibels. 0 dB leaves a signal as it is. */
export type Decibels = Unit<'Decibels'>;
/** Loudness in LUFS (ITU-R BS.1770-4); -Infinity for silence. */
export type Lufs = Unit<'Lufs'>;
/** True peak in dBTP (ITU-R BS.1770-4, Annex 2); -Infinity for silence. */
export type TruePeak = Unit<'TruePeak'>;

/** Frames per second inside the engine. Every source is brought to this rate at the door. */
export const ENGINE_RATE = 48_000;
/** Channels inside the engine: left and right, interleaved. */
export const CHANNELS = 2;

/** Names a whole number of frames. Throws a RangeError unless `n` is a safe integer. */
export const frames = (n: number): Frames => {
  if (!Number.isSafeInteger(n)) throw new RangeError(`frames must be whole, got ${n}`);
  return n as Frames;
};
export const seconds = (n: number): Seconds => n as Seconds;
export const decibels = (n: number): Decibels => n as Decibels;
export const lufs = (n: number): Lufs => n as Lufs;
export const truePeak = (n: number): TruePeak => n as TruePeak;

/** Seconds to the nearest frame at the engine rate. */
export const toFrames = (s: Seconds): Frames => frames(Math.round(s * ENGINE_RATE));
/** Milliseconds, as file formats say them (`time_ms`), to the nearest frame at the engine rate. */
export const millisecondsToFrames = (ms: number): Frames => frames(Math.round((ms * ENGINE_RATE) / 1000));
/** Frames at the engine rate to seconds. */
export const toSeconds = (f: Frames): Seconds => (f / ENGINE_RATE) as Seconds;
/** Decibels to a linear factor: 0 dB is 1, -6.02 dB is about a half, -Infinity is 0. */
export const toLinear = (db: Decibels): number => 10 ** (db / 20);
/** A linear factor (>= 0) to decibels; 0 is -Infinity. */
export const toDecibels = (linear: number): Decibels => (20 * Math.log10(linear)) as Decibels;
