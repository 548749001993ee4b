import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createFlacSplitter, FLAC_BLOCK, findFfmpeg, flacFrameMost, renumbered } from '../../../src/media/index.ts';
import { codecArgs, rawArgs } from '../../../src/render/formats.ts';

/** Blocks of a stream whose numbers take one, two and three bytes, the last of them shorter. */
const BLOCKS = 2_100;
const LAST = 1_000;
const ENCODING = { format: 'flac', bitrate: null, voice: false } as const;

let ffmpeg: string;
let samples: Int16Array;
let whole: Uint8Array[];

const run = (args: readonly string[], input: Uint8Array): Buffer => {
  const { stdout, status } = spawnSync(ffmpeg, ['-v', 'error', ...args], { input, maxBuffer: 1 << 28 });
  expect(status).toBe(0);
  return stdout;
};
const INPUT = ['-f', 's16le', '-ar', '48000', '-ac', '2', '-i', 'pipe:0'];
/** Blocks [from, to) of the samples, encoded by themselves. */
const encoded = (from: number, to: number): Buffer => {
  const part = samples.subarray(from * FLAC_BLOCK * 2, to * FLAC_BLOCK * 2);
  return run([...INPUT, ...rawArgs(ENCODING), 'pipe:1'], new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
};
const split = (bytes: Uint8Array, number = 0, cuts: readonly number[] = []): Uint8Array[] => {
  const splitter = createFlacSplitter(number);
  const edges = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  const frames = edges.slice(1).flatMap((edge, i) => splitter.push(bytes.subarray(edges[i], edge)));
  return [...frames, ...splitter.finish()];
};

beforeAll(async () => {
  ({ path: ffmpeg } = await findFfmpeg(null));
  // Tones and noise, silence, one channel alone: blocks of all sizes and all ways to code two channels.
  let noise = 7;
  samples = Int16Array.from({ length: ((BLOCKS - 1) * FLAC_BLOCK + LAST) * 2 }, (_, i) => {
    noise = (Math.imul(noise, 1_103_515_245) + 12_345) | 0;
    const kind = Math.floor(i / 2 / FLAC_BLOCK / 3) % 5;
    const tone = 9_000 * Math.sin(i >> 1);
    if (kind === 0 || (kind === 1 && i % 2 === 1)) return 0;
    return kind === 2 ? tone : kind === 3 ? tone + (i % 2) * (noise >> 20) : noise >> 17;
  });
  whole = split(encoded(0, BLOCKS));
});

describe('frames of a FLAC', () => {
  it('are all that a stream is made of, however it comes', () => {
    expect(whole).toHaveLength(BLOCKS);
    const bytes = Buffer.concat(whole);
    const cut = fc.uniqueArray(fc.nat(bytes.length), { maxLength: 200 });
    fc.assert(
      fc.property(cut, (cuts) => {
        const frames = split(bytes, 0, cuts);
        expect(frames.map(({ length }) => length)).toEqual(whole.map(({ length }) => length));
        expect(Buffer.concat(frames).equals(bytes)).toBe(true);
      }),
      { numRuns: 5 },
    );
  });

  it('are those of the whole where a part was encoded by itself, once they are numbered as there', () => {
    for (const [from, to] of [
      [1, 4],
      [120, 140],
      [2_040, 2_060],
      [2_095, BLOCKS],
    ]) {
      const part = split(encoded(from, to)).map((frame, i) => renumbered(frame, i, from + i));
      expect(part.map((frame) => Buffer.from(frame))).toEqual(whole.slice(from, to).map((frame) => Buffer.from(frame)));
    }
  });

  it('are told apart whatever the last of them is long', () => {
    for (const last of [1, 2, 15, 16, 17, 30, 192, 255, 256, 257, 576, 1_152, 4_607]) {
      const part = samples.subarray(0, (2 * FLAC_BLOCK + last) * 2);
      const bytes = run([...INPUT, ...rawArgs(ENCODING), 'pipe:1'], new Uint8Array(part.buffer, 0, part.byteLength));
      const frames = split(bytes);
      expect([last, frames.length]).toEqual([last, 3]);
      expect(frames[2].length).toBeLessThanOrEqual(flacFrameMost(last));
    }
  });

  it.each([0, 70_000])('are read by a decoder, numbered from %i', (first) => {
    const at = 1_500;
    const head = run([...INPUT, ...codecArgs(ENCODING), 'pipe:1'], new Uint8Array(0)).subarray(0, 42);
    head[4] |= 0x80;
    const frames = whole.slice(at, at + 10).map((frame, i) => renumbered(frame, at + i, first + i));
    const decoded = run(['-f', 'flac', '-i', 'pipe:0', '-f', 's16le', 'pipe:1'], Buffer.concat([head, ...frames]));
    const wanted = samples.slice(at * FLAC_BLOCK * 2, (at + 10) * FLAC_BLOCK * 2);
    expect(decoded.equals(new Uint8Array(wanted.buffer))).toBe(true);
  });

  it('are refused where a byte of them is not as it was written', () => {
    const bytes = Buffer.concat(whole.slice(0, 40));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, other) => {
        const damaged = Buffer.from(bytes);
        damaged[at] ^= other;
        expect(() => split(damaged)).toThrow(/of a FLAC is not whole/);
      }),
      { numRuns: 50 },
    );
    expect(() => renumbered(whole[3], 4, 5)).toThrow('Frame 4 of a FLAC is not as it was written');
    const other = Buffer.from(whole[3]);
    other[20] ^= 1;
    expect(() => renumbered(other, 3, 5)).toThrow('Frame 3 of a FLAC is not as it was written');
    expect(() => split(bytes, 3)).toThrow('Frame 3 of a FLAC is not whole');
    expect(() => split(bytes.subarray(0, bytes.length - 5))).toThrow('Frame 39 of a FLAC is not whole');
  });
});
