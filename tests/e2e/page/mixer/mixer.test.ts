import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DRY_FADE, LIMITER_LOOKAHEAD, PAUSE_FADE } from '../../../../src/audio/index.ts';
import { decibels, type Fade, type FadeCurve, frames, type MixerAct } from '../../../../src/model/index.ts';
import { joined } from '../../../integration/session/source-sounds.ts';
import { expectedOf } from '../../../unit/audio/live-mixer-reference.ts';
import { sound } from '../../../unit/audio/live-mixer-scene.ts';
import { noise } from '../../../unit/audio/signals.ts';
import { type MixerRig, openMixerRig } from './mixer-rig.ts';

let rig: MixerRig;
let numbers = 0;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const fade = (length: number, curve: FadeCurve = 'equal-power'): Fade => ({ length: frames(length), curve });
const release = (voice: number): MixerAct => ({ kind: 'release', voice });
const playedOf = (voice: number): number =>
  rig.engine.heard()?.voices.find((heard) => heard.voice === voice)?.played ?? 0;
/** What was mixed at frames [from, to) of the mixer. */
const mixedFrom = async (from: number, to: number): Promise<Float32Array> => {
  await rig.engine.until(() => rig.engine.heard().frame > to + LIMITER_LOOKAHEAD + 128, 'mixed so far');
  const { pcm, frame, dropped } = await rig.captured();
  expect(dropped).toBe(0);
  const at = from - frame + LIMITER_LOOKAHEAD;
  expect(at).toBeGreaterThanOrEqual(0);
  return pcm.slice(at * 2, (at + to - from) * 2);
};
const differences = (a: Float32Array, b: Float32Array): number => {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let count = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count++;
  return count;
};
const isSilent = (pcm: Float32Array): boolean => pcm.every((sample) => sample === 0);

beforeAll(async () => {
  rig = await openMixerRig({ autoplay: true, started: false });
  await rig.inPage((page) => page.start());
  await rig.engine.until(() => rig.engine.mixers() === 1, 'ready');
  await rig.inPage((page) => page.capture(60));
  await rig.engine.until(() => rig.engine.heard() !== undefined, 'heard');
}, 120_000);
afterAll(() => rig?.close());

describe('the session’s mixer in Chromium', () => {
  test('joins voice to voice at the exact frame, sample for sample, with the page’s thread blocked', async () => {
    const { engine } = rig;
    await rig.inPage((page) => page.block(300, 400));
    const pieces = Array.from({ length: 24 }, (_, i) => noise(4_801 + 997 * (i % 7), 0.3, i + 1));
    const start = engine.now() + 12_000;
    let at = start;
    for (const piece of pieces) {
      const voice = numbers++;
      engine.voice(voice, piece);
      engine.acts(sound(voice, at));
      at += piece.length / 2;
      // Two are open ahead, as a list that follows itself has it.
      await engine.until(() => engine.now() > at - 14_000, 'time for the next');
      if (voice > 3) engine.acts(release(voice - 4));
    }
    const heard = await mixedFrom(start, at);
    await rig.inPage((page) => page.block(0, 0));
    expect(differences(heard, joined(pieces))).toBe(0);
    expect(engine.heard()).toMatchObject({ missing: 0, underruns: 0, limited: 0 });
    expect(engine.heard().latencyMs).toBeGreaterThan(0);
    expect(engine.said.filter(({ kind }) => kind === 'late')).toEqual([]);
  });

  test('crosses, fades, pauses, goes on, ends and stops as the plain mix does', async () => {
    const { engine } = rig;
    const [a, b, c] = [numbers++, numbers++, numbers++];
    const voices = [70_000, 60_000, 30_000].map((length, i) => ({ from: 0, length, pcm: noise(length, 0.25, 40 + i) }));
    const actsAt = (start: number, [one, two, three]: readonly number[]): MixerAct[] => [
      sound(one, start, -3, fade(4_800)),
      { kind: 'end', voice: one, after: frames(40_000), fadeOut: fade(9_600) },
      sound(two, start + 30_400, 0, fade(9_600)),
      {
        kind: 'fade',
        voice: two,
        at: frames(start + 45_000),
        to: decibels(-12),
        fade: fade(4_800, 'raised-cosine-db'),
      },
      { kind: 'pause', voice: two, at: frames(start + 55_000) },
      { kind: 'resume', voice: two, at: frames(start + 65_001) },
      { kind: 'stop', voice: two, at: frames(start + 70_000), fade: fade(2_400, 'linear') },
      sound(three, start + 50_000, 2, fade(333, 'linear')),
    ];
    for (const [i, voice] of [a, b, c].entries()) engine.voice(voice, voices[i].pcm);
    const length = 90_000;
    const expected = expectedOf({
      length,
      ceiling: decibels(-1),
      voices,
      messages: [{ arrives: 0, acts: actsAt(0, [0, 1, 2]) }],
      sent: voices.map(({ length: upTo }, voice) => ({ arrives: 0, voice, upTo })),
    });
    const start = engine.now() + 9_600;
    engine.acts(...actsAt(start, [a, b, c]));
    const heard = await mixedFrom(start, start + length - LIMITER_LOOKAHEAD);
    const plain = expected.pcm.subarray(LIMITER_LOOKAHEAD * 2);
    let most = 0;
    for (let i = 0; i < heard.length; i++) most = Math.max(most, Math.abs(heard[i] - plain[i]));
    expect(heard.length).toBe(plain.length);
    expect(most).toBeLessThan(1e-6);
    // Voice c is alone after the stop of b.
    const alone = heard.subarray(2 * 72_400, 2 * 80_000);
    expect(differences(alone, plain.subarray(2 * 72_400, 2 * 80_000))).toBe(0);
    expect(engine.heard()).toMatchObject({ missing: 0, underruns: 0 });
    engine.acts(release(a), release(b), release(c));
  });

  test('begins late acts at once with the first sample, and says by how much', async () => {
    const { engine } = rig;
    const [a, b] = [numbers++, numbers++];
    const samples = noise(9_600, 0.3, 77);
    engine.voice(a, samples);
    engine.voice(b, noise(9_600, 0, 78));
    await wait(100);
    const at = engine.heard().frame - 4_800;
    engine.acts(sound(a, at), sound(b, at));
    await engine.until(() => engine.said.some(({ kind }) => kind === 'late'), 'late');
    const late = engine.said.find((message) => message.kind === 'late')!;
    expect(late.voices).toEqual([a, b]);
    expect(late.by).toBeGreaterThanOrEqual(4_800);
    expect(differences(await mixedFrom(at + late.by, at + late.by + 9_600), samples)).toBe(0);
    engine.acts(release(a), release(b));
  });

  test('says soon that a voice sounds', async () => {
    const { engine } = rig;
    const took: number[] = [];
    const reached: number[] = [];
    for (let i = 0; i < 12; i++) {
      const voice = numbers++;
      engine.voice(voice, noise(4_800, 0.2, i + 1));
      await wait(120 + 13 * i);
      const sent = performance.now();
      engine.acts(sound(voice, 0));
      await engine.until(() => playedOf(voice) > 0, 'sounds');
      took.push(performance.now() - sent);
      const late = engine.said.findLast((message) => message.kind === 'late')!;
      reached.push(late.by);
      engine.acts(release(voice));
    }
    took.sort((x, y) => x - y);
    console.log(
      `from an act that is sent to being told that it sounds: ${took.map((ms) => ms.toFixed(1)).join(', ')} ms`,
    );
    expect(reached.length).toBe(12);
  });

  test('is another mixer when the connection comes again: fades out, then plays what it is given', async () => {
    const { engine } = rig;
    const before = engine.mixers();
    const voice = numbers++;
    const samples = noise(120_000, 0.3, 5);
    engine.voice(voice, samples);
    engine.acts(sound(voice, 0));
    await engine.until(() => playedOf(voice) > 9_600, 'sounds');
    const { frame, pcm } = await rig.captured();
    engine.cut();
    await engine.until(() => engine.mixers() > before, 'ready again');
    await engine.until(() => engine.heard() !== undefined, 'heard again');
    expect(frame + pcm.length / 2).toBeGreaterThan(0);
    expect(engine.heard().voices).toEqual([]);
    const played = 9_600;
    const start = engine.now() + 9_600;
    engine.voice(voice, samples.slice(2 * played), played);
    engine.acts(sound(voice, start));
    const heard = await mixedFrom(start - 960, start + 20_000);
    expect(isSilent(heard.subarray(0, 2 * 960))).toBe(true);
    const exact = samples.subarray(2 * (played + DRY_FADE), 2 * (played + 20_000));
    expect(differences(heard.subarray(2 * (960 + DRY_FADE)), exact)).toBe(0);
    engine.acts(release(voice));
    // What was captured while nobody was there: the sound, its fade, silence.
    const all = (await rig.captured()).pcm;
    const cutAt = all.findIndex((_, i) => i % 2 === 0 && i > pcm.length && isSilent(all.subarray(i, i + 960)));
    expect(cutAt).toBeGreaterThan(0);
    expect(Math.abs(all[cutAt - 2])).toBeLessThan(0.3 / PAUSE_FADE + 0.01);
  });

  test('goes to the system’s device when the chosen one is not there, and says so', async () => {
    const { engine } = rig;
    await rig.inPage((page) => page.mixer().setDevice('nowhere'));
    expect(await rig.inPage((page) => page.state())).toMatchObject({ stage: 'fallback', deviceName: 'System default' });
    await engine.until(
      () => engine.said.some((message) => message.kind === 'device' && message.state === 'fallback'),
      'told of the device',
    );
    await rig.inPage((page) => page.mixer().setDevice('default'));
    expect(await rig.inPage((page) => page.state())).toMatchObject({ stage: 'open' });
  });

  for (const how of ['breakOutput', 'stall'] as const) {
    test(`opens another way to the device when the one it has breaks (${how}), and can be given everything again`, async () => {
      const { engine } = rig;
      const before = engine.mixers();
      await rig.inPage((page, name) => page[name](), how);
      await engine.until(() => engine.mixers() > before, 'ready again');
      await engine.until(() => engine.heard()?.frame > 4_800, 'mixes');
      expect(await rig.inPage((page) => page.state())).toMatchObject({ stage: 'open', connected: true });
      const voice = numbers++;
      const samples = noise(9_600, 0.3, 6);
      engine.voice(voice, samples);
      const start = engine.now() + 4_800;
      engine.acts(sound(voice, start));
      expect(differences(await mixedFrom(start, start + 9_600), samples)).toBe(0);
      engine.acts(release(voice));
    });
  }
});

test('gives no sound before the page is touched where the browser wants it so, and says so', async () => {
  const shy = await openMixerRig({ autoplay: false, started: true });
  try {
    await shy.engine.until(() => shy.stages.length > 0, 'a stage');
    await wait(300);
    expect(shy.stages).toEqual(['waiting-for-touch']);
    expect(shy.engine.mixers()).toBe(0);
    await shy.page.mouse.click(20, 20);
    await shy.engine.until(() => shy.engine.mixers() === 1, 'ready');
    expect(await shy.inPage((page) => page.state())).toMatchObject({ stage: 'open', connected: true });
  } finally {
    await shy.close();
  }
}, 60_000);
