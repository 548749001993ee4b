import { CueforgeError } from '../../model/index.ts';
import { REDIS_SECRET, type Secrets, urlIn } from '../secrets.ts';

/** Where a Redis is; who may use it is a secret, and not part of it. */
export interface RedisAddress {
  readonly host: string;
  /** 1..65535. Default 6379. */
  readonly port: number;
  /** Number of the database, >= 0. Default 0. */
  readonly database: number;
  readonly tls: boolean;
}

export interface RedisCredentials {
  /** Null: the default user. */
  readonly username: string | null;
  /** Null: none is asked for. */
  readonly password: string | null;
}

const refuse = (why: string): never => {
  throw new CueforgeError('bad-argument', `That is no address of a Redis: ${why}. It is written redis://HOST:PORT`);
};

/** An address as it is typed: `redis://host:6379/0`, `rediss://` for TLS. Throws `bad-argument`; never repeats what it got. */
export const parseRedisAddress = (text: string): RedisAddress => {
  const url = urlIn(text) ?? refuse('it cannot be read');
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') refuse('it begins otherwise');
  if (url.username !== '' || url.password !== '') {
    refuse('who may use it stands in CUEFORGE_REDIS_PASSWORD, where no list of processes shows it');
  }
  const path = url.pathname.replace(/^\//, '');
  if (!/^\d{0,4}$/.test(path)) refuse('behind the host stands the number of a database, or nothing');
  if (url.hostname === '') refuse('it names no host');
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    ...{ port: Number(url.port || 6379), database: Number(path || 0), tls: url.protocol === 'rediss:' },
  };
};

/** The address that the environment gives, without who may use it; null: none. */
export const redisOfEnvironment = ({ CUEFORGE_REDIS_URL: text }: Readonly<Record<string, string | undefined>>) => {
  const url = text ? urlIn(text) : null;
  if (url) [url.username, url.password] = ['', ''];
  return text ? parseRedisAddress(url?.href ?? text) : null;
};

export const sayRedis = ({ host, port }: RedisAddress): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** Who may use a Redis; nobody in particular where no secret is kept. */
export const redisCredentials = async (secrets: Secrets): Promise<RedisCredentials> => {
  const kept = await secrets.get(REDIS_SECRET);
  if (kept === null) return { username: null, password: null };
  const { username = null, password = null } = JSON.parse(kept) as Partial<RedisCredentials>;
  return { username, password };
};
