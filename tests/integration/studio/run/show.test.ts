import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CuelistEdit } from '../../../../src/model/index.ts';
import { cuelistFile, openStage, rampWav, type Stage, type StageMixer } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
  rampWav(stage.at('a.wav'), 48_000);
  rampWav(stage.at('b.wav'), 30_000);
  rampWav(stage.at('c.wav'), 144_000); // long enough for a busy machine to read what follows
  rampWav(stage.at('long.wav'), 48_000 * 20);
});
afterEach(() => stage.clear());

const sound = (id: string, file: string, more: object = {}) => ({
  ...{ id, name: id, layers: [{ role: 'voice', file }] },
  ...more,
});

const lengthOf = ({ played }: StageMixer): number => played.reduce((sum, { samples }) => sum + samples.length / 2, 0);

/** Opens a list, gives it a mixer and arms it. */
const armed = async (cues: object[]) => {
  const path = cuelistFile(stage.at('show.cuelist.json'), { name: 'Evening', cues });
  await stage.client().call('run.open', { path });
  stage.mixer();
  await stage.client().call('run.arm', {});
  const { list } = await stage.client().call('run.get', {});
  return list!;
};

describe('a live session behind its contract', () => {
  it('arms, goes, follows to the frame and ends', async () => {
    const path = cuelistFile(stage.at('show.cuelist.json'), {
      name: 'Evening',
      cues: [sound('one', 'c.wav', { follow: 'auto-follow' }), sound('two', 'b.wav')],
    });
    const call = stage.client().call;
    await expect(call('run.go', {})).rejects.toMatchObject({ failure: { code: 'no-session' } });
    const list = await call('run.open', { path });
    expect(list.cues.map(({ id }) => id)).toEqual(['one', 'two']);
    await expect(call('run.go', {})).rejects.toMatchObject({ failure: { code: 'not-armed' } });
    await expect(call('run.arm', {})).rejects.toMatchObject({ failure: { code: 'no-output' } });
    const mixer = stage.mixer();
    await call('run.arm', {});
    expect(stage.view()).toMatchObject({ armed: true, next: { cue: 'one', ready: 1, total: 1 } });
    await call('run.go', {});
    const ended = await stage.until(({ done, runs }) => done.length === 2 && runs.length === 0);
    expect(ended.output.underruns).toBe(0);
    expect(ended.output.goToSoundMs).not.toBeNull();
    expect(ended.alarms).toEqual([]);
    await vi.waitFor(() => expect(lengthOf(mixer)).toBe(174_000));
    const frames = mixer.played.map(({ at, samples }) => [at, at + samples.length / 2]);
    const [first] = frames[0];
    // Both sound in one piece, without a frame between them.
    expect(frames.at(-1)![1]).toBe(first + 174_000);
  });

  it('pauses without losing a sample, and goes on', async () => {
    await armed([sound('one', 'a.wav')]);
    const { call } = stage.client();
    const mixer = stage.mixers()[0];
    await call('run.go', {});
    await stage.until(({ runs }) => (runs[0]?.layers[0].played ?? 0) > 9_600);
    await call('run.pause', { run: null });
    const paused = await stage.until(({ runs }) => runs[0]?.pausedAt !== null);
    await setTimeout(200);
    await call('run.resume', { run: paused.runs[0].run });
    await stage.until(({ runs }) => runs.length === 0);
    await vi.waitFor(() => expect(lengthOf(mixer)).toBe(48_000));
    const heard = mixer.played.flatMap(({ samples }) => [...samples].filter((_, at) => at % 2 === 0));
    for (const [n, sample] of heard.entries())
      if (Math.round(sample * 32_768) !== 1 + (n % 30_000)) expect([n, sample]).toBe('in its place');
  });

  it('panics: everything is silent after a second, at once when pressed again', async () => {
    await armed([sound('one', 'long.wav'), sound('two', 'long.wav')]);
    const { call } = stage.client();
    await call('run.go', {});
    await stage.until(({ runs }) => (runs[0]?.layers[0].played ?? 0) > 4_800);
    const pressed = (await stage.until(({ runs }) => runs.length === 1)).clock.frame;
    await call('run.panic', {});
    const fading = await stage.until(({ runs }) => runs[0].stopAt !== null);
    expect(fading.runs[0].stopAt! - pressed).toBeGreaterThanOrEqual(48_000);
    await call('run.panic', {});
    const over = await stage.until(({ runs }) => runs.length === 0);
    expect(over.clock.frame - pressed).toBeLessThan(48_000);
    expect(over.armed).toBe(true);
  });

  it('locks the list while it is armed, whoever asks', async () => {
    await armed([sound('one', 'long.wav')]);
    const { call } = stage.client();
    const rename: CuelistEdit = { op: 'cues.change', ids: ['one'], change: { name: 'Other' } };
    const locked = { failure: { code: 'show-mode' } };
    await expect(call('run.apply', { edits: [rename] })).rejects.toMatchObject(locked);
    await expect(call('run.undo', {})).rejects.toMatchObject(locked);
    await expect(call('run.open', { path: stage.at('show.cuelist.json') })).rejects.toMatchObject(locked);
    await expect(call('run.close', {})).rejects.toMatchObject(locked);
    await call('run.go', {});
    await call('run.disarm', {});
    expect(stage.view()).toMatchObject({ armed: false, runs: [{ cue: 'one' }] });
    const { touched } = await call('run.apply', { edits: [rename] });
    expect(touched).toEqual(['one']);
    const { list, view } = await call('run.get', {});
    expect(list?.document.cues[0].name).toBe('Other');
    expect(view?.runs).toHaveLength(1);
    await call('run.close', {});
    expect(await call('run.get', {})).toEqual({ list: null, view: null, resume: null });
  });

  it('goes on with another mixer where the one before was', async () => {
    await armed([sound('one', 'long.wav')]);
    const { call } = stage.client();
    const before = stage.mixers()[0];
    await call('run.go', {});
    await stage.until(({ runs }) => (runs[0]?.layers[0].played ?? 0) > 24_000);
    const after = stage.mixer();
    expect(before.isClosed()).toBe(true);
    const count = before.sent.length;
    const then = stage.view()!.runs[0].layers[0].played;
    await stage.until(({ runs }) => (runs[0]?.layers[0].played ?? 0) > then + 48_000);
    expect(before.sent).toHaveLength(count);
    // The new one begins with a frame that the other had not sounded, or had just sounded: none is left out.
    const last = Math.max(...before.played.map(({ from, samples }) => from + samples.length / 2));
    const first = Math.min(...after.played.map(({ from }) => from));
    expect(first).toBeLessThanOrEqual(last);
    expect(last - first).toBeLessThan(9_600);
    expect(stage.view()).toMatchObject({ output: { state: 'open', underruns: 0 }, alarms: [] });
    await call('run.stop', { run: null });
    await stage.until(({ runs }) => runs.length === 0);
  });

  it('says that nothing plays the show, and that what is played again is well', async () => {
    await armed([sound('one', 'long.wav')]);
    const { call } = stage.client();
    await call('run.go', {});
    await stage.until(({ runs }) => (runs[0]?.layers[0].played ?? 0) > 4_800);
    stage.mixers()[0].die();
    const lost = await stage.until(({ alarms }) => alarms.length > 0);
    expect(lost).toMatchObject({ alarms: [{ kind: 'output-lost' }], clock: { running: false } });
    const mixer = stage.mixer();
    await stage.until(({ alarms, clock }) => alarms.length === 0 && clock.running);
    mixer.say({ kind: 'device', state: 'fallback', device: 'Laptop' });
    expect((await stage.until(({ alarms }) => alarms.length > 0)).alarms[0]).toMatchObject({
      kind: 'output-fallback',
      message: 'The output fell back to Laptop',
    });
    mixer.say({ kind: 'device', state: 'open', device: 'Main' });
    await stage.until(({ alarms }) => alarms.length === 0);
    mixer.say({ kind: 'heard', frame: 'soon' });
    expect(mixer.isClosed()).toBe(true);
  });

  it('shows no level of a mixer that says nothing more', async () => {
    await armed([sound('one', 'long.wav')]);
    await stage.client().call('run.go', {});
    await stage.until(({ runs }) => (runs[0]?.layers[0].peak ?? 0) > 0);
    stage.mixers()[0].hang();
    // Levels that stood would keep the alarm from telling that nothing is heard.
    await stage.until(({ runs }) => runs[0]?.layers[0].peak === 0);
  });

  it('sees by itself that a file was put where it was missing', async () => {
    const cues = [sound('one', 'later.wav'), sound('two', 'b.wav')];
    const path = cuelistFile(stage.at('show.cuelist.json'), { name: 'Evening', cues });
    const { call, on } = stage.client();
    const told: (string | null | undefined)[] = [];
    on('run.list', ({ list }) => told.push(list?.cues[0].layers[0].broken));
    await call('run.open', { path });
    await vi.waitFor(() => expect(told.at(-1)).toContain('later.wav'), 20_000);
    rampWav(stage.at('later.wav'), 48_000);
    await vi.waitFor(() => expect(told.at(-1)).toBeNull(), 20_000);
    expect((await call('run.get', {})).list?.warnings).toEqual([]);
  });

  it('tells of a cue that cannot be heard and plays past it', async () => {
    const { call } = stage.client();
    const list = await armed([sound('one', 'nowhere.wav', { follow: 'auto-follow' }), sound('two', 'b.wav')]);
    expect(list.warnings.join()).toContain('nowhere.wav');
    expect(stage.view()!.alarms).toMatchObject([{ kind: 'broken-cue', cue: 'one' }]);
    await call('run.go', {});
    const ended = await stage.until(({ done, runs }) => done.length === 2 && runs.length === 0);
    expect(ended.alarms).toEqual([]);
    expect(stage.lines.filter(({ event }) => event === 'cue.broken')).toHaveLength(1);
  });
});
