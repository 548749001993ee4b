import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Desk, openDesk } from './cueforge.ts';
import { burst, writeFloatWav, writeJson, writeMusic } from './material.ts';

interface Listed {
  readonly workout: string;
  readonly file: string;
  readonly kind: string;
  readonly type: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly documents: readonly string[];
}

let desk: Desk;
const manifest = (): { files: Listed[]; documents: Listed[] } =>
  JSON.parse(readFileSync(desk.at('out', 'manifest.json'), 'utf8'));
const made = async (file: string, ...args: string[]): Promise<void> => {
  expect(await desk.cueforge('export', file, '--out', 'out', ...args)).toMatchObject({ code: 0 });
};

beforeAll(async () => {
  desk = openDesk();
  writeMusic(desk.at('music.wav'), 8);
  writeFloatWav(desk.at('take.wav'), burst(700, 0.1, 1, 0.1));
  const ride = {
    ...{ id: 'ride', title: 'Ride', music_url: 'music.wav' },
    segments: [
      { title: 'Up', start_time: 0, duration_seconds: 4 },
      { title: 'Down', start_time: 4, duration_seconds: 4 },
    ],
    cues: [{ time_ms: 2_000, audio: 'take.wav', text: 'Go' }],
  };
  writeJson(desk.at('ride.json'), ride);
  writeJson(desk.at('bare.json'), { id: 'bare', music_url: 'music.wav', cues: [] });
  await made('ride.json', '--variant', 'music,coached', '--format', 'flac,wav');
});
afterAll(() => desk.clear());

/** What is listed is there, byte for byte, and nothing that is there is not listed. */
const expectWhole = (): void => {
  const { files, documents } = manifest();
  for (const { file, bytes, sha256 } of [...files, ...documents]) {
    const content = readFileSync(desk.at('out', file));
    expect([content.length, createHash('sha256').update(content).digest('hex')], file).toEqual([bytes, sha256]);
  }
  const listed = [...files, ...documents].map(({ file }) => file);
  expect([...listed, 'manifest.json'].sort()).toEqual(readdirSync(desk.at('out')).sort());
  const known = new Set(documents.map(({ file }) => file));
  for (const { documents: of } of files) expect(of.filter((name) => !known.has(name))).toEqual([]);
};

it('lists every document with its bytes, once, and which files it describes', () => {
  expectWhole();
  const { files, documents } = manifest();
  expect(documents.map(({ kind, file, type, workout }) => [kind, file, type, workout])).toEqual([
    ['chapters', 'ride_music.chapters.json', 'application/json+chapters', 'ride'],
    ['captions', 'ride_coached.vtt', 'text/vtt; charset=utf-8', 'ride'],
    ['lyrics', 'ride_coached.lrc', 'text/plain; charset=utf-8', 'ride'],
    ['chapters', 'ride_coached.chapters.json', 'application/json+chapters', 'ride'],
    ['player', 'ride.json', 'application/json', 'ride'],
    ['report', 'ride_report.html', 'text/html; charset=utf-8', 'ride'],
  ]);
  expect(files.map(({ file, documents: of }) => [file, of.length])).toEqual([
    ...[
      ['ride_music.flac', 1],
      ['ride_music.wav', 1],
      ['ride_coached.flac', 3],
      ['ride_coached.wav', 3],
    ],
  ]);
});

it('says when what is spoken, and when chapters begin', () => {
  const lrc = readFileSync(desk.at('out', 'ride_coached.lrc'), 'utf8').split('\n');
  expect(lrc).toContain('[00:02.00]Go');
  expect(lrc[0]).toBe('[ti:Ride · Coached]');
  const { chapters } = JSON.parse(readFileSync(desk.at('out', 'ride_coached.chapters.json'), 'utf8'));
  expect(chapters).toEqual([
    { startTime: 0, endTime: 4, title: 'Up' },
    { startTime: 4, endTime: 8, title: 'Down' },
  ]);
});

it('keeps the documents of files that are still there, of this workout and others, and no others', async () => {
  await made('bare.json', '--variant', 'music');
  expectWhole();
  expect(manifest().documents.filter(({ workout }) => workout === 'ride')).toHaveLength(6);
  for (const name of ['ride_coached.flac', 'ride_coached.wav']) rmSync(desk.at('out', name));
  await made('bare.json', '--variant', 'music');
  const left = manifest().documents.map(({ file }) => file);
  expect(left).toEqual(['bare.json', 'bare_report.html', 'ride_music.chapters.json', 'ride.json', 'ride_report.html']);

  // What is made again is measured again; the rest is drawn as it was.
  await made('ride.json', '--variant', 'coached', '--format', 'flac');
  expectWhole();
  const report = readFileSync(desk.at('out', 'ride_report.html'), 'utf8');
  expect(report.match(/<h2 id="([^"]*)"/g)).toEqual(['<h2 id="coached"', '<h2 id="music"']);
  expect(report.match(/<svg/g)).toHaveLength(4);
  const [{ lufs }] = JSON.parse(readFileSync(desk.at('out', 'manifest.json'), 'utf8')).files;
  expect(report).toContain(`<dd>${lufs.toFixed(1).replace('-', '−')} `);
});

it('removes the captions and chapters of what has none any more, once no other file has them', async () => {
  const write = (level: string, segments: unknown[]): void =>
    writeJson(desk.at('fit.json'), {
      ...{ id: 'fit', music_url: 'music.wav', segments, variants: [{ id: 'hard', cues: { levels: ['hard'] } }] },
      cues: [{ time_ms: 2_000, audio: 'take.wav', text: 'Go', level }],
    });
  const beside = (): string[] => readdirSync(desk.at('out')).filter((name) => /^fit_hard.*(vtt|lrc|json)$/.test(name));
  const hard = ['--variant', 'hard', '--format'];
  write('hard', [{ title: 'All', start_time: 0, duration_seconds: 8 }]);
  await made('fit.json', ...hard, 'mp3,wav');
  expect(beside()).toEqual(['fit_hard.chapters.json', 'fit_hard.lrc', 'fit_hard.vtt']);
  const bytes = (): number => manifest().files.find(({ file }) => file === 'fit_hard.mp3')!.bytes;
  const before = bytes();

  // The other file still says it.
  write('easy', [{ title: 'All', start_time: 0, duration_seconds: 8 }]);
  await made('fit.json', ...hard, 'mp3');
  expect(bytes()).toBe(before); // or else this proves nothing
  expect(beside()).toEqual(['fit_hard.chapters.json', 'fit_hard.lrc', 'fit_hard.vtt']);
  expectWhole();
  await made('fit.json', ...hard, 'wav');
  expect(beside()).toEqual(['fit_hard.chapters.json']);
  expectWhole();

  write('easy', []);
  await made('fit.json', ...hard, 'mp3,wav');
  expect(beside()).toEqual([]);
  expectWhole();
});
