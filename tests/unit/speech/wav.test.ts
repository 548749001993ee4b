import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isWav, parseWav, writeWav } from '../../../src/speech/wav.ts';

it('reads what it wrote', () => {
  fc.assert(
    fc.property(fc.int16Array({ minLength: 1, maxLength: 50 }), fc.constantFrom(1, 2), (samples, channels) => {
      const wav = { sampleRate: 16_000, channels, samples };
      expect(parseWav(writeWav(wav))).toEqual(wav);
    }),
  );
});

it('takes any bytes', () => {
  const good = writeWav({ sampleRate: 16_000, channels: 1, samples: new Int16Array(20) });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 8 }), fc.nat(good.length), fc.nat(good.length), (noise, at, length) => {
      const bad = good.slice(0, length);
      bad.set(noise.subarray(0, Math.max(0, bad.length - at)), Math.min(at, bad.length));
      const wav = parseWav(bad);
      expect(wav === null || wav.samples.length <= 20).toBe(true);
      if (wav !== null) expect(isWav(bad)).toBe(true);
    }),
  );
});
