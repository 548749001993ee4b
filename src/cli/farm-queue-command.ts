import { CueforgeError } from '../model/index.ts';
import {
  addToFarm,
  environmentSecrets,
  type Farm,
  openFarm,
  parseRedisAddress,
  parseTarget,
  type RedisAddress,
  readPublishTargets,
  redisOfEnvironment,
} from '../studio/index.ts';
import { type Arguments, expectOperands } from './arguments.ts';
import { EXIT } from './exit-codes.ts';
import { namedJobs, sayJobs } from './queued-jobs.ts';

const ACTIONS = ['list', 'add', 'pause', 'resume', 'cancel', 'retry', 'clear'] as const;

/** The Redis that is named, else the environment's. Throws `bad-argument` where neither says one. */
export const redisOption = ({ values }: Arguments, env: Readonly<Record<string, string | undefined>>): RedisAddress => {
  const named = values.redis === undefined ? redisOfEnvironment(env) : parseRedisAddress(values.redis);
  if (named) return named;
  throw new CueforgeError('bad-argument', 'No Redis is named: --redis redis://HOST:PORT, or CUEFORGE_REDIS_URL');
};

/** The queue that machines share: what is put into it is made by whoever runs `cueforge worker`. */
export const farmQueueCommand = async (args: Arguments, signal: AbortSignal): Promise<number> => {
  const { json = false, stale } = args.values;
  const [action = 'list', ...operands] = args.operands;
  if (!ACTIONS.some((known) => known === action)) {
    const instead = action === 'run' ? ': "cueforge worker" works it off' : '';
    throw new CueforgeError(
      'bad-argument',
      `"queue --redis" expects one of ${ACTIONS.join(', ')}, got "${action}"${instead}`,
    );
  }
  if (stale)
    throw new CueforgeError('bad-argument', '"queue --redis" has no --stale: workers make only what is not made yet');
  if (['list', 'clear'].includes(action)) expectOperands(args, 0, 1, `nothing after ${action}`);
  if (action === 'add') expectOperands(args, 2, Number.POSITIVE_INFINITY, 'workout files to add');
  const farm = await openFarm({ redis: redisOption(args, process.env) }, { secrets: environmentSecrets(process.env) });
  // A Redis that goes away would be waited for: Ctrl-C ends that, too.
  const leave = (): void => void farm.close();
  signal.addEventListener('abort', leave, { once: true });
  try {
    if (farm.advice) process.stderr.write(`cueforge: ${farm.advice}\n`);
    return action === 'add' ? await add(args, operands, farm, signal) : await steer(farm, action, operands, json);
  } finally {
    signal.removeEventListener('abort', leave);
    await farm.close();
  }
};

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const add = async (args: Arguments, workouts: readonly string[], farm: Farm, signal: AbortSignal): Promise<number> => {
  const { to, json = false, endpoint, region, profile, library, preset = 'default' } = args.values;
  if (to === undefined)
    throw new CueforgeError('bad-argument', '"queue add --redis" expects --to NAME, s3://bucket/prefix or a folder');
  const options = { endpoint, region, profile, pathStyle: args.values['path-style'] };
  const target = parseTarget(to, await readPublishTargets(library), options, process.env);
  const { jobs, refused, sent, same } = await addToFarm(
    { workouts, preset, libraryPath: library, target, priority: 0 },
    farm.store,
    environmentSecrets(process.env),
    { signal, now: Date.now },
  );
  if (json) print(JSON.stringify({ event: 'added', jobs: jobs.map(({ id }) => id), refused, sent, same }));
  else {
    const files = sent === 1 ? '1 file' : `${sent} files`;
    print(`${jobs.length === 1 ? '1 file' : `${jobs.length} files`} queued; ${files} sent, ${same} were there`);
  }
  for (const sentence of refused) process.stderr.write(`cueforge: ${sentence}\n`);
  if (refused.length === 0) return EXIT.done;
  return jobs.length > 0 ? EXIT.partial : EXIT.media;
};

const steer = async (
  { store, jobs }: Farm,
  action: string,
  operands: readonly string[],
  json: boolean,
): Promise<number> => {
  const ids = namedJobs(operands.length > 0 ? await jobs() : [], operands);
  if (action === 'pause') await store.pause(ids);
  if (action === 'resume') await store.resume(ids);
  if (action === 'cancel') await store.cancel(ids, Date.now());
  if (action === 'retry') await store.retry(ids);
  if (action === 'clear') await store.clear();
  const all = await jobs();
  if (json) print(JSON.stringify({ event: 'queue', jobs: all }));
  else print(all.length === 0 ? 'Nothing is queued' : sayJobs(all));
  return EXIT.done;
};
