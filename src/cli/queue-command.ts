import { resolve } from 'node:path';
import {
  createClient,
  createInMemoryChannels,
  type ExportJob,
  type MatrixWorkout,
  type StudioClient,
  serve,
} from '../contract/index.ts';
import { CueforgeError, type FailureCode } from '../model/index.ts';
import { openStudioService } from '../studio/index.ts';
import { type Arguments, expectOperands } from './arguments.ts';
import { EXIT, exitCode } from './exit-codes.ts';
import { farmQueueCommand } from './farm-queue-command.ts';
import { namedJobs, sayJobs } from './queued-jobs.ts';
import { clockTime, table } from './table.ts';

/** What is done with a library's queue of exports. Only `run` begins any of them. */
const ACTIONS = ['list', 'status', 'add', 'run', 'pause', 'resume', 'cancel', 'retry', 'clear'] as const;
/** What is done with jobs that are named. */
const ON_JOBS = {
  pause: 'exports.pause',
  resume: 'exports.resume',
  cancel: 'exports.cancel',
  retry: 'exports.retry',
} as const;

/** Options of the queue that machines share. */
const FARM_OPTIONS = ['to', 'endpoint', 'region', 'profile', 'path-style'] as const;

/** The queue of exports without a window. Ctrl-C ends `run`; what it was at is begun anew the next time. */
export const queueCommand = async (args: Arguments, _studio: unknown, signal: AbortSignal): Promise<number> => {
  if (args.values.redis !== undefined) return farmQueueCommand(args, signal);
  const { library, cache, ffmpeg, json = false, preset = 'default', stale = false } = args.values;
  if (FARM_OPTIONS.some((name) => args.values[name] !== undefined))
    throw new CueforgeError('bad-argument', `"queue" has --${FARM_OPTIONS.join(', --')} only with --redis`);
  if (ffmpeg !== undefined)
    throw new CueforgeError('bad-argument', '"queue" has no option --ffmpeg: the settings of its studio name one');
  const [action = 'list', ...operands] = args.operands;
  if (!ACTIONS.some((known) => known === action))
    throw new CueforgeError('bad-argument', `"queue" expects one of ${ACTIONS.join(', ')}, got "${action}"`);
  if (['list', 'run', 'clear'].includes(action)) expectOperands(args, 0, 1, `nothing after ${action}`);
  if (action === 'add') expectOperands(args, 2, Number.POSITIVE_INFINITY, 'workout files to add');
  const holdExports = action !== 'run';
  const opened = await openStudioService({ host: 'web', libraryPath: library, cachePath: cache, holdExports });
  try {
    const channels = createInMemoryChannels();
    serve(channels.studio, opened.service);
    const client = createClient(channels.client);
    const paths = operands.map((path) => resolve(path));
    switch (action) {
      case 'status': {
        const { workouts } = await client.call('exports.matrix', { paths: paths.length > 0 ? paths : null, preset });
        print(json ? JSON.stringify({ event: 'matrix', workouts }) : workouts.map(sayWorkout).join('\n\n'));
        return workouts.some(({ errors }) => errors.length > 0) ? EXIT.workout : EXIT.done;
      }
      case 'add': {
        const told = await client.call('exports.enqueue', { what: stale ? 'stale' : 'all', paths, preset });
        if (json) print(JSON.stringify({ event: 'added', ...told }));
        else print(told.jobs.length === 1 ? '1 file queued' : `${told.jobs.length} files queued`);
        for (const sentence of told.refused) process.stderr.write(`cueforge: ${sentence}\n`);
        if (told.refused.length === 0) return EXIT.done;
        return told.jobs.length > 0 ? EXIT.partial : EXIT.usage;
      }
      case 'run':
        return await work(client, json, signal);
      case 'clear':
        await client.call('exports.clear', {});
        break;
      case 'pause':
      case 'resume':
      case 'cancel':
      case 'retry': {
        const { jobs } = await client.call('exports.list', {});
        await client.call(ON_JOBS[action], { ids: namedJobs(jobs, operands) });
      }
    }
    const { jobs } = await client.call('exports.list', {});
    if (json) print(JSON.stringify({ event: 'queue', jobs }));
    else print(jobs.length === 0 ? 'Nothing is queued' : sayJobs(jobs));
    return EXIT.done;
  } finally {
    await opened.close();
  }
};

const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** Works the queue off: until nothing waits but what is paused. */
const work = async (client: StudioClient, json: boolean, signal: AbortSignal): Promise<number> => {
  const live = !json && process.stderr.isTTY === true;
  const told = new Map<string, ExportJob['state']>();
  const cancelled = new Promise<void>((found) => {
    if (signal.aborted) found();
    signal.addEventListener('abort', () => found(), { once: true });
  });
  const { jobs: before } = await client.call('exports.list', {});
  for (const { id, state } of before) told.set(id, state);
  for (;;) {
    const changed = new Promise<void>((found) => {
      const stop = client.on('exports.changed', ({ progress, list }) => {
        for (const each of progress) if (json) print(JSON.stringify({ event: 'progress', ...each }));
        if (live && progress.length > 0) process.stderr.write(`\r\u001b[2K${sayProgress(progress[0])}`);
        if (!list) return;
        stop();
        found();
      });
    });
    const { jobs } = await client.call('exports.list', {});
    for (const job of jobs) {
      if (told.get(job.id) === job.state || job.endedAt === null) continue;
      told.set(job.id, job.state);
      if (live) process.stderr.write('\r\u001b[2K');
      if (json) print(JSON.stringify({ event: 'job', ...job }));
      else print(job.failure ? `${job.path}: ${job.failure.message}` : `${job.path} ${job.state}`);
    }
    if (!jobs.some(({ state }) => state === 'queued' || state === 'running')) {
      const failed = jobs.filter(
        ({ id, state }) => state === 'failed' && !before.some((job) => job.id === id && job.state === state),
      );
      if (failed.length === 0) return EXIT.done;
      const some = jobs.some(({ state }) => state === 'done');
      return some ? EXIT.partial : exitCode(failed[0].failure?.code as FailureCode);
    }
    await Promise.race([changed, cancelled]);
    if (signal.aborted) throw new CueforgeError('cancelled', 'Ended; what is queued goes on the next time');
  }
};

const sayWorkout = ({ title, path, errors, rows }: MatrixWorkout): string => {
  if (errors.length > 0) return `${path}\n${errors.map((error) => `  ${error}`).join('\n')}`;
  const lines = rows.flatMap(({ variant, cells }) =>
    cells.map(({ format, state, why }) => [variant, format, state, why.join('; ')]),
  );
  return `${title}\n${table(['variant', 'format', 'state', 'why'], lines)}`;
};

const sayProgress = ({ fraction, rate, remainingSeconds }: Pick<ExportJob, 'fraction' | 'rate' | 'remainingSeconds'>) =>
  [
    `${Math.floor(fraction * 100)} %`,
    rate === null ? '' : `${Math.round(rate)} × real time`,
    remainingSeconds === null ? '' : `${clockTime(remainingSeconds)} left`,
  ]
    .filter(Boolean)
    .join(' · ');
