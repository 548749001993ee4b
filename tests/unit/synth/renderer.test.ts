import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createLoudnessMeter, integratedLoudness } from '../../../src/audio/index.ts';
import { ENGINE_RATE, type Frames, frames } from '../../../src/model/index.ts';
import {
  createTrackRenderer,
  parseTrack,
  sectionBars,
  type Track,
  type TrackRenderer,
  trackLength,
} from '../../../src/synth/index.ts';

const json = (): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL('../../../resources/demo/track.json', import.meta.url), 'utf8'));
let track: Track;
/** Shared: a renderer keeps the notes it has rendered. */
let warm: TrackRenderer;
beforeAll(() => {
  track = parseTrack(json());
  warm = createTrackRenderer(track);
});

const render = (renderer: TrackRenderer, start: number, length: number, block: number) => {
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

  it.each([1, 127, 128, 4096])('is the same in blocks of %i', (block) => {
    const start = sectionStarts()[2] - 6_077;
    const whole = render(warm, start, 12_000, 12_000);
    expect(whole.some((x) => Math.abs(x) > 0.05)).toBe(true);
    expect(render(warm, start, 12_000, block)).toEqual(whole);
  });

  it('is the same from any start, whatever was rendered before', () => {
    const start = sectionStarts()[4] + 11_111;
    const cold = render(createTrackRenderer(track), start, 9_000, 9_000);
    render(warm, start + 200_000, 4_800, 4_800);
    const from = render(warm, start - 3_333, 12_333, 1_000);
    expect(from.subarray(2 * 3_333)).toEqual(cold);
  });

  it('builds: warm-up under build under climb under sprint, recovery under climb', () => {
    const starts = sectionStarts();
    const [warmUp, build, climb, recovery, sprint] = starts.map((start) => {
      return loudnessOf(render(warm, start + 4 * ENGINE_RATE, 8 * ENGINE_RATE, 4800));
    });
    expect(build).toBeGreaterThan(warmUp + 1);
    expect(climb).toBeGreaterThan(build);
    expect(recovery).toBeLessThan(climb - 3);
    expect(sprint).toBeGreaterThanOrEqual(climb);
  });

  it('stays finite, under full scale, and joins its sections without a click', () => {
    for (const start of sectionStarts().slice(1, -1)) {
      const around = render(warm, start - 4_800, 9_600, 4800);
      expect(around.every((x) => Number.isFinite(x) && Math.abs(x) < 1)).toBe(true);
      const steady = render(warm, start + 2 * ENGINE_RATE, 4 * ENGINE_RATE, 4800);
      expect(largestStep(around)).toBeLessThan(2 * largestStep(steady));
    }
  });

  it('is silent after its end', () => {
    const out = render(warm, trackLength(track), 4_800, 4_800);
    expect(out.every((x) => x === 0)).toBe(true);
  });

  it('fades to nothing: its last frame is no step', () => {
    const out = render(warm, trackLength(track) - 480, 480, 480);
    expect(Math.max(...out.map(Math.abs))).toBeLessThan(1e-3);
  });

  it('refuses a start that is no frame and half a frame of room', () => {
    expect(() => warm.render(-1 as Frames, new Float32Array(2))).toThrow(RangeError);
    expect(() => warm.render(0.5 as Frames, new Float32Array(2))).toThrow(RangeError);
    expect(() => warm.render(frames(0), new Float32Array(3))).toThrow(RangeError);
  });
});
