import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createScriptedService, SCRIPT } from '../../unit/contract/scripted-service.ts';
import { type Hosted, host } from './hosted.ts';
import { buildPage, CHROMIUM, CHROMIUM_FLAGS, moduleOf } from './page-build.ts';
import { createSource } from './pcm-material.ts';

/** A page that is nothing but its end of the contract, where a test can reach it. */
const SOURCE = `
  import { connectHost } from ${moduleOf('renderer/host/index.ts')};
  const states = [];
  const violations = [];
  const events = [];
  addEventListener('securitypolicyviolation', ({ violatedDirective }) => violations.push(violatedDirective));
  const host = connectHost();
  host.onState((state) => states.push(state));
  host.client.on('settings.changed', ({ targetLufs }) => events.push(targetLufs));
  const failureOf = (call) => call.then(() => null, ({ failure }) => failure.code);
  Object.assign(globalThis, { host, states, violations, events, failureOf });
`;

describe.skipIf(CHROMIUM === undefined)('a browser', () => {
  let built: string;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let studio: Hosted;
  beforeAll(async () => {
    built = await buildPage(SOURCE);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(built, { recursive: true, force: true });
  });
  beforeEach(async () => {
    const source = createSource();
    const media = async () => ({ type: 'text/plain', bytes: Buffer.from('0123456789') });
    const service = createScriptedService({ media, connectPcm: source.connect });
    studio = await host(service, { pageFolder: join(built, 'page') });
    context = await browser.newContext();
    page = await context.newPage();
  });
  afterEach(async () => {
    await context.close();
    await studio.remove();
  });
  /** Runs in the page, where `host` is what `connectHost` gave. */
  const inPage = (script: string): Promise<unknown> => page.evaluate(`(async () => { ${script} })()`);
  /** Looked at from outside: the page's policy forbids what Playwright would have it evaluate. */
  const until = (script: string): Promise<unknown> =>
    expect.poll(() => inPage(`return ${script}`), { timeout: 10_000 }).toBe(true);
  const reaches = (state: string): Promise<unknown> => until(`states.at(-1) === '${state}'`);

  it('enters by the address, keeps no token in it, is isolated, calls, hears, cancels', async () => {
    await page.goto(studio.url);
    expect(page.url()).toBe(`${studio.origin}/`);
    await reaches('connected');
    expect(await inPage('return [host.kind, crossOriginIsolated, states]')).toEqual([
      ...['web', true, ['connecting', 'connected']],
    ]);
    expect(await inPage(`return (await host.client.call('settings.set', { targetLufs: -17 })).targetLufs`)).toBe(-17);
    await until('events.length === 1');
    const hang = SCRIPT.hang('browser');
    const cancelled = `const abort = new AbortController();
      const call = failureOf(host.client.call('workouts.forget', { path: '${hang}' }, { signal: abort.signal }));
      await host.client.call('jobs.list', {});
      abort.abort();
      return [await call, (await host.client.call('jobs.list', {})).jobs.map(({ state }) => state)];`;
    expect(await inPage(cancelled)).toEqual(['cancelled', ['cancelled']]);
    expect(await inPage('return violations')).toEqual([]);
  });

  it('reads parts of media, and sound over its own connection', async () => {
    await page.goto(studio.url);
    const part = `const url = host.mediaUrl('/media/original/${'0'.repeat(32)}');
      return (await (await fetch(url, { headers: { range: 'bytes=3-5' } })).text());`;
    expect(await inPage(part)).toBe('345');
    const sound = `const { url } = await host.connectPcm();
      const socket = new WebSocket(url);
      socket.binaryType = 'arraybuffer';
      await new Promise((resolve) => { socket.onopen = resolve; });
      const lengths = [];
      socket.onmessage = ({ data }) => lengths.push(typeof data === 'string' ? JSON.parse(data).kind : data.byteLength);
      socket.send(JSON.stringify({ kind: 'open', epoch: 1, sound: { kind: 'asset', asset: 'a' }, from: 0 }));
      socket.send(JSON.stringify({ kind: 'credit', epoch: 1, frames: 1500 }));
      while (lengths.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
      return lengths;`;
    expect(await inPage(sound)).toEqual(['opened', 16 + 8_000, 16 + 4_000]);
  });

  it('sends files and is given their paths, with progress; cancelled, it leaves nothing', async () => {
    await page.goto(studio.url);
    await page.setInputFiles('input', [
      { name: 'Größe.wav', mimeType: 'audio/wav', buffer: Buffer.alloc(3_000_000, 1) },
      { name: 'empty.wav', mimeType: 'audio/wav', buffer: Buffer.alloc(0) },
    ]);
    const send = `const progress = [];
      const files = [...document.querySelector('input').files];
      const paths = await host.pathsOf(files, { onProgress: (fraction) => progress.push(fraction) });
      return { paths, progress };`;
    const sent = (await inPage(send)) as { paths: string[]; progress: number[] };
    expect(sent.paths.map((path) => readFileSync(path).length)).toEqual([3_000_000, 0]);
    expect(sent.paths[0].endsWith('Größe.wav')).toBe(true);
    expect(sent.progress).toEqual([...sent.progress].sort((a, b) => a - b));
    expect(sent.progress.at(-1)).toBe(1);
    const aborted = `const files = [...document.querySelector('input').files];
      const abort = new AbortController();
      const call = failureOf(host.pathsOf(files, { signal: abort.signal }));
      abort.abort();
      return call;`;
    expect(await inPage(aborted)).toBe('cancelled');
    expect(await inPage(`return host.choose('sounds')`)).toBeNull();
  });

  it('without the token is told so; a lost studio is found again by whoever is let in', async () => {
    await page.goto(studio.origin);
    await reaches('refused');
    expect(await inPage(`return failureOf(host.pathsOf([new File(['x'], 'x.wav')]))`)).toBe('untrusted');
    const second = await context.newPage();
    await second.goto(studio.url);
    await inPage('host.connectNow()');
    await reaches('connected');
    await studio.restart();
    await until(`states.includes('lost')`);
    await reaches('refused');
    await second.goto(studio.url);
    await inPage('host.connectNow()');
    await reaches('connected');
    await inPage(`await host.client.call('settings.set', { targetLufs: -18 })`);
    await until('events.at(-1) === -18');
  });
});
