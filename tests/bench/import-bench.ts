import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createAssetAnalyzer, findFfmpeg } from '../../src/media/index.ts';

/**
 * How long an import of a file takes on one analysing thread: `node tests/bench/import-bench.ts FILE`. Measures it cold,
 * with its decoded sound there, and with everything there; prints JSON. User and system time are this process's and,
 * for the cold run, its ffmpeg's.
 */
const file = process.argv[2];
if (!file || !existsSync(file)) throw new Error('usage: node tests/bench/import-bench.ts FILE');

/** Seconds of processor time of this process and of the children it has waited for (Linux; else of this process). */
const processorSeconds = (): number => {
  if (!existsSync('/proc/self/stat')) return process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  return [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i]), 0) / 100;
};

const cacheDir = mkdtempSync(join(tmpdir(), 'cueforge-import-bench-'));
const analyzer = createAssetAnalyzer({ cacheDir, ffmpeg: await findFfmpeg(), threads: 1 });
try {
  const runs: Record<string, unknown> = {};
  const time = async (name: string): Promise<void> => {
    const before = processorSeconds();
    const start = performance.now();
    const { seconds, bpm, firstBeat, lufs, dbtp } = await analyzer.analyze(file);
    const wall = (performance.now() - start) / 1000;
    runs[name] = {
      wallSeconds: Number(wall.toFixed(2)),
      processorSeconds: Number((processorSeconds() - before).toFixed(2)),
      timesRealTime: Math.round(seconds / wall),
      found: { seconds, bpm, firstBeat, lufs, dbtp },
    };
  };
  await time('cold');
  rmSync(join(cacheDir, 'analyses'), { recursive: true });
  await time('decoded');
  await time('kept');
  console.log(JSON.stringify({ file, ...runs }, null, 2));
} finally {
  await analyzer.close();
  rmSync(cacheDir, { recursive: true, force: true });
}
