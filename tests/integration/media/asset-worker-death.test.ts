import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { createAssetAnalyzer } from '../../../src/media/index.ts';
import { codeOf, everyFfmpeg, run, scratch, writeNoise } from './sound-files.ts';

/** Every worker thread that was started, so that a test can end one from outside. */
const started = vi.hoisted(() => [] as Worker[]);
vi.mock('node:worker_threads', async (actual) => {
  const threads = await actual<typeof import('node:worker_threads')>();
  return {
    ...threads,
    Worker: class extends threads.Worker {
      constructor(...args: ConstructorParameters<typeof threads.Worker>) {
        super(...args);
        started.push(this);
      }
    },
  };
});

const files = scratch();
afterAll(() => files.remove());

describe('an analysis whose worker dies', () => {
  test('is told so; what comes after is done by another worker, from the start', async () => {
    const [ffmpeg] = await everyFfmpeg();
    writeNoise(files.at('a.wav'), { length: 48_000 });
    run(ffmpeg, '-stream_loop', '150', '-i', files.at('a.wav'), files.at('long.flac'));
    const cacheDir = files.at('cache');
    const analyzer = createAssetAnalyzer({ cacheDir, ffmpeg, threads: 1 });
    const dying = codeOf(analyzer.analyze(files.at('long.flac'), { onProgress: () => void started[0].terminate() }));
    expect(await dying).toBe('worker-exited');
    expect(readdirSync(cacheDir)).toEqual(['pcm']);
    expect(readdirSync(join(cacheDir, 'pcm')).filter((name) => !name.includes('.part'))).toEqual([]);

    expect((await analyzer.analyze(files.at('long.flac'))).frames).toBe(151 * 48_000);
    expect(started).toHaveLength(2);
    await analyzer.close();
  });
});
