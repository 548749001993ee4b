import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duckColumns } from '../../../../../renderer/edit/timeline/paint/duck-columns.ts';
import { musicColumns, sampleColumns } from '../../../../../renderer/edit/timeline/paint/music-columns.ts';
import { CHUNK, type Sounds } from '../../../../../renderer/edit/timeline/sounds.ts';
import { duckingAt } from '../../../../../src/audio/index.ts';
import { type DuckingCurve, decibels, frames } from '../../../../../src/model/index.ts';
import { materialOf, sceneOf, trackOf } from './scene-of.ts';

const dips = fc
  .array(
    fc.record({
      at: fc.integer({ min: -5000, max: 200_000 }),
      sizes: fc.tuple(...([0, 1, 2] as const).map(() => fc.integer({ min: 1, max: 20_000 }))),
      depth: fc.integer({ min: -40, max: -1 }),
    }),
    { maxLength: 12 },
  )
  .map(
    (list): DuckingCurve =>
      list
        .map(({ at, sizes: [attack, hold, release], depth }) => ({
          ...{ start: frames(at), full: frames(at + attack), release: frames(at + attack + hold) },
          ...{ end: frames(at + attack + hold + release), depth: decibels(depth) },
        }))
        .sort((a, b) => a.start - b.start),
  );

describe('ducking by column', () => {
  it('is the curve in the middle of each column', () => {
    fc.assert(
      fc.property(
        dips,
        fc.integer({ min: 1, max: 2400 }),
        fc.integer({ min: -1000, max: 150_000 }),
        (curve, per, first) => {
          const factors = duckColumns({ firstFrame: first, framesPerColumn: per, count: 60 }, curve);
          for (const [x, factor] of factors.entries())
            expect(20 * Math.log10(factor)).toBeCloseTo(duckingAt(curve, first + (x + 0.5) * per), 3);
        },
      ),
    );
  });

  it('is between the lowest and none from afar, and lower where more is ducked', () => {
    const dip = (start: number, end: number) => ({
      ...{ start: frames(start), full: frames(start), release: frames(end), end: frames(end), depth: decibels(-12) },
    });
    const [half, all, none] = duckColumns({ firstFrame: 0, framesPerColumn: 48_000, count: 3 }, [
      dip(0, 24_000),
      dip(48_000, 96_000),
    ]);
    expect(all).toBeCloseTo(10 ** (-12 / 20), 5);
    expect(half).toBeCloseTo((1 + 10 ** (-12 / 20)) / 2, 2);
    expect(none).toBe(1);
  });

  it('is the same however a view is cut into tiles', () => {
    fc.assert(
      fc.property(dips, fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 63 }), (curve, per, cut) => {
        const part = (from: number, count: number) =>
          duckColumns({ firstFrame: from * per, framesPerColumn: per, count }, curve);
        expect([...part(0, cut), ...part(cut, 64 - cut)]).toEqual([...part(0, 64)]);
      }),
    );
  });
});

/** Music that is as loud as its track's number says, everywhere. */
const loudness = { one: 64, two: 32 } as Record<string, number>;
const sounds: Sounds = {
  track: ({ source }) => {
    const level = loudness[source!];
    return {
      framesPerPoint: 256,
      length: 1000,
      peaks: Int8Array.from({ length: 2000 }, (_, i) => (i % 2 ? level : -level)),
    };
  },
  take: () => null,
  chunk: () => null,
  peak: () => 1,
};
const LENGTH = 256_000;
const sceneWith = (second: Record<string, unknown>) =>
  sceneOf(
    {
      tracks: [
        { id: 'one', file: 'one.mp3', fade_in_ms: 1000, fade_in_curve: 'linear' },
        { id: 'two', file: 'two.mp3', ...second },
      ],
    },
    materialOf([trackOf('one', LENGTH), trackOf('two', LENGTH)], []),
  );

describe('music by column', () => {
  const columns = { firstFrame: 0, framesPerColumn: 1000, count: 520 };

  it('is each track in its place, at its gain, with its fades', () => {
    const { low, high } = musicColumns(columns, sceneWith({ gain_db: -6.0206 }).tracks, sounds, () => 1);
    expect(high[100]).toBeCloseTo(64 / 127, 4);
    expect(low[100]).toBeCloseTo(-64 / 128, 4);
    expect(high[300]).toBeCloseTo(16 / 127, 4);
    expect(high[24]).toBeCloseTo((64 / 127) * (24.5 / 48), 3);
    expect(Number.isNaN(high[515])).toBe(true);
  });

  it('is around both where two cross', () => {
    const { tracks } = sceneWith({ crossfade_ms: 1000, crossfade_curve: 'linear' });
    const { high } = musicColumns(columns, tracks, sounds, () => 1);
    const start = LENGTH - 48_000;
    expect(tracks[1].start).toBe(start);
    const [early, late] = [(start + 2000) / 1000, (start + 46_000) / 1000];
    expect(high[early]).toBeCloseTo((64 / 127) * (1 - 2.5 / 48), 2);
    expect(high[late]).toBeCloseTo((32 / 127) * (46.5 / 48), 2);
  });

  it('is the same however a view is cut into tiles', () => {
    const { tracks } = sceneWith({ crossfade_ms: 700 });
    const part = (from: number, count: number) =>
      musicColumns({ firstFrame: from * 1000, framesPerColumn: 1000, count }, tracks, sounds, () => 1);
    const [left, right, whole] = [part(0, 200), part(200, 320), part(0, 520)];
    expect([...left.high, ...right.high]).toEqual([...whole.high]);
    expect([...left.low, ...right.low]).toEqual([...whole.low]);
  });
});

describe('samples by column', () => {
  const length = CHUNK + 5000;
  const sampleAt = (frame: number) => Math.sin(frame * 12.9898) * 0.8;
  const chunk: Sounds['chunk'] = (_source, index, count) =>
    Float32Array.from({ length: count * 2 }, (_, i) => sampleAt(index * CHUNK + (i >> 1)) * (i % 2 ? 1 : -0.5));

  it('are the extremes of all samples of both channels that a column touches, across pieces too', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: CHUNK - 300, max: CHUNK - 1 }),
        fc.double({ min: 0.8, max: 30, noNaN: true }),
        (first, per) => {
          const found = sampleColumns(
            { firstFrame: first, framesPerPixel: per, width: 40 },
            'x',
            length,
            { chunk },
            null,
          );
          for (let x = 0; x < 40; x++) {
            const start = Math.floor(first + x * per);
            const end = Math.max(start + 1, Math.ceil(first + (x + 1) * per));
            const all = Array.from({ length: end - start }, (_, i) => sampleAt(start + i)).flatMap((s) => [
              s,
              -0.5 * s,
            ]);
            expect(found[x * 2]).toBeCloseTo(Math.min(...all), 5);
            expect(found[x * 2 + 1]).toBeCloseTo(Math.max(...all), 5);
          }
        },
      ),
    );
  });

  it('leave the outline where they are not there yet', () => {
    const rough = Float32Array.from([-1, 1, -0.5, 0.5]);
    const found = sampleColumns({ firstFrame: 0, framesPerPixel: 4, width: 2 }, 'x', 100, { chunk: () => null }, rough);
    expect([...found]).toEqual([...rough]);
  });
});
