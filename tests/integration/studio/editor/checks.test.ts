import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StudioClient } from '../../../../src/contract/index.ts';
import { demoMusic, writeFloatWav } from '../../export/material.ts';
import { type ScratchStudio, scratchStudio } from './editing.ts';

/** Checks, suggestions and other voices on real sound: the embedded voice over the demo's music. A workout for each test. */
let studio: ScratchStudio;
let client: StudioClient;
beforeAll(async () => {
  studio = await scratchStudio();
  client = studio.connect();
  writeFloatWav(studio.at('music.wav'), demoMusic(30));
});
afterAll(() => studio.remove());

/** Every take of the workout as it is now, once all are made. */
const takesOf = async (path: string) => {
  const material = () => client.call('edit.material', { path });
  await expect
    .poll(
      async () => [...(await material()).takes, ...(await material()).tracks].some((each) => each.state === 'waiting'),
      {
        timeout: 60_000,
        interval: 100,
      },
    )
    .toBe(false);
  return (await material()).takes;
};
const check = async (path: string, variant: string) => {
  await takesOf(path);
  return client.call('edit.check', { path, variant });
};
type Finding = Awaited<ReturnType<typeof check>>['findings'][number];
const mend = (path: string, { fixes }: Finding, label: RegExp) => {
  const fix = fixes.find((each) => label.test(each.label));
  if (!fix) throw new Error(`no fix ${label} among ${fixes.map((each) => each.label).join(', ')}`);
  return client.call('edit.apply', { path, edits: fix.edits, merge: null, label: fix.label });
};

const RIDE = {
  id: 'ride',
  music_url: 'music.wav',
  coaches: [{ id: 'ann' }, { id: 'bob', voice: 'rms', rate: 1.3 }],
  variants: [
    { id: 'calm', coach: 'ann' },
    { id: 'hard', coach: 'ann', cues: { tags: ['hard'] } },
  ],
  cues: [
    { id: 'a', time_ms: 1_000, text: 'Shoulders down, and breathe all the way out.' },
    { id: 'b', time_ms: 2_000, text: 'Find your pace.', tags: ['hard'] },
    { id: 'c', time_ms: 14_000, text: 'Now everything you have.', duck: 'off' },
    { id: 'd', time_ms: 20_000, text: 'Hold it there, do not let go now.' },
  ],
};

describe('checks', () => {
  it('find what is wrong in real sound, and their fixes mend it', async () => {
    const path = studio.write('wrong.json', RIDE);
    const first = await check(path, 'calm');
    expect(first.cues.map(({ cue }) => cue)).toEqual(['a', 'b', 'c', 'd']);
    expect(first.findings.map(({ kind, cues }) => [kind, cues[0]])).toEqual([
      ['overlap', 'b'],
      ['hard-to-hear', 'c'],
    ]);
    expect(first.cues[3].overMusicLu).toBeGreaterThan(10);

    await mend(path, first.findings[1], /^Duck/);
    await mend(path, first.findings[0], /^Move after/);
    const second = await check(path, 'calm');
    expect(second.findings).toEqual([]);
    expect(second.cues.find(({ cue }) => cue === 'c')?.overMusicLu).toBeGreaterThanOrEqual(10);
  });

  it.each([/^Speak \d+ % faster$/, /^Shorten to/])('make a line fit its gap: %s', async (label) => {
    const [a] = RIDE.cues;
    const path = studio.write(`fit ${label.source.slice(1, 6)}.json`, {
      ...RIDE,
      cues: [a, { ...RIDE.cues[1], time_ms: 15_000 }],
    });
    const { cues } = await check(path, 'calm');
    const tight = Math.round((cues[0].end / 48) * 0.9);
    const places = [{ id: 'b', time_ms: tight }];
    await client.call('edit.apply', { path, edits: [{ op: 'cues.place', places }], merge: null, label: null });
    const { findings } = await check(path, 'calm');
    expect(findings.map(({ kind }) => kind)).toEqual(['too-long']);
    await mend(path, findings[0], label);
    expect((await check(path, 'calm')).findings).toEqual([]);
  });

  it('refuse a variant that is not there', async () => {
    const path = studio.write('wild.json', { ...RIDE, cues: [] });
    await expect(client.call('edit.check', { path, variant: 'wild' })).rejects.toMatchObject({
      failure: { code: 'bad-argument' },
    });
  });
});

describe('another voice', () => {
  it('says each line in the time that it took, as one step of undo', async () => {
    const path = studio.write('recast.json', {
      ...RIDE,
      cues: RIDE.cues.map((cue, i) => ({ ...cue, time_ms: 6_000 * i })),
    });
    const lengths = async (coach: string) =>
      new Map(
        (await takesOf(path))
          .filter((take) => take.coach === coach)
          .map(({ cue, speech }) => [cue, speech[speech.length - 1].end - speech[0].start]),
      );
    const before = await lengths('ann');
    const { job } = await client.call('edit.recast', { path, variant: 'calm', coach: 'bob', keepTiming: true });
    const state = async () => (await client.call('jobs.list', {})).jobs.find(({ id }) => id === job)!;
    await expect.poll(async () => (await state()).state, { timeout: 60_000 }).toBe('done');
    expect((await state()).detail).toBe('4 of 4 lines last as long as before');
    expect((await state()).problems).toEqual(['hard says 1 line at the new speed too, with ann']);

    const after = await lengths('bob');
    for (const [cue, was] of before)
      expect(Math.abs(after.get(cue)! - was), cue).toBeLessThan(Math.max(0.02 * was, 0.03 * 48_000));
    const { labels } = await client.call('edit.history', { path });
    expect(labels).toEqual(['Speak “calm” with bob']);
    await client.call('edit.undo', { path });
    const { document } = await client.call('edit.open', { path });
    expect(document.variants?.[0].coach).toBe('ann');
    expect(document.cues?.some(({ speed }) => speed !== undefined)).toBe(false);
  });

  it('is refused for a coach that is not there', async () => {
    const path = studio.write('unknown-coach.json', { ...RIDE, cues: [] });
    const wanted = { path, variant: 'calm', coach: 'zoe', keepTiming: false };
    await expect(client.call('edit.recast', wanted)).rejects.toMatchObject({ failure: { code: 'bad-argument' } });
  });
});

describe('suggested segments', () => {
  it('cover the music, from what is loud in it', async () => {
    const quiet = demoMusic(30).map((x) => 0.2 * x);
    const music = new Float32Array(3 * quiet.length);
    music.set(quiet);
    music.set(demoMusic(30), quiet.length);
    music.set(quiet, 2 * quiet.length);
    writeFloatWav(studio.at('loud-within.wav'), music);
    const path = studio.write('suggested.json', { ...RIDE, music_url: 'loud-within.wav' });
    const { segments } = await client.call('edit.suggestSegments', { path });
    expect(segments.map(({ title }) => title)).toEqual(['Warm-up', expect.any(String), 'Cool-down']);
    expect(Math.abs(segments[1].start_time - 30)).toBeLessThan(2.5);
    expect(Math.abs(segments[2].start_time - 60)).toBeLessThan(2.5);
    expect(segments.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0)).toBeCloseTo(90, 2);
    const edits = [{ op: 'segments.replace' as const, segments: segments.map((each) => ({ ...each })) }];
    await client.call('edit.apply', { path, edits, merge: null, label: null });
  });

  it('are refused where there is no music', async () => {
    const path = studio.write('silent.json', { id: 'ride', cues: [] });
    await expect(client.call('edit.suggestSegments', { path })).rejects.toMatchObject({
      failure: { code: 'music-missing' },
    });
  });
});
