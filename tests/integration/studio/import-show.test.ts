import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openLibrary } from '../../../src/library/index.ts';
import { createAssetAnalyzer, findFfmpeg } from '../../../src/media/index.ts';
import { importSounds } from '../../../src/studio/import-sounds.ts';
import { createJobs } from '../../../src/studio/jobs.ts';
import { toneWav } from './tone-wav.ts';

const folder = mkdtempSync(join(tmpdir(), 'cueforge-import-show-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('an import gives up the file it analyses when a show is armed, and has all of them analysed after it', async () => {
  toneWav(join(folder, 'music', 'a.wav'), { hertz: 300, seconds: 600, level: 0.3 });
  toneWav(join(folder, 'music', 'b.wav'), { hertz: 400, seconds: 2, level: 0.3 });
  const library = await openLibrary({ folder: join(folder, 'library'), now: () => 1 });
  const given = createAssetAnalyzer({ cacheDir: join(folder, 'cache'), ffmpeg: await findFfmpeg(null), threads: 1 });
  let working = 0;
  /** Counts what is in work. */
  const analyzer: typeof given = {
    ...given,
    async analyze(file, options) {
      working++;
      return given.analyze(file, options).finally(() => working--);
    },
  };
  const jobs = createJobs(Date.now, () => undefined);
  const host = { library, analyzer, threads: 1, clock: () => performance.now(), changed: () => undefined };
  try {
    jobs.start('import', 'Import', (context) => importSounds([join(folder, 'music')], host, context));
    await expect.poll(() => working, { timeout: 20_000, interval: 5 }).toBe(1);
    jobs.hold(true);
    await expect.poll(() => working, { timeout: 20_000, interval: 5 }).toBe(0);
    await expect.poll(() => jobs.list()[0].state, { interval: 5 }).toBe('waiting');
    expect(library.waiting().map(({ path }) => path)).toEqual([join(folder, 'music', 'a.wav')]);
    jobs.hold(false);
    await expect.poll(() => jobs.list()[0].state, { timeout: 60_000 }).toBe('done');
    expect(jobs.list()[0]).toMatchObject({ detail: '2 added', problems: [] });
    expect(library.waiting()).toEqual([]);
  } finally {
    await jobs.close();
    await given.close();
    await library.close();
  }
});
