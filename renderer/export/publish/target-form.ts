import type { PublishKeys, PublishTarget } from '../../../src/contract/index.ts';

/** A target as it stands in its fields. What is typed as keys goes one way: in. */
export interface TargetForm {
  readonly kind: PublishTarget['kind'];
  readonly name: string;
  readonly folder: string;
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly pathStyle: boolean;
  readonly profile: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const EMPTY: TargetForm = {
  ...{ kind: 's3', name: '', folder: '', endpoint: '', region: 'auto', bucket: '', prefix: '' },
  ...{ pathStyle: false, profile: '', accessKeyId: '', secretAccessKey: '' },
};

export const targetForm = (target: PublishTarget | null): TargetForm => {
  if (target === null) return EMPTY;
  if (target.kind === 'folder') return { ...EMPTY, kind: 'folder', name: target.name, folder: target.folder };
  const { name, endpoint, region, bucket, prefix, pathStyle, profile } = target;
  return {
    ...EMPTY,
    ...{ name, region, bucket, prefix, pathStyle, endpoint: endpoint ?? '', profile: profile ?? '' },
  };
};

export type TargetProblems = Partial<Record<keyof TargetForm, string>>;

/** `others`: names of the other targets. */
export const targetProblems = (form: TargetForm, others: readonly string[]): TargetProblems => {
  const problems: TargetProblems = {};
  const name = form.name.trim();
  if (name === '') problems.name = 'Give it a name.';
  else if (others.includes(name)) problems.name = 'Another target is called so.';
  if (form.kind === 'folder') {
    if (form.folder.trim() === '') problems.folder = 'Say where it is.';
    return problems;
  }
  if (!/^[\w.-]{3,255}$/.test(form.bucket.trim()))
    problems.bucket = 'The name of a bucket: letters, digits, . _ and -.';
  if (form.region.trim() === '') problems.region = 'As the store calls it; auto for Cloudflare R2.';
  if (form.endpoint.trim() !== '' && !/^https?:\/\/[^@/?#]+\/?$/.test(form.endpoint.trim()))
    problems.endpoint = 'An http or https address, without a path and without keys in it.';
  if ((form.accessKeyId.trim() === '') !== (form.secretAccessKey.trim() === ''))
    problems[form.accessKeyId.trim() === '' ? 'accessKeyId' : 'secretAccessKey'] = 'A key has both parts.';
  return problems;
};

export const targetFrom = (form: TargetForm): PublishTarget => {
  const name = form.name.trim();
  if (form.kind === 'folder') return { name, kind: 'folder', folder: form.folder.trim() };
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  return {
    ...{ name, kind: 's3', endpoint: orNull(form.endpoint), region: form.region.trim(), bucket: form.bucket.trim() },
    ...{ prefix: form.prefix.trim(), pathStyle: form.pathStyle, profile: orNull(form.profile) },
  };
};

/** The keys that were typed; null: none were. */
export const keysFrom = ({ accessKeyId, secretAccessKey }: TargetForm): PublishKeys | null =>
  accessKeyId.trim() === '' ? null : { accessKeyId: accessKeyId.trim(), secretAccessKey: secretAccessKey.trim() };
