import { resolve } from 'node:path';
import { type PublishTarget, publishTarget } from '../contract/index.ts';
import { CueforgeError } from '../model/index.ts';
import { createFolderStore, openS3Store, type ReleaseStore, type S3Patience } from '../render/index.ts';
import { credentialsOf, type Secrets } from './secrets.ts';

/** What a target that is typed as an address is besides it. */
export interface TargetOptions {
  readonly endpoint?: string;
  readonly region?: string;
  readonly pathStyle?: boolean;
  readonly profile?: string;
}

/** The target of that name. Throws `bad-argument`. */
export const targetNamed = (name: string, targets: readonly PublishTarget[]): PublishTarget => {
  const found = targets.find((target) => target.name === name);
  if (found) return found;
  const known = targets.length === 0 ? 'none are set' : `there are ${targets.map((target) => target.name).join(', ')}`;
  throw new CueforgeError('bad-argument', `There is no publish target "${name}": ${known}`, { name });
};

/** A target as it is typed: a name of the settings, `s3://bucket/prefix`, or a folder's path. Throws `bad-argument`. */
export const parseTarget = (
  text: string,
  targets: readonly PublishTarget[],
  options: TargetOptions,
  env: Readonly<Record<string, string | undefined>>,
): PublishTarget => {
  const named = targets.find((target) => target.name === text);
  if (named) return named.kind === 's3' ? parsed({ ...named, ...given(options) }) : named;
  if (text.startsWith('s3://')) {
    const [bucket, ...prefix] = text.slice('s3://'.length).split('/');
    const { CUEFORGE_S3_ENDPOINT, AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS_REGION, AWS_DEFAULT_REGION } = env;
    const endpoint = options.endpoint ?? CUEFORGE_S3_ENDPOINT ?? AWS_ENDPOINT_URL_S3 ?? AWS_ENDPOINT_URL ?? null;
    return parsed({
      ...{ name: text, kind: 's3', endpoint, bucket, prefix: prefix.join('/') },
      // Stores other than Amazon's know one region, and `auto` is what they take for it.
      region: options.region ?? AWS_REGION ?? AWS_DEFAULT_REGION ?? (endpoint === null ? 'us-east-1' : 'auto'),
      pathStyle: options.pathStyle ?? false,
      profile: options.profile ?? null,
    });
  }
  if (/[\\/.]/.test(text)) return { name: text, kind: 'folder', folder: resolve(text) };
  return targetNamed(text, targets);
};

/** Options that were given, for a target that has its own. */
const given = (options: TargetOptions): TargetOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

const parsed = (target: unknown): PublishTarget => {
  const result = publishTarget.safeParse(target);
  if (result.success) return result.data;
  const said = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new CueforgeError('bad-argument', `That is no place to publish to: ${said.join('; ')}`);
};

/** Opens the store of a target. */
export const openTarget = async (
  target: PublishTarget,
  secrets: Secrets,
  patience?: S3Patience,
): Promise<ReleaseStore> => {
  if (target.kind === 'folder') return createFolderStore(target.folder);
  const { endpoint, region, bucket, prefix, pathStyle } = target;
  const address = { endpoint, region, bucket, prefix: prefix.replace(/^\/+|\/+$/g, ''), pathStyle };
  return openS3Store(address, await credentialsOf(target, secrets, process.env), patience);
};
