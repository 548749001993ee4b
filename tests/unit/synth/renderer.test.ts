import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createLoudnessMeter, integratedLoudness } from '../../../src/audio/index.ts';
import { ENGINE_RATE, frames } from '../../../src/model/index.ts';
import { createTrackRenderer, parseTrack, sectionBars, type Track, trackLength } from '../../../src/synth/index.ts';

const json = (): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL('../../../resources/demo/track.json', import.meta.url), 'utf8'));
let track: Track;
beforeAll(() => {
  track = parseTrack(json());
});

const render = (renderer: ReturnType<typeof createTrackRenderer>, start: number, length: number, block: number) => {
  const out = new Float32Array(length * 2);
  for (let n = 0; n < length; n += block) {
    renderer.render(frames(start + n), out.subarray(n * 2, Math.min(length, n + block) * 2));
  }
  return out;
};

/** First frame of each section and of the end. */
const sectionStarts = (): number[] =>
  sectionBars(track).map((bar) => Math.round((bar * 4 * 60 * ENGINE_RATE) / track.bpm));

const loudnessOf = (pcm: Float32Array): number => {
  const meter = createLoudnessMeter();
  meter.push(pcm);
  return integratedLoudness(meter.energies());
};

/** Highest step between neighbouring samples of a channel. */
const largestStep = (pcm: Float32Array): number => {
  let largest = 0;
  for (let i = 2; i < pcm.length; i++) largest = Math.max(largest, Math.abs(pcm[i] - pcm[i - 2]));
  return largest;
};

describe('the demo track', () => {
  it('lasts as long as its workout says', () => {
    const workout = JSON.parse(readFileSync(new URL('../../../resources/demo/workout.json', import.meta.url), 'utf8'));
    expect(trackLength(track)).toBe(workout.duration_seconds * ENGINE_RATE);
    const starts = sectionStarts().slice(0, -1);
    const written = workout.segments.map((segment: { start_time: number }) => segment.start_time * ENGINE_RATE);
    expect(written).toEqual(starts);
  });

  it('is the same from any start and in any block', () => {
    const start = 100 * ENGINE_RATE + 77;
    const whole = render(createTrackRenderer(track), start, 12_000, 12_000);
    expect(whole.some((x) => Math.abs(x) > 0.05)).toBe(true);
    for (const block of [1, 127, 128, 4096])
      expect(render(createTrackRenderer(track), start, 12_000, block)).toEqual(whole);
  });

  it('builds: warm-up under build under climb under sprint, recovery under climb', () => {
    const renderer = createTrackRenderer(track);
    const starts = sectionStarts();
    const [warmUp, build, climb, recovery, sprint] = starts.map((start) => {
      return loudnessOf(render(renderer, start + 4 * ENGINE_RATE, 8 * ENGINE_RATE, 4800));
    });
    expect(build).toBeGreaterThan(warmUp + 1);
    expect(climb).toBeGreaterThan(build);
    expect(recovery).toBeLessThan(climb - 3);
    expect(sprint).toBeGreaterThanOrEqual(climb);
  });

  it('stays finite, under full scale, and joins its sections without a click', () => {
    const renderer = createTrackRenderer(track);
    for (const start of sectionStarts().slice(1, -1)) {
      const around = render(renderer, start - 4_800, 9_600, 4800);
      expect(around.every((x) => Number.isFinite(x) && Math.abs(x) < 1)).toBe(true);
      const steady = render(renderer, start + 2 * ENGINE_RATE, 4 * ENGINE_RATE, 4800);
      expect(largestStep(around)).toBeLessThan(2 * largestStep(steady));
    }
  });

  it('has a kick: most of its onset lies under 150 Hz', () => {
    const kickOnly = parseTrack({ ...json() });
    const renderer = createTrackRenderer(kickOnly);
    const pcm = render(renderer, sectionStarts()[4], ENGINE_RATE / 2, 4800);
    let low = 0;
    let all = 0;
    let state = 0;
    const k = 1 - Math.exp((-2 * Math.PI * 150) / ENGINE_RATE);
    for (let i = 0; i < pcm.length; i += 2) {
      state += k * (pcm[i] - state);
      low += state * state;
      all += pcm[i] * pcm[i];
    }
    expect(low / all).toBeGreaterThan(0.4);
  });

  it('is silent after its end', () => {
    const out = render(createTrackRenderer(track), trackLength(track), 4_800, 4_800);
    expect(out.every((x) => x === 0)).toBe(true);
  });
});

describe('parseTrack', () => {
  it('names what is wrong and where', () => {
    expect(() => parseTrack({ ...json(), bpm: -1 })).toThrow(/bpm/);
    expect(() => parseTrack({ ...json(), sections: [] })).toThrow(/sections/);
    expect(() => parseTrack(null)).toThrow(/not valid/);
  });
});
