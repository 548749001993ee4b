import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMixerFrame, encodeMixerFrame } from '../../../src/contract/index.ts';
import { decibels, type FadeCurve, frames, type MixerAct, type ToMixer } from '../../../src/model/index.ts';

const voice = fc.nat(0xffff_ffff);
const time = fc.nat(2 ** 40).map(frames);
/** Decibels that an act may name; −∞ is silence. */
const gain = fc
  .oneof(fc.constant(Number.NEGATIVE_INFINITY), fc.double({ min: -200, max: 24, noNaN: true }))
  .map((db) => decibels(db + 0));
const fade = fc.record({
  length: time,
  curve: fc.constantFrom<FadeCurve[]>('linear', 'equal-power', 'raised-cosine-db'),
});
const act: fc.Arbitrary<MixerAct> = fc.oneof(
  fc.record({ kind: fc.constant('sound' as const), voice, at: time, gain, fadeIn: fade }),
  fc.record({ kind: fc.constant('end' as const), voice, after: time, fadeOut: fade }),
  fc.record({ kind: fc.constant('fade' as const), voice, at: time, to: gain, fade }),
  fc.record({ kind: fc.constant('stop' as const), voice, at: time, fade }),
  fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const), voice, at: time }),
  fc.record({ kind: fc.constant('release' as const), voice }),
);
const message: fc.Arbitrary<ToMixer> = fc.oneof(
  fc.record({ kind: fc.constant('voice' as const), voice, from: time }),
  fc.record({
    ...{ kind: fc.constant('pcm' as const), voice, frame: time },
    samples: fc.float32Array({ maxLength: 64, noNaN: true }),
  }),
  fc.record({ kind: fc.constant('over' as const), voice, length: time }),
  fc.record({ kind: fc.constant('acts' as const), acts: fc.array(act, { maxLength: 8 }) }),
);

/** As a WebSocket hands it on: text, or bytes in a buffer of their own. */
const carried = (sent: string | Uint8Array): string | ArrayBuffer =>
  typeof sent === 'string' ? sent : (sent.slice().buffer as ArrayBuffer);

describe('what a mixer is told', () => {
  it('arrives over a WebSocket as it was sent, silence as a gain and every bit of a sample', () => {
    fc.assert(
      fc.property(message, (sent) => {
        expect(decodeMixerFrame(carried(encodeMixerFrame(sent)))).toEqual(sent);
      }),
      { numRuns: 500 },
    );
  });

  it('is text but for sound, of which a part of a larger buffer sends that part', () => {
    const samples = Float32Array.from({ length: 10 }, (_, n) => n / 7).subarray(2, 6);
    const bytes = encodeMixerFrame({ kind: 'pcm', voice: 3, frame: frames(480), samples });
    expect(bytes).toBeInstanceOf(Uint8Array);
    expect((bytes as Uint8Array).byteLength).toBe(16 + 16);
    expect(decodeMixerFrame(carried(bytes))).toMatchObject({ voice: 3, frame: 480, samples: samples.slice() });
    expect(typeof encodeMixerFrame({ kind: 'acts', acts: [{ kind: 'release', voice: 3 }] })).toBe('string');
  });
});
