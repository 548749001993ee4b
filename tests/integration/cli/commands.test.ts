import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, eventsOf, openDesk } from '../export/cueforge.ts';
import { decoded, ebur128, sha256, soundOf } from '../export/judge.ts';
import { oggMusic, resource, tone, writeFloatWav, writeJson, writeMusic } from '../export/material.ts';

let desk: Desk;
beforeAll(() => {
  desk = openDesk();
  writeMusic(desk.at('music.wav'), 12);
  writeFileSync(desk.at('text.txt'), 'This is no music at all.\n'.repeat(50));
});
afterAll(() => desk.clear());

describe('export --json', () => {
  it('tells stages, progress, files and the end, one object a line', async () => {
    writeJson(desk.at('ride.json'), { id: 'ride', music_url: 'music.wav', cues: [{ time_ms: 2_000, text: 'Go.' }] });
    const ended = await desk.cueforge('export', 'ride.json', '--out', 'out', '--json');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const events = eventsOf(ended);
    expect(new Set(events.map(({ event }) => event))).toEqual(new Set(['stage', 'progress', 'file', 'done']));
    expect(events.flatMap(({ event, stage }) => (event === 'stage' ? [stage] : [])).sort()).toEqual([
      ...['music', 'render', 'takes'],
    ]);
    const rendering = events.filter(({ event, stage }) => event === 'progress' && stage === 'render');
    const fractions = rendering.map(({ fraction }) => Number(fraction));
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    const files = events.filter(({ event }) => event === 'file');
    expect(files.map(({ file }) => file).sort()).toEqual(['ride_coached.mp3', 'ride_coaching.mp3', 'ride_music.mp3']);
    for (const { path, sha256: digest, lufs, dbtp } of files) {
      expect(digest).toBe(sha256(String(path)));
      const heard = ebur128(String(path));
      expect(Math.abs(Number(lufs) - heard.lufs)).toBeLessThanOrEqual(0.1);
      expect(Math.abs(Number(dbtp) - heard.dbtp)).toBeLessThanOrEqual(0.2);
    }
    expect(events.at(-1)).toMatchObject({ event: 'done', workout: 'ride', refused: [], seconds: expect.any(Number) });
    expect(events.at(-1)!.files).toHaveLength(3);
  });

  it('tells a failure as an object, with its code', async () => {
    const ended = await desk.cueforge('export', 'ride.json', '--json', '--music', 'text.txt', '--out', 'none');
    expect(ended).toMatchObject({ code: 4, stderr: '' });
    expect(eventsOf(ended).at(-1)).toMatchObject({
      event: 'failed',
      failure: { code: 'media-not-audio', message: expect.stringContaining('text.txt') },
    });
    const misspelt = await desk.cueforge('export', 'ride.json', '--json', '--targte', '-14');
    expect(misspelt).toMatchObject({ code: 2, stderr: '' });
    expect(eventsOf(misspelt)).toMatchObject([{ event: 'failed', failure: { code: 'bad-argument' } }]);
  });
});

describe('analyze --json', () => {
  it("agrees with ffmpeg's meter, in every layout", async () => {
    writeFloatWav(desk.at('tone.wav'), tone(997, 6, 0.1));
    const mono = Float32Array.from(
      { length: 44_100 * 5 },
      (_, n) => 0.2 * Math.sin(n * 0.05) + 0.1 * Math.sin(n * 0.31),
    );
    writeFloatWav(desk.at('mono.wav'), mono, 1, 44_100);
    const real = oggMusic();
    const files = ['music.wav', 'tone.wav', 'mono.wav', ...(real === null ? [] : [real])];
    const ended = await desk.cueforge('analyze', '--json', ...files);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const rows = eventsOf(ended);
    expect(rows.map(({ file }) => file)).toEqual(files);
    for (const { file, lufs, lra, dbtp, duration_seconds } of rows) {
      const path = String(file).startsWith('/') ? String(file) : desk.at(String(file));
      const heard = ebur128(path);
      expect(Math.abs(Number(lufs) - heard.lufs)).toBeLessThanOrEqual(0.1);
      expect(Math.abs(Number(lra) - heard.lra)).toBeLessThanOrEqual(0.1);
      expect(Math.abs(Number(dbtp) - heard.dbtp)).toBeLessThanOrEqual(0.1);
      const seconds = decoded(path, '-ar', '48000', '-ac', '1').length / 48_000;
      expect(Math.abs(Number(duration_seconds) - seconds)).toBeLessThanOrEqual(0.001);
    }
    expect(rows[1].lufs).toBeCloseTo(-20, 1); // EBU Tech 3341: 1 kHz in both channels reads as its peak level
  });

  it('reports the others when one file is bad, and does not end with 0', async () => {
    const ended = await desk.cueforge('analyze', '--json', 'music.wav', 'text.txt', 'nowhere.wav', 'music.wav');
    expect(ended.code).toBe(4);
    expect(eventsOf(ended)).toMatchObject([
      { file: 'music.wav', duration_seconds: 12 },
      { file: 'text.txt', failure: { code: 'media-not-audio' } },
      { file: 'nowhere.wav', failure: { code: 'file-missing' } },
      { file: 'music.wav', duration_seconds: 12 },
    ]);
    const table = await desk.cueforge('analyze', 'music.wav', 'text.txt');
    expect(table.code).toBe(4);
    expect(table.stdout).toMatch(/^music\.wav +0:12 /m);
    expect(table.stderr).toMatch(/^cueforge: .*text\.txt/);
  });
});

it('speaks a line into a WAV and an MP3 of the same length', async () => {
  expect(await desk.cueforge('speak', 'Two more minutes.', '-o', 'line.wav')).toMatchObject({ code: 0 });
  const ended = await desk.cueforge('speak', 'Two more minutes.', '-o', 'below/line.mp3', '--json');
  expect(eventsOf(ended)).toEqual([{ file: desk.at('below', 'line.mp3') }]);
  expect(soundOf(desk.at('line.wav'))).toMatch(/^pcm_s16le.*16000 Hz/);
  expect(soundOf(desk.at('below', 'line.mp3'))).toMatch(/^mp3/);
  const secondsOf = (file: string): number => decoded(file, '-ar', '48000', '-ac', '1').length / 48_000;
  expect(secondsOf(desk.at('line.wav'))).toBeGreaterThan(0.7);
  expect(Math.abs(secondsOf(desk.at('below', 'line.mp3')) - secondsOf(desk.at('line.wav')))).toBeLessThan(0.05);
  expect(Math.abs(ebur128(desk.at('line.wav')).lufs - ebur128(desk.at('below', 'line.mp3')).lufs)).toBeLessThan(0.5);
});

it('finds everything it needs', async () => {
  const ended = await desk.cueforge('doctor', '--json');
  expect(ended.code).toBe(0);
  const [{ findings }] = eventsOf(ended) as [{ findings: { name: string; state: string }[] }];
  expect(findings.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Node', 'ffmpeg', 'encoders', 'voices', 'disk']),
  );
  expect(findings.filter(({ state }) => state === 'problem')).toEqual([]);
  const none = await desk.cueforge('doctor', '--ffmpeg', desk.at('text.txt'));
  expect(none.code).toBe(5);
  expect(none.stdout).toMatch(/PROBLEM +ffmpeg .*text\.txt/);
});

it('imports a Zwift workout that then exports', async () => {
  writeFileSync(
    desk.at('hill.zwo'),
    `<workout_file><name>Hill</name><workout>
      <Warmup Duration="6" PowerLow="0.4" PowerHigh="0.6"><textevent timeoffset="1" message="Easy now"/></Warmup>
      <SteadyState Duration="6" Power="0.9"><textevent timeoffset="1" message="Up we go"/></SteadyState>
    </workout></workout_file>`,
  );
  expect(await desk.cueforge('import', 'hill.zwo', '-o', 'hill-workout.json')).toMatchObject({ code: 0 });
  const workout = JSON.parse(readFileSync(desk.at('hill-workout.json'), 'utf8'));
  expect(workout.cues).toMatchObject([
    { time_ms: 1_000, text: 'Easy now' },
    { time_ms: 7_000, text: 'Up we go' },
  ]);
  expect(workout.segments).toHaveLength(2);
  const from = async (file: string) => {
    const ended = await desk.cueforge(
      'export',
      file,
      '--music',
      'music.wav',
      '--variant',
      'coached',
      '--json',
      '--out',
      file.slice(0, 5),
    );
    expect(ended.code).toBe(0);
    return (eventsOf(ended).at(-1)!.files as { sha256: string; cues: number }[]).map(({ sha256, cues }) => ({
      sha256,
      cues,
    }));
  };
  const imported = await from('hill-workout.json');
  expect(imported).toMatchObject([{ cues: 2 }]);
  expect(await from('hill.zwo')).toEqual(imported);
});

it('prints the published schema', async () => {
  const { code, stdout } = await desk.cueforge('schema');
  expect(code).toBe(0);
  expect(stdout).toBe(readFileSync(resource('workout.schema.json'), 'utf8'));
  expect(await desk.cueforge('schema', '-o', 'schema.json')).toMatchObject({ code: 0 });
  expect(readFileSync(desk.at('schema.json'), 'utf8')).toBe(stdout);
  const cuelist = await desk.cueforge('schema', 'cuelist');
  expect(cuelist.stdout).toBe(readFileSync(resource('cuelist.schema.json'), 'utf8'));
  expect(await desk.cueforge('schema', 'ride')).toMatchObject({ code: 2, stdout: '' });
});

it('prints help and version on request, and help with 2 where nothing was asked', async () => {
  expect(await desk.cueforge('--help')).toMatchObject({ code: 0, stderr: '' });
  expect((await desk.cueforge('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  const nothing = await desk.cueforge();
  expect(nothing).toMatchObject({ code: 2, stdout: '' });
  expect(nothing.stderr).toMatch(/^Cueforge: .*\n\nUsage\n/);
});
