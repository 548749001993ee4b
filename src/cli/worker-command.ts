import { availableParallelism } from 'node:os';
import { CueforgeError } from '../model/index.ts';
import {
  environmentSecrets,
  type FarmLine,
  parseTarget,
  readPublishTargets,
  runFarmWorker,
  type Studio,
} from '../studio/index.ts';
import { type Arguments, expectOperands, leaseOption } from './arguments.ts';
import { EXIT } from './exit-codes.ts';
import { redisOption } from './farm-queue-command.ts';

/** Threads that one export keeps busy. */
const THREADS_EACH = 4;

/** Works for the queue that machines share, until Ctrl-C or SIGTERM: what it was at is another's then. */
export const workerCommand = async (args: Arguments, studio: Studio, signal: AbortSignal): Promise<number> => {
  expectOperands(args, 0, 0, 'no operands');
  const { to, json = false, endpoint, region, profile, library, cache } = args.values;
  if (to === undefined)
    throw new CueforgeError('bad-argument', '"worker" expects --to NAME, s3://bucket/prefix or a folder');
  const options = { endpoint, region, profile, pathStyle: args.values['path-style'] };
  const target = parseTarget(to, await readPublishTargets(library), options, process.env);
  const redis = redisOption(args, process.env);
  const onLine = (line: FarmLine): void => {
    if (json) process.stdout.write(`${JSON.stringify(line)}\n`);
    else if (line.event === 'note') process.stderr.write(`cueforge: ${line.message}\n`);
    else process.stdout.write(`${sayLine(line)}\n`);
  };
  await runFarmWorker(
    {
      redis,
      target,
      cachePath: cache,
      lease: leaseOption(args),
      atOnce: Math.max(1, Math.floor(availableParallelism() / THREADS_EACH)),
    },
    {
      ...{ secrets: environmentSecrets(process.env), exportWorkout: studio.exportWorkout },
      ...{ clock: () => performance.now(), onLine },
    },
    signal,
  );
  return EXIT.done;
};

const sayLine = (line: Exclude<FarmLine, { event: 'note' }>): string => {
  if (line.event === 'ready') return `Working for the queue at ${line.redis}, into ${line.store}`;
  if (line.event === 'made') return line.path;
  const again = line.retryAt === null ? '' : '. It is tried again';
  return `${line.job.slice(0, 8)}: ${line.failure.message}${again}`;
};
