import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFfmpeg } from '../../src/media/index.ts';
import { CLI, makeMaterial } from './material.ts';
import { rivalArgs } from './rival-graph.ts';
import { timedRun } from './timed-run.ts';

/** Runs of each rival, in turn, so that a machine that changes its speed changes it for both. */
const RUNS = Number(process.env.BENCH_RUNS ?? 3);
const MINUTES = Number(process.env.BENCH_MINUTES ?? 45);
const HISTORY = 'tests/bench/history/history.jsonl';

interface Row {
  readonly name: string;
  readonly ours: number;
  readonly rival: number;
  /** Rival over ours: above 1, we are faster. */
  readonly ratio: number;
  /** The least ratio; null where only the memory is asked. */
  readonly wanted: number | null;
  readonly peakMemory: number | null;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

const inFreshFolder = async <T>(act: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'cueforge-bench-'));
  try {
    return await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Runs both in turn and takes medians, then ours once more for its memory. Every run gets a fresh folder. */
const race = async (
  name: string,
  wanted: number | null,
  ours: (folder: string) => [string, string[]],
  rival: (folder: string) => [string, string[]],
): Promise<Row> => {
  const pairs: { ours: number; rival: number }[] = [];
  for (let run = 0; run < RUNS; run++) {
    const us = await inFreshFolder((folder) => timedRun(...ours(folder)));
    const them = await inFreshFolder((folder) => timedRun(...rival(folder)));
    pairs.push({ ours: us.seconds, rival: them.seconds });
    console.log(`${name}: ${us.seconds.toFixed(1)} s, ffmpeg ${them.seconds.toFixed(1)} s`);
  }
  const { peakMemory } = await inFreshFolder((folder) => timedRun(...ours(folder), true));
  return {
    name,
    ours: median(pairs.map((pair) => pair.ours)),
    rival: median(pairs.map((pair) => pair.rival)),
    ratio: median(pairs.map((pair) => pair.rival / pair.ours)),
    wanted,
    peakMemory,
  };
};

const isShort = (row: Row): boolean => row.wanted !== null && row.ratio < row.wanted;

const ffmpeg = await findFfmpeg();
const folder = join(tmpdir(), 'cueforge-bench-material');
const material = await makeMaterial(folder, ffmpeg.path, MINUTES);
const short = await makeMaterial(folder, ffmpeg.path, Math.max(1, Math.round(MINUTES / 3)));

const exportArgs = (workout: string, out: string): [string, string[]] => [
  'node',
  [...CLI, 'export', workout, '--variant', 'coached', '--out', join(out, 'out'), '--cache', join(out, 'cache')],
];
const rows = [
  await race(
    `export ${MINUTES} min, 60 cues, mp3 320k`,
    1.6,
    (out) => exportArgs(material.workout, out),
    (out) => [ffmpeg.path, rivalArgs(material, join(out, 'rival.mp3'))],
  ),
  await race(
    `export ${Math.round(MINUTES / 3)} min (memory is flat in length)`,
    null,
    (out) => exportArgs(short.workout, out),
    (out) => [ffmpeg.path, rivalArgs(short, join(out, 'rival.mp3'))],
  ),
  await race(
    `loudness and true peak of ${MINUTES} min`,
    1,
    () => ['node', [...CLI, 'analyze', '--json', material.music]],
    () => [
      ffmpeg.path,
      ['-v', 'error', '-nostats', '-i', material.music, '-af', 'ebur128=peak=true', '-f', 'null', '-'],
    ],
  ),
];

console.log('');
for (const row of rows) {
  const verdict = row.wanted === null ? 'not asked' : `asked ${row.wanted}×, ${isShort(row) ? 'SHORT' : 'ok'}`;
  console.log(
    `${row.name.padEnd(46)} ${row.ours.toFixed(1).padStart(6)} s  ffmpeg ${row.rival.toFixed(1).padStart(6)} s  ` +
      `${row.ratio.toFixed(2)}× (${verdict})  ${row.peakMemory?.toFixed(0) ?? '?'} MB`,
  );
}
mkdirSync('tests/bench/history', { recursive: true });
const machine = `${process.platform} ${process.arch}, ${availableParallelism()} cores, ffmpeg ${ffmpeg.version}`;
appendFileSync(
  HISTORY,
  `${JSON.stringify({ date: new Date().toISOString().slice(0, 10), machine, runs: RUNS, rows })}\n`,
);
if (rows.some((row) => isShort(row) || (row.peakMemory ?? 0) > 400)) process.exitCode = 1;
