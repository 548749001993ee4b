import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveStudio } from '../../../src/server/index.ts';
import { createScriptedService } from '../../unit/contract/scripted-service.ts';
import { type Hosted, host } from './hosted.ts';
import { ask, askUpgrade } from './requests.ts';

const COVER = `/media/cover/${'0'.repeat(32)}`;

describe('the web host', () => {
  let studio: Hosted;
  beforeAll(async () => {
    const media = async () => ({ type: 'image/png', bytes: Uint8Array.of(1, 2, 3) });
    studio = await host(createScriptedService({ media }));
  });
  afterAll(() => studio.remove());
  const guarded = (): [string, string][] => [
    ['GET', '/session'],
    ['GET', COVER],
    ['HEAD', COVER],
    ['POST', '/media/upload?name=a.wav'],
  ];

  describe('lets in', () => {
    it('whoever opens the address it gives, with a cookie from then on, and leaves the token in no address', async () => {
      expect(studio.url).toBe(`${studio.origin}/?token=${studio.token}`);
      expect(studio.token).toMatch(/^[0-9a-f]{32}$/);
      const entered = await ask(studio.port, `/?token=${studio.token}`, {
        headers: { 'sec-fetch-site': 'cross-site' },
      });
      expect(entered).toMatchObject({ status: 303, headers: { location: '/' } });
      const [cookie] = entered.headers['set-cookie']!;
      expect(cookie.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict']);
      const headers = { cookie: `other=1; ${cookie.split(';')[0]}` };
      expect((await ask(studio.port, '/session', { headers })).status).toBe(204);
      expect((await ask(studio.port, COVER, { headers })).body).toEqual(Buffer.of(1, 2, 3));
      expect(await askUpgrade(studio.port, '/contract', headers)).toBe(101);
      expect(await askUpgrade(studio.port, '/pcm', headers)).toBe(101);
    });

    it('its own page under each of its names', async () => {
      for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
        const headers = { host: `${name}:${studio.port}`, origin: `http://${name}:${studio.port}` };
        expect((await ask(studio.port, `/session?token=${studio.token}`, { headers })).status).toBe(204);
        expect(await askUpgrade(studio.port, `/contract?token=${studio.token}`, headers)).toBe(101);
      }
    });
  });

  describe('keeps out', () => {
    it.each(['', '0'.repeat(32), 'short'])('the token "%s"', async (token) => {
      const cookie = `cueforge-${studio.port}=${token}`;
      for (const [method, path] of guarded()) {
        const inQuery = await ask(studio.port, `${path}${path.includes('?') ? '&' : '?'}token=${token}`, { method });
        const inCookie = await ask(studio.port, path, { method, headers: { cookie } });
        expect([inQuery.status, inCookie.status]).toEqual([403, 403]);
        if (method !== 'HEAD') expect(inCookie.text).toContain('open the address that "cueforge studio" printed.');
      }
      for (const path of ['/contract', '/pcm', '/mixer']) {
        expect(await askUpgrade(studio.port, path, { cookie })).toBe(403);
        expect(await askUpgrade(studio.port, `${path}?token=${token}`, {})).toBe(403);
      }
      expect(await ask(studio.port, `/?token=${token}`)).toMatchObject({ status: 403 });
    });

    it('no token, a token of the last start, and the cookie of another port', async () => {
      const before = studio.token;
      for (const [method, path] of guarded()) expect((await ask(studio.port, path, { method })).status).toBe(403);
      expect(await askUpgrade(studio.port, '/contract', {})).toBe(403);
      const cookie = `cueforge-${studio.port + 1}=${before}`;
      expect((await ask(studio.port, '/session', { headers: { cookie } })).status).toBe(403);
      await studio.restart();
      expect(studio.token).not.toBe(before);
      expect((await ask(studio.port, `/session?token=${before}`)).status).toBe(403);
    });

    it.each([
      ['another name', (port: number) => `evil.example:${port}`],
      ['a name that begins like its own', (port: number) => `127.0.0.1.evil.example:${port}`],
      ['another port', (port: number) => `127.0.0.1:${port + 1}`],
      ['no port', () => '127.0.0.1'],
    ])('who calls it by %s, even for the page', async (_, named) => {
      const headers = { host: named(studio.port) };
      for (const path of ['/', '/index.html', `${COVER}?token=${studio.token}`]) {
        const answer = await ask(studio.port, path, { headers });
        expect(answer.status).toBe(403);
        expect(answer.text).toMatch(/^This studio answers to .* only, not to ".*"\.\n$/);
      }
      expect(await askUpgrade(studio.port, `/contract?token=${studio.token}`, headers)).toBe(403);
    });

    it.each([
      ['http://evil.example'],
      ['null'],
      ['https://127.0.0.1:PORT'],
      ['http://localhost:PORT'],
      ['http://127.0.0.1:1'],
    ])('pages of %s', async (written) => {
      const origin = written.replace('PORT', String(studio.port));
      const headers = { host: `127.0.0.1:${studio.port}`, origin };
      const upload = `/media/upload?name=a.wav&token=${studio.token}`;
      const answer = await ask(studio.port, upload, { method: 'POST', headers, body: Buffer.from('x') });
      expect(answer).toMatchObject({ status: 403 });
      expect(answer.text).toContain(`not one of "${origin}"`);
      for (const path of ['/contract', '/pcm', '/mixer']) {
        expect(await askUpgrade(studio.port, `${path}?token=${studio.token}`, headers)).toBe(403);
      }
    });

    it.each(['cross-site', 'same-site'])('what a browser says is asked from %s', async (site) => {
      const headers = { 'sec-fetch-site': site, cookie: `cueforge-${studio.port}=${studio.token}` };
      expect((await ask(studio.port, COVER, { headers })).status).toBe(403);
      expect(await askUpgrade(studio.port, '/contract', headers)).toBe(403);
    });
  });

  describe('serves the page', () => {
    it('to every browser of this machine, isolated and under a policy', async () => {
      const page = await ask(studio.port, '/');
      expect(page.text).toBe('<!doctype html><title>Cueforge</title>');
      const script = await ask(studio.port, '/assets/main-1a2b.js?v=1');
      expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
      for (const { headers } of [page, script, await ask(studio.port, '/none'), await ask(studio.port, COVER)]) {
        expect(headers).toMatchObject({
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-embedder-policy': 'require-corp',
          'cross-origin-resource-policy': 'same-origin',
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
        });
        const policy = String(headers['content-security-policy']).split('; ');
        expect(policy).toContain("default-src 'none'");
        expect(policy).toContain("script-src 'self'");
        expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${studio.port}`);
        expect(policy.join()).not.toContain('unsafe');
      }
    });

    it.each([
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/assets/..%5c..%5csecret.txt',
      '//secret.txt',
      '/./index.html',
      '/assets',
      '/assets/',
      'http://127.0.0.1/secret.txt',
      '/media/original/../../secret.txt',
      '/index.html%00.js',
    ])('and nothing at %s', async (path) => {
      const answer = await ask(studio.port, path, { headers: { cookie: `cueforge-${studio.port}=${studio.token}` } });
      expect(answer.status).toBe(404);
      expect(answer.text).not.toContain('secret\n');
    });

    it('and takes no other method', async () => {
      for (const [method, path] of [...[['POST', '/']], ['PUT', '/assets/main-1a2b.js'], ['DELETE', '/session']]) {
        const asked = `${path}?v=1${path === '/session' ? `&token=${studio.token}` : ''}`;
        expect((await ask(studio.port, asked, { method })).status).toBe(405);
      }
    });

    it('without what links lead out to', async () => {
      symlinkSync(join(studio.folder, 'secret.txt'), join(studio.folder, 'page', 'link.txt'));
      await studio.restart();
      expect((await ask(studio.port, '/link.txt')).status).toBe(404);
    });
  });

  it('says so where its port is taken, or no page was built', async () => {
    const open = { service: createScriptedService(), uploadFolder: studio.uploads };
    const taken = serveStudio({ ...open, pageFolder: join(studio.folder, 'page'), port: studio.port });
    await expect(taken).rejects.toMatchObject({
      failure: { code: 'bad-argument', message: `Port ${studio.port} of 127.0.0.1 is taken by another program` },
    });
    const unbuilt = serveStudio({ ...open, pageFolder: join(studio.folder, 'none') });
    await expect(unbuilt).rejects.toMatchObject({ failure: { code: 'file-missing' } });
  });
});
