import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createLiveMixer,
  DRY_FADE,
  LIMITER_LOOKAHEAD,
  LIMITER_MEMORY,
  PAUSE_FADE,
  WAITING_ACTS,
} from '../../../src/audio/index.ts';
import { decibels, type Fade, type FadeCurve, frames, type MixerAct, NO_FADE } from '../../../src/model/index.ts';
import { expectedOf } from './live-mixer-reference.ts';
import { arrivingReader, liveAct, play, type Scene, sound } from './live-mixer-scene.ts';
import { noise } from './signals.ts';

const CEILING = decibels(-1);
const fade = (length: number, curve: FadeCurve = 'linear'): Fade => ({ length: frames(length), curve });
const end = (voice: number, after: number, fadeOut: Fade = NO_FADE): MixerAct => ({
  kind: 'end',
  voice,
  after: frames(after),
  fadeOut,
});
const at = (kind: 'pause' | 'resume', voice: number, frame: number): MixerAct => ({ kind, voice, at: frames(frame) });
const stop = (voice: number, frame: number, over: Fade): MixerAct => ({
  kind: 'stop',
  voice,
  at: frames(frame),
  fade: over,
});
const fadeTo = (voice: number, frame: number, to: number, over: Fade): MixerAct => ({
  kind: 'fade',
  voice,
  at: frames(frame),
  to: decibels(to),
  fade: over,
});

/** A scene where everything is there from the start. */
const scene = (length: number, lengths: readonly number[], acts: readonly MixerAct[], amplitude = 0.2): Scene => ({
  length,
  ceiling: CEILING,
  voices: lengths.map((frames, i) => ({ from: 0, length: frames, pcm: noise(frames, amplitude, 7 + i) })),
  messages: [{ arrives: 0, acts }],
  sent: lengths.map((upTo, voice) => ({ arrives: 0, voice, upTo })),
});
/** What was mixed: the output without the limiter's delay. */
const mixed = (pcm: Float32Array, from: number, to: number): Float32Array =>
  pcm.subarray((from + LIMITER_LOOKAHEAD) * 2, (to + LIMITER_LOOKAHEAD) * 2);
const isSilent = (pcm: Float32Array): boolean => pcm.every((sample) => sample === 0);

const fades = fc.record({
  length: fc.constantFrom(0, 1, 2, 97, 300, 900).map(frames),
  curve: fc.constantFrom<FadeCurve[]>('linear', 'equal-power', 'raised-cosine-db'),
});
const VOICES = 4;
const LENGTH = 6_000;
/** Times are near each other, and near the arrival of what names them: late, in time, and early. */
const timed = fc.record({
  arrives: fc.nat(LENGTH - 1_000),
  lead: fc.integer({ min: -400, max: 900 }),
  voice: fc.nat(VOICES - 1),
  over: fades,
  value: fc.constantFrom(Number.NEGATIVE_INFINITY, -30, -6, 0, 6),
  kind: fc.constantFrom<MixerAct['kind'][]>('sound', 'end', 'fade', 'stop', 'pause', 'resume', 'release'),
});
const scripts = fc.record({
  voices: fc.array(
    fc.record({ from: fc.constantFrom(0, 0, 500), length: fc.integer({ min: 800, max: 5_000 }), gaps: fc.nat(2) }),
    { minLength: VOICES, maxLength: VOICES },
  ),
  arrivals: fc.array(fc.nat(LENGTH - 1), { minLength: 3 * VOICES, maxLength: 3 * VOICES }),
  starts: fc.array(timed, { minLength: VOICES, maxLength: VOICES }),
  more: fc.array(timed, { maxLength: 14 }),
  amplitude: fc.constantFrom(0.1, 0.7),
});
type Script = typeof scripts extends fc.Arbitrary<infer T> ? T : never;
const sceneOf = ({ voices, arrivals, starts, more, amplitude }: Script): Scene => {
  const actOf = ({ arrives, lead, voice, over, value, kind }: (typeof more)[number]): MixerAct => {
    const when = Math.max(0, arrives + lead);
    if (kind === 'sound') return sound(voice, when, value, over);
    if (kind === 'end') return end(voice, when, over);
    if (kind === 'fade') return fadeTo(voice, when, value, over);
    if (kind === 'stop') return stop(voice, when, over);
    return kind === 'release' ? { kind, voice } : at(kind, voice, when);
  };
  const told = [...starts.map((one, voice) => ({ ...one, voice, kind: 'sound' as const })), ...more];
  return {
    length: LENGTH,
    ceiling: CEILING,
    voices: voices.map(({ from, length }, i) => ({ from, length, pcm: noise(length, amplitude, 3 + i) })),
    messages: told.map((one) => ({ arrives: one.arrives, acts: [actOf(one)] })).sort((a, b) => a.arrives - b.arrives),
    sent: voices.flatMap(({ from, length, gaps }, voice) => {
      const times = arrivals.slice(3 * voice, 3 * voice + gaps).sort((a, b) => a - b);
      return [0, ...times].map((arrives, i) => ({
        arrives,
        voice,
        upTo: from + Math.round(((length - from) * (i + 1)) / (times.length + 1)),
      }));
    }),
  };
};

describe('the live mixer', () => {
  it('gives what a plain mix frame by frame gives, whatever is told and however it is cut', () => {
    fc.assert(
      fc.property(
        scripts,
        fc.array(fc.constantFrom(1, 17, 127, 128, 1_000), { minLength: 1, maxLength: 4 }),
        (script, cut) => {
          const one = sceneOf(script);
          const expected = expectedOf(one);
          const { pcm, late, missing, places } = play(one, cut);
          expect(late).toEqual(expected.late);
          expect(missing).toBe(expected.missing);
          expect(places).toEqual(expected.places);
          let most = 0;
          for (let i = 0; i < pcm.length; i++) most = Math.max(most, Math.abs(pcm[i] - expected.pcm[i]));
          expect(most).toBeLessThan(1e-7);
        },
      ),
      { numRuns: Number(process.env.MIXER_RUNS ?? 150) },
    );
  });

  it('joins two voices at the exact frame, every sample as it is, LIMITER_LOOKAHEAD frames later', () => {
    const one = scene(9_000, [3_001, 4_000], [sound(0, 500), end(0, 3_001), sound(1, 3_501), end(1, 2_500)]);
    const { pcm, missing } = play(one, [128]);
    expect(mixed(pcm, 500, 3_501)).toEqual(one.voices[0].pcm);
    expect(mixed(pcm, 3_501, 6_001)).toEqual(one.voices[1].pcm.subarray(0, 5_000));
    expect(isSilent(pcm.subarray(0, (500 + LIMITER_LOOKAHEAD) * 2))).toBe(true);
    expect(isSilent(mixed(pcm, 6_001, 8_000))).toBe(true);
    expect(missing).toBe(0);
  });

  it('begins late with the first sample, and says by how much', () => {
    const one = scene(4_000, [2_000, 2_000], []);
    const told = { ...one, messages: [{ arrives: 1_000, acts: [sound(0, 900), sound(1, 900), end(0, 1_500)] }] };
    const { pcm, late } = play(told, [128]);
    expect(late).toEqual([
      [0, 100],
      [1, 100],
    ]);
    const both = one.voices[0].pcm.map((sample, i) => sample + one.voices[1].pcm[i]);
    expect(mixed(pcm, 1_000, 2_500)).toEqual(both.subarray(0, 3_000));
  });

  it('pauses over samples that it keeps, and goes on from the very frame', () => {
    const one = scene(9_000, [5_000], [sound(0, 0), at('pause', 0, 2_000), at('resume', 0, 4_000)]);
    const { pcm, places } = play(one, [128]);
    const source = one.voices[0].pcm;
    expect(mixed(pcm, 0, 2_000)).toEqual(source.subarray(0, 4_000));
    expect(isSilent(mixed(pcm, 2_000 + PAUSE_FADE, 4_000))).toBe(true);
    expect(mixed(pcm, 4_000 + PAUSE_FADE, 7_000)).toEqual(source.subarray(2 * (2_000 + PAUSE_FADE)));
    expect(places).toEqual([5_000]);
  });

  it('keeps the power where two voices cross, and steps nowhere', () => {
    const crossed = fade(2_400, 'equal-power');
    const one = scene(8_000, [5_000, 5_000], [sound(0, 0), end(0, 4_000, crossed), sound(1, 1_600, 0, crossed)]);
    const steady = { ...one, voices: one.voices.map((voice) => ({ ...voice, pcm: voice.pcm.fill(0.4) })) };
    const heard = mixed(play(steady, [128]).pcm, 0, 5_000);
    let step = 0;
    for (let i = 2; i < heard.length; i++) step = Math.max(step, Math.abs(heard[i] - heard[i - 2]));
    expect(step).toBeLessThan(0.001);
    // Two signals that are one add their gains: sin + cos, 3 dB over each alone halfway.
    expect(heard[2 * 2_800]).toBeCloseTo(0.4 * Math.SQRT2, 3);
  });

  it('is silent when a stop says so, whatever was told before and after', () => {
    const slow = fade(3_000, 'equal-power');
    const acts = [
      sound(0, 0),
      stop(0, 1_000, slow),
      stop(0, 1_500, fade(200)),
      stop(0, 1_600, slow),
      fadeTo(0, 1_650, 6, NO_FADE),
    ];
    const { pcm, mixer } = play(scene(6_000, [5_000], acts), [128]);
    expect(isSilent(mixed(pcm, 1_600, 1_698))).toBe(false);
    expect(isSilent(mixed(pcm, 1_700, 5_500))).toBe(true);
    expect(mixer.stage(0)).toBe('over');
  });

  it('waits where sound is missing: counts it, loses nothing, and comes in again over 2 ms', () => {
    const one = scene(6_000, [3_000], [sound(0, 0)]);
    const sent = [
      { arrives: 0, voice: 0, upTo: 1_000 },
      { arrives: 1_700, voice: 0, upTo: 3_000 },
    ];
    const { pcm, missing, places, mixer } = play({ ...one, sent }, [100]);
    const source = one.voices[0].pcm;
    expect(mixed(pcm, 0, 1_000)).toEqual(source.subarray(0, 2_000));
    expect(isSilent(mixed(pcm, 1_000 + DRY_FADE, 1_700))).toBe(true);
    expect(mixed(pcm, 1_700 + DRY_FADE, 3_700)).toEqual(source.subarray(2 * (1_000 + DRY_FADE)));
    expect([missing, mixer.underruns(), places[0]]).toEqual([700, 7, 3_000]);
  });

  it('fades out when it is cleared, and is then as new', () => {
    const one = scene(2_000, [9_000], [sound(0, 0), fadeTo(0, 5_000, -6, NO_FADE)], 0.5);
    const { mixer, pcm } = play(one, [128]);
    expect(isSilent(pcm.subarray(3_000))).toBe(false);
    mixer.clear();
    expect(mixer.act(liveAct(sound(0, 0)))).toBe(false);
    const after = new Float32Array(2 * (PAUSE_FADE + LIMITER_LOOKAHEAD + 5_000));
    mixer.render(after);
    expect(isSilent(after.subarray(2 * (PAUSE_FADE + LIMITER_LOOKAHEAD)))).toBe(true);
    expect(mixer.clearing()).toBe(false);
    expect(mixer.stage(0)).toBe('free');
    expect(mixer.frame()).toBe(LIMITER_LOOKAHEAD + 5_000);
  });

  it('holds the ceiling, says what was taken off, and then rests', () => {
    const { pcm, mixer } = play(scene(4_000, [2_000, 2_000], [sound(0, 0), sound(1, 0)], 0.9), [128]);
    expect(Math.max(...pcm.map(Math.abs))).toBeLessThan(10 ** (-1 / 20));
    expect(mixer.takeLimited()).toBeGreaterThan(3);
    expect(mixer.takeLimited()).toBe(0);
    expect(mixer.takePeak(0)).toBeGreaterThan(0.8);
    expect(mixer.takePeak(0)).toBe(0);
    expect(mixer.silent()).toBe(false);
    for (let n = 0; n < LIMITER_MEMORY + LIMITER_LOOKAHEAD; n += 1_000) mixer.render(new Float32Array(2_000));
    expect(mixer.silent()).toBe(true);
  });

  it('takes no more acts than can wait, and those again once some were done', () => {
    const { reader } = arrivingReader(new Float32Array(0), 0, 0);
    const mixer = createLiveMixer([reader], CEILING, () => undefined);
    for (let i = 0; i < WAITING_ACTS; i++) expect(mixer.act(liveAct(fadeTo(0, 100 + i, 0, NO_FADE)))).toBe(true);
    expect(mixer.act(liveAct(fadeTo(0, 50, 0, NO_FADE)))).toBe(false);
    mixer.render(new Float32Array(2 * 101));
    expect(mixer.act(liveAct(fadeTo(0, 500, 0, NO_FADE)))).toBe(true);
  });
});
