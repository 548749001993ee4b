import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFfmpeg } from '../../src/media/index.ts';
import { type Cost, costChart, lineThrough } from './cost-curve.ts';
import { CLI, CUES, makeMaterial } from './material.ts';
import { rivalArgs } from './rival-graph.ts';
import { timedRun } from './timed-run.ts';
import { CURVE_IDS, VARIANTS, writeVariants } from './variant-workouts.ts';

/**
 * `npm run bench:variants`: six variants of a workout, nothing cached, against ffmpeg's one-command graph run six times in
 * the same run; what a further variant and a moved cue cost; the same with the music made before; the memory it takes; and
 * the cost of a variant over its coached seconds, as a chart. Each export is a process of its own, its start included.
 * BENCH_MINUTES for another length, with as many cues a minute, to see that it works; BENCH_RIVALS for fewer runs of
 * ffmpeg's graph, scaled to six.
 */
const MINUTES = Number(process.env.BENCH_MINUTES ?? 45);
const RIVALS = Number(process.env.BENCH_RIVALS ?? VARIANTS.length);
const HISTORY = 'tests/bench/history/variants.jsonl';
/** What was asked was asked of this length; the history and the chart hold runs of it alone. */
const IS_WHOLE = MINUTES === 45;
const CHART = 'tests/bench/history/variants.svg';
const SHORT_MINUTES = Math.max(1, Math.round(MINUTES / 3));

const ffmpeg = await findFfmpeg();
const folder = mkdtempSync(join(tmpdir(), 'cueforge-bench-'));
const materials = join(tmpdir(), 'cueforge-bench-material');
const cuesFor = (minutes: number): number => Math.max(5, Math.round((CUES * minutes) / 45));
const material = await makeMaterial(materials, ffmpeg.path, MINUTES, cuesFor(MINUTES));
const short = await makeMaterial(materials, ffmpeg.path, SHORT_MINUTES, cuesFor(SHORT_MINUTES));
const workout = join(folder, 'bench.json');
const shortWorkout = join(folder, 'short.json');

/** Encoded and whole seconds of the files that an export made. */
const sharesOf = (stdout: string): { readonly encoded: number; readonly whole: number } => {
  const files = stdout
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []))
    .filter(({ event }) => event === 'file');
  const sum = (of: string): number => files.reduce((total, file) => total + file[of], 0);
  return { encoded: sum('encodedSeconds'), whole: sum('durationSeconds') };
};
interface Exported {
  readonly seconds: number;
  readonly peakMemory: number | null;
  readonly encoded: number;
  readonly whole: number;
}
/** Exports variants with a cache of that name, which may be there already. */
const exported = async (
  what: string,
  cache: string,
  variants: readonly string[],
  { watched = false, of = workout } = {},
): Promise<Exported> => {
  const out = ['--out', join(folder, `out-${cache}`), '--cache', join(folder, cache)];
  const args = [...CLI, 'export', of, '--json', ...variants.flatMap((id) => ['--variant', id]), ...out];
  const run = await timedRun('node', args, watched);
  const shares = sharesOf(run.stdout);
  const memory = run.peakMemory === null ? '' : `, ${run.peakMemory.toFixed(0)} MB`;
  const encoded = `${((100 * shares.encoded) / shares.whole).toFixed(1)} % encoded`;
  console.log(`${what.padEnd(36)} ${run.seconds.toFixed(1).padStart(6)} s, ${encoded}${memory}`);
  return { ...run, ...shares };
};
const cleared = (cache: string): void => {
  for (const name of [cache, `out-${cache}`]) rmSync(join(folder, name), { recursive: true, force: true });
};
const load = loadavg().map((each) => each.toFixed(1));

console.log(`${MINUTES} min, ${material.takes.length} cues; load of the machine before: ${load.join(' ')}`);
try {
  writeVariants(workout, material);
  writeVariants(shortWorkout, short);
  const ids = VARIANTS.map(({ id }) => id);
  const six = await exported('six variants, nothing cached', 'cold', ids);
  const rivals: number[] = [];
  for (let run = 0; run < RIVALS; run++) {
    const { seconds } = await timedRun(ffmpeg.path, rivalArgs(material, join(folder, 'rival.mp3')));
    rivals.push(seconds);
    console.log(`${`ffmpeg's graph, ${run + 1}`.padEnd(36)} ${seconds.toFixed(1).padStart(6)} s`);
  }
  rmSync(join(folder, 'rival.mp3'), { force: true });
  const rival = (rivals.reduce((sum, seconds) => sum + seconds, 0) * VARIANTS.length) / RIVALS;

  const unchanged = await exported('one of them again, unchanged', 'cold', ['all']);
  writeVariants(workout, material, 1_500);
  const moved = await exported('it after one cue moved', 'cold', ['all']);
  const movedAll = await exported('all six after it', 'cold', ids);
  cleared('cold');
  writeVariants(workout, material);

  const music = await exported('the music alone, nothing cached', 'music', ['music']);
  const after = await exported('six variants once it is there', 'music', ids);
  const costs: Cost[] = [];
  for (const id of CURVE_IDS) {
    const { seconds, encoded } = await exported(`${id} after them`, 'music', [id]);
    costs.push({ coached: encoded, seconds });
  }
  const line = lineThrough(costs);
  cleared('music');

  const inStudio = ['tests/bench/in-one-studio.ts', workout, join(folder, 'out-one'), join(folder, 'one')];
  const { stdout } = await timedRun('node', [...inStudio, 'all', 'deep']);
  const [first, further] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Exported);
  for (const [what, { seconds }] of [
    ['one variant, in an open studio', first] as const,
    ['and another after it', further] as const,
  ])
    console.log(`${what.padEnd(36)} ${seconds.toFixed(1).padStart(6)} s`);
  cleared('one');

  const { peakMemory } = await exported('six variants, watched', 'watched', ids, { watched: true });
  cleared('watched');
  const shorter = await exported(`six of ${SHORT_MINUTES} min, watched`, 'short', ids, {
    watched: true,
    of: shortWorkout,
  });
  cleared('short');

  const share = further.encoded / further.whole;
  const cost = further.seconds / first.seconds;
  // Of a press that makes all: what each of the others adds to the first, and what is coached of them on average.
  const others = VARIANTS.length - 1;
  const added = (six.seconds - first.seconds) / others / first.seconds;
  const addedShare = (six.encoded - first.encoded) / others / first.whole;
  const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
  const row = {
    ...{ minutes: MINUTES, cues: material.takes.length, load, rivals: RIVALS },
    ...{ six: six.seconds, rival, ratio: rival / six.seconds },
    ...{ afterMusic: after.seconds, ratioAfterMusic: rival / after.seconds, music: music.seconds },
    ...{ first: first.seconds, further: further.seconds, cost, encodedShare: share, added, addedShare },
    ...{ moved: moved.seconds, movedAll: movedAll.seconds, unchanged: unchanged.seconds },
    ...{ peakMemory, peakMemoryShort: shorter.peakMemory, costs, line },
  };
  const asked: readonly (readonly [what: string, holds: boolean])[] = [
    [`six variants: ${row.ratio.toFixed(2)}× ffmpeg’s graph six times (asked 6×, better 8×)`, row.ratio >= 6],
    [`with the music there: ${row.ratioAfterMusic.toFixed(2)}× (asked 12×)`, row.ratioAfterMusic >= 12],
    [
      `a further variant: ${percent(cost)} of the first’s time (asked ${percent(share + 0.05)}: its coached ${percent(share)} and 5 points)`,
      cost <= share + 0.05,
    ],
    [
      `each further one of six: ${percent(added)} of the first’s time (asked ${percent(addedShare + 0.05)}: ${percent(addedShare)} and 5 points)`,
      added <= addedShare + 0.05,
    ],
    [`after one cue moved: ${row.moved.toFixed(1)} s (asked 5 s)`, row.moved <= 5],
    [`memory: ${peakMemory?.toFixed(0)} MB (asked 400 MB)`, (peakMemory ?? 0) <= 400],
    [
      `memory at a third of the length: ${shorter.peakMemory?.toFixed(0)} MB (asked 400 MB)`,
      (shorter.peakMemory ?? 0) <= 400,
    ],
    [
      `cost over coached seconds: a line with r² ${line.fit.toFixed(3)} (asked linear: 0.95), ` +
        `${line.fixed.toFixed(2)} s + ${(1000 * line.each).toFixed(1)} ms each`,
      line.fit >= 0.95,
    ],
  ];
  console.log('');
  for (const [what, holds] of asked) console.log(`${holds ? 'ok   ' : 'SHORT'} ${what}`);
  const machine = `${process.platform} ${process.arch}, ${availableParallelism()} cores, ffmpeg ${ffmpeg.version}`;
  const date = new Date().toISOString().slice(0, 10);
  const chart = IS_WHOLE ? CHART : join(tmpdir(), 'cueforge-variants.svg');
  mkdirSync('tests/bench/history', { recursive: true });
  if (IS_WHOLE) appendFileSync(HISTORY, `${JSON.stringify({ date, machine, ...row })}\n`);
  writeFileSync(chart, costChart(costs, line, `A further variant of ${MINUTES} minutes, ${date}, ${machine}`));
  console.log(`the cost curve is drawn in ${chart}`);
  if (asked.some(([, holds]) => !holds)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
