import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findElectron } from '../../support/electron/find-electron.ts';
import {
  askAfterCrash,
  electronArguments,
  environmentOf,
  type LaunchedDesktop,
  launchDesktop,
  makeHome,
} from '../../support/electron/launch-desktop.ts';
import { buildTestApp } from './build-app.ts';

let folder: string;
let home: Awaited<ReturnType<typeof makeHome>>;
let desktop: LaunchedDesktop;

/** Runs an expression in the page. As text: it belongs to the page, not to this file's zone. */
const inPage = <Value>(expression: string): Promise<Value> => desktop.page.evaluate<Value>(expression);
type Answer = { kind: string; output?: unknown; failure?: { code: string; message: string } };
const call = (command: string, input: unknown = {}): Promise<Answer> =>
  inPage(`probe.call(${JSON.stringify(command)}, ${JSON.stringify(input)})`);

beforeAll(async () => {
  folder = await buildTestApp();
  home = await makeHome();
  desktop = await launchDesktop(folder, home.path);
});
afterAll(async () => {
  await desktop?.quit();
  await home?.remove();
});

describe('the page', () => {
  it('comes from an origin of its own, isolated, in a shown window', async () => {
    expect(desktop.page.url()).toBe('app://studio/index.html');
    expect(await inPage('location.origin')).toBe('app://studio');
    expect(await inPage('crossOriginIsolated && isSecureContext')).toBe(true);
    const shown = await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((w) => w.isVisible()),
    );
    expect(shown).toEqual([true]);
  });

  it('has no Node and no Electron', async () => {
    const names = ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron', '__dirname'];
    expect(await inPage(`${JSON.stringify(names)}.filter((name) => name in globalThis)`)).toEqual([]);
    expect(await inPage('Object.keys(cueforge).sort()')).toEqual([
      'call',
      'cancel',
      'choose',
      'connectMixer',
      'connectPcm',
      'notify',
      'onMenu',
      'onMessage',
      'onSeen',
      'openReport',
      'pathOf',
      'platform',
      'setPlaying',
      'showFile',
    ]);
  });

  it('shares memory with a worker of its own', async () => {
    expect(await inPage('probe.shareWithWorker()')).toEqual({ seen: 41, isolated: true, now: 42 });
  });

  it('runs no code but its own files', async () => {
    expect(await inPage('probe.evalSaid')).toBe('EvalError');
    const inline = `new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (e) => resolve(e.effectiveDirective), { once: true });
      const script = document.createElement('script'); script.textContent = 'window.ran = true'; document.body.append(script);
    })`;
    expect(await inPage(inline)).toMatch(/^script-src/);
    expect(await inPage('window.ran')).toBeUndefined();
    expect(await inPage(`fetch('https://127.0.0.1:9/').then(() => 'sent', () => 'refused')`)).toBe('refused');
  });

  it('is refused the network even where its policy would allow it', async () => {
    const error = await desktop.app.evaluate(async ({ BrowserWindow }) => {
      const other = new BrowserWindow({ show: false });
      const said = await other.loadURL('http://127.0.0.1:9/').then(
        () => 'loaded',
        (e: { code: string }) => e.code,
      );
      other.destroy();
      return said;
    });
    expect(error).toBe('ERR_BLOCKED_BY_CLIENT');
  });
});

describe('app://studio', () => {
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    inPage<{ status: number; bytes: number[]; headers: Record<string, string> }>(
      `fetch(${JSON.stringify(path)}, ${JSON.stringify({ headers, method })}).then(async (r) => ({ status: r.status,
        headers: Object.fromEntries(r.headers), bytes: [...new Uint8Array(await r.arrayBuffer())] }))`,
    );
  const original = `/media/original/${'0'.repeat(32)}`;

  it.each([
    '/../package.json',
    '/..%2fmain/main.cjs',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/..%5c..%5cmain%5cmain.cjs',
    '//etc/passwd',
    '/assets',
    '/media/original/..%2f..%2fetc%2fpasswd',
    '/media/waveform/00000000000000000000000000000000/257',
  ])('has nothing at %s', async (path) => {
    expect((await get(`app://studio${path}`)).status).toBe(404);
  });

  it('is no other host', async () => {
    expect(await inPage(`fetch('app://elsewhere/index.html').then((r) => r.status, () => 'refused')`)).toBe('refused');
  });

  it('says its policy with every answer', async () => {
    for (const path of ['/index.html', original, '/nothing']) {
      const { headers } = await get(path);
      expect(headers['content-security-policy'], path).toContain("default-src 'none'");
      expect(headers['cross-origin-opener-policy'], path).toBe('same-origin');
      expect(headers['cross-origin-embedder-policy'], path).toBe('require-corp');
      expect(headers['x-content-type-options'], path).toBe('nosniff');
    }
  });

  it('serves originals, whole and in parts', async () => {
    const whole = await get(original);
    expect(whole.status).toBe(200);
    expect(whole.headers['content-type']).toBe('audio/wav');
    expect(whole.bytes).toEqual(Array.from({ length: 1000 }, (_value, index) => index % 256));

    const part = await get(original, { range: 'bytes=300-302' });
    expect(part).toMatchObject({
      status: 206,
      bytes: [44, 45, 46],
      headers: { 'content-range': 'bytes 300-302/1000' },
    });
    expect((await get(original, { range: 'bytes=-2' })).bytes).toEqual([230, 231]);
    expect((await get(original, { range: 'bytes=1000-' })).status).toBe(416);
    expect((await get(`/media/original/${'1'.repeat(32)}`)).status).toBe(404);
    expect((await get(original, {}, 'POST')).status).toBe(405);
  });
});

describe('the bridge', () => {
  it('carries a call and its answer', async () => {
    expect(await call('app.info')).toMatchObject({ kind: 'done', output: { version: '1', host: 'desktop' } });
  });

  it('carries failures as data', async () => {
    const missing = await call('library.asset', { id: 'f'.repeat(32) });
    expect(missing).toMatchObject({
      kind: 'failed',
      failure: { code: 'asset-missing', details: { id: 'f'.repeat(32) } },
    });
    expect(await call('library.asset', { id: '../etc' })).toMatchObject({ failure: { code: 'bad-argument' } });
  });

  it('carries events', async () => {
    await call('settings.set', { theme: 'light' });
    const events = await inPage<unknown[]>(`probe.messages.filter((m) => m.kind === 'event')`);
    expect(events).toContainEqual(
      expect.objectContaining({ event: 'settings.changed', payload: expect.objectContaining({ theme: 'light' }) }),
    );
  });

  it('cancels', async () => {
    const answer = inPage(`(() => { const answer = probe.call('app.doctor', {});
      cueforge.cancel(probe.lastId()); return answer; })()`);
    expect(await answer).toMatchObject({ kind: 'failed', failure: { code: 'cancelled' } });
  });

  it('knows no other names', async () => {
    const call = `(() => { try { cueforge.call(999, 'app.quit', {}); return 'sent'; } catch (e) { return e.message; } })()`;
    expect(await inPage(call)).toContain('knows no "app.quit"');
    expect(await inPage(`(async () => cueforge.choose('password'))().catch((e) => e.message)`)).toContain('knows no');
  });

  it('carries sound to a port, as much as was granted', async () => {
    const { data, origin, heard } = await inPage<{ data: string; origin: string; heard: unknown[] }>(
      'probe.hear(7200)',
    );
    expect({ data, origin }).toEqual({ data: 'cueforge:pcm', origin: 'app://studio' });
    expect(heard).toEqual([
      { kind: 'opened', epoch: 1, length: null, cached: true },
      { kind: 'pcm', epoch: 1, frame: 0, samples: 9600 },
      { kind: 'pcm', epoch: 1, frame: 4800, samples: 4800 },
    ]);
  });

  it('carries acts and sound to a mixer’s port, and what the mixer says back, until the port closes', async () => {
    const { data, origin, told } = await inPage<{ data: string; origin: string; told: unknown[] }>(
      'probe.connectMixer()',
    );
    expect({ data, origin }).toEqual({ data: 'cueforge:mixer', origin: 'app://studio' });
    expect(told).toEqual([
      { kind: 'voice', voice: 7 },
      { kind: 'pcm', voice: 7, samples: Array.from({ length: 10 }, () => 0.25) },
      { kind: 'acts', fadesTo: ['-Infinity'] },
    ]);
    const mixers = () =>
      desktop.app.evaluate(() => {
        const { smallStudio } = globalThis as unknown as { smallStudio: { mixers: { closed: boolean }[] } };
        return JSON.parse(JSON.stringify(smallStudio.mixers));
      });
    await expect.poll(mixers).toEqual([{ said: [{ kind: 'ready', voices: 32 }], closed: false }]);
    await inPage('window.mixer.close()');
    await expect.poll(mixers).toEqual([{ said: [{ kind: 'ready', voices: 32 }], closed: true }]);
  });

  it('refuses a sender that is not our page', async () => {
    const reply = await desktop.app.evaluate(
      async ({ BrowserWindow }, preload) => {
        const other = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, contextIsolation: true },
        });
        await other.loadURL('data:text/html,<title>stranger</title>');
        const said = await other.webContents.executeJavaScript(`new Promise((resolve) => {
        cueforge.onMessage(resolve); cueforge.call(5, 'app.info', {});
      })`);
        const chosen = await other.webContents.executeJavaScript(
          `cueforge.choose('folder').then(() => 'asked', (e) => e.message)`,
        );
        const sound = await other.webContents.executeJavaScript(`new Promise((resolve) => {
        window.addEventListener('message', () => resolve('port')); cueforge.connectPcm(); cueforge.connectMixer(); setTimeout(() => resolve('none'), 500);
      })`);
        other.destroy();
        return { said, chosen, sound };
      },
      join(folder, 'preload', 'preload.cjs'),
    );
    expect(reply.said).toMatchObject({ kind: 'failed', id: 5, failure: { code: 'untrusted' } });
    expect(reply.chosen).toContain('Only our own page may ask');
    expect(reply.sound).toBe('none');
  });

  it('asks with the system’s dialog and gives what was chosen', async () => {
    await desktop.app.evaluate(({ dialog }) => {
      dialog.showOpenDialog = async (...args: unknown[]) => {
        const { properties } = args.at(-1) as { properties: string[] };
        return { canceled: false, filePaths: [`/chosen/${properties.join('+')}`] };
      };
    });
    expect(await inPage(`cueforge.choose('sounds')`)).toEqual(['/chosen/openFile+multiSelections']);
    expect(await inPage(`cueforge.choose('folder')`)).toEqual(['/chosen/openDirectory+createDirectory']);
  });

  it('tells the path of a file that was chosen in the page', async () => {
    const file = join(home.path, 'original.wav');
    await desktop.page.setInputFiles('input[type=file]', file);
    expect(await inPage(`cueforge.pathOf(document.querySelector('input').files[0])`)).toBe(file);
    expect(await inPage(`cueforge.pathOf(new File(['x'], 'made-here.wav'))`)).toBe('');
  });

  it('keeps the computer awake only while something plays', async () => {
    const blocked = () =>
      desktop.app.evaluate(({ powerSaveBlocker }) => [0, 1, 2].some((id) => powerSaveBlocker.isStarted(id)));
    expect(await blocked()).toBe(false);
    await inPage('cueforge.setPlaying(true)');
    await expect.poll(blocked).toBe(true);
    await inPage('cueforge.setPlaying(false)');
    await expect.poll(blocked).toBe(false);
  });

  it('says when it cannot be seen, and when it can again, and goes on at full pace meanwhile', async () => {
    const show = (shown: boolean) =>
      desktop.app.evaluate(({ BrowserWindow }, shows) => {
        const [window] = BrowserWindow.getAllWindows();
        if (shows) window.show();
        else window.hide();
      }, shown);
    const before = (await inPage('probe.seen')) as boolean[];
    await show(false);
    await expect.poll(() => inPage('probe.seen')).toEqual([...before, false]);
    expect(await inPage('document.hidden')).toBe(false);
    await show(true);
    await expect.poll(() => inPage('probe.seen')).toEqual([...before, false, true]);
  });

  it('sends what the menu chose', async () => {
    await desktop.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('play.toggle')?.click());
    await expect.poll(() => inPage('probe.menu')).toContainEqual(['play.toggle', null]);
  });
});

describe('leaving the page', () => {
  it('is refused, and new windows with it', async () => {
    await desktop.app.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      shell.openExternal = async (url: string) => void opened.push(url);
    });
    for (const address of [
      'data:text/html,gone',
      'http://127.0.0.1:9/',
      'app://studio/assets/',
      'file:///etc/passwd',
    ]) {
      await inPage(`void setTimeout(() => { location.href = ${JSON.stringify(address)}; })`);
    }
    const opens = [
      'https://example.org/help',
      'http://example.org/',
      'file:///etc/passwd',
      'https://name@example.org/',
    ];
    for (const address of opens) expect(await inPage(`window.open(${JSON.stringify(address)}) === null`)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(desktop.page.url()).toBe('app://studio/index.html');
    expect(await inPage('typeof probe.call')).toBe('function');
    expect(desktop.app.windows()).toHaveLength(1);
    expect(await desktop.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)).toEqual([
      'https://example.org/help',
    ]);
  });
});

describe('permissions', () => {
  const state = (name: string) =>
    inPage(`navigator.permissions.query({ name: '${name}' }).then((p) => p.state, (e) => e.name)`);

  it('gives a microphone and denies the rest', async () => {
    expect(await state('microphone')).toBe('granted');
    for (const name of ['camera', 'geolocation', 'notifications']) expect(await state(name), name).toBe('denied');
    expect(await inPage(`Notification.requestPermission()`)).toBe('denied');
  });
});

describe('one instance', () => {
  it('is handed the files of the second, which quits', async () => {
    const workout = join(home.path, 'ride.json');
    await writeFile(workout, '{}');
    const second = spawnSync(findElectron()!.executable, [...electronArguments(), folder, workout], {
      env: environmentOf(home.path),
      timeout: 20_000,
    });
    expect(second.status).toBe(0);
    await expect.poll(() => inPage('probe.menu')).toContainEqual(['file.open', workout]);
  });
});

describe('a page that is loaded anew', () => {
  it('gets a connection of its own, and what it had asked for is cancelled', async () => {
    const waiting = () =>
      desktop.app.evaluate(() =>
        (globalThis as unknown as { smallStudio: { waiting(): number } }).smallStudio.waiting(),
      );
    await inPage(`void probe.call('app.doctor', {})`);
    await expect.poll(waiting).toBe(1);
    await desktop.page.reload();
    await expect.poll(waiting).toBe(0);
    expect(await call('app.info')).toMatchObject({ kind: 'done', id: 1 });
    expect(await inPage(`probe.messages.filter((m) => m.kind === 'failed')`)).toEqual([]);
  });
});

describe('a page that crashes', () => {
  it('is loaded again, and answered', async () => {
    const answer = await askAfterCrash(desktop.app, `probe.call('app.info', {})`);
    expect(answer).toMatchObject({ kind: 'done', output: { host: 'desktop' } });
  });
});

describe('quitting and coming back', () => {
  it('closes the studio, remembers the window, and opens the file it is started with', async () => {
    const stateFile = join(home.path, 'config', 'Cueforge', 'window-state.json');
    await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0].setBounds({ x: 60, y: 40, width: 1100, height: 720 }),
    );
    await expect
      .poll(async () => JSON.parse(await readFile(stateFile, 'utf8').catch(() => '{}')))
      .toMatchObject({ width: 1100 });
    await desktop.quit();
    expect(existsSync(join(home.path, 'closed'))).toBe(true);

    const workout = join(home.path, 'ride.json');
    desktop = await launchDesktop(folder, home.path, [workout]);
    const bounds = () => desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].getBounds());
    expect(await bounds()).toEqual({ x: 60, y: 40, width: 1100, height: 720 });
    await expect.poll(() => inPage('probe.menu')).toEqual([['file.open', workout]]);

    await desktop.quit();
    await writeFile(stateFile, JSON.stringify({ x: 9000, y: 40, width: 4000, height: 720, maximized: false }));
    desktop = await launchDesktop(folder, home.path);
    const found = await bounds();
    expect(found.width).toBeLessThanOrEqual(1440);
    expect(found.x).toBeLessThan(1440);
  });
});
