import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cuelistFile, openStage, rampWav, type Stage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
  rampWav(stage.at('a.wav'), 48_000);
  rampWav(stage.at('c.wav'), 144_000);
  rampWav(stage.at('bed.wav'), 48_000 * 20);
});
afterEach(() => stage.clear());

const sound = (id: string, file: string, more: object = {}) => ({
  ...{ id, name: id, layers: [{ role: 'voice', file }] },
  ...more,
});
const armed = async (cues: object[]): Promise<void> => {
  const path = cuelistFile(stage.at('show.cuelist.json'), { name: 'Evening', cues });
  await stage.client().call('run.open', { path });
  stage.mixer();
  await stage.client().call('run.arm', {});
};
/** GO, once what it fires has been read. */
const go = async (): Promise<void> => {
  await stage.until(({ next }) => next !== null && next.ready === next.total);
  await stage.client().call('run.go', {});
};
const played = (view: { runs: { layers: { played: number }[] }[] }): number => view.runs[0]?.layers[0].played ?? 0;

describe('a show that is cut off', () => {
  it('is offered again, and goes on at the same moment of the same cue', async () => {
    await armed([sound('one', 'a.wav', { follow: 'auto-follow' }), sound('two', 'bed.wav'), sound('three', 'a.wav')]);
    await go();
    await stage.until((view) => view.runs[0]?.cue === 'two' && played(view) > 4_800);
    // Its position is on the disk once a second; what follows must be.
    await stage.until((view) => played(view) > 60_000);
    const before = stage.view()!;
    await stage.crash();

    const { list, view, resume } = await stage.client().call('run.get', {});
    expect(list?.path).toBe(stage.at('show.cuelist.json'));
    expect(view).toMatchObject({ armed: false, runs: [], resume });
    expect(resume!.what).toMatch(/^“two” at 0:\d\d$/);
    await expect(stage.client().call('run.goOn', {})).rejects.toMatchObject({ failure: { code: 'no-output' } });
    const mixer = stage.mixer();
    await stage.client().call('run.goOn', {});
    expect(stage.view()).toMatchObject({ armed: true, next: { cue: 'three' }, runs: [{ cue: 'two' }], resume: null });
    const after = await stage.until((now) => played(now) > played(before) + 4_800);
    expect(after.done).toEqual(['one', 'two']);
    // The first sample is one of the last second before: 16-bit steps say which.
    const { from, samples } = mixer.played[0];
    expect(Math.round(samples[0] * 32_768)).toBe(1 + (from % 30_000));
    expect(played(before) - from).toBeLessThan(2 * 48_000);
    expect(from).toBeGreaterThan(0);

    const { path } = await stage.client().call('run.exportAsRun', { form: 'json', to: null });
    const { sounds } = JSON.parse(readFileSync(path, 'utf8'));
    expect(sounds.map(({ cue, why }: { cue: string; why: string }) => [cue, why])).toEqual([
      ['one', 'its end'],
      ['two', 'cut off; it goes on below'],
      ['two', 'sounds still'],
    ]);
    expect(sounds[2].from_frame).toBeGreaterThanOrEqual(sounds[1].to_frame);
    expect(sounds[1].played_frames).toBeGreaterThan(0);
  });

  it('is offered by the next process when the one before was killed', async () => {
    const folder = stage.at('killed');
    const body = fileURLToPath(new URL('dying-show.ts', import.meta.url));
    const child = spawn(process.execPath, [body, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'close');
    let told = 0;
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (text) => {
        told = Number(String(text).trim().split('\n').at(-1));
        if (told > 120_000) resolve();
      });
      void ended.then(() => resolve());
    });
    child.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);

    const next = await openStage(folder);
    try {
      const { resume, list } = await next.client().call('run.get', {});
      expect([resume?.what.slice(0, 11), list?.path]).toEqual(['“one” at 0:', join(folder, 'show.cuelist.json')]);
      const mixer = next.mixer();
      await next.client().call('run.goOn', {});
      await next.until((view) => played(view) > told);
      const { from, samples } = mixer.played[0];
      expect(Math.round(samples[0] * 32_768)).toBe(1 + (from % 30_000));
      expect(from).toBeGreaterThan(0);
    } finally {
      await next.clear();
    }
  });

  it('is not offered when it ended as it was meant to, or is not wanted', async () => {
    await armed([sound('one', 'bed.wav'), sound('two', 'a.wav')]);
    const { call } = stage.client();
    await go();
    await stage.until((view) => played(view) > 4_800);
    await call('run.stop', { run: null });
    await stage.until(({ runs }) => runs.length === 0);
    expect(existsSync(stage.journal())).toBe(true);
    await call('run.disarm', {});
    await vi.waitFor(() => expect(existsSync(stage.journal())).toBe(false));
    await stage.crash();
    expect(await stage.client().call('run.get', {})).toEqual({ list: null, view: null, resume: null });

    await armed([sound('one', 'bed.wav'), sound('two', 'a.wav')]);
    await go();
    await stage.until((view) => played(view) > 4_800);
    await vi.waitFor(() => expect(existsSync(stage.journal())).toBe(true));
    await stage.crash();
    const again = await stage.client().call('run.get', {});
    expect(again.resume).not.toBeNull();
    await stage.client().call('run.dropResume', {});
    await stage.until(({ resume }) => resume === null);
    await expect(stage.client().call('run.goOn', {})).rejects.toMatchObject({
      failure: { code: 'nothing-to-resume' },
    });
  });
});

describe('what sounded', () => {
  it('is written to the frame, with why it ended', async () => {
    await armed([
      sound('one', 'c.wav', { number: '1', follow: 'auto-follow', pre_wait_ms: 100 }),
      sound('two', 'bed.wav', { name: 'two, "=bed"' }),
      sound('three', 'bed.wav', { duration_seconds: 0.25 }),
      sound('four', 'bed.wav'),
    ]);
    const { call } = stage.client();
    await go();
    await stage.until((view) => view.runs[0]?.cue === 'two' && played(view) > 4_800);
    await call('run.pause', { run: null });
    await stage.until(({ runs }) => runs[0].pausedAt !== null);
    await call('run.resume', { run: null });
    await stage.until(({ runs }) => runs[0].pausedAt === null);
    await call('run.stop', { run: null, seconds: 0.1 });
    await stage.until(({ runs }) => runs.length === 0);
    await go();
    await stage.until(({ runs, done }) => runs.length === 0 && done.includes('three'));
    await go();
    await stage.until(({ runs }) => runs[0]?.cue === 'four');
    await call('run.panic', {});
    await stage.until(({ runs }) => runs.length === 0);

    const { path } = await call('run.exportAsRun', { form: 'json', to: null });
    const { list, rate, sounds } = JSON.parse(readFileSync(path, 'utf8'));
    expect([list, rate]).toEqual(['Evening', 48_000]);
    const [one, two, three, four] = sounds;
    expect(one).toMatchObject({ cue: 'one', number: '1', layer: 0, role: 'voice', file: 'c.wav', why: 'its end' });
    expect(one.to_frame - one.from_frame).toBe(144_000);
    expect(one.played_frames).toBe(144_000);
    // It joined at the exact frame; a pause is time, and no sound.
    expect(two).toMatchObject({ from_frame: one.to_frame, why: 'stopped by hand' });
    expect(two.to_frame - two.from_frame).toBeGreaterThan(two.played_frames);
    expect(three).toMatchObject({ why: 'end of its cue', played_frames: 12_000 });
    expect(three.to_frame - three.from_frame).toBe(12_000);
    expect(four).toMatchObject({ why: 'panic' });
    expect(sounds).toHaveLength(4);
    // What the mixer played in all is what was written; a slow one is still at the end of it.
    const mixed = (): number => stage.mixers()[0].played.reduce((sum, { samples }) => sum + samples.length / 2, 0);
    const written = sounds.reduce((sum: number, each: { played_frames: number }) => sum + each.played_frames, 0);
    await vi.waitFor(() => expect(mixed()).toBe(written), 5_000);
    expect(Date.parse(one.ended_at)).toBeGreaterThan(Date.parse(one.started_at));

    const csv = await call('run.exportAsRun', { form: 'csv', to: stage.at('out.csv') });
    const lines = readFileSync(csv.path, 'utf8').split('\r\n');
    expect(lines[0]).toBe('number,name,cue,layer,role,file,from_frame,to_frame,played_frames,started,ended,why');
    expect(lines[2]).toContain('"two, ""=bed"""');
    expect(lines).toHaveLength(6);
  });
});
