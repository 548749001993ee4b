import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTempoMeter, type Tempo } from '../../../src/audio/index.ts';
import { ENGINE_RATE, frames } from '../../../src/model/index.ts';
import { createTrackRenderer, parseTrack } from '../../../src/synth/index.ts';
import { BLOCK_SIZES, noise, pieces, tones } from './signals.ts';

const tempoOf = (pcm: Float32Array, size = 48_000): Tempo => {
  const meter = createTempoMeter();
  for (const piece of pieces(pcm, size)) meter.push(piece);
  return meter.finish();
};

/** A drum: `at` is seconds since it was struck. */
type Drum = (at: number) => number;
const click: Drum = (at) => 0.6 * Math.sin(2 * Math.PI * 1500 * at) * Math.exp(-at / 0.002);
const kick: Drum = (at) =>
  0.7 * Math.sin(2 * Math.PI * (50 * at + 2 * (1 - Math.exp(-at / 0.03)))) * Math.exp(-at / 0.08);

/** Noise with a drum on every beat from `offset` on. */
const beats = (options: {
  bpm: number;
  seconds: number;
  offset: number;
  drum: Drum;
  hiss: number;
  /** Struck half way between beats. */
  between?: Drum;
}): Float32Array => {
  const { bpm, seconds, offset, drum, hiss, between } = options;
  const pcm = noise(seconds * ENGINE_RATE, hiss);
  const strike = (when: number, sound: Drum): void => {
    const from = Math.round(when * ENGINE_RATE);
    for (let n = from; n < Math.min(from + 0.3 * ENGINE_RATE, pcm.length / 2); n++) {
      const value = sound((n - from) / ENGINE_RATE);
      pcm[2 * n] += value;
      pcm[2 * n + 1] += value;
    }
  };
  for (let when = offset; when < seconds; when += 60 / bpm) {
    strike(when, drum);
    if (between) strike(when + 30 / bpm, between);
  }
  return pcm;
};

/** How far a found beat is from the nearest true one, seconds. */
const offBeat = (tempo: Tempo, bpm: number, offset: number): number => {
  const off = (tempo.firstBeat! - offset) / (60 / bpm);
  return Math.abs(off - Math.round(off)) * (60 / bpm);
};

const TEMPOS = [72, 90, 120, 128, 136.5, 174];

describe('the tempo meter', () => {
  it.each(TEMPOS.flatMap((bpm) => [0, 0.137].map((offset) => ({ bpm, offset }))))(
    'finds $bpm bpm from $offset s, in clicks and in kicks',
    ({ bpm, offset }) => {
      for (const drum of [click, kick]) {
        const tempo = tempoOf(beats({ bpm, seconds: 30, offset, drum, hiss: 0.02 }));
        expect(Math.abs(tempo.bpm! / bpm - 1)).toBeLessThan(1e-4);
        expect(offBeat(tempo, bpm, offset)).toBeLessThan(0.006);
        expect(tempo.firstBeat).toBeGreaterThanOrEqual(0);
        expect(tempo.firstBeat).toBeLessThan(60 / tempo.bpm!);
      }
    },
  );

  it('hears kicks through loud noise, and tells them from what is between them', () => {
    const loud = tempoOf(beats({ bpm: 128, seconds: 30, offset: 0.2, drum: kick, hiss: 0.2 }));
    expect(loud.bpm).toBe(128);
    expect(offBeat(loud, 128, 0.2)).toBeLessThan(0.006);
    const both = tempoOf(beats({ bpm: 100, seconds: 30, offset: 0.2, drum: kick, hiss: 0.01, between: click }));
    expect(both.bpm).toBe(100);
    expect(offBeat(both, 100, 0.2)).toBeLessThan(0.015);
  });

  it('keeps to the beat over five minutes, with as many digits as that takes', () => {
    const bpm = 127.9637;
    const tempo = tempoOf(beats({ bpm, seconds: 300, offset: 0.1, drum: kick, hiss: 0.02 }));
    const last = Math.floor((299 * bpm) / 60);
    expect(Math.abs((last * 60) / tempo.bpm! - (last * 60) / bpm)).toBeLessThan(0.012);
    expect(offBeat(tempo, bpm, 0.1)).toBeLessThan(0.006);
  });

  it('gives a tempo without a grid where the tempo changes', () => {
    const fast = beats({ bpm: 128, seconds: 60, offset: 0, drum: kick, hiss: 0.02 });
    const slow = beats({ bpm: 100, seconds: 50, offset: 0, drum: kick, hiss: 0.02 });
    const tempo = tempoOf(Float32Array.from([...fast, ...slow]));
    expect(tempo.bpm).toBeCloseTo(128, 0);
    expect(tempo.firstBeat).toBeNull();
  });

  it.each([
    ['silence', new Float32Array(2 * 30 * ENGINE_RATE)],
    ['noise', noise(30 * ENGINE_RATE, 0.3)],
    ['a steady tone', tones([{ seconds: 30, level: -6 }], 382)],
    ['no sound at all', new Float32Array(0)],
    ['a few beats', beats({ bpm: 120, seconds: 5, offset: 0, drum: kick, hiss: 0.01 })],
    ['one beat', beats({ bpm: 1, seconds: 30, offset: 0, drum: kick, hiss: 0.01 })],
    ['beats at random', randomBeats()],
  ])('finds none in %s', (_, pcm) => {
    expect(tempoOf(pcm)).toEqual({ bpm: null, firstBeat: null });
  });

  it.each(BLOCK_SIZES)('finds the same %i frames at a time', (size) => {
    const pcm = beats({ bpm: 136.5, seconds: 15, offset: 0.1, drum: kick, hiss: 0.02 });
    expect(tempoOf(pcm, size)).toEqual(tempoOf(pcm));
  });

  it('finds the tempo that the demo says its music has, and its first beat', () => {
    const track = parseTrack(
      JSON.parse(readFileSync(new URL('../../../resources/demo/track.json', import.meta.url), 'utf8')),
    );
    const renderer = createTrackRenderer(track);
    const meter = createTempoMeter();
    for (let start = 0; start < renderer.frames; start += ENGINE_RATE) {
      const block = new Float32Array(2 * Math.min(ENGINE_RATE, renderer.frames - start));
      renderer.render(frames(start), block);
      meter.push(block);
    }
    const tempo = meter.finish();
    expect(tempo.bpm).toBe(track.bpm);
    expect(offBeat(tempo, track.bpm, 0)).toBeLessThan(0.015);
  });
});

/** Kicks as dense as music's, but 0.2 to 0.8 s apart, never twice the same. */
function randomBeats(): Float32Array {
  const spread = noise(100, 1, 5);
  const pcm = noise(30 * ENGINE_RATE, 0.01);
  for (let i = 0, when = 0; when < 29; i++, when += 0.5 + 0.3 * spread[i]) {
    const from = Math.round(when * ENGINE_RATE);
    for (let n = 0; n < 9600; n++) pcm[2 * (from + n)] += kick(n / ENGINE_RATE);
  }
  return pcm;
}
