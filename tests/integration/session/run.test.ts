import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFfmpeg } from '../../../src/media/index.ts';
import { type Frames, frames, parseCuelistFile } from '../../../src/model/index.ts';
import {
  createSession,
  createShow,
  createSourcePool,
  createTimedMixer,
  playHeadless,
  type SessionLine,
} from '../../../src/session/index.ts';
import type { RunLine } from '../../../src/studio/index.ts';
import { type Desk, openDesk } from '../export/cueforge.ts';
import { demoMusic, tone, writeFloatWav, writeJson } from '../export/material.ts';

let desk: Desk;
const whole = demoMusic(9);
/** Where the whole was cut: at no round place. */
const CUTS = [0, 150_001, 290_207, whole.length / 2];

beforeAll(() => {
  desk = openDesk();
  for (const part of [0, 1, 2])
    writeFloatWav(desk.at(`part${part}.wav`), whole.slice(CUTS[part] * 2, CUTS[part + 1] * 2));
  writeFloatWav(desk.at('tone.wav'), tone(440, 14, 0.25));
  writeFileSync(desk.at('text.wav'), 'This is no sound.\n'.repeat(9));
  copyFileSync(desk.at('tone.wav'), desk.at('cut.wav'));
  writeFileSync(desk.at('cut.wav'), readFileSync(desk.at('tone.wav')).subarray(0, 44 + 3 * 384_000));
});
afterAll(() => desk.clear());

const linesOf = (path: string): RunLine[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RunLine);
/** `t event cue`, without what may come at other times on another machine. */
const story = (lines: readonly RunLine[]): string[] =>
  lines.filter(({ event }) => event.startsWith('cue.')).map(({ t, event, cue }) => `${t.toFixed(3)} ${event} ${cue}`);

describe('a list played with its files', () => {
  it('gives every frame of a whole that was cut into cues, and none twice', async () => {
    const cue = (part: number) => ({
      layers: [{ role: 'background', file: `part${part}.wav` }],
      follow: 'auto-follow',
    });
    const { cuelist } = parseCuelistFile(JSON.stringify({ id: 'parts', cues: [0, 1, 2].map(cue) }), {
      name: 'parts.json',
    });
    const heard = new Float32Array(whole.length);
    const starts = new Map<number, Frames>();
    const lines: SessionLine[] = [];
    const ffmpeg = await findFfmpeg(null);
    const sources = createSourcePool({ ffmpeg, resolve: (file) => desk.at(file), cached: async () => null });
    const session = createSession(createShow(cuelist!, 1), {
      openSource: sources.open,
      clock: () => performance.now(),
      onLine: (line) => lines.push(line),
      onCommand: (command) => command.kind === 'sound' && starts.set(command.run, command.at),
    });
    const mixer = createTimedMixer(({ at, samples }) => {
      for (const [i, sample] of samples.entries()) heard[at * 2 + i] += sample;
    });
    const pace = {
      clock: () => performance.now(),
      sleep: (ms: number) => new Promise<void>((done) => setTimeout(done, ms)),
    };
    const options = { speed: 30, most: null, signal: new AbortController().signal };
    const end = await playHeadless(session, pace, options, mixer);
    await session.close();
    await sources.close();
    expect(lines.filter(({ event }) => ['stream.start', 'underrun', 'late'].includes(event))).toEqual([]);
    expect([...starts.values()]).toEqual(CUTS.slice(0, 3).map(frames));
    expect(end).toBeGreaterThanOrEqual(whole.length / 2);
    expect(heard.findIndex((sample, at) => sample !== whole[at])).toBe(-1);
  });

  it('reads ahead within the budget, and says what it does', async () => {
    const cue = (name: string, hypno: string, more: object = {}) => ({
      ...{ name, duration_seconds: 6 },
      audio: { hypno: { file: hypno, volume: 0.8 }, background: { file: 'tone.wav', loop: true }, ...more },
    });
    const session = {
      cuelists: {
        main: {
          name: 'Main',
          loop_mode: 'once',
          cues: [cue('one', 'tone.wav'), cue('two', 'part0.wav'), cue('three', 'tone.wav')],
        },
      },
      settings: { audio: { prefetch_lead_seconds: 3, max_buffer_seconds_hypno: 4 } },
    };
    writeJson(desk.at('evening.session.json'), session);
    const ended = await desk.cueforge(
      'run',
      'evening.session.json',
      '--headless',
      '--speed',
      '10',
      '--log',
      'evening.jsonl',
    );
    expect(ended).toMatchObject({ code: 0, stdout: '' });
    expect(ended.stderr).toContain('Main: 3 cues in 18.');
    const lines = linesOf(desk.at('evening.jsonl'));
    expect(story(lines)).toEqual([
      ...['0.000 cue.start one', '6.000 cue.end one', '6.000 cue.start two', '12.000 cue.end two'],
      ...['12.000 cue.start three', '18.000 cue.end three'],
    ]);
    for (const { held } of lines) {
      expect(held.voice).toBeLessThanOrEqual(4);
      expect(held.background).toBeLessThanOrEqual(10);
      expect(held.voice + held.background + held.generic).toBeLessThanOrEqual(20);
    }
    const ready = lines.filter(({ event }) => event === 'prefetch.ready');
    expect(ready.map(({ cue, layer }) => `${cue} ${layer}`).sort()).toEqual([
      ...['one background', 'one voice', 'three background', 'three voice', 'two background', 'two voice'],
    ]);
    // Not before its lead, and in time.
    for (const { cue, t } of ready) if (cue === 'two') expect(t).toBeGreaterThanOrEqual(3);
    for (const { cue, t } of ready) if (cue === 'two') expect(t).toBeLessThan(6);
    expect(ready[1]).toMatchObject({ index: 0, reason: 'Prefetched 2/2 audio tracks for cue' });
  });

  it('plays past what is broken, to the end, and ends with 7', async () => {
    const cue = (name: string, file: string, more: object = {}) => ({
      ...{ name, layers: [{ role: 'voice', file }], follow: 'auto-follow' },
      ...more,
    });
    const cues = [
      cue('missing', 'nowhere.wav', { pre_wait_ms: 500, post_wait_ms: 250 }),
      cue('text', 'text.wav', { duration_seconds: 1 }),
      cue('cut', 'cut.wav', { duration_seconds: 5 }),
      cue('good', 'tone.wav', { duration_seconds: 2 }),
    ];
    writeJson(desk.at('broken.json'), { id: 'broken', cues });
    const ended = await desk.cueforge('run', 'broken.json', '--headless', '--speed', '20', '--log', 'broken.jsonl');
    expect(ended.code).toBe(7);
    const lines = linesOf(desk.at('broken.jsonl'));
    const broken = lines.filter(({ event }) => event === 'cue.broken');
    expect(broken.map(({ cue, file }) => `${cue} ${file}`)).toEqual([
      'missing nowhere.wav',
      'text text.wav',
      'cut cut.wav',
    ]);
    expect(lines.filter(({ event }) => event === 'cue.start').map(({ cue }) => cue)).toEqual([
      'missing',
      'text',
      'cut',
      'good',
    ]);
    expect(lines.at(-1)).toMatchObject({ event: 'cue.end', cue: 'good' });
    for (const sentence of ['nowhere.wav', 'text.wav', 'cut.wav']) expect(ended.stderr).toContain(sentence);
  });

  it('streams what is too large, and says so', async () => {
    const cues = [0, 1].map((part) => ({
      name: `p${part}`,
      layers: [{ file: `part${part}.wav` }],
      follow: 'auto-follow',
      duration_seconds: 1,
    }));
    writeJson(desk.at('large.json'), { id: 'large', cues, settings: { audio: { stream_over_mb: 1 } } });
    const ended = await desk.cueforge('run', 'large.json', '--headless', '--speed', '5');
    expect(ended.code).toBe(0);
    const lines = ended.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as RunLine);
    expect(lines.flatMap(({ event, cue, reason }) => (event === 'stream.start' ? `${cue}: ${reason}` : []))).toEqual([
      'p0: large file',
      'p1: large file',
    ]);
    expect(lines.filter(({ event }) => event === 'prefetch.ready')).toEqual([]);
  });

  it('refuses what it cannot run', async () => {
    writeJson(desk.at('wrong.json'), { id: 'wrong', cues: [{ follow: 'soon' }] });
    expect(await desk.cueforge('run', 'wrong.json', '--headless')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('cues[0].follow'),
    });
    expect(await desk.cueforge('run', 'none.json', '--headless')).toMatchObject({ code: 3 });
    expect(await desk.cueforge('run', 'wrong.json')).toMatchObject({ code: 2 });
    expect(await desk.cueforge('run', 'wrong.json', '--headless', '--speed', '0')).toMatchObject({ code: 2 });
  });
});
