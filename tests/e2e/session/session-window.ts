import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ElectronApplication, Page } from 'playwright';
import type { Commands, InputOf, OutputOf, SessionLogLine, SessionView } from '../../../src/contract/index.ts';
import type { CuelistDocument } from '../../../src/model/index.ts';
import { launchDesktop } from '../../support/electron/launch-desktop.ts';
import { run } from '../../support/electron/run.ts';
import { inThisRun } from '../../support/electron/run-folder.ts';
import type { RunRow } from './expected-mix.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** An application that can be started by its folder. */
export interface BuiltApp {
  readonly path: string;
  /** Another length of the tap, for windows that are opened from now on. */
  tap(seconds: number): void;
  remove(): void;
}

/**
 * Builds what ships into a folder of its own, with what a test adds to its page. Gives the folder to start. `seconds`: of
 * sound that a tap behind the device keeps; 0: there is no tap.
 */
export const buildApp = (seconds: number): BuiltApp => {
  // Of a run of tests it is built once; one that was built before may be used again while a test is written.
  const kept = process.env.SESSION_APP ?? inThisRun('session-app');
  const path = kept ?? mkdtempSync(join(tmpdir(), 'cueforge-session-app-'));
  const remove = (): void => (kept ? undefined : rmSync(path, { recursive: true, force: true }));
  const tap = (wanted: number): void => putTap(path, wanted);
  const remote = join(path, 'out/renderer/remote.html');
  if (existsSync(remote)) {
    putTap(path, seconds);
    return { path, remove, tap };
  }
  mkdirSync(path, { recursive: true });
  for (const name of ['node_modules', 'resources']) symlinkSync(join(ROOT, name), join(path, name));
  copyFileSync(join(ROOT, 'package.json'), join(path, 'package.json'));
  const vite = join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js');
  run(process.execPath, [vite, 'build', '--outDir', join(path, 'out')], { cwd: ROOT });
  const page = join(path, 'out/renderer/index.html');
  const tapped = readFileSync(page, 'utf8').replace('<script', '<script src="/tap-page.js"></script><script');
  writeFileSync(page, tapped);
  putTap(path, seconds);
  writeFileSync(remote, '<!doctype html><title>Remote</title>');
  return { path, remove, tap };
};

const putTap = (path: string, seconds: number): void => {
  const source = readFileSync(join(import.meta.dirname, 'tap/tap-page.js'), 'utf8');
  writeFileSync(
    join(path, 'out/renderer/tap-page.js'),
    source.replace('const seconds = 0', `const seconds = ${seconds}`),
  );
  copyFileSync(join(import.meta.dirname, 'tap/tap-worklet.js'), join(path, 'out/renderer/tap-worklet.js'));
};

/** What a page of our origin needs to be a remote control: calls, and the events it hears. */
const REMOTE = `{
  const waiting = new Map();
  let next = 1;
  window.heard = { view: null, lines: [] };
  cueforge.onMessage((message) => {
    if (message.kind === 'event') {
      if (message.event === 'run.view') heard.view = message.payload;
      if (message.event === 'run.line') heard.lines.push(message.payload);
      return;
    }
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  window.ask = (command, input) => new Promise((resolve) => {
    waiting.set(next, resolve);
    cueforge.call(next++, command, input);
  });
}`;

/** The desktop application in a real window, its sound tapped, and a remote control beside it. */
export interface SessionWindow {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly home: string;
  call<Name extends keyof Commands>(command: Name, input: InputOf<Name>): Promise<OutputOf<Name>>;
  /** What the session does now, as events told it last; throws while there is none. */
  view(): Promise<SessionView>;
  lines(): Promise<SessionLogLine[]>;
  /** Waits until what is seen of the session is so. Milliseconds. */
  until(is: (view: SessionView) => boolean, what: string, patience?: number): Promise<SessionView>;
  /** Writes a cuelist, opens it as the session, waits until a mixer is there and its files are known, and arms it. */
  arm(document: CuelistDocument): Promise<void>;
  /** Runs an expression in the studio's page, also in one that was loaded again after it died. */
  inPage<Value>(expression: string): Promise<Value>;
  /** Frames that each tap has kept so far, oldest tap first. */
  tapped(): Promise<number[]>;
  /** What a tap kept; -1: the newest. */
  captured(tap: number, from?: number, to?: number): Promise<Float32Array>;
  /** When sound began after silence, by the newest tap: milliseconds since 1970. */
  onsets(): Promise<number[]>;
  asRun(): Promise<RunRow[]>;
  /** Process ids, the main process first. */
  processes(): Promise<number[]>;
  /** Runs what the remote control does, as `ask('run.go', {})`; gives when that was: milliseconds since 1970. */
  press(expression: string): Promise<number>;
  /** Hides the window, or shows it. */
  hide(hidden: boolean): Promise<void>;
  /** Closes the remote control's window and opens it again: it costs what it costs. */
  withoutRemote<Value>(act: () => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
}

export const openSessionWindow = async (folder: string, home: string): Promise<SessionWindow> => {
  const { app, page, processes, quit } = await launchDesktop(folder, home);
  const child = app.process();
  await app.evaluate(({ dialog }) => {
    // Nobody is asked whether a show may end.
    dialog.showMessageBox = async () => ({ response: 1, checkboxChecked: false });
    // Threads that begin from now on can be ended by the test, as if they had died.
    const threads = process.mainModule!.require('node:worker_threads');
    const workers: { file: string; end(): Promise<unknown> }[] = [];
    const { Worker } = threads;
    threads.Worker = class extends Worker {
      constructor(file: string | URL, ...rest: unknown[]) {
        super(file, ...rest);
        workers.push({ file: String(file), end: () => this.terminate() });
      }
    };
    Object.assign(globalThis, { workers });
  });
  const openRemote = async (): Promise<Page> => {
    const [remote] = await Promise.all([
      app.waitForEvent('window'),
      app.evaluate(
        ({ BrowserWindow }, preload) =>
          new BrowserWindow({
            show: false,
            webPreferences: { preload, sandbox: true, contextIsolation: true },
          }).loadURL('app://studio/remote.html'),
        join(folder, 'out/preload/preload.cjs'),
      ),
    ]);
    await remote.waitForLoadState('load');
    await remote.evaluate(REMOTE);
    return remote;
  };
  let remote = await openRemote();

  // By the main process: Playwright gives a page up that has died.
  const inPage = <Value>(expression: string): Promise<Value> =>
    app.evaluate(({ BrowserWindow }, script) => {
      const windows = BrowserWindow.getAllWindows();
      const found = windows.find(({ webContents }) => webContents.getURL().includes('/index.html'));
      if (!found) throw new Error('The studio has no window');
      return found.webContents.executeJavaScript(script);
    }, expression);
  const call: SessionWindow['call'] = async (command, input) => {
    const answer = await remote.evaluate<{ kind: string; output: never; failure?: { code: string; message: string } }>(
      `ask(${JSON.stringify(command)}, ${JSON.stringify(input)})`,
    );
    if (answer.kind === 'done') return answer.output;
    throw new Error(`${command}: ${answer.failure?.code}: ${answer.failure?.message}`);
  };
  const view = async (): Promise<SessionView> => {
    const seen = await remote.evaluate<SessionView | null>('heard.view');
    if (seen !== null) return seen;
    const { view: asked } = await call('run.get', {});
    if (asked === null) throw new Error('No session is open');
    return asked;
  };
  const until: SessionWindow['until'] = async (is, what, patience = 15_000) => {
    const end = performance.now() + patience;
    for (;;) {
      const seen = await view();
      if (is(seen)) return seen;
      if (performance.now() > end) throw new Error(`It never came that ${what}: ${JSON.stringify(seen)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  /** The library takes in what is new to it: until it knows every file of the list, and is done. */
  const filesKnown = async (): Promise<void> => {
    for (;;) {
      const [{ list }, { jobs }] = await Promise.all([call('run.get', {}), call('jobs.list', {})]);
      const layers = list!.cues.flatMap((cue) => cue.layers);
      if (layers.every(({ asset }) => asset !== null) && jobs.every(({ state }) => state !== 'running')) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  return {
    ...{ app, page, home, processes, call, view, until, inPage },
    lines: () => remote.evaluate<SessionLogLine[]>('heard.lines'),
    async arm(document) {
      const path = join(home, `${document.id}.json`);
      writeFileSync(path, JSON.stringify(document));
      await call('run.open', { path });
      await until(({ output }) => output.state === 'open', 'a mixer plays the session');
      await filesKnown();
      await call('run.arm', {});
      await until(({ armed, arming }) => armed && arming === null, 'it is armed');
    },
    tapped: () => inPage<number[]>('tapped()'),
    onsets: () => inPage<number[]>('tapOnsets()'),
    async captured(tap, from = 0, to) {
      const counts = await inPage<number[]>('tapped()');
      const which = tap < 0 ? counts.length - 1 : tap;
      const count = to ?? counts[which];
      const samples = new Float32Array(2 * Math.max(0, count - from));
      const PIECE = 240_000;
      for (let at = from; at < count; at += PIECE) {
        const text = await inPage<string>(`tapBytes(${which}, ${at}, ${Math.min(count, at + PIECE)})`);
        samples.set(new Float32Array(new Uint8Array(Buffer.from(text, 'base64')).buffer), 2 * (at - from));
      }
      return samples;
    },
    async asRun() {
      const { path } = await call('run.exportAsRun', { form: 'json', to: join(home, `as-run-${Date.now()}.json`) });
      return (JSON.parse(readFileSync(path, 'utf8')) as { sounds: RunRow[] }).sounds;
    },
    async press(expression) {
      const [at, answer] = await remote.evaluate<[number, { kind: string; failure?: { message: string } }]>(
        `(async () => { const at = Date.now(); return [at, await ${expression}]; })()`,
      );
      if (answer.kind !== 'done') throw new Error(`${expression}: ${answer.failure?.message}`);
      return at;
    },
    hide: (hidden) =>
      app.evaluate(({ BrowserWindow }, hides) => {
        const windows = BrowserWindow.getAllWindows();
        const window = windows.find(({ webContents }) => webContents.getURL().includes('/index.html'))!;
        if (hides) window.hide();
        else window.showInactive();
      }, hidden),
    async withoutRemote(act) {
      await remote.close();
      try {
        return await act();
      } finally {
        remote = await openRemote();
      }
    },
    async close() {
      if (child.exitCode === null && child.signalCode === null) await quit();
    },
  };
};
