import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMixer, duckingAt, fadeGain, renderMix } from '../../../src/audio/index.ts';
import {
  type Dip,
  decibels,
  frames,
  type MixPlan,
  NO_FADE,
  type Placement,
  type SourceReader,
} from '../../../src/model/index.ts';

/** Sources made of sines, so that any frame can be computed: key "440" is 440 Hz at half scale. */
const sines: SourceReader = {
  read(source, start, into) {
    for (let i = 0; i < into.length; i += 2) {
      into[i] = 0.5 * Math.sin((2 * Math.PI * Number(source) * (start + i / 2)) / 48_000);
      into[i + 1] = -into[i];
    }
  },
};

const place = (source: string, at: number, length: number, gain = 0, fade = 0): Placement => ({
  source,
  at: frames(at),
  from: frames(0),
  length: frames(length),
  gain: decibels(gain),
  fadeIn: fade > 0 ? { length: frames(fade), curve: 'equal-power' } : NO_FADE,
  fadeOut: fade > 0 ? { length: frames(fade), curve: 'raised-cosine-db' } : NO_FADE,
});

const dip = (start: number, full: number, release: number, end: number, depth: number): Dip => ({
  start: frames(start),
  full: frames(full),
  release: frames(release),
  end: frames(end),
  depth: decibels(depth),
});

const LENGTH = 30_000;
const plan = (over: Partial<MixPlan> = {}): MixPlan => ({
  length: frames(LENGTH),
  beds: [place('440', 0, LENGTH)],
  voices: [place('1000', 9_000, 6_000, 3, 500)],
  ducking: [dip(4_000, 8_000, 16_000, 22_000, -12), dip(20_000, 21_000, 24_000, 26_000, -6)],
  gain: decibels(2),
  limiter: { ceiling: decibels(-3) },
  ...over,
});

const mixed = (p: MixPlan, block: number): Float32Array => {
  const mixer = createMixer(p, sines);
  const out = new Float32Array(LENGTH * 2);
  for (let n = 0; n < LENGTH; n += block) mixer.mix(n, out.subarray(n * 2, Math.min(LENGTH, n + block) * 2));
  return out;
};

const rendered = async (p: MixPlan, start: number, end: number, block: number): Promise<Float32Array> => {
  const out: number[] = [];
  await renderMix(
    p,
    sines,
    start,
    end,
    (pcm) => {
      out.push(...pcm);
      return undefined;
    },
    block,
  );
  return Float32Array.from(out);
};

describe('the mixer', () => {
  it('gives the same samples whatever the block', () => {
    const whole = mixed(plan(), LENGTH);
    for (const block of [1, 127, 128, 4096]) expect(mixed(plan(), block)).toEqual(whole);
  });

  it('adds what is placed, at its gain, and nothing else', () => {
    const out = mixed(plan({ voices: [], ducking: [] }), 4096);
    for (const n of [0, 1, 777, LENGTH - 1]) {
      const expected = 0.5 * Math.sin((2 * Math.PI * 440 * n) / 48_000) * 10 ** (2 / 20);
      expect(out[n * 2]).toBeCloseTo(expected, 6);
      expect(out[n * 2 + 1]).toBeCloseTo(-expected, 6);
    }
  });

  it('starts and ends a placement on its very frame', () => {
    const p = plan({ beds: [], ducking: [], voices: [{ ...place('12000', 1_001, 10), from: frames(1) }] });
    const out = mixed(p, 128);
    const sounding = [...out.keys()].filter((i) => i % 2 === 0 && Math.abs(out[i]) > 1e-4).map((i) => i / 2);
    expect(sounding[0]).toBe(1_001);
    expect(sounding.at(-1)).toBe(1_009);
  });

  it('turns beds down by the dip, voices never', () => {
    const ducked = mixed(plan({ voices: [] }), 4096);
    const plain = mixed(plan({ voices: [], ducking: [] }), 4096);
    const n = 12_003;
    expect(20 * Math.log10(Math.abs(ducked[n * 2] / plain[n * 2]))).toBeCloseTo(-12, 4);
    const voiceOnly = mixed(plan({ beds: [] }), 4096);
    const voiceUnducked = mixed(plan({ beds: [], ducking: [] }), 4096);
    expect(voiceOnly).toEqual(voiceUnducked);
  });

  it('is silent outside the plan', () => {
    const out = new Float32Array(2_000);
    createMixer(plan(), sines).mix(LENGTH - 100, out);
    expect(out.slice(200).every((x) => x === 0)).toBe(true);
    expect(out.slice(0, 200).some((x) => x !== 0)).toBe(true);
  });
});

describe('a rendered mix', () => {
  it('is the same from any start, in any block: the limiter forgets', async () => {
    const whole = await rendered(plan(), 0, LENGTH, LENGTH);
    expect(whole.length).toBe(LENGTH * 2);
    expect(whole).not.toEqual(mixed(plan(), LENGTH)); // the limiter has something to do
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: LENGTH - 1 }),
        fc.constantFrom(127, 128, 1000, 4096),
        async (start, block) => {
          const end = Math.min(LENGTH, start + 3_000);
          expect(await rendered(plan(), start, end, block)).toEqual(whole.slice(start * 2, end * 2));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('waits for a slow consumer', async () => {
    let open = 0;
    let most = 0;
    await renderMix(plan(), sines, 0, LENGTH, async () => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setImmediate(resolve));
      open--;
    });
    expect(most).toBe(1);
  });
});

describe('the ducking curve', () => {
  const curve = [dip(100, 200, 300, 500, -12), dip(250, 260, 280, 290, -18)];
  it('is 0 outside, its depth inside, the lower of two', () => {
    expect(duckingAt(curve, 99)).toBe(0);
    expect(duckingAt(curve, 500)).toBe(0);
    expect(duckingAt(curve, 220)).toBe(-12);
    expect(duckingAt(curve, 270)).toBe(-18);
    expect(duckingAt(curve, 150)).toBeCloseTo(-6, 6);
    expect(duckingAt(curve, 400)).toBeCloseTo(-6, 6);
  });
  it('has no step', () => {
    let largest = 0;
    for (let n = 0; n < 600; n++)
      largest = Math.max(largest, Math.abs(duckingAt([curve[0]], n + 1) - duckingAt([curve[0]], n)));
    expect(largest).toBeLessThan((12 * Math.PI) / 2 / 100 + 1e-9);
  });
});

describe('fades', () => {
  it('reach exactly 1 and begin in silence', () => {
    for (const curve of ['linear', 'equal-power', 'raised-cosine-db'] as const) {
      const fade = { length: frames(100), curve };
      expect(fadeGain(fade, 0)).toBe(0);
      expect(fadeGain(fade, 100)).toBe(1);
      for (let i = 1; i <= 100; i++) expect(fadeGain(fade, i)).toBeGreaterThanOrEqual(fadeGain(fade, i - 1));
    }
  });
  it('keep power where two equal-power fades cross', () => {
    const fade = { length: frames(1000), curve: 'equal-power' } as const;
    for (let i = 0; i <= 1000; i += 50) {
      expect(fadeGain(fade, i) ** 2 + fadeGain(fade, 1000 - i) ** 2).toBeCloseTo(1, 9);
    }
  });
});
