import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createLoudnessMeter,
  createMixer,
  duckingAt,
  energyToLufs,
  fadeGain,
  findSpeech,
  STEP_FRAMES,
  takeLoudness,
} from '../../../src/audio/index.ts';
import {
  CHANNELS,
  decibels,
  frames,
  layoutLength,
  type MixPlan,
  parseWorkoutFile,
  type SourceReader,
} from '../../../src/model/index.ts';
import {
  bedLevels,
  layOutSources,
  planVariant,
  type SoundLevels,
  type StagedSource,
  type Take,
  voiceOverMusic,
} from '../../../src/plan/index.ts';
import { random } from '../audio/signals.ts';

const acoustics = { duckingAt, fadeGain, loudness: takeLoudness };

/** Noise that turns louder and quieter every third of a second, like music does. */
const swaying = (length: number, seed: number): Float32Array => {
  const next = random(seed);
  const pcm = new Float32Array(length * CHANNELS);
  let level = 0.2;
  for (let n = 0; n < length; n++) {
    if (n % 16_000 === 0) level = 0.05 + 0.15 * (1 + next());
    for (const side of [0, 1]) pcm[2 * n + side] = level * next();
  }
  return pcm;
};

/** Syllables of noise with short pauses, silence on both sides. */
const speech = (seed: number): Float32Array => {
  const next = random(seed);
  const pcm = new Float32Array(96_000 * CHANNELS);
  const [from, to] = [9_000 + Math.round(3_000 * next()), 80_000 + Math.round(9_000 * next())];
  for (let n = from; n < to; n++) {
    const syllable = Math.sin((2 * Math.PI * (n - from)) / 14_000) > -0.4 ? 0.3 : 0.01;
    for (const side of [0, 1]) pcm[2 * n + side] = syllable * next();
  }
  return pcm;
};

const levelsOf = (pcm: Float32Array): SoundLevels => {
  const meter = createLoudnessMeter();
  meter.push(pcm);
  meter.finish();
  return { energies: meter.energies(), peaks: new Float32Array(0) };
};

const files = { a: swaying(480_000, 5), b: swaying(432_123, 9), x: speech(21), y: speech(33) };
const levels = new Map(Object.entries(files).map(([key, pcm]) => [key, levelsOf(pcm)]));
const reader: SourceReader = {
  read(source, start, into) {
    into.set(files[source as keyof typeof files].subarray(start * CHANNELS, start * CHANNELS + into.length));
  },
};

const windows = (pcm: Float32Array): Float32Array => {
  const found = new Float32Array(pcm.length / CHANNELS / 960);
  for (let w = 0; w < found.length; w++) {
    found[w] = pcm.subarray(w * 1920, (w + 1) * 1920).reduce((sum, x) => sum + x * x, 0) / 1920;
  }
  return found;
};

const takeOf = (source: 'x' | 'y'): Take => ({
  source,
  length: frames(96_000),
  gain: decibels(3),
  speech: findSpeech(windows(files[source]), decibels(-45), frames(96_000)),
});

/** Mean energy of part of a mix over spans, by the meter, on steps of 10 ms. */
const metered = (plan: MixPlan, spans: readonly { start: number; end: number }[]): number => {
  // From a second before, which the meter's filter has forgotten by then.
  const first = Math.max(0, Math.floor(spans[0].start / STEP_FRAMES) - 100);
  const from = first * STEP_FRAMES;
  const out = new Float32Array((Math.min(plan.length, spans.at(-1)!.end) - from) * CHANNELS);
  createMixer(plan, reader).mix(from, out);
  const meter = createLoudnessMeter();
  meter.push(out);
  const steps = meter.steps();
  let total = 0;
  let count = 0;
  for (const { start, end } of spans) {
    for (let step = Math.ceil(start / STEP_FRAMES); (step + 1) * STEP_FRAMES <= end; step++) {
      if (steps[step - first] === undefined) continue;
      total += steps[step - first];
      count++;
    }
  }
  return total / count;
};

describe('how far a voice is over the music', () => {
  it('is what a meter finds in the mix, within 0.5 LU', () => {
    const cases = fc.record({
      at: fc.integer({ min: 500, max: 12_000 }),
      second: fc.integer({ min: 0, max: 15_000 }),
      depth: fc.constantFrom(0, -6, -12, -20),
      crossfade: fc.constantFrom(0, 777, 4_000),
      trim: fc.constantFrom(0, 133, 1_000),
      gain: fc.constantFrom(0, -5),
    });
    fc.assert(
      fc.property(cases, ({ at, second, depth, crossfade, trim, gain }) => {
        const { workout } = parseWorkoutFile(
          JSON.stringify({
            id: 'w',
            tracks: [
              { id: 'a', file: 'a.wav', fade_in_ms: 700 },
              { id: 'b', file: 'b.wav', crossfade_ms: crossfade, trim_start_ms: trim, gain_db: gain },
            ],
            cues: [
              { id: 'x', time_ms: at, text: 'x', duck: { depth_db: depth }, gain_db: 1 },
              { id: 'y', time_ms: second, text: 'y' },
            ],
          }),
        );
        const tracks = new Map<string, StagedSource>([
          ['a', { source: 'a', length: frames(480_000), gain: decibels(-2) }],
          ['b', { source: 'b', length: frames(432_123), gain: decibels(1) }],
        ]);
        const takes = new Map([
          ['x', takeOf('x')],
          ['y', takeOf('y')],
        ]);
        const planned = planVariant(workout!, workout!.variants[0], 'mix', {
          ...{ tracks, takes, coachingTrack: null, gain: decibels(0), limiter: { ceiling: decibels(-1) } },
          length: layoutLength(layOutSources(workout!, tracks)),
        });
        if (planned.refused) throw new Error(planned.reason);
        const { plan } = planned;
        const take = takes.get('x')!;
        const offset = planned.cues.find(({ cue }) => cue.id === 'x')!.start - take.speech[0].start;
        const spans = take.speech.map(({ start, end }) => ({ start: start + offset, end: end + offset }));
        const bed = bedLevels(plan.beds, plan.length, levels, acoustics)!;
        const gained = decibels(take.gain + 1);
        const voice = { speech: take.speech, offset, gain: gained, levels: levels.get('x')! };
        const reckoned = voiceOverMusic(voice, bed, plan.ducking, acoustics)!;

        const mine = plan.voices.filter(({ source }) => source === 'x');
        const heard =
          energyToLufs(metered({ ...plan, beds: [], ducking: [], voices: mine }, spans)) -
          energyToLufs(metered({ ...plan, voices: [] }, spans));
        expect(Math.abs(reckoned - heard)).toBeLessThan(0.5);
      }),
      { numRuns: 25 },
    );
  });

  it('is nothing where there is no music, and not known where it was not measured', () => {
    const bed = { source: 'a', at: frames(0), from: frames(0), length: frames(48_000), gain: decibels(0) };
    const plain = { ...bed, fadeIn: { length: frames(0), curve: 'linear' as const } };
    const beds = [{ ...plain, fadeOut: plain.fadeIn }];
    expect(bedLevels(beds, 48_000, new Map(), acoustics)).toBeNull();
    const short = bedLevels(beds, 480_000, levels, acoustics)!;
    const voice = { speech: takeOf('x').speech, gain: decibels(0), levels: levels.get('x')! };
    expect(voiceOverMusic({ ...voice, offset: 96_000 }, short, [], acoustics)).toBeNull();
    expect(voiceOverMusic({ ...voice, offset: 0 }, short, [], acoustics)).toBeTypeOf('number');
    expect(voiceOverMusic({ ...voice, speech: [], offset: 0 }, short, [], acoustics)).toBeNull();
  });
});
