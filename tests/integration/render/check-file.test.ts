import { afterAll, beforeAll, expect, it } from 'vitest';
import { integratedLoudness } from '../../../src/audio/index.ts';
import { type FfmpegBinary, findFfmpeg } from '../../../src/media/index.ts';
import { decibels, frames, type MixPlan } from '../../../src/model/index.ts';
import { figuresOf } from '../../../src/render/file-measure.ts';
import { createRenderPool, type RenderPool } from '../../../src/render/index.ts';
import type { SpansChecked } from '../../../src/render/render-protocol.ts';
import { type Desk, openDesk } from '../export/cueforge.ts';
import { demoMusic, writeFloatWav } from '../export/material.ts';

const LENGTH = 7.25;

let desk: Desk;
let pool: RenderPool;
let ffmpeg: FfmpegBinary;
beforeAll(async () => {
  desk = openDesk();
  pool = createRenderPool(1);
  ffmpeg = await findFfmpeg(null);
});
afterAll(async () => {
  await pool.close();
  desk.clear();
});

it('gives loudness and peaks of the decoded file, block by block', async () => {
  const music = demoMusic(LENGTH);
  writeFloatWav(desk.at('music.wav'), music);
  const plan: MixPlan = {
    ...{ length: frames(LENGTH * 48_000), beds: [], voices: [], ducking: [] },
    ...{ gain: decibels(0), limiter: { ceiling: decibels(-1) } },
  };
  const file = desk.at('music.wav');
  const job = { kind: 'check', plan, sources: {}, ffmpeg, file, part: null, moments: [] } as const;
  const [measure] = ((await pool.run(job)) as SpansChecked).measures;
  const { energies, lufs } = figuresOf(measure);
  expect(energies).toHaveLength(72);
  expect(integratedLoudness(energies)).toBe(lufs);
  const blocks = Array.from({ length: 73 }, (_, b) => music.subarray(b * 9600, (b + 1) * 9600));
  expect([...measure.peaks]).toEqual(blocks.map((block) => block.reduce((top, x) => Math.max(top, Math.abs(x)), 0)));
});
