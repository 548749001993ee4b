import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFfmpeg } from '../../src/media/index.ts';
import { CLI, CUES, type Material, makeMaterial } from './material.ts';
import { rivalArgs } from './rival-graph.ts';
import { timedRun } from './timed-run.ts';

/**
 * `npm run bench:variants`: six variants of a workout, nothing cached, against ffmpeg's one-command graph run six times in
 * the same run; what a further variant and a moved cue cost; the same with the music made before; and the memory it takes.
 */
const MINUTES = Number(process.env.BENCH_MINUTES ?? 45);
const HISTORY = 'tests/bench/history/variants.jsonl';

/** Every cue, and five that leave some out, duck otherwise, or speak up. */
const VARIANTS = [
  { id: 'all', name: 'All' },
  { id: 'deep', name: 'Deep', ducking: { depth_db: -18 } },
  { id: 'loud', name: 'Loud', voice_level_db: 3 },
  { id: 'odd', name: 'Odd', cues: { tags: ['odd'] } },
  { id: 'even', name: 'Even', cues: { tags: ['even'] } },
  { id: 'few', name: 'Few', cues: { tags: ['few'] } },
];
interface Written {
  cues: { time_ms: number; tags?: string[] }[];
  [more: string]: unknown;
}

/** The material's workout with its six variants; `moved`: cue 30 comes so many milliseconds later. */
const writeWorkout = (path: string, { workout }: Material, moved = 0): void => {
  const written = JSON.parse(readFileSync(workout, 'utf8')) as Written;
  const cues = written.cues.map((cue, i) => ({
    ...{ ...cue, id: `cue-${i}`, time_ms: cue.time_ms + (i === CUES / 2 ? moved : 0) },
    tags: [i % 2 === 0 ? 'even' : 'odd', ...(i % 5 === 0 ? ['few'] : [])],
  }));
  writeFileSync(path, JSON.stringify({ ...written, cues, variants: VARIANTS }));
};

const ffmpeg = await findFfmpeg();
const material = await makeMaterial(join(tmpdir(), 'cueforge-bench-material'), ffmpeg.path, MINUTES);
const folder = mkdtempSync(join(tmpdir(), 'cueforge-bench-'));
const workout = join(folder, 'bench.json');
writeWorkout(workout, material);

const ids = VARIANTS.map(({ id }) => id);
const exportArgs = (cache: string, variants: readonly string[]): string[] => {
  const out = ['--out', join(folder, `out-${cache}`), '--cache', join(folder, cache)];
  return [...CLI, 'export', workout, '--json', ...variants.flatMap((id) => ['--variant', id]), ...out];
};
/** Encoded and whole seconds of the files that an export made. */
const sharesOf = (stdout: string): { readonly encoded: number; readonly whole: number } => {
  const files = stdout
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []))
    .filter(({ event }) => event === 'file');
  const sum = (of: string): number => files.reduce((total, file) => total + file[of], 0);
  return { encoded: sum('encodedSeconds'), whole: sum('durationSeconds') };
};
const timed = async (what: string, cache: string, variants: readonly string[], watched = false) => {
  const run = await timedRun('node', exportArgs(cache, variants), watched);
  const shares = sharesOf(run.stdout);
  console.log(
    `${what.padEnd(34)} ${run.seconds.toFixed(1).padStart(6)} s, ` +
      `${((100 * shares.encoded) / shares.whole).toFixed(1)} % encoded${run.peakMemory ? `, ${run.peakMemory.toFixed(0)} MB` : ''}`,
  );
  return { ...run, ...shares };
};

console.log(
  `load of the machine before: ${loadavg()
    .map((each) => each.toFixed(1))
    .join(' ')}`,
);
try {
  const six = await timed('six variants, nothing cached', 'cold', ids);
  let rival = 0;
  for (const id of ids) {
    const { seconds } = await timedRun(ffmpeg.path, rivalArgs(material, join(folder, 'rival.mp3')));
    rival += seconds;
    console.log(`${`ffmpeg's graph, ${id}`.padEnd(34)} ${seconds.toFixed(1).padStart(6)} s`);
  }
  writeWorkout(workout, material, 1_500);
  const moved = await timed('all of them after one cue moved', 'cold', ids);
  const movedOne = await timed('one of them again, unchanged', 'cold', ['all']);
  writeWorkout(workout, material);
  const music = await timed('the music alone, nothing cached', 'music', ['music']);
  const after = await timed('six variants once it is there', 'music', ids);
  const first = await timed('one variant, nothing cached', 'one', ['all']);
  const further = await timed('another one after it', 'one', ['even']);
  const { peakMemory } = await timed('six variants, watched', 'watched', ids, true);

  const share = further.encoded / further.whole;
  const cost = further.seconds / first.seconds;
  const row = {
    ...{ minutes: MINUTES, six: six.seconds, rival, ratio: rival / six.seconds },
    ...{ afterMusic: after.seconds, ratioAfterMusic: rival / after.seconds, music: music.seconds },
    ...{ first: first.seconds, further: further.seconds, cost, encodedShare: share },
    ...{ moved: moved.seconds, unchanged: movedOne.seconds, peakMemory },
  };
  const asked = [
    [`six variants: ${row.ratio.toFixed(1)}× ffmpeg’s graph six times (asked 6, better 8)`, row.ratio >= 6],
    [`with the music there: ${row.ratioAfterMusic.toFixed(1)}× (asked 12)`, row.ratioAfterMusic >= 12],
    [
      `a further variant: ${(100 * cost).toFixed(0)} % of the first, ${(100 * share).toFixed(0)} % of it encoded (asked 5 points)`,
      cost <= share + 0.05,
    ],
    [`after one cue moved: ${row.moved.toFixed(1)} s for six (asked 5 for one)`, row.moved / ids.length <= 5],
    [`memory: ${peakMemory?.toFixed(0)} MB (asked 400)`, (peakMemory ?? 0) <= 400],
  ] as const;
  console.log('');
  for (const [what, holds] of asked) console.log(`${holds ? 'ok   ' : 'SHORT'} ${what}`);
  mkdirSync('tests/bench/history', { recursive: true });
  const machine = `${process.platform} ${process.arch}, ${availableParallelism()} cores, ffmpeg ${ffmpeg.version}`;
  appendFileSync(HISTORY, `${JSON.stringify({ date: new Date().toISOString().slice(0, 10), machine, ...row })}\n`);
  if (asked.some(([, holds]) => !holds)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
