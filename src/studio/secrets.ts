import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type PublishKeys, type PublishTarget, publishKeys } from '../contract/index.ts';
import { CueforgeError } from '../model/index.ts';
import type { S3Credentials } from '../render/index.ts';

/** Where secrets are kept: the system's keychain, the environment. Never the library, a log or a message. */
export interface Secrets {
  /** Null: none is kept under that name. */
  get(name: string): Promise<string | null>;
  /** Null forgets it. Throws `credentials-refused` where nothing can be kept. */
  set(name: string, value: string | null): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

const secretName = (target: string): string => `publish:${target}`;
/** Who may use the Redis that machines share a queue in: JSON of a username and a password. */
export const REDIS_SECRET = 'queue:redis';

/**
 * Secrets of the environment: of a target `r2`, CUEFORGE_S3_R2_ACCESS_KEY_ID and …_SECRET_ACCESS_KEY, else of all targets,
 * CUEFORGE_S3_ACCESS_KEY_ID, else AWS_ACCESS_KEY_ID unless AWS_PROFILE is set. Each may have its …_SESSION_TOKEN. Of a
 * Redis, CUEFORGE_REDIS_PASSWORD and …_USERNAME, else what stands in CUEFORGE_REDIS_URL.
 */
export const environmentSecrets = (env: Environment): Secrets => ({
  async get(name) {
    if (name === REDIS_SECRET) return redisSecret(env);
    if (!name.startsWith(secretName(''))) return null;
    const target = name.slice(secretName('').length).toUpperCase().replace(/\W+/g, '_');
    const prefixes = [`CUEFORGE_S3_${target}_`, 'CUEFORGE_S3_', ...(env.AWS_PROFILE ? [] : ['AWS_'])];
    for (const prefix of prefixes) {
      const accessKeyId = env[`${prefix}ACCESS_KEY_ID`];
      const secretAccessKey = env[`${prefix}SECRET_ACCESS_KEY`];
      const sessionToken = env[`${prefix}SESSION_TOKEN`] || undefined;
      if (accessKeyId && secretAccessKey) return JSON.stringify({ accessKeyId, secretAccessKey, sessionToken });
    }
    return null;
  },
  async set() {
    throw new CueforgeError(
      'credentials-refused',
      'There is no keychain here to keep keys in: set CUEFORGE_S3_ACCESS_KEY_ID and CUEFORGE_S3_SECRET_ACCESS_KEY in the environment, or name an AWS profile',
    );
  },
});

/** Null: a text is no address. */
export const urlIn = (text: string): URL | null => {
  try {
    return new URL(text);
  } catch {
    return null;
  }
};

const redisSecret = ({ CUEFORGE_REDIS_URL: url, ...env }: Environment): string | null => {
  const written = url === undefined ? null : urlIn(url);
  const username = env.CUEFORGE_REDIS_USERNAME || decodeURIComponent(written?.username ?? '') || null;
  const password = env.CUEFORGE_REDIS_PASSWORD || decodeURIComponent(written?.password ?? '') || null;
  return username === null && password === null ? null : JSON.stringify({ username, password });
};

/** What is kept in the first, else what the second has. */
export const secretsWith = (kept: Secrets, fallback: Secrets): Secrets => ({
  get: async (name) => (await kept.get(name)) ?? fallback.get(name),
  set: kept.set,
});

export const keepKeys = (secrets: Secrets, target: string, keys: PublishKeys | null): Promise<void> =>
  secrets.set(secretName(target), keys && JSON.stringify(keys));

/** What opens a target: its profile, its keys, or what the SDK finds by itself. Throws `credentials-refused`. */
export const credentialsOf = async (
  target: Extract<PublishTarget, { kind: 's3' }>,
  secrets: Secrets,
  env: Environment,
): Promise<S3Credentials> => {
  if (target.profile !== null) return { profile: target.profile };
  const kept = await secrets.get(secretName(target.name));
  if (kept !== null) return keysIn(kept, target.name);
  // Asked only where it has something to find: it would else look for a cloud around this machine.
  if (await hasProfiles(env)) return { profile: null };
  throw new CueforgeError(
    'credentials-refused',
    `There are no keys for "${target.name}": none are kept, none are in the environment (CUEFORGE_S3_ACCESS_KEY_ID, AWS_ACCESS_KEY_ID), and there is no AWS profile`,
    { target: target.name },
  );
};

const keysIn = (text: string, target: string): PublishKeys => {
  try {
    return publishKeys.parse(JSON.parse(text));
  } catch {
    // Whatever is wrong with it is not repeated: it is a secret.
    throw new CueforgeError('credentials-refused', `What is kept as keys of "${target}" is none: set them again`);
  }
};

const hasProfiles = async (env: Environment): Promise<boolean> => {
  if (env.AWS_PROFILE || env.AWS_WEB_IDENTITY_TOKEN_FILE) return true;
  if (env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI || env.AWS_CONTAINER_CREDENTIALS_FULL_URI) return true;
  const files = [
    env.AWS_SHARED_CREDENTIALS_FILE ?? join(homedir(), '.aws', 'credentials'),
    env.AWS_CONFIG_FILE ?? join(homedir(), '.aws', 'config'),
  ];
  const there = await Promise.all(
    files.map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  return there.includes(true);
};
