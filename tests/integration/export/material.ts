import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CHANNELS, ENGINE_RATE, frames } from '../../../src/model/index.ts';
import { createTrackRenderer, parseTrack } from '../../../src/synth/index.ts';

/** Writes interleaved float samples as a 32-bit float WAV. */
export const writeFloatWav = (path: string, samples: Float32Array, channels = CHANNELS, rate = ENGINE_RATE): void => {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.byteLength, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(3, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * channels * 4, 28);
  head.writeUInt16LE(channels * 4, 32);
  head.writeUInt16LE(32, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.byteLength, 40);
  writeFileSync(path, Buffer.concat([head, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)]));
};

/** Rendering costs a second for twenty of music: what is longer repeats this much of the track, out of step with joints. */
const RENDERED = 37;
/** Where the demo track has its drums, bass and lead together. */
const FROM = 110;

let rendered: Float32Array | null = null;

/** A crack every so many seconds that stands far over the music: what the limiter is for. */
const CRACKS_EVERY = 3.7;
const CRACK_FRAMES = 192;
/** Begins and ends softly: at an edge, meters of true peak disagree by half a decibel among each other. */
const crackAt = (frame: number): number =>
  frame < CRACK_FRAMES ? 0.5 * (1 - Math.cos((2 * Math.PI * frame) / CRACK_FRAMES)) * Math.sin(0.4 * frame) : 0;

/** So many seconds of the demo's music, interleaved stereo: dense, with a quieter beginning and cracks in it. */
export const demoMusic = (length: number): Float32Array => {
  if (rendered === null) {
    const track = new URL('../../../resources/demo/track.json', import.meta.url);
    const renderer = createTrackRenderer(parseTrack(JSON.parse(readFileSync(track, 'utf8'))));
    rendered = new Float32Array(RENDERED * ENGINE_RATE * CHANNELS);
    renderer.render(frames(FROM * ENGINE_RATE), rendered);
  }
  const samples = new Float32Array(Math.round(length * ENGINE_RATE) * CHANNELS);
  for (let i = 0; i < samples.length; i++) {
    const frame = Math.floor(i / CHANNELS);
    const crack = crackAt(frame % Math.round(CRACKS_EVERY * ENGINE_RATE));
    samples[i] = rendered[i % rendered.length] * (frame < 2 * ENGINE_RATE ? 0.3 : 1) + crack;
  }
  return samples;
};

/** Writes so many seconds of the demo's music as a WAV. */
export const writeMusic = (path: string, length: number): void => writeFloatWav(path, demoMusic(length));

/** A steady tone in stereo; `level` is its peak, linear. */
export const tone = (hertz: number, length: number, level: number): Float32Array => {
  const samples = new Float32Array(Math.round(length * ENGINE_RATE) * CHANNELS);
  for (let i = 0; i < samples.length; i++) {
    samples[i] = level * Math.sin((2 * Math.PI * hertz * Math.floor(i / CHANNELS)) / ENGINE_RATE);
  }
  return samples;
};

/** A take: silence, a tone burst that begins and ends at once, silence. Seconds. */
export const burst = (hertz: number, before: number, length: number, after: number): Float32Array => {
  const sound = tone(hertz, length, 0.25);
  const samples = new Float32Array(Math.round((before + length + after) * ENGINE_RATE) * CHANNELS);
  samples.set(sound, Math.round(before * ENGINE_RATE) * CHANNELS);
  return samples;
};

export const writeJson = (path: string, value: unknown): void => writeFileSync(path, JSON.stringify(value));

/** Licensed game music in Ogg Vorbis at 44.1 kHz, where Debian's extremetuxracer-data is installed; null elsewhere. */
export const oggMusic = (): string | null => {
  const path = '/usr/share/games/etr/music/race1-jt.ogg';
  return existsSync(path) ? path : null;
};

/** The file that the repository publishes under `resources`. */
export const resource = (name: string): string => fileURLToPath(new URL(`../../../resources/${name}`, import.meta.url));
