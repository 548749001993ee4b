import { chmodSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { findFfmpeg } from '../../../src/media/index.ts';
import { CueforgeError } from '../../../src/model/index.ts';
import { codeOf, everyFfmpeg, scratch } from './sound-files.ts';

const files = scratch();
const ffmpegs = await everyFfmpeg();
const bundled = ffmpegs[ffmpegs.length - 1];
const script = (name: string, body: string): string => {
  writeFileSync(files.at(name), `#!/bin/sh\n${body}\n`);
  chmodSync(files.at(name), 0o755);
  return files.at(name);
};

afterEach(() => vi.unstubAllEnvs());
afterAll(() => files.remove());

describe('finding ffmpeg', () => {
  test('every build here encodes what Cueforge exports', () => {
    for (const ffmpeg of ffmpegs) {
      expect(ffmpeg.encoders).toEqual(['libmp3lame', 'aac', 'libopus', 'flac', 'pcm_s24le']);
      expect(ffmpeg.hasSoxr).toBe(true);
    }
  });

  test('the build inside the dependencies is old, and is the last resort', async () => {
    expect(bundled.old).toBe(true);
    vi.stubEnv('PATH', files.at('no-such-folder'));
    vi.stubEnv('FFMPEG_PATH', '');
    vi.stubEnv('FFMPEG_BIN', '');
    const found = await findFfmpeg();
    expect(found.origin === 'ffmpeg-static' || found.origin === 'ffmpeg-installer').toBe(true);
  });

  test('the setting goes before the environment', async () => {
    vi.stubEnv('FFMPEG_PATH', files.at('nothing'));
    expect(await findFfmpeg(bundled.path)).toEqual({ ...bundled, origin: 'setting' });
  });

  test.each(['FFMPEG_PATH', 'FFMPEG_BIN'])('%s goes before the PATH', async (variable) => {
    vi.stubEnv(variable, bundled.path);
    expect(await findFfmpeg()).toEqual({ ...bundled, origin: 'environment' });
  });

  test('one that was asked for and does not run is a failure that names it', async () => {
    for (const path of [files.at('nothing'), script('crash', 'exit 1'), script('other', 'echo bash version 5')]) {
      const error = (await findFfmpeg(path).catch((thrown) => thrown)) as CueforgeError;
      expect(error).toBeInstanceOf(CueforgeError);
      expect(error.failure.code).toBe('ffmpeg-missing');
      expect(error.message).toContain(path);
    }
    vi.stubEnv('FFMPEG_BIN', files.at('nothing'));
    expect(await codeOf(findFfmpeg())).toBe('ffmpeg-missing');
  });

  test('one on the PATH that does not run is passed over', async () => {
    script('ffmpeg', 'exit 1');
    vi.stubEnv('PATH', files.at('.'));
    expect((await findFfmpeg()).path).not.toBe(files.at('ffmpeg'));
  });

  test.each([
    ['4.3.1', '2020', true],
    ['4.4.2-0ubuntu0.22.04.1', '2021', false],
    ['n7.1', '2024', false],
    ['N-118000-gabcdef', '2025', false],
    ['2024-05-02-git-71669f2ad5-full_build', '2024', false],
    ['N-90000-gabcdef', '2018', true],
  ])('version %s of %s: old is %s', async (version, year, old) => {
    const path = script(
      `v-${version}`,
      `echo "ffmpeg version ${version} Copyright (c) 2000-${year} the FFmpeg developers"`,
    );
    const found = await findFfmpeg(path);
    expect([found.version, found.old, found.hasSoxr, found.encoders]).toEqual([version, old, false, []]);
  });
});
