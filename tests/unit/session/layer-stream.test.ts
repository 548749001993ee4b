import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Frames, type Layer, readCuelistDocument, type SoundAction } from '../../../src/model/index.ts';
import { layerLength } from '../../../src/plan/index.ts';
import { type OpenSource, openLayer } from '../../../src/session/index.ts';
import { countingSource } from './counting-source.ts';
import { expectedFrames, expectedSample } from './stage.ts';

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

describe('passes that cross', () => {
  /** Reads a layer of a file, and looks at what its sources gave while each piece was asked for. */
  const readCrossing = async (
    layer: Layer,
    { file, stated, sizes, most = 100_000 }: { file: number; stated: number | null; sizes: number[]; most?: number },
  ) => {
    let given: { from: number; to: number }[] = [];
    let asked = 0;
    const { open, opened } = countingSource(() => file);
    const watched: OpenSource = (name, from) => {
      const source = open(name, from);
      let at: number = from;
      return {
        async next(wanted) {
          if (wanted > asked) throw new Error(`${wanted} were asked for, not ${asked}`);
          const piece = await source.next(wanted);
          given.push({ from: at, to: at + (piece?.length ?? 0) / 2 });
          at = given.at(-1)!.to;
          return piece;
        },
        close: () => source.close(),
      };
    };
    const isGiven = (frame: number): boolean => given.some(({ from, to }) => frame >= from && frame < to);
    const stream = openLayer(layer, watched, () => undefined, { from: 0, file: stated as Frames | null });
    const openedFor: number[] = [];
    let read = 0;
    let wrong = '';
    for (let turn = 0; read < most && wrong === ''; turn += 1) {
      given = [];
      asked = sizes[turn % sizes.length];
      const piece = await stream.next(asked);
      if (turn < 2) openedFor.push(opened());
      if (piece === null) break;
      for (let i = 0; i < piece.length && wrong === ''; i += 2) {
        const frame = read + i / 2;
        const { at, under } = expectedFrames(layer, frame, null, file);
        const expected = expectedSample(layer, frame, null, file);
        if (piece[i] !== expected || piece[i + 1] !== expected) wrong = `${frame} is ${piece[i]}, not ${expected}`;
        // Nothing that was read for an earlier piece is in this one, and no more is held for it than was asked for.
        if (!isGiven(at) || (under !== null && !isGiven(under.at))) wrong = `${frame} was held`;
        if (under !== null && piece.length > Math.max(2, asked)) wrong = `${frame} is in ${piece.length} of ${asked}`;
      }
      read += piece.length / 2;
    }
    await stream.close();
    expect(wrong).toBe('');
    expect(opened()).toBe(0);
    return { read, openedFor };
  };
  const crossing = fc
    .record({
      trim_start_ms: fc.integer({ min: 0, max: 20 }),
      start_ms: fc.option(fc.integer({ min: 0, max: 40 })),
      end_ms: fc.option(fc.integer({ min: 50, max: 120 })),
      part: fc.double({ min: 0, max: 0.5, noNaN: true }),
      times: fc.option(fc.integer({ min: 1, max: 5 })),
      curve: fc.constantFrom('linear', 'equal-power'),
    })
    .map(({ trim_start_ms, start_ms, end_ms, part, times, curve }) => ({
      trim_start_ms,
      loop: {
        ...{ start_ms, end_ms, times, crossfade_curve: curve },
        crossfade_ms: Math.floor(((end_ms ?? 140) - Math.max(start_ms ?? 0, trim_start_ms)) * part),
      },
    }));

  it('are what the plan says, from whatever is known of the file, and nothing of them is held', async () => {
    await fc.assert(
      fc.asyncProperty(
        crossing,
        fc.integer({ min: 1, max: 7_000 }),
        fc.constantFrom('nothing', 'all', 'shorter', 'longer'),
        fc.array(fc.integer({ min: 1, max: 6_000 }), { minLength: 1, maxLength: 3 }),
        async (written, file, known, sizes) => {
          const layer = layerOf(written);
          const off = { nothing: null, all: 0, shorter: -Math.min(150, file), longer: 150 }[known];
          const stated = off === null ? null : file + off;
          const most = Math.min(20_000, 300 * sizes[0]);
          const { read } = await readCrossing(layer, { file, stated, sizes, most });
          const length = layerLength(layer, file as Frames);
          if (length !== null && length < most) expect(read).toBe(length);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('begin at once where their end is far off, and still turn at it', async () => {
    const layer = layerOf({ loop: { crossfade_ms: 1_000, crossfade_curve: 'linear', times: 2 } });
    const file = 8 * 48_000;
    for (const stated of [file, file - 20_000, file + 200_000]) {
      const { read, openedFor } = await readCrossing(layer, { file, stated, sizes: [4_800, 9_600], most: 1e6 });
      expect(openedFor).toEqual([1, 1]);
      expect(read).toBe(layerLength(layer, file as Frames));
    }
  });
});
