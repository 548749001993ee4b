import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { renderMix } from '../../../src/audio/index.ts';
import { createPcmReader } from '../../../src/media/index.ts';
import { decibels, frames, type MixPlan, NO_FADE, type Placement } from '../../../src/model/index.ts';
import type { PcmStream } from '../../../src/studio/pcm-stream.ts';
import { createPreviewThread, type PreviewThread } from '../../../src/studio/preview-thread.ts';

const folder = mkdtempSync(join(tmpdir(), 'cueforge-preview-thread-'));
const LENGTH = 48_000 * 30 + 17;
const sources = {
  bed: { path: join(folder, 'bed.f32'), frames: LENGTH },
  voice: { path: join(folder, 'voice.f32'), frames: 48_000 },
};
const whole = (source: string, at: number, length: number): Placement => ({
  ...{ source, at: frames(at), from: frames(0), length: frames(length), gain: decibels(4) },
  ...{ fadeIn: NO_FADE, fadeOut: NO_FADE },
});
const plan: MixPlan = {
  length: frames(LENGTH),
  beds: [whole('bed', 0, LENGTH)],
  voices: [whole('voice', 100_000, 48_000), whole('voice', 900_000, 48_000)],
  ducking: [
    {
      ...{ start: frames(80_000), full: frames(95_000), release: frames(160_000), end: frames(200_000) },
      depth: decibels(-12),
    },
  ],
  gain: decibels(3),
  limiter: { ceiling: decibels(-1) },
};
let truth: Float32Array;
let thread: PreviewThread;
const said: string[] = [];

beforeAll(async () => {
  for (const { path, frames: length } of Object.values(sources)) {
    writeFileSync(
      path,
      Float32Array.from({ length: 2 * length }, (_, i) => Math.sin(i * 0.013) * Math.sin(i * 1.7)),
    );
  }
  truth = new Float32Array(2 * LENGTH);
  let at = 0;
  await renderMix(plan, createPcmReader(sources), 0, LENGTH, (block) => {
    truth.set(block, at);
    at += block.length;
    return undefined;
  });
  thread = createPreviewThread((line) => said.push(line));
});
afterEach(() => said.splice(0));
afterAll(async () => {
  await thread.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Takes a stream to its end, in pieces; `each` comes before every one. */
const take = async (stream: PcmStream, most: () => number, each: (taken: number) => unknown = () => undefined) => {
  const pieces: Float32Array[] = [];
  for (let taken = 0; ; ) {
    await each(taken);
    const piece = await stream.next(most());
    if (piece === null) break;
    pieces.push(piece);
    taken += piece.length / 2;
  }
  await stream.close();
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)));
};
const due = (from: number): Buffer => Buffer.from(truth.buffer, 8 * from);

describe('the thread that mixes previews', () => {
  test('gives the mix, from anywhere and in pieces of any size, several at a time', async () => {
    let size = 0;
    const sizes = (): number => {
      size += 1_237;
      return 1 + (size % 4_800);
    };
    const froms = [0, 1, 95_000, 899_999, LENGTH - 1, LENGTH, LENGTH + 5];
    const mixes = await Promise.all(froms.map((from) => take(thread.open(plan, sources, frames(from)), sizes)));
    for (const [i, mix] of mixes.entries()) expect(Buffer.compare(mix, due(Math.min(froms[i], LENGTH)))).toBe(0);
  });

  test('is replaced where it dies, and what is listened to goes on without a frame lost', async () => {
    const stream = thread.open(plan, sources, frames(1_000));
    let ended = 0;
    const mix = await take(
      stream,
      () => 4_800,
      async (taken) => {
        if (taken < 300_000 * (ended + 1) || ended === 3) return;
        ended++;
        await thread.terminate();
      },
    );
    expect(ended).toBe(3);
    expect(said).toHaveLength(3);
    expect(Buffer.compare(mix, due(1_000))).toBe(0);
  });

  test('says what is wrong with a mix that cannot be made, and mixes the next', async () => {
    const gone = { ...sources, bed: { path: join(folder, 'gone.f32'), frames: LENGTH } };
    const other = { ...plan, beds: [whole('gone', 0, LENGTH)] };
    const broken = thread.open(other, { ...sources, gone: gone.bed }, frames(0));
    await expect(broken.next(100)).rejects.toMatchObject({ failure: { code: 'file-unreadable' } });
    await broken.close();
    expect(Buffer.compare(await take(thread.open(plan, sources, frames(LENGTH - 9)), () => 4), due(LENGTH - 9))).toBe(
      0,
    );
  });

  test('lets go of who waits when it is closed', async () => {
    const own = createPreviewThread();
    const stream = own.open(plan, sources, frames(0));
    await own.close();
    await expect(stream.next(1)).rejects.toMatchObject({ failure: { code: 'cancelled' } });
  });
});
