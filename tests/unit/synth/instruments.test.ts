import { describe, expect, it } from 'vitest';
import { ENGINE_RATE, frames, toDecibels } from '../../../src/model/index.ts';
import { createTrackRenderer, parseTrack } from '../../../src/synth/index.ts';

/** Two bars at 120 bpm (4 s) of the given instruments, each playing a pattern. */
const rendererOf = (
  parts: readonly { instrument: Record<string, unknown>; velocity: string; hold_steps?: number }[],
) => {
  const track = parseTrack({
    title: 'Test',
    bpm: 120,
    seed: 5,
    chords: ['Am', 'F'],
    instruments: Object.fromEntries(parts.map((part, i) => [`i${i}`, part.instrument])),
    patterns: Object.fromEntries(
      parts.map(({ velocity, hold_steps = 1 }, i) => [`p${i}`, { velocity, hold_steps, tones: [0, 2] }]),
    ),
    sections: [
      {
        title: 'All',
        bars: 2,
        intensity: { from: 0.5, to: 0.5 },
        parts: parts.map((_, i) => ({ instrument: `i${i}`, pattern: `p${i}` })),
      },
    ],
  });
  return createTrackRenderer(track);
};

/** All of what `rendererOf` gives. */
const play = (parts: Parameters<typeof rendererOf>[0]): Float32Array => {
  const renderer = rendererOf(parts);
  const pcm = new Float32Array(renderer.frames * 2);
  renderer.render(frames(0), pcm);
  return pcm;
};

const seconds = (pcm: Float32Array, from: number, to: number) =>
  pcm.subarray(2 * Math.round(from * ENGINE_RATE), 2 * Math.round(to * ENGINE_RATE));

const rms = (pcm: Float32Array): number => Math.sqrt(pcm.reduce((sum, x) => sum + x * x, 0) / pcm.length);

/** Energy of the left channel at a frequency, against a full-scale sine's (Goertzel's sum, written out). */
const energyAt = (pcm: Float32Array, hertz: number): number => {
  let [re, im] = [0, 0];
  for (let n = 0; n < pcm.length / 2; n++) {
    const angle = (2 * Math.PI * hertz * n) / ENGINE_RATE;
    re += pcm[2 * n] * Math.cos(angle);
    im += pcm[2 * n] * Math.sin(angle);
  }
  return (re * re + im * im) / (pcm.length / 4) ** 2;
};

const energyIn = (pcm: Float32Array, from: number, to: number): number => {
  let sum = 0;
  for (let hertz = from; hertz < to; hertz += 5) sum += energyAt(pcm, hertz);
  return sum;
};

const KINDS = ['kick', 'hat', 'clap', 'snare', 'crash', 'bass', 'chords', 'lead', 'riser'];
const ONCE = '9...............................';
const FOUR = '9...9...9...9...';

describe('every instrument', () => {
  it.each(KINDS)('%s is heard, is finite, stays under full scale and begins and ends without a click', (kind) => {
    const pcm = play([{ instrument: { kind }, velocity: ONCE, hold_steps: 8 }]);
    expect(rms(pcm)).toBeGreaterThan(1e-3);
    expect(pcm.every((x) => Number.isFinite(x) && Math.abs(x) < 1)).toBe(true);
    expect(Math.abs(pcm[0])).toBeLessThan(0.01);
    expect(rms(seconds(pcm, 3.9, 4))).toBeLessThan(1e-3);
  });

  it.each(['hat', 'clap', 'crash', 'chords', 'riser'])('%s is wide: left and right differ', (kind) => {
    const pcm = play([{ instrument: { kind }, velocity: ONCE, hold_steps: 8 }]);
    const side = new Float32Array(pcm.length / 2).map((_, n) => pcm[2 * n] - pcm[2 * n + 1]);
    expect(rms(side)).toBeGreaterThan(0.2 * rms(pcm));
  });
});

describe('a held note', () => {
  it.each([
    { instrument: { kind: 'bass' }, release: 0.03 },
    { instrument: { kind: 'chords', room: null }, release: 0.15 },
    { instrument: { kind: 'lead', room: null, echo_decibels: -60 }, release: 0.07 },
  ])('of $instrument.kind sounds as long as it is held, then falls to nothing and is not cut', (voice) => {
    const pcm = play([{ instrument: voice.instrument, velocity: ONCE, hold_steps: 8 }]);
    const held = rms(seconds(pcm, 0.9, 1));
    expect(held).toBeGreaterThan(1e-3);
    expect(rms(seconds(pcm, 1, 1 + voice.release / 3))).toBeGreaterThan(0.5 * held);
    expect(rms(seconds(pcm, 1 + 0.9 * voice.release, 1 + voice.release))).toBeLessThan(0.1 * held);
    expect(rms(seconds(pcm, 1.01 + voice.release, 1.1 + voice.release))).toBeLessThan(0.01 * held);
  });
});

describe('the kick', () => {
  it('lies low: nearly all of it under 300 Hz', () => {
    const hit = seconds(play([{ instrument: { kind: 'kick' }, velocity: ONCE }]), 0, 0.4);
    expect(energyIn(hit, 20, 300)).toBeGreaterThan(20 * energyIn(hit, 300, 3000));
  });

  it('drops in pitch: brighter at first with its sweep than without, the same in its body', () => {
    const [swept, flat] = [{}, { sweep_hertz: 0 }].map((settings) =>
      play([{ instrument: { kind: 'kick', ...settings }, velocity: ONCE }]),
    );
    const balance = (pcm: Float32Array, from: number, to: number) =>
      energyIn(seconds(pcm, from, to), 120, 280) / energyIn(seconds(pcm, from, to), 30, 70);
    expect(balance(swept, 0, 0.03)).toBeGreaterThan(4 * balance(flat, 0, 0.03));
    expect(balance(swept, 0.25, 0.4)).toBeLessThan(2 * balance(flat, 0.25, 0.4));
  });

  it('pushes the rest down as it hits and lets it back for the off-beat', () => {
    const pad = { instrument: { kind: 'chords', room: null }, velocity: FOUR, hold_steps: 4 };
    const pushed = { ...pad, instrument: { ...pad.instrument, pump_decibels: -20 } };
    const silentKick = { instrument: { kind: 'kick', level_decibels: -60 }, velocity: FOUR };
    const dry = play([pad]);
    const pumped = play([pushed, silentKick]);
    const drop = (from: number, to: number) =>
      toDecibels(rms(seconds(pumped, from, to))) - toDecibels(rms(seconds(dry, from, to)));
    expect(drop(1.002, 1.022)).toBeLessThan(-15);
    expect(drop(1.3, 1.45)).toBeGreaterThan(-0.5);
  });
});

describe('a long note under many short ones', () => {
  it('is found wherever rendering starts', () => {
    const riser = { instrument: { kind: 'riser' }, velocity: ONCE, hold_steps: 32 };
    const hats = { instrument: { kind: 'hat', level_decibels: -50 }, velocity: '9999999999999999' };
    const alone = play([riser]);
    const renderer = rendererOf([riser, hats]);
    for (let start = 48_111; start < 4 * ENGINE_RATE - 480; start += 7_001) {
      const both = new Float32Array(960);
      renderer.render(frames(start), both);
      const riserThere = rms(alone.subarray(2 * start, 2 * start + 960));
      expect(rms(both) / riserThere).toBeCloseTo(1, 1);
    }
  });
});

describe('pitch', () => {
  it('follows the chord: A in the first bar, F in the second', () => {
    const pcm = play([{ instrument: { kind: 'bass', octave: 2 }, velocity: FOUR, hold_steps: 3 }]);
    const [a, f] = [110, 87.31];
    const [first, second] = [seconds(pcm, 0, 0.35), seconds(pcm, 2, 2.35)];
    expect(energyAt(first, a)).toBeGreaterThan(4 * energyAt(first, f));
    expect(energyAt(second, f)).toBeGreaterThan(4 * energyAt(second, a));
  });
});
