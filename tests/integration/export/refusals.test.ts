import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, type Ended, openDesk } from './cueforge.ts';
import { filesBelow } from './judge.ts';
import { burst, writeFloatWav, writeJson, writeMusic } from './material.ts';

/** What a producer gets wrong, and what they are told: one exit code, sentences without a stack, no half files. */
let desk: Desk;
const OUT = ['--out', 'out'];
const refused = (ended: Ended): string => {
  expect(ended.stdout).toBe('');
  expect(ended.stderr).not.toMatch(/^\s+at |node:internal|undefined|\[object/m);
  expect(ended.stderr).toMatch(/^cueforge: [^\n]+\n/);
  return ended.stderr;
};

beforeAll(() => {
  desk = openDesk();
  writeMusic(desk.at('music.wav'), 6);
  writeFloatWav(desk.at('take.wav'), burst(1_000, 0.1, 0.5, 0.1));
  writeFileSync(desk.at('text.txt'), 'This is no music at all.\n'.repeat(50));
  writeFileSync(desk.at('empty.wav'), '');
  mkdirSync(desk.at('folder.wav'));
  writeJson(desk.at('good.json'), { id: 'good', music_url: 'music.wav', cues: [] });
});
afterAll(() => desk.clear());

describe('a command line that is not understood ends with 2 and one sentence', () => {
  it.each([
    [['export', 'good.json', '--variant', 'brutal'], /--variant expects one of music, coaching, coached, got brutal/],
    [['export', 'good.json', '--target', '3'], /--target expects -40\.\.-5 LUFS, got 3/],
    [['export', 'good.json', '--target', 'loud'], /--target expects a number, got "loud"/],
    [['export', 'good.json', '--bitrate', '123'], /--bitrate expects one of 32, .* got 123/],
    [
      ['export', 'good.json', '--format', 'mp4'],
      /--format expects one of mp3, m4a, opus, flac, wav, wav16, wav32, got "mp4"/,
    ],
    [['export', 'good.json', '--loudness', '-14'], /Unknown option '--loudness'/],
    [['export', 'good.json', '--voice', 'slt'], /"export" has no option --voice/],
    [['exprt', 'good.json'], /Unknown command "exprt"/],
    [['export'], /"export" expects one workout file, got nothing/],
  ])('%j', async (args, sentence) => {
    const ended = await desk.cueforge(...args, ...(args.length > 1 ? OUT : []));
    expect(ended.code).toBe(2);
    expect(refused(ended)).toMatch(sentence);
    expect(ended.stderr.trimEnd()).not.toContain('\n');
    expect(existsSync(desk.at('out'))).toBe(false);
  });
});

it('names every error of a workout file at its path, ends with 3 and makes nothing', async () => {
  writeJson(desk.at('wrong.json'), {
    id: 'wrong id',
    duration_seconds: 5,
    cues: [{ time_ms: -5, text: 'early' }, { time_ms: 500 }, { time_ms: 9_000, text: 'late' }],
    variants: [{ id: 'calm', coach: 'nobody' }],
  });
  const ended = await desk.cueforge('export', 'wrong.json', '--music', 'music.wav', ...OUT);
  expect(ended.code).toBe(3);
  const lines = refused(ended).trimEnd().split('\n');
  expect(lines[0]).toBe('cueforge: wrong.json has 5 errors:');
  expect(lines.slice(1).map((line) => /^ {2}Error in (\S+): /.exec(line)?.[1])).toEqual(
    expect.arrayContaining(['id', 'cues[0].time_ms', 'cues[1]', 'cues[2].time_ms', 'variants[0].coach']),
  );
  expect(existsSync(desk.at('out'))).toBe(false);

  const missing = await desk.cueforge('export', 'nowhere.json', ...OUT);
  expect(missing).toMatchObject({ code: 3, stderr: 'cueforge: There is no workout file at nowhere.json\n' });
});

it('names a cue that only the music shows to be too late, before anything is made', async () => {
  writeJson(desk.at('late.json'), { id: 'late', music_url: 'music.wav', cues: [{ time_ms: 7_000, text: 'late' }] });
  const ended = await desk.cueforge('export', 'late.json', ...OUT);
  expect(ended.code).toBe(3);
  expect(refused(ended)).toMatch(
    /cues\[0\]\.time_ms: expected a time before the end of the music at 6000 ms, got 7000/,
  );
  expect(existsSync(desk.at('out'))).toBe(false);
});

describe('music that cannot be read ends with 4 and leaves nothing', () => {
  it.each([
    ['nowhere.wav', /nowhere\.wav" does not exist/],
    ['text.txt', /text\.txt" (is not audio|has no sound that can be read)/],
    ['empty.wav', /empty\.wav" is empty/],
    ['folder.wav', /folder\.wav" cannot be read: it is a folder/],
  ])('%s', async (music, sentence) => {
    const ended = await desk.cueforge('export', 'good.json', '--music', music, ...OUT);
    expect(ended.code).toBe(4);
    expect(refused(ended)).toMatch(sentence);
    expect(existsSync(desk.at('out'))).toBe(false);
  });
});

it('makes the variants whose takes are there, refuses those that miss one, and ends with 6', async () => {
  const cue = (id: string, audio: string, level: string) => ({ id, audio, level, time_ms: 1_000, text: id });
  writeJson(desk.at('some.json'), {
    ...{ id: 'some', music_url: 'music.wav' },
    cues: [cue('there', 'take.wav', 'calm'), { ...cue('gone', 'gone.wav', 'hard'), time_ms: 3_000 }],
    variants: [
      { id: 'calm', cues: { levels: ['calm'] } },
      { id: 'hard', cues: { levels: ['calm', 'hard'] } },
    ],
  });
  const ended = await desk.cueforge('export', 'some.json', '--out', 'some');
  expect(ended.code).toBe(6);
  expect(ended.stderr).toMatch(/^Not made: coaching\. A take is missing\. Cue gone: .*gone\.wav" does not exist$/m);
  expect(ended.stderr).toMatch(/^Not made: hard\. A take is missing\. Cue gone: .*gone\.wav" does not exist$/m);
  expect(readdirSync(desk.at('some')).sort()).toEqual([
    ...[
      'manifest.json',
      'some.json',
      'some_calm.lrc',
      'some_calm.mp3',
      'some_calm.vtt',
      'some_music.mp3',
      'some_report.html',
    ],
  ]);
  expect(JSON.parse(readFileSync(desk.at('some', 'some.json'), 'utf8'))).toMatchObject({
    ...{ music_url: 'some_music.mp3', coaching_url: null },
    variants: [{ id: 'calm', url: 'some_calm.mp3' }],
  });
});

it('makes only the coaching of a workout without music', async () => {
  writeJson(desk.at('quiet.json'), { id: 'quiet', cues: [{ time_ms: 1_000, text: 'tone', audio: 'take.wav' }] });
  const ended = await desk.cueforge('export', 'quiet.json', '--out', 'quiet');
  expect(ended.code).toBe(6);
  for (const variant of ['music', 'coached']) {
    expect(ended.stderr).toMatch(
      new RegExp(`^Not made: ${variant}\\. The workout names no music: .*--music FILE$`, 'm'),
    );
  }
  expect(readdirSync(desk.at('quiet')).filter((name) => name.endsWith('.mp3'))).toEqual(['quiet_coaching.mp3']);

  const nothing = await desk.cueforge('export', 'quiet.json', '--out', 'none', '--variant', 'coached');
  expect(nothing.code).toBe(4);
  expect(filesBelow(desk.at('none'))).toEqual([]);
});

it('takes the file beside the workout for an address, and fetches nothing', async () => {
  const at = (name: string) => ({ id: 'web', music_url: `https://music.invalid/a%20b/${name}?key=1#t`, cues: [] });
  writeJson(desk.at('web.json'), at('music.wav'));
  expect(await desk.cueforge('export', 'web.json', '--out', 'web', '--variant', 'music')).toMatchObject({ code: 0 });
  writeJson(desk.at('web.json'), at('elsewhere.wav'));
  const ended = await desk.cueforge('export', 'web.json', '--out', 'web2', '--variant', 'music');
  expect(ended.code).toBe(4);
  expect(ended.stderr).toContain('https://music.invalid/a%20b/elsewhere.wav?key=1#t, which is not fetched');
  const asked = ['--music', 'https://music.invalid/music.wav'];
  expect((await desk.cueforge('export', 'good.json', '--out', 'web2', '--variant', 'music', ...asked)).code).toBe(4);
  expect(filesBelow(desk.at('web2'))).toEqual([]);
});

describe('a folder that cannot be written to ends with 5', () => {
  it.each([
    ['text.txt', 'there is a file of that name'],
    ['text.txt/below', 'what would be a folder above it is a file'],
    ['/proc/cueforge/below', 'a folder above it is not there, and cannot be made'],
  ])('%s', async (folder, why) => {
    const ended = await desk.cueforge('export', 'good.json', '--variant', 'music', '--out', folder);
    expect(ended.code).toBe(5);
    expect(refused(ended)).toContain(`${folder} cannot be written to: ${why}\n`);
  });

  it('for a text or a spoken line, too', async () => {
    expect((await desk.cueforge('schema', '-o', 'text.txt/schema.json')).code).toBe(5);
    expect((await desk.cueforge('speak', 'hello', '-o', 'text.txt/hello.wav')).code).toBe(5);
  });
});
