import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createClient,
  createInMemoryChannels,
  type Job,
  type StudioClient,
  serve,
} from '../../../src/contract/index.ts';
import { type OpenService, openStudioService, type Secrets } from '../../../src/studio/index.ts';
import { openReader, type Reader } from './publishing.ts';
import { createReleaseFolder } from './release-folder.ts';
import { type S3Server, startS3Server } from './s3-server.ts';

describe('publishing from the studio', () => {
  const root = mkdtempSync(join(tmpdir(), 'cueforge-publish-service-'));
  const folder = createReleaseFolder();
  const kept = new Map<string, string>();
  const keychain: Secrets = {
    get: async (name) => kept.get(name) ?? null,
    async set(name, value) {
      if (value === null) kept.delete(name);
      else kept.set(name, value);
    },
  };
  const said: string[] = [];
  let server: S3Server;
  let reader: Reader;
  let studio: OpenService;
  let client: StudioClient;
  const publish = async (target: string, removeOld = false): Promise<Job> => {
    const { job } = await client.call('publish.start', { folder: folder.path, target, removeOld });
    return new Promise((resolve) => {
      const stop = client.on('jobs.changed', (told) => {
        if (told.id !== job || told.endedAt === null) return;
        stop();
        resolve(told);
      });
    });
  };
  const failure = (call: Promise<unknown>) =>
    call.then(
      () => null,
      (error) => error.failure,
    );
  beforeAll(async () => {
    server = await startS3Server('mixes');
    reader = openReader(server.port);
    studio = await openStudioService({
      ...{ host: 'web', libraryPath: join(root, 'library'), cachePath: join(root, 'cache'), secrets: keychain },
      log: (line) => said.push(line),
    });
    const channels = createInMemoryChannels();
    serve(channels.studio, studio.service);
    studio.service.subscribe((event) => said.push(JSON.stringify(event)));
    client = createClient(channels.client);
    const endpoint = `http://127.0.0.1:${server.port}`;
    const store = { kind: 's3' as const, endpoint, region: 'auto', bucket: 'mixes', pathStyle: true, profile: null };
    await client.call('settings.set', {
      publishTargets: [
        { ...store, name: 'store', prefix: 'studio' },
        { ...store, name: 'wrong', prefix: 'wrong' },
        { name: 'disk', kind: 'folder', folder: join(root, 'disk') },
      ],
    });
  });
  afterAll(async () => {
    await studio.close();
    reader.close();
    await server.close();
    folder.remove();
    rmSync(root, { recursive: true, force: true });
  });

  it('plans, publishes as a job, and has nothing to send the second time', async () => {
    folder.write({ 'ride.mp3': 9_000_000 });
    await client.call('publish.setSecret', {
      target: 'store',
      keys: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    });
    const plan = await client.call('publish.plan', { folder: folder.path, target: 'store' });
    expect(plan).toMatchObject({ place: 's3://mixes/studio', old: [], foreign: [] });
    expect(plan.files.map(({ action }) => action)).toEqual(['upload', 'upload', 'upload', 'upload']);
    expect(await reader.names('studio')).toEqual([]);
    expect(await publish('store')).toMatchObject({
      kind: 'publish',
      state: 'done',
      fraction: 1,
      detail: '4 files sent',
    });
    expect(await publish('store')).toMatchObject({ state: 'done', detail: 'Nothing was new, 4 were there' });
    expect(await publish('disk')).toMatchObject({ state: 'done', detail: '4 files sent' });
    expect(readdirSync(join(root, 'disk')).sort()).toEqual(readdirSync(folder.path).sort());
  });

  it('publishes to targets of the settings only', async () => {
    const asked = client.call('publish.plan', { folder: folder.path, target: 's3://mixes/else' });
    expect(await failure(asked)).toMatchObject({ code: 'bad-argument' });
    expect(await publish('nobody').catch((error) => error.failure)).toMatchObject({ code: 'bad-argument' });
  });

  it('keeps keys in the keychain and nowhere else', async () => {
    const keys = { accessKeyId: 'AKIAWRONG', secretAccessKey: 'hush-hush' };
    expect(await client.call('publish.setSecret', { target: 'wrong', keys })).toEqual({});
    expect(kept.get('publish:wrong')).toContain('hush-hush');
    const job = await publish('wrong');
    expect(job).toMatchObject({ state: 'failed', failure: { code: 'credentials-refused' } });
    said.push(JSON.stringify(await failure(client.call('publish.plan', { folder: folder.path, target: 'wrong' }))));
    // What is not taken is not repeated either.
    const wrongly = { target: 'wrong', keys: { accessKeyId: 'AKIAWRONG', secretAccessKey: ['hush-hush'] } };
    said.push(JSON.stringify(await failure(client.call('publish.setSecret', wrongly as never))));
    said.push(JSON.stringify([await client.call('settings.get', {}), await client.call('jobs.list', {})]));
    for (const path of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      if (statSync(join(root, path)).isFile()) said.push(readFileSync(join(root, path), 'latin1'));
    }
    said.push((await reader.get('studio/manifest.json')).content.toString());
    expect(said.length).toBeGreaterThan(10);
    expect(said.filter((text) => /AKIAWRONG|hush-hush/.test(text))).toEqual([]);
    await client.call('publish.setSecret', { target: 'wrong', keys: null });
    expect(kept.has('publish:wrong')).toBe(false);
  });
});
