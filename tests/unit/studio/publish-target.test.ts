import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type PublishTarget, publishTarget, settings } from '../../../src/contract/index.ts';
import { parseTarget } from '../../../src/studio/publish-target.ts';
import { credentialsOf, environmentSecrets, keepKeys, type Secrets, secretsWith } from '../../../src/studio/secrets.ts';

const r2: Extract<PublishTarget, { kind: 's3' }> = {
  ...{ name: 'r2', kind: 's3', endpoint: 'https://store.example', region: 'auto', bucket: 'mixes', prefix: 'spring' },
  ...{ pathStyle: false, profile: null },
};
const nowhere = { AWS_CONFIG_FILE: '/nowhere/config', AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials' };
const inMemory = (): Secrets => {
  const kept = new Map<string, string>();
  return {
    get: async (name) => kept.get(name) ?? null,
    async set(name, value) {
      if (value === null) kept.delete(name);
      else kept.set(name, value);
    },
  };
};

describe('a publish target', () => {
  it('is a name of the settings, an address, or a folder', () => {
    expect(parseTarget('r2', [r2], {}, {})).toEqual(r2);
    expect(parseTarget('r2', [r2], { pathStyle: true }, {})).toEqual({ ...r2, pathStyle: true });
    expect(parseTarget('s3://mixes/spring/2026', [], {}, {})).toMatchObject({
      ...{ kind: 's3', endpoint: null, region: 'us-east-1', bucket: 'mixes', prefix: 'spring/2026' },
    });
    const env = { CUEFORGE_S3_ENDPOINT: 'https://store.example' };
    expect(parseTarget('s3://mixes', [], {}, env)).toMatchObject({
      endpoint: 'https://store.example',
      region: 'auto',
      prefix: '',
    });
    expect(parseTarget('./out', [], {}, {})).toMatchObject({ kind: 'folder', folder: resolve('out') });
  });

  it('is refused where it is none, with what there is', () => {
    expect(() => parseTarget('r3', [r2], {}, {})).toThrow('There is no publish target "r3": there are r2');
    expect(() => parseTarget('s3://', [], {}, {})).toThrow('bucket');
    expect(() => parseTarget('s3://mixes', [], { endpoint: 'https://key:secret@store.example' }, {})).toThrow(
      'without credentials',
    );
    expect(publishTarget.safeParse({ ...r2, endpoint: 'ftp://store.example' }).success).toBe(false);
  });

  it('keeps no secrets in the settings, and each name once', () => {
    const shape = settings.shape.publishTargets;
    expect(JSON.stringify(shape.parse([{ ...r2, secretAccessKey: 'hush' }]))).not.toContain('hush');
    expect(shape.safeParse([r2, r2]).success).toBe(false);
  });
});

describe('the keys of a target', () => {
  it('are its profile, then what is kept, then what the environment has of it, of all, of AWS', async () => {
    const env = (more: Record<string, string>) => environmentSecrets(more);
    const aws = { AWS_ACCESS_KEY_ID: 'aws', AWS_SECRET_ACCESS_KEY: 'a' };
    const all = { ...aws, CUEFORGE_S3_ACCESS_KEY_ID: 'all', CUEFORGE_S3_SECRET_ACCESS_KEY: 'b' };
    const own = { ...all, CUEFORGE_S3_R2_ACCESS_KEY_ID: 'own', CUEFORGE_S3_R2_SECRET_ACCESS_KEY: 'c' };
    expect(await credentialsOf(r2, env(aws), nowhere)).toMatchObject({ accessKeyId: 'aws' });
    expect(await credentialsOf(r2, env(all), nowhere)).toMatchObject({ accessKeyId: 'all' });
    expect(await credentialsOf(r2, env(own), nowhere)).toMatchObject({ accessKeyId: 'own', secretAccessKey: 'c' });
    const kept = inMemory();
    await keepKeys(kept, 'r2', { accessKeyId: 'kept', secretAccessKey: 'd' });
    expect(await credentialsOf(r2, secretsWith(kept, env(own)), nowhere)).toMatchObject({ accessKeyId: 'kept' });
    expect(await credentialsOf({ ...r2, profile: 'studio' }, kept, nowhere)).toEqual({ profile: 'studio' });
    await keepKeys(kept, 'r2', null);
    expect(await credentialsOf(r2, secretsWith(kept, env(own)), nowhere)).toMatchObject({ accessKeyId: 'own' });
  });

  it('are left to the SDK where there is a profile, and missed in words where there is none', async () => {
    const profile = { ...nowhere, AWS_PROFILE: 'studio' };
    expect(
      await credentialsOf(
        r2,
        environmentSecrets({ ...profile, AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y' }),
        profile,
      ),
    ).toEqual({ profile: null });
    await expect(credentialsOf(r2, environmentSecrets({}), nowhere)).rejects.toThrow('There are no keys for "r2"');
  });

  it('cannot be kept in the environment, and what is kept wrongly is not repeated', async () => {
    await expect(environmentSecrets({}).set('publish:r2', 'hush')).rejects.toThrow(/no keychain/);
    const kept = inMemory();
    await kept.set('publish:r2', '{"accessKeyId":"hush"');
    const said = await credentialsOf(r2, kept, nowhere).catch((error: Error) => error.message);
    expect(said).toContain('set them again');
    expect(said).not.toContain('hush');
  });
});
