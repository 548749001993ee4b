import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BLOCK_FRAMES,
  createLoudnessMeter,
  integratedLoudness,
  loudnessRange,
  maxMomentary,
  maxShortTerm,
  momentary,
  STEP_FRAMES,
  shortTerm,
  takeLoudness,
} from '../../../src/audio/index.ts';
import { BLOCK_SIZES, noise, pieces, type Tone, tones } from './signals.ts';

const measure = (pcm: Float32Array) => {
  const meter = createLoudnessMeter();
  meter.push(pcm);
  meter.finish();
  return { energies: meter.energies(), steps: meter.steps() };
};
const silence = (seconds: number): Tone => ({ seconds, level: Number.NEGATIVE_INFINITY });
const tone = (seconds: number, level: number): Tone => ({ seconds, level });

/** Within a tenth of a LU, as EBU Tech 3341 asks. */
const expectLufs = (actual: number, wanted: number): void => expect(Math.abs(actual - wanted)).toBeLessThanOrEqual(0.1);

// Cases 6 (5.0), 7 and 8 (real programmes) have no place here.
describe('EBU Tech 3341, integrated loudness', () => {
  it.each<[number, Tone[], number]>([
    [1, [tone(20, -23)], -23],
    [2, [tone(20, -33)], -33],
    [3, [tone(10, -36), tone(60, -23), tone(10, -36)], -23],
    [4, [tone(10, -72), tone(10, -36), tone(60, -23), tone(10, -36), tone(10, -72)], -23],
    [5, [tone(20, -26), tone(20.1, -20), tone(20, -26)], -23],
  ])('case %i', (_, stretches, wanted) => {
    const { energies } = measure(tones(stretches));
    expectLufs(integratedLoudness(energies), wanted);
  });

  it('cases 1 and 2 read the same momentary and short-term', () => {
    for (const level of [-23, -33]) {
      const { energies } = measure(tones([tone(20, level)]));
      expectLufs(maxMomentary(energies), level);
      expectLufs(maxShortTerm(energies), level);
    }
  });
});

describe('EBU Tech 3341, short-term and momentary loudness', () => {
  it('case 9: short-term stands at -23 after 3 s', () => {
    const { steps } = measure(tones(Array.from({ length: 5 }, () => [tone(1.34, -20), tone(1.66, -30)]).flat()));
    const values = shortTerm(steps, STEP_FRAMES);
    expect(values.length).toBeGreaterThan(1000);
    for (const value of values) expectLufs(value, -23);
  });

  it('case 10: the highest short-term is -23 wherever the tone begins', () => {
    for (let i = 0; i < 20; i++) {
      const { steps } = measure(tones([silence(0.15 * i), tone(3, -23), silence(1)]));
      expectLufs(maxShortTerm(steps, STEP_FRAMES), -23);
    }
  });

  it('case 11: successive short-term maxima rise from -38 to -19', () => {
    for (let i = 0; i < 20; i++) {
      const { steps } = measure(tones([silence(0.15 * i), tone(3, -38 + i), silence(3 - 0.15 * i)]));
      expectLufs(maxShortTerm(steps, STEP_FRAMES), -38 + i);
    }
  });

  it('case 12: momentary stands at -23 after 1 s', () => {
    const { steps } = measure(tones(Array.from({ length: 25 }, () => [tone(0.18, -20), tone(0.22, -30)]).flat()));
    const values = momentary(steps, STEP_FRAMES).subarray(60);
    expect(values.length).toBeGreaterThan(800);
    for (const value of values) expectLufs(value, -23);
  });

  it('case 13: the highest momentary is -23 wherever the tone begins', () => {
    for (let i = 0; i < 20; i++) {
      const { steps } = measure(tones([silence(0.02 * i), tone(0.4, -23), silence(1)]));
      expectLufs(maxMomentary(steps, STEP_FRAMES), -23);
    }
  });

  it('case 14: successive momentary maxima rise from -38 to -19', () => {
    for (let i = 0; i < 20; i++) {
      const { steps } = measure(tones([silence(0.02 * i), tone(0.4, -38 + i), silence(0.4 - 0.02 * i)]));
      expectLufs(maxMomentary(steps, STEP_FRAMES), -38 + i);
    }
  });
});

describe('the absolute gate of -70 LUFS', () => {
  it('keeps what is over it and drops what is under it', () => {
    expectLufs(integratedLoudness(measure(tones([tone(5, -69.5)])).energies), -69.5);
    expect(integratedLoudness(measure(tones([tone(5, -70.5)])).energies)).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe('EBU Tech 3342, loudness range', () => {
  it.each<[number, Tone[], number]>([
    [1, [tone(20, -20), tone(20, -30)], 10],
    [2, [tone(20, -20), tone(20, -15)], 5],
    [3, [tone(20, -40), tone(20, -20)], 20],
    [4, [tone(20, -50), tone(20, -35), tone(20, -20), tone(20, -35), tone(20, -50)], 15],
  ])('case %i', (_, stretches, wanted) => {
    expect(Math.abs(loudnessRange(measure(tones(stretches)).energies) - wanted)).toBeLessThanOrEqual(0.1);
  });

  it('is 0 for silence and for less than 3 s', () => {
    expect(loudnessRange(measure(new Float32Array(960_000)).energies)).toBe(0);
    expect(loudnessRange(measure(tones([tone(2.9, -20)])).energies)).toBe(0);
  });
});

describe('the K filter', () => {
  // As ffmpeg's ebur128 reads the same sines, to a tenth of a LU.
  it.each([
    [31.5, -8.5],
    [100, -1.8],
    [997, 0],
    [4000, 3.3],
    [10_000, 3.4],
  ])('%d Hz weighs %d dB more than 997 Hz', (frequency, wanted) => {
    const reference = integratedLoudness(measure(tones([tone(5, -20)], 997)).energies);
    const weighted = integratedLoudness(measure(tones([tone(5, -20)], frequency)).energies);
    expect(Math.abs(weighted - reference - wanted)).toBeLessThan(0.1);
  });

  it('one channel at 0 dBFS, 997 Hz, reads -3.01 LUFS (BS.1770-4)', () => {
    const pcm = tones([tone(5, 0)], 997);
    for (let i = 1; i < pcm.length; i += 2) pcm[i] = 0;
    expect(integratedLoudness(measure(pcm).energies)).toBeCloseTo(-3.01, 1);
  });
});

describe('the loudness meter', () => {
  it.each(BLOCK_SIZES)('gives the same bits in blocks of %i', (size) => {
    const pcm = noise(30_001, 0.5);
    const meter = createLoudnessMeter();
    for (const piece of pieces(pcm, size)) meter.push(piece);
    const whole = measure(pcm);
    expect(meter.energies()).toEqual(whole.energies);
    expect(meter.steps()).toEqual(whole.steps);
  });

  it('drops a partial block of a long signal and pads that of a short one', () => {
    expect(measure(noise(4 * BLOCK_FRAMES + 4799, 0.1)).energies.length).toBe(4);
    expect(measure(noise(BLOCK_FRAMES + 1, 0.1)).energies.length).toBe(2);
    expect(measure(new Float32Array(0)).energies.length).toBe(0);
  });

  it('reads silence after sound as -Infinity, exactly', () => {
    const meter = createLoudnessMeter();
    meter.push(noise(BLOCK_FRAMES, 1));
    // A second later the filter has let go wholly: it never runs on subnormal numbers, which are a hundred times slower.
    meter.push(new Float32Array(96_000));
    expect(meter.energies().at(-1)).toBe(0);
    expect(momentary(meter.energies()).at(-1)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('refuses sound after its end', () => {
    const meter = createLoudnessMeter();
    meter.finish();
    expect(() => meter.push(new Float32Array(2))).toThrow(/finished/);
  });
});

describe('loudness of takes', () => {
  it('is integrated loudness where a block passes the gate', () => {
    const { energies } = measure(tones([tone(2, -20), silence(3)]));
    expect(takeLoudness(energies)).toBe(integratedLoudness(energies));
  });

  it('is the highest momentary where the take is too short, silence after it counted', () => {
    const { energies } = measure(tones([tone(0.1, -20)]));
    expect(integratedLoudness(energies)).toBe(Number.NEGATIVE_INFINITY);
    expectLufs(takeLoudness(energies), -26.02);
  });

  it('is -Infinity for silence', () => {
    expect(takeLoudness(measure(new Float32Array(96_000)).energies)).toBe(Number.NEGATIVE_INFINITY);
    expect(takeLoudness(new Float64Array(0))).toBe(Number.NEGATIVE_INFINITY);
  });
});

it('finds the highest window among all of them, to the bit', () => {
  const loudness = fc.oneof(fc.constant(0), fc.double({ min: 1e-12, max: 1, noNaN: true }), fc.constant(0.25));
  fc.assert(
    fc.property(fc.array(loudness, { minLength: 30, maxLength: 400 }), (values) => {
      const energies = Float64Array.from(values);
      expect(maxMomentary(energies)).toBe(Math.max(...momentary(energies)));
      expect(maxShortTerm(energies)).toBe(Math.max(...shortTerm(energies)));
    }),
  );
});
