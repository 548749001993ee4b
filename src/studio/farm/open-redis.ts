import type { Redis } from 'ioredis';
import { CueforgeError, type FailureCode, toFailure } from '../../model/index.ts';
import { type RedisAddress, type RedisCredentials, sayRedis } from './redis-address.ts';

/** What the queue's commands need. */
const OLDEST = [6, 2] as const;
/** Until a first answer. Milliseconds. */
const FIRST_ANSWER = 5_000;
/** Longest wait before a connection is tried again. Milliseconds. */
const LONGEST_WAIT = 2_000;

export interface OpenRedis {
  readonly client: Redis;
  /** Another connection to the same: to listen, or for what waits. */
  duplicate(): Redis;
  /** What is said of an error of this Redis. */
  failure(error: unknown): CueforgeError;
  /** What a person had better change there; null: nothing. */
  readonly advice: string | null;
}

/**
 * Connects, and looks whether that Redis will do. Fails at once where it is not there; a connection that is lost later is
 * made again, and what was asked meanwhile waits for it. Throws `queue-unreachable` or `credentials-refused`.
 */
export const openRedis = async (
  address: RedisAddress,
  { username, password }: RedisCredentials,
  onConnection: (up: boolean) => void = () => undefined,
): Promise<OpenRedis> => {
  const { host, port, database, tls } = address;
  const failure = (error: unknown): CueforgeError => redisFailure(error, address);
  const { Redis: Client } = await import('ioredis');
  let answered = false;
  const client = new Client({
    ...{ host, port, db: database, lazyConnect: true, connectTimeout: FIRST_ANSWER },
    ...(tls ? { tls: {} } : {}),
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    // What is asked while it is away waits: what became of a job is not lost with a connection.
    maxRetriesPerRequest: null,
    retryStrategy: (times: number) => (answered ? Math.min(LONGEST_WAIT, 100 * 2 ** Math.min(times, 10)) : null),
    reconnectOnError: () => false,
  });
  let trouble: unknown = null;
  client.on('error', (error: unknown) => {
    trouble = error; // what a close does not say
  });
  let up = true;
  const tell = (now: boolean): void => {
    if (answered && now !== up) onConnection(now);
    up = now;
  };
  client.on('close', () => tell(false)); // also after each try to connect that failed
  client.on('ready', () => tell(true));
  try {
    await client.connect();
    const info = await client.info();
    const version = /^redis_version:(.+?)\s*$/m.exec(info)?.[1] ?? '';
    if (isOlder(version)) {
      throw new CueforgeError(
        'queue-unreachable',
        `Redis ${version || 'of an unknown version'} at ${sayRedis(address)} is too old: ${OLDEST.join('.')} or newer is needed`,
      );
    }
    answered = true;
    return { client, duplicate: () => silent(client.duplicate()), failure, advice: adviceOf(info, address) };
  } catch (error) {
    client.disconnect();
    throw failure(error instanceof CueforgeError ? error : (trouble ?? error));
  }
};

/** Errors of a connection that is made again are told by the first one's. */
const silent = (client: Redis): Redis => client.on('error', () => undefined);

const isOlder = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return !(major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]));
};

/** A Redis that may drop keys when its memory is full may drop jobs. */
const adviceOf = (info: string, address: RedisAddress): string | null => {
  const most = Number(/^maxmemory:(\d+)/m.exec(info)?.[1] ?? 0);
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? 'noeviction';
  if (most === 0 || policy === 'noeviction') return null;
  return `Redis at ${sayRedis(address)} may forget jobs once its memory is full (${policy}): set maxmemory-policy noeviction`;
};

/** What went wrong with a Redis, in a sentence. Nothing else of the error is passed on: it may quote what was sent. */
const redisFailure = (error: unknown, address: RedisAddress): CueforgeError => {
  if (error instanceof CueforgeError) return error;
  // No word of Redis, but a mistake of ours.
  if (error instanceof TypeError || error instanceof RangeError) return new CueforgeError('internal', error.message);
  const at = sayRedis(address);
  const fail = (code: FailureCode, sentence: string): CueforgeError =>
    new CueforgeError(code, sentence, { host: address.host, port: address.port });
  const { message } = toFailure(error);
  const system = /\b(E[A-Z]{4,}|EAI_AGAIN)\b/.exec(
    `${(error as { code?: unknown } | null)?.code ?? ''} ${message}`,
  )?.[1];
  if (/NOAUTH|WRONGPASS|invalid password|invalid username|NOPERM|without any password configured/i.test(message)) {
    return fail(
      'credentials-refused',
      `Redis at ${at} refuses these credentials: set CUEFORGE_REDIS_PASSWORD, and CUEFORGE_REDIS_USERNAME where it has users`,
    );
  }
  if (/Protocol error|ParserError|Unknown RESP type/i.test(message))
    return fail('queue-unreachable', `What answers at ${at} is no Redis`);
  if (/READONLY/.test(message)) return fail('queue-unreachable', `Redis at ${at} is a copy that cannot be written to`);
  if (/OOM command not allowed/.test(message)) return fail('disk-full', `Redis at ${at} has no memory left for jobs`);
  if (/MISCONF/.test(message)) return fail('disk-full', `Redis at ${at} cannot write to its disk`);
  if (/LOADING/.test(message)) return fail('queue-unreachable', `Redis at ${at} is still starting`);
  const why = system ?? (/timeout|timed out/i.test(message) ? 'no answer' : 'the connection was closed');
  return fail('queue-unreachable', `There is no Redis at ${at} (${why}): start one, or name another`);
};
