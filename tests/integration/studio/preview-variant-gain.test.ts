import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { decibels, frames, lufs, type MixPlan, NO_FADE, type Placement } from '../../../src/model/index.ts';
import {
  chooseGain,
  createRenderPool,
  forecastLoudness,
  type Levelled,
  type RenderPool,
} from '../../../src/render/index.ts';
import { createVariantGains, type VariantGains } from '../../../src/studio/preview-variant-gain.ts';

/** The gains of variants, looked for behind the edits: with the renderer's own workers, on voices without a bed. */
const folder = mkdtempSync(join(tmpdir(), 'cueforge-variant-gain-'));
const LENGTH = 48_000 * 6;
const sources = { voice: { path: join(folder, 'voice.f32'), frames: LENGTH } };
const PLACE = { path: '/rides/ride.json', variant: 'coached' };
const said = (gain: number): Placement => ({
  ...{ source: 'voice', at: frames(0), from: frames(0), length: frames(LENGTH), gain: decibels(gain) },
  ...{ fadeIn: NO_FADE, fadeOut: NO_FADE },
});
/** A variant that is `gain` dB away from where its gain would leave it. */
const levelled = (gain: number, workout = 0): Levelled => ({
  content: 'mix',
  encoding: { format: 'wav', bitrate: null, voice: false },
  plan: {
    ...{ length: frames(LENGTH), beds: [], voices: [said(gain)], ducking: [], gain: decibels(workout) },
    limiter: { ceiling: decibels(-1) },
  },
  target,
});

let target = lufs(-20);
let pool: RenderPool;
let measured = 0;
let gains: VariantGains;
let shown: Levelled;
let there = true;
let found = 0;
const trouble: string[] = [];

const open = (): VariantGains =>
  createVariantGains({
    ...{ cacheDir: join(folder, 'cache'), rest: 40 },
    pool: {
      ...pool,
      run(job, options) {
        measured++;
        return pool.run(job, options);
      },
    },
    look: async () => (there ? { levelled: shown, sources, bed: null } : null),
    found: () => found++,
    log: (line) => trouble.push(line),
  });
const show = (gain: number, workout = 0): number => {
  shown = levelled(gain, workout);
  return gains.now(PLACE, shown);
};
const settled = (): Promise<void> => gains.settled(PLACE, shown);
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

beforeAll(async () => {
  const tone = Float32Array.from({ length: 2 * LENGTH }, (_, i) => 0.1 * Math.sin((i >> 1) * 0.13));
  writeFileSync(sources.voice.path, tone);
  pool = createRenderPool(1);
  const plan: MixPlan = levelled(0).plan;
  const signal = new AbortController().signal;
  target = (await forecastLoudness(plan, null, sources, pool, signal)).lufs;
  gains = open();
});
afterEach(async () => {
  await gains.close();
  rmSync(join(folder, 'cache'), { recursive: true, force: true });
  expect(trouble).toEqual([]);
  measured = found = 0;
  there = true;
  gains = open();
});
afterAll(async () => {
  await gains.close();
  await pool.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the gains of variants', () => {
  test('are the workout’s where a variant comes out near its target, before and after that is known', async () => {
    for (const gain of [0.4, -0.3, 0.45, 0]) {
      expect(show(gain)).toBe(0);
      await settled();
      expect(show(gain)).toBe(0);
    }
    expect([found, measured]).toEqual([0, 4]);
  });

  test('are those that an export chooses, where it gives a variant its own; edits before it is found sound as the last', async () => {
    expect(show(3)).toBe(0);
    await settled();
    const signal = new AbortController().signal;
    const chosen = await chooseGain(shown, (plan) => forecastLoudness(plan, null, sources, pool, signal), false);
    expect(chosen.ownGain).toBe(true);
    expect(chosen.gain).toBeCloseTo(-3, 1);
    expect([show(3), found]).toEqual([chosen.gain, 1]);
    // An edit: as far from the workout's gain as before, until it is known better.
    expect(show(3.2)).toBeCloseTo(chosen.gain, 9);
    expect(show(3.2, 1)).toBeCloseTo(chosen.gain + 1, 9);
    await settled();
    expect(show(3.2, 1)).toBeCloseTo(-3.2, 1);
    // Back within what an export leaves alone.
    show(0.2);
    await settled();
    expect(show(0.2)).toBe(0);
  });

  test('are looked for once, when edits rest, and only for the last of them', async () => {
    for (let i = 0; i < 30; i++) {
      show(0.01 * i);
      await wait(5);
    }
    await settled();
    expect(measured).toBeLessThan(30); // Once, but for a machine that held an edit back for longer than edits rest.
    const before = measured;
    show(0.29);
    await wait(120);
    expect(measured).toBe(before);
  });

  test('wait for what is on its way', async () => {
    there = false;
    show(2);
    await wait(150);
    expect([measured, found]).toEqual([0, 0]);
    there = true;
    await settled();
    expect(show(2)).toBeCloseTo(-2, 1);
  });

  test('are known at once where Undo leads back to, and when the workout is opened again', async () => {
    show(4);
    await settled();
    const gain = show(4);
    show(1);
    await settled();
    const before = measured;
    expect(show(4)).toBe(gain);
    await gains.close();
    gains = open();
    show(4);
    await settled();
    expect([show(4), measured]).toEqual([gain, before]);
  });

  test('are the workout’s, and are not looked for, where nothing is asked of a variant', async () => {
    expect(gains.now(PLACE, { ...levelled(9, 2), content: 'music' })).toBe(2);
    expect(gains.now(PLACE, { ...levelled(9, 2), content: 'coaching', target: null })).toBe(2);
    await wait(100);
    expect(measured).toBe(0);
  });
});
