import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Layer, readCuelistDocument, type SoundAction } from '../../../src/model/index.ts';
import { layerLength } from '../../../src/plan/index.ts';
import { openLayer } from '../../../src/session/index.ts';
import { countingSource } from './counting-source.ts';

const layerOf = (more: object): Layer => {
  const { cuelist } = readCuelistDocument({ id: 'l', cues: [{ layers: [{ file: 'a', ...more }] }] });
  return (cuelist!.cues[0].action as SoundAction).layers[0];
};

/** A second of a file that counts its frames, as it comes out; pieces of the sizes given, one after the other. */
const read = async (
  layer: Layer,
  options: {
    file?: number;
    sizes?: number[];
    most?: number;
    onRead?: (read: number, set: (passes: number) => void) => void;
  } = {},
) => {
  const { file = 48_000, sizes = [4800], most = 400_000, onRead } = options;
  const lengths: number[] = [];
  const { open, opened } = countingSource(() => file);
  const stream = openLayer(layer, open, (length) => lengths.push(length));
  const heard: number[] = [];
  for (let turn = 0; heard.length < most; turn += 1) {
    onRead?.(heard.length, stream.setPasses);
    const piece = await stream.next(sizes[turn % sizes.length]);
    if (piece === null) break;
    expect(piece.length).toBeGreaterThan(0);
    for (let i = 0; i < piece.length; i += 2) heard.push(piece[i]);
  }
  await stream.close();
  expect(opened()).toBe(0);
  return { heard, lengths };
};
const count = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

describe('what a layer sounds like', () => {
  it('is its file, trimmed, in pieces of any size', async () => {
    for (const sizes of [[4800], [1], [127, 1], [128, 4096]]) {
      const most = sizes[0] === 1 ? 500 : 400_000;
      const { heard } = await read(layerOf({ trim_start_ms: 100, trim_end_ms: 350 }), { sizes, most });
      expect(heard).toEqual(count(4800, 4800 + Math.min(most, 12_000)));
    }
    const whole = await read(layerOf({}));
    expect(whole.heard).toEqual(count(0, 48_000));
    expect(whole.lengths).toEqual([48_000]);
  });

  it('repeats what it repeats, joined at the frame, and as long as the plan says', async () => {
    const looped = layerOf({ trim_start_ms: 100, loop: { start_ms: 250, end_ms: 500, times: 3 } });
    const { heard } = await read(looped);
    const pass = count(12_000, 24_000);
    expect(heard).toEqual([...count(4800, 24_000), ...pass, ...pass, ...count(24_000, 48_000)]);
    expect(heard.length).toBe(layerLength(looped, 48_000 as never));
    const whole = await read(layerOf({ loop: true }), { most: 100_000 });
    expect(whole.heard.slice(0, 100_000)).toEqual([...count(0, 48_000), ...count(0, 48_000), ...count(0, 4000)]);
  });

  it('crosses its passes, keeping the length', async () => {
    const layer = layerOf({ loop: { start_ms: 500, crossfade_ms: 50, crossfade_curve: 'linear', times: 2 } });
    const { heard } = await read(layer);
    expect(heard.length).toBe(layerLength(layer, 48_000 as never));
    const cross = 45_600;
    expect(heard.slice(0, cross)).toEqual(count(0, cross));
    // In the middle of the crossfade both are heard by half.
    expect(heard[cross + 1200]).toBeCloseTo((cross + 1200) / 2 + (24_000 + 1200) / 2, 2);
    expect(heard.slice(cross + 2400)).toEqual(count(26_400, 48_000));
  });

  it('goes on past what it repeats once it is let go', async () => {
    const layer = layerOf({ loop: { start_ms: 0, end_ms: 100 } });
    const { heard } = await read(layer, { onRead: (sofar, set) => sofar >= 12_000 && set(3) });
    expect(heard).toEqual([...count(0, 4800), ...count(0, 4800), ...count(0, 48_000)]);
  });

  it('begins at any frame as if it had been read up to it', async () => {
    const ms = fc.integer({ min: 0, max: 60 });
    const loop = fc.record({
      start_ms: ms,
      end_ms: fc.integer({ min: 62, max: 100 }),
      times: fc.constantFrom(1, 2, 4, 9),
    });
    const spec = fc
      .tuple(ms, fc.option(loop, { nil: null }), fc.double({ min: 0, max: 0.5, noNaN: true }))
      .map(([trim, loop, part]) => {
        if (loop === null) return { trim_start_ms: trim };
        const crossfade_ms = Math.floor((loop.end_ms - Math.max(loop.start_ms, trim)) * part);
        return { trim_start_ms: trim, loop: { ...loop, crossfade_ms } };
      });
    await fc.assert(
      fc.asyncProperty(spec, fc.double({ min: 0, max: 0.99, noNaN: true }), async (written, part) => {
        const layer = layerOf(written);
        const file = 4_800;
        const readFrom = async (from: number): Promise<number[]> => {
          const { open } = countingSource(() => file);
          const stream = openLayer(layer, open, () => undefined, { from, file: file as never });
          const heard: number[] = [];
          for (let piece = await stream.next(777); piece !== null; piece = await stream.next(777))
            for (let i = 0; i < piece.length; i += 2) heard.push(piece[i]);
          await stream.close();
          return heard;
        };
        const whole = await readFrom(0);
        const from = Math.floor(whole.length * part);
        expect(await readFrom(from)).toEqual(whole.slice(from));
      }),
      { numRuns: 200 },
    );
  });
});
