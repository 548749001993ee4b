import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createScriptedService } from '../../unit/contract/scripted-service.ts';
import { type Hosted, host } from './hosted.ts';
import { buildPage, CHROMIUM, CHROMIUM_FLAGS, moduleOf } from './page-build.ts';

/**
 * A page with what the desktop's preload leaves in it, over a studio in the page itself. `posted` is what the bridge was
 * told; `give` posts a port as the preload does, whose other end says its name.
 */
const SOURCE = `
  import { createInMemoryChannels, serve } from ${moduleOf('src/contract/index.ts')};
  import { createScriptedService } from ${moduleOf('tests/unit/contract/scripted-service.ts')};
  import { connectHost } from ${moduleOf('renderer/host/index.ts')};
  const { client, studio } = createInMemoryChannels();
  serve(studio, createScriptedService());
  const posted = [];
  let menu;
  let see;
  window.cueforge = {
    platform: 'linux',
    call: (id, command, input) => client.send({ kind: 'call', id, command, input }),
    cancel: (id) => client.send({ kind: 'cancel', id }),
    onMessage: (listener) => client.onMessage(listener),
    pathOf: (file) => (file.name === 'pasted.png' ? '' : '/music/' + file.name),
    choose: async (choice) => ['/chosen/' + choice],
    connectPcm: () => posted.push('pcm'),
    connectMixer: () => posted.push('mixer'),
    onMenu: (listener) => { menu = listener; },
    onSeen: (listener) => { see = listener; },
    showFile: (path) => posted.push(path),
    setPlaying: (playing) => posted.push(playing),
  };
  const give = (name, data = 'cueforge:pcm') => {
    const { port1, port2 } = new MessageChannel();
    port1.postMessage(name);
    window.postMessage(data, location.origin, [port2]);
  };
  const nameOf = (port) => new Promise((resolve) => { port.onmessage = ({ data }) => resolve(data); });
  const host = connectHost();
  Object.assign(globalThis, { host, posted, give, nameOf, menu: (...said) => menu(...said), see: (seen) => see(seen) });
`;

describe.skipIf(CHROMIUM === undefined)("the desktop's end of the page", () => {
  let built: string;
  let browser: Browser;
  let studio: Hosted;
  let page: Page;
  beforeAll(async () => {
    built = await buildPage(SOURCE);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
    studio = await host(createScriptedService(), { pageFolder: join(built, 'page') });
  });
  afterAll(async () => {
    await browser?.close();
    await studio.remove();
    rmSync(built, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await page?.close();
    page = await browser.newPage();
    await page.goto(studio.origin);
  });
  const inPage = (script: string): Promise<unknown> => page.evaluate(`(async () => { ${script} })()`);

  it('calls and hears the studio over the bridge', async () => {
    const script = `const heard = [];
      const states = [];
      host.onState((state) => states.push(state));
      host.client.on('settings.changed', ({ targetLufs }) => heard.push(targetLufs));
      await host.client.call('settings.set', { targetLufs: -21 });
      return [host.kind, heard, states];`;
    expect(await inPage(script)).toEqual(['desktop', [-21], ['connected']]);
  });

  it('passes on paths, choices, menus and what plays', async () => {
    const script = `const files = ['a.wav', 'pasted.png', 'b.wav'].map((name) => new File(['x'], name));
      const chosen = [];
      host.onMenu((action, argument) => chosen.push(action, argument));
      menu('workouts.open', '/ride.json');
      host.setPlaying(true);
      host.showFile('/out/ride.mp3');
      return [await host.pathsOf(files), await host.choose('folder'), chosen, posted, host.mediaUrl('/media/cover/x')];`;
    expect(await inPage(script)).toEqual([
      ...[['/music/a.wav', '/music/b.wav'], ['/chosen/folder'], ['workouts.open', '/ride.json']],
      ...[[true, '/out/ride.mp3'], `${studio.origin}/media/cover/x`],
    ]);
  });

  it('tells everyone who asked whether the window can be seen, until they ask no more', async () => {
    const script = `const seen = { first: [], second: [] };
      const stop = host.onSeen((is) => seen.first.push(is));
      see(false);
      host.onSeen((is) => seen.second.push(is));
      stop();
      see(true);
      return seen;`;
    expect(await inPage(script)).toEqual({ first: [true, false], second: [false, true] });
  });

  it('gives each who asks for sound a port of its own, in order, and takes none that nobody asked for', async () => {
    const script = `const asked = [host.connectPcm(), host.connectPcm()];
      give('stranger', 'something else');
      give('first');
      give('second');
      const names = await Promise.all((await Promise.all(asked)).map(nameOf));
      give('unasked');
      await new Promise((resolve) => setTimeout(resolve, 50));
      const last = host.connectPcm();
      give('last');
      return [names, await nameOf(await last), posted];`;
    expect(await inPage(script)).toEqual([['first', 'second'], 'last', ['pcm', 'pcm', 'pcm']]);
  });

  it('keeps the ports of mixers apart from those that carry sound', async () => {
    const script = `const asked = [host.connectMixer(), host.connectPcm()];
      give('sound');
      give('mixer', 'cueforge:mixer');
      return [await Promise.all((await Promise.all(asked)).map(nameOf)), posted];`;
    expect(await inPage(script)).toEqual([
      ['mixer', 'sound'],
      ['mixer', 'pcm'],
    ]);
  });

  it('tells that no port came', async () => {
    await page.clock.install();
    await inPage(`globalThis.waiting = host.connectPcm().then(() => 'a port', ({ failure }) => failure.code)`);
    await page.clock.fastForward(10_000);
    expect(await inPage('return waiting')).toBe('connection-lost');
    expect(await inPage(`const next = host.connectPcm(); give('late'); return nameOf(await next)`)).toBe('late');
  });
});
