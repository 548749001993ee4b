import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from 'vitest';
import { partsIn } from './s3-server.ts';
import { useDesk } from './use-desk.ts';

const MB = 1_000_000;

describe('cueforge publish', () => {
  const root = mkdtempSync(join(tmpdir(), 'cueforge-publish-'));
  const desk = useDesk('mixes');
  const { folder } = desk;
  /** An environment of its own: no key or profile of this machine takes part. */
  const env = (keys: Record<string, string>) => ({
    ...{ PATH: process.env.PATH, HOME: root, CUEFORGE_HOME: join(root, 'home'), AWS_EC2_METADATA_DISABLED: 'true' },
    ...{ CUEFORGE_S3_ENDPOINT: `http://127.0.0.1:${desk.proxy.port}`, ...keys },
  });
  const KEYS = { CUEFORGE_S3_ACCESS_KEY_ID: 'S3RVER', CUEFORGE_S3_SECRET_ACCESS_KEY: 'S3RVER' };
  const start = (args: readonly string[], keys: Record<string, string> = KEYS): ChildProcess =>
    spawn(process.execPath, ['--no-warnings', 'src/cli/main.ts', 'publish', folder.path, ...args], { env: env(keys) });
  const run = (args: readonly string[], keys?: Record<string, string>) =>
    new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
      const child = start(args, keys);
      let [stdout, stderr] = ['', ''];
      child.stdout!.on('data', (text) => {
        stdout += text;
      });
      child.stderr!.on('data', (text) => {
        stderr += text;
      });
      child.once('close', (code) => resolve({ code, stdout, stderr }));
    });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('says what it would send, sends it, and then has nothing to send', async () => {
    folder.write({ 'ride.mp3': 300_000, 'ride-b.mp3': 100 });
    const to = ['--to', 's3://mixes/spring', '--path-style'];
    const dry = await run([...to, '--dry-run']);
    expect(dry).toMatchObject({ code: 0, stderr: '' });
    expect(dry.stdout).toMatch(/new {2}ride\.mp3 +300 kB/);
    expect(dry.stdout).toContain('to send to s3://mixes/spring\nA dry run: nothing was sent.');
    expect(await desk.reader.names('spring')).toEqual([]);
    expect(await run(to)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^6 files sent to s3:\/\/mixes\/spring/),
    });
    expect(await desk.reader.names('spring')).toEqual(readdirSync(folder.path).sort());
    expect(await run(to)).toMatchObject({ code: 0, stdout: 's3://mixes/spring has all of it\n' });
  });

  it('killed midway, goes on in another process with what was sent', async () => {
    folder.write({ 'ride.mp3': 42 * MB });
    const to = ['--to', 's3://mixes/killed', '--path-style', '--json'];
    desk.proxy.slowDown(4);
    const child = start(to);
    await new Promise<void>((resolve) => {
      createInterface(child.stdout!).on('line', (line) => {
        const event = JSON.parse(line);
        if (event.event === 'progress' && event.sentBytes > 20 * MB) child.kill('SIGKILL');
      });
      child.once('exit', () => resolve());
    });
    expect(child.signalCode).toBe('SIGKILL');
    desk.proxy.slowDown(0);
    expect(await desk.reader.names('killed')).not.toContain('ride.mp3');
    expect(await desk.reader.names('killed')).not.toContain('manifest.json');
    desk.server.takeRequests();
    const { code, stdout } = await run(to);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect([code, events.at(-1).event]).toEqual([0, 'done']);
    // 42 MB are 6 parts, of which 2 were there at least.
    expect(partsIn(desk.server.takeRequests()).length).toBeLessThanOrEqual(4);
    const { content } = await desk.reader.get('killed/ride.mp3');
    expect(content.equals(readFileSync(join(folder.path, 'ride.mp3')))).toBe(true);
  });

  it('takes a target of the settings, and a folder', async () => {
    folder.write({ 'ride.mp3': 100 });
    const library = join(root, 'library');
    mkdirSync(library);
    const endpoint = `http://127.0.0.1:${desk.server.port}`;
    const target = {
      name: 'store',
      kind: 's3',
      endpoint,
      region: 'auto',
      bucket: 'mixes',
      prefix: '/named/',
      pathStyle: true,
      profile: null,
    };
    writeFileSync(join(library, 'settings.json'), JSON.stringify({ publishTargets: [target] }));
    const own = { CUEFORGE_S3_STORE_ACCESS_KEY_ID: 'S3RVER', CUEFORGE_S3_STORE_SECRET_ACCESS_KEY: 'S3RVER' };
    expect(await run(['--to', 'store', '--library', library], own)).toMatchObject({ code: 0, stderr: '' });
    expect(await desk.reader.names('named')).toContain('manifest.json');
    const out = join(root, 'out');
    expect(await run(['--to', out, '--json'])).toMatchObject({ code: 0 });
    expect(readdirSync(out).sort()).toEqual(readdirSync(folder.path).sort());
    expect(await run(['--to', 'nobody', '--library', library])).toMatchObject({
      ...{ code: 2, stderr: 'cueforge: There is no publish target "nobody": there are store\n' },
    });
  });

  it('takes the keys of an AWS profile', async () => {
    const credentials = join(root, 'credentials');
    writeFileSync(credentials, '[studio]\naws_access_key_id = S3RVER\naws_secret_access_key = S3RVER\n');
    const profile = { AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_CONFIG_FILE: join(root, 'none') };
    const to = ['--to', 's3://mixes/profile', '--path-style'];
    expect(await run([...to, '--profile', 'studio'], profile)).toMatchObject({ code: 0, stderr: '' });
  });

  it('ends with 5 and a sentence where it cannot, and with no secret in it', async () => {
    const to = ['--to', 's3://mixes/wrong', '--path-style', '--json'];
    const wrong = {
      CUEFORGE_S3_ACCESS_KEY_ID: 'AKIAWRONG',
      CUEFORGE_S3_SECRET_ACCESS_KEY: 'hush-hush',
      CUEFORGE_DEBUG: '1',
    };
    const cases = [
      await run(to, wrong),
      await run(to, {}),
      await run(['--to', 's3://mixes', '--path-style', '--json', '--endpoint', 'http://127.0.0.1:1']),
    ];
    expect(cases.map(({ code }) => code)).toEqual([5, 5, 5]);
    expect(cases.map(({ stdout }) => JSON.parse(stdout).failure.code)).toEqual([
      ...['credentials-refused', 'credentials-refused', 'store-unreachable'],
    ]);
    expect(JSON.stringify(cases)).not.toMatch(/AKIAWRONG|hush-hush/);
    expect(await run(['--json'])).toMatchObject({ code: 2 });
  });
});
