import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decode } from '../../../src/media/index.ts';
import { type CueforgeError, seconds } from '../../../src/model/index.ts';
import { codeOf, decodeAll, everyFfmpeg, run, scratch, writeNoise, writeWav } from './sound-files.ts';

const files = scratch();
const ffmpegs = await everyFfmpeg();
const maker = ffmpegs[0];
const good = files.at('good.wav');

const cutTo = (from: string, to: string, share: number): void => {
  const bytes = readFileSync(files.at(from));
  writeFileSync(files.at(to), bytes.subarray(0, Math.floor(bytes.length * share)));
};

beforeAll(() => {
  writeNoise(good, { length: 4 * 48_000 });
  writeFileSync(files.at('empty.wav'), '');
  writeWav(files.at('no-frames.wav'), Buffer.alloc(0));
  writeFileSync(files.at('text.mp3'), 'This is a shopping list, whatever its name says.\n'.repeat(100));
  writeFileSync(files.at('text.txt'), 'milk\n');
  mkdirSync(files.at('folder.wav'));
  run(maker, '-f', 'lavfi', '-i', 'color=red:s=64x64:d=1', '-frames:v', '1', files.at('image.png'));
  run(maker, '-f', 'lavfi', '-i', 'color=red:s=64x64:d=1', files.at('silent-film.mp4'));
  for (const name of ['whole.flac', 'whole.mp3', 'whole.m4a', 'whole.opus', 'whole.ogg'])
    run(maker, '-i', good, files.at(name));
  run(maker, '-i', good, '-movflags', '+faststart', files.at('faststart.m4a'));
  cutTo('good.wav', 'cut.wav', 0.6);
  cutTo('whole.flac', 'cut.flac', 0.6);
  cutTo('whole.mp3', 'cut.mp3', 0.6);
  cutTo('whole.m4a', 'cut.m4a', 0.6);
  cutTo('faststart.m4a', 'cut-faststart.m4a', 0.6);
  cutTo('whole.ogg', 'cut.ogg', 0.6);
  cutTo('whole.opus', 'cut.opus', 0.6);
  run(
    maker,
    '-i',
    good,
    '-f',
    'segment',
    '-segment_time',
    '2',
    '-segment_format',
    'mpegts',
    '-c:a',
    'aac',
    files.at('part%d.ts'),
  );
  const playlist = '#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:2,\npart0.ts\n#EXTINF:2,\npart1.ts\n#EXT-X-ENDLIST\n';
  writeFileSync(files.at('list.m3u8'), playlist);
  writeFileSync(files.at('list.mp3'), playlist);
  writeFileSync(files.at('concat.txt'), `ffconcat version 1.0\nfile good.wav\n`);
});
afterAll(() => files.remove());

describe.each(ffmpegs.map((f) => [f.version, f] as const))('a bad file has a named failure, ffmpeg %s', (_, ffmpeg) => {
  test.each([
    ['not-there.wav', 'file-missing'],
    ['folder.wav', 'file-unreadable'],
    ['good.wav/inside.wav', 'file-missing'],
    ['empty.wav', 'media-empty'],
    ['no-frames.wav', 'media-empty'],
    ['text.mp3', 'media-not-audio'],
    ['text.txt', 'media-not-audio'],
    ['image.png', 'media-not-audio'],
    ['silent-film.mp4', 'media-not-audio'],
    ['list.m3u8', 'media-not-audio'],
    ['list.mp3', 'media-not-audio'],
    ['concat.txt', 'media-not-audio'],
    ['cut.wav', 'media-truncated'],
    ['cut.flac', 'media-truncated'],
    ['cut.mp3', 'media-truncated'],
    ['cut.m4a', 'media-truncated'],
    ['cut-faststart.m4a', 'media-truncated'],
    ['cut.ogg', 'media-truncated'],
    ['cut.opus', 'media-truncated'],
  ])('%s: %s', async (name, code) => {
    expect(await codeOf(decodeAll(files.at(name), ffmpeg))).toBe(code);
  });

  test('a truncated file tells both lengths', async () => {
    const error = await decodeAll(files.at('cut.flac'), ffmpeg).catch((thrown: CueforgeError) => thrown);
    const details = (error as CueforgeError).failure.details as { promisedSeconds: number; decodedSeconds: number };
    expect(details.promisedSeconds).toBeCloseTo(4, 3);
    expect(details.decodedSeconds).toBeGreaterThan(2);
    expect(details.decodedSeconds).toBeLessThan(3);
  });

  test.each(['whole.flac', 'whole.mp3', 'whole.ogg', 'whole.opus', 'faststart.m4a'])(
    'the whole %s is fine',
    async (name) => {
      expect((await decodeAll(files.at(name), ffmpeg)).warnings).toEqual([]);
    },
  );

  test.skipIf(process.getuid?.() === 0)('a file one may not read', async () => {
    writeNoise(files.at('secret.wav'), { length: 100 });
    chmodSync(files.at('secret.wav'), 0);
    expect(await codeOf(decodeAll(files.at('secret.wav'), ffmpeg))).toBe('file-unreadable');
  });

  test('what is longer than allowed is refused at once, whether or not its head says so', async () => {
    const collect = async (name: string): Promise<number> => {
      let frames = 0;
      for await (const block of decode(files.at(name), { ffmpeg, maxSeconds: seconds(1) })) frames += block.length / 2;
      return frames;
    };
    run(ffmpeg, '-i', good, '-write_xing', '0', files.at('unsaid.mp3'));
    expect(await codeOf(collect('good.wav'))).toBe('media-too-long');
    expect(await codeOf(collect('unsaid.mp3'))).toBe('media-too-long');
  });

  test('names that mean something to ffmpeg are only names', async () => {
    const here = process.cwd();
    for (const name of ['-i.wav', 'http:x.wav', '100%d.wav', "it's [0:a];anull.wav", 'ünï cøde.wav']) {
      writeNoise(files.at(name), { length: 4800 });
      expect((await decodeAll(files.at(name), ffmpeg)).frames).toBe(4800);
    }
    process.chdir(files.at('.'));
    try {
      expect((await decodeAll('-i.wav', ffmpeg)).frames).toBe(4800);
    } finally {
      process.chdir(here);
    }
  });

  test('nothing is fetched, whatever a file points at', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked++;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const list = `#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:2,\nhttp://127.0.0.1:${port}/a.ts\n#EXT-X-ENDLIST\n`;
    writeFileSync(files.at('remote.m3u8'), list);
    writeFileSync(files.at('remote.mp3'), list);
    expect(await codeOf(decodeAll(files.at('remote.m3u8'), ffmpeg))).toBe('media-not-audio');
    expect(await codeOf(decodeAll(files.at('remote.mp3'), ffmpeg))).toBe('media-not-audio');
    server.close();
    expect(asked).toBe(0);
  });

  test.each(['whole.mp3', 'whole.flac'])('damage in the middle of %s is a warning, not a failure', async (name) => {
    const bytes = readFileSync(files.at(name));
    bytes.fill(0x55, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 700);
    writeFileSync(files.at(`hurt-${name}`), bytes);
    const { frames, warnings } = await decodeAll(files.at(`hurt-${name}`), ffmpeg);
    expect(warnings.length).toBeGreaterThan(0);
    expect(frames).toBeGreaterThan(3.5 * 48_000);
  });

  test('float samples that are no numbers are silenced and told', async () => {
    const pcm = Buffer.alloc(48_000 * 8);
    for (const at of [0, 100, 9999]) pcm.writeFloatLE(Number.NaN, at * 4);
    pcm.writeFloatLE(Number.POSITIVE_INFINITY, 500);
    writeFileSync(files.at('raw.f32'), pcm);
    run(
      ffmpeg,
      '-f',
      'f32le',
      '-ar',
      '48000',
      '-ac',
      '2',
      '-i',
      files.at('raw.f32'),
      '-c:a',
      'pcm_f32le',
      files.at('nan.wav'),
    );
    const { pcm: heard, warnings } = await decodeAll(files.at('nan.wav'), ffmpeg);
    expect(heard.every(Number.isFinite)).toBe(true);
    expect(warnings).toHaveLength(1);
  });
});

describe.skipIf(process.platform !== 'linux')('a decode that is not finished leaves nothing running', () => {
  /** Processes of ours that run this file's ffmpeg. */
  const children = (): number =>
    readdirSync('/proc').filter((pid) => {
      try {
        return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(files.at('long.mp3'));
      } catch {
        return false;
      }
    }).length;

  beforeAll(() => {
    run(maker, '-stream_loop', '100', '-i', good, '-b:a', '64k', files.at('long.mp3'));
  });

  test.each(ffmpegs.map((f) => [f.version, f] as const))('aborted, ffmpeg %s', async (_, ffmpeg) => {
    const abort = new AbortController();
    const decoding = decode(files.at('long.mp3'), { ffmpeg, signal: abort.signal });
    await decoding.next();
    expect(children()).toBe(1);
    abort.abort();
    expect(
      await codeOf(
        (async () => {
          while (!(await decoding.next()).done);
        })(),
      ),
    ).toBe('cancelled');
    expect(children()).toBe(0);
  });

  test('left early', async () => {
    for await (const _ of decode(files.at('long.mp3'), { ffmpeg: maker })) break;
    expect(children()).toBe(0);
  });

  test('nobody asks for the next block: ffmpeg is held back', async () => {
    const decoding = decode(files.at('long.mp3'), { ffmpeg: maker });
    await decoding.next();
    const before = process.memoryUsage().rss;
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(children()).toBe(1);
    expect(process.memoryUsage().rss - before).toBeLessThan(30 << 20); // It would be 150 MB.
    await decoding.return({ frames: 0 as never, warnings: [] });
    expect(children()).toBe(0);
  });

  test('the process that asked for it ends', async () => {
    const script = `
      const { decode } = await import(${JSON.stringify(new URL('../../../src/media/index.ts', import.meta.url).href)});
      const decoding = decode(${JSON.stringify(files.at('long.mp3'))}, { ffmpeg: ${JSON.stringify(maker)} });
      await decoding.next();
      process.exit(0);`;
    execFileSync(process.execPath, ['--input-type=module', '-e', script]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(children()).toBe(0);
  });
});
