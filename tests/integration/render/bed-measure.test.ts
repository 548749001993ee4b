import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLoudnessMeter, createMixer, energyToLufs } from '../../../src/audio/index.ts';
import { createPcmCache, createPcmReader, findFfmpeg, type PcmAsset, type PcmCache } from '../../../src/media/index.ts';
import { CHANNELS, decibels, frames, layoutLength, type MixPlan, parseWorkoutFile } from '../../../src/model/index.ts';
import { layOutSources, planVariant, type StagedSource } from '../../../src/plan/index.ts';
import { createRenderPool, measureBed, type RenderPool } from '../../../src/render/index.ts';
import { type Desk, openDesk } from '../export/cueforge.ts';
import { demoMusic, writeFloatWav } from '../export/material.ts';

let desk: Desk;
let pcm: PcmCache;
let pool: RenderPool;
const assets = new Map<string, PcmAsset>();

beforeAll(async () => {
  desk = openDesk();
  pcm = createPcmCache({ cacheDir: desk.cache, ffmpeg: await findFfmpeg(null), threads: 2 });
  pool = createRenderPool(2);
  const music = demoMusic(30);
  writeFloatWav(desk.at('a.wav'), music.subarray(0, 14 * 96_000));
  writeFloatWav(desk.at('b.wav'), music.subarray(14 * 96_000 + 246));
  for (const id of ['a', 'b']) assets.set(id, await pcm.open(desk.at(`${id}.wav`)));
});
afterAll(async () => {
  await Promise.all([pcm.close(), pool.close()]);
  desk.clear();
  rmSync(desk.cache, { recursive: true, force: true });
});

const planOf = (tracks: readonly object[]): MixPlan => {
  const { workout } = parseWorkoutFile(JSON.stringify({ id: 'w', tracks, cues: [] }));
  const sources = new Map(
    [...assets].map(([id, { key, frames: length }]): [string, StagedSource] => [
      id,
      { source: key, length, gain: decibels(id === 'a' ? -4 : 3) },
    ]),
  );
  const planned = planVariant(workout!, workout!.variants[0], 'music', {
    ...{ tracks: sources, takes: new Map(), coachingTrack: null, limiter: { ceiling: decibels(-1) } },
    ...{ length: layoutLength(layOutSources(workout!, sources)), gain: decibels(6) },
  });
  if (planned.refused) throw new Error(planned.reason);
  return planned.plan;
};
const sources = () => Object.fromEntries([...assets.values()].map(({ key, path, frames }) => [key, { path, frames }]));
const measured = () => new Map([...assets.values()].map((asset) => [asset.key, asset]));

/** The bed measured the long way: all of it mixed, in one piece. */
const meteredBed = (plan: MixPlan): { energies: Float64Array; peaks: number[] } => {
  const reader = createPcmReader(sources());
  const out = new Float32Array(plan.length * CHANNELS);
  createMixer({ ...plan, gain: decibels(0) }, reader).mix(0, out);
  reader.close();
  const meter = createLoudnessMeter();
  meter.push(out);
  meter.finish();
  const peaks: number[] = [];
  for (let at = 0; at < out.length; at += 9600) {
    peaks.push(out.subarray(at, at + 9600).reduce((top, x) => Math.max(top, Math.abs(x)), 0));
  }
  return { energies: meter.energies(), peaks };
};

describe('what is known of a bed', () => {
  const a = { id: 'a', file: 'a.wav' };
  const b = { id: 'b', file: 'b.wav' };
  it.each([
    ['two tracks on the grid', [a, b]],
    ['a track whose end is off the grid, then another', [{ ...a, trim_end_ms: 10_033 }, b]],
    ['a crossfade', [a, { ...b, crossfade_ms: 3_000 }]],
    [
      'fades, gains and a trim on the grid',
      [
        { ...a, fade_in_ms: 1_500, gain_db: -3 },
        { ...b, trim_start_ms: 500 },
      ],
    ],
    ['a single track that fades out', [{ ...b, fade_out_ms: 2_000 }]],
  ])('is what a meter finds on the mix: %s', async (_, tracks) => {
    const plan = planOf(tracks);
    const never = new AbortController().signal;
    const bed = await measureBed(plan, measured(), sources(), pool, never);
    const metered = meteredBed(plan);
    const scale = 10 ** (bed.gain / 20);
    expect(bed.peaks).toHaveLength(metered.peaks.length);
    for (const [block, energy] of metered.energies.entries()) {
      const off = energyToLufs(bed.energies[block] * scale ** 2) - energyToLufs(energy);
      expect(Math.abs(off), `block ${block}`).toBeLessThan(0.001);
    }
    for (const [block, peak] of metered.peaks.entries()) expect(bed.peaks[block] * scale).toBeCloseTo(peak, 5);
  });

  it('is what decoding measured, where one file plays unchanged', async () => {
    const plan = planOf([a]);
    const noPool = { run: () => Promise.reject(new Error('nothing is to be rendered')) } as unknown as RenderPool;
    const bed = await measureBed(plan, measured(), sources(), noPool, new AbortController().signal);
    expect(bed.energies).toBe(assets.get('a')!.energies);
    expect(bed.gain).toBe(-4);
    expect(plan.length).toBe(frames(14 * 48_000));
  });
});
