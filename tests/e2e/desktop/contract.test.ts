import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll } from 'vitest';
import { bridgeChannel } from '../../../renderer/host/bridge-channel.ts';
import type { ClientChannel, DesktopBridge, FromStudio } from '../../../src/contract/index.ts';
import { type LaunchedDesktop, launchDesktop, makeHome } from '../../support/electron/launch-desktop.ts';
import { describeTransport } from '../../unit/contract/conformance.ts';
import { buildTestApp } from './build-app.ts';

// The script is served in the main process by the host that ships; the suite's clients stand in this process, and reach
// it through the bridges of real pages: each page is one connection, which ends when it is loaded anew or closed.

let folder: string;
let home: Awaited<ReturnType<typeof makeHome>>;
let desktop: LaunchedDesktop;

type Listener = (message: FromStudio) => void;
/** Who hears what the studio says to a page. */
const ears = new WeakMap<Page, Listener>();
/** What stands in the globals of a page that is heard. */
interface Heard {
  readonly cueforge: DesktopBridge;
  readonly hear: Listener;
}

const expose = (page: Page): Promise<unknown> =>
  page.exposeFunction('hear', (message: FromStudio) => ears.get(page)?.(message));

beforeAll(async () => {
  folder = await buildTestApp();
  home = await makeHome();
  desktop = await launchDesktop(folder, home.path);
  await expose(desktop.page);
});
afterAll(async () => {
  await desktop?.quit();
  await home?.remove();
});

/** The window that is there, with a page that has just begun; another one where that is in use. */
const takePage = async (inUse: ReadonlySet<Page>): Promise<Page> => {
  if (!inUse.has(desktop.page)) {
    await desktop.page.reload();
    return desktop.page;
  }
  const [page] = await Promise.all([
    desktop.app.waitForEvent('window'),
    desktop.app.evaluate(
      ({ BrowserWindow }, preload) =>
        new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, contextIsolation: true },
        }).loadURL('app://studio/index.html'),
      join(folder, 'preload', 'preload.cjs'),
    ),
  ]);
  await expose(page);
  return page;
};

/** A page's bridge as one of this process. What it throws arrives too late to be thrown here: it is told as a failure. */
const bridgeOf = (page: Page): Pick<DesktopBridge, 'call' | 'cancel' | 'onMessage'> => {
  // A page that goes away takes what was sent to it along; that it goes, its connection hears.
  const gone = (): null => null;
  return {
    async call(id, command, input) {
      const thrown = await page
        .evaluate(
          ([name, ...args]) => {
            try {
              (globalThis as unknown as Heard).cueforge.call(args[0], name, args[1]);
              return null;
            } catch (error) {
              return String(error);
            }
          },
          [command, id, input] as const,
        )
        .catch(gone);
      if (thrown !== null) {
        ears.get(page)?.({ kind: 'failed', id, failure: { code: 'bad-argument', message: thrown } });
      }
    },
    cancel: (id) =>
      void page.evaluate((running) => (globalThis as unknown as Heard).cueforge.cancel(running), id).catch(gone),
    onMessage: (listener) => ears.set(page, listener),
  };
};

describeTransport(
  "a real window's IPC",
  async () => {
    await desktop.app.evaluate(() => (globalThis as unknown as { serveScript(): void }).serveScript());
    const inUse = new Set<Page>();
    const closing: Promise<void>[] = [];
    const close = async (page: Page): Promise<void> => {
      const window = await desktop.app.browserWindow(page);
      await window.evaluate((it) => it.close());
    };
    return {
      async dial(): Promise<ClientChannel> {
        const page = await takePage(inUse);
        inUse.add(page);
        const channel = bridgeChannel(bridgeOf(page));
        await page.evaluate(() => {
          const { cueforge, hear } = globalThis as unknown as Heard;
          cueforge.onMessage((message) => hear(message));
        });
        page.once('framenavigated', () => channel.close());
        page.once('close', () => channel.close());
        channel.onClose(() => {
          inUse.delete(page);
          if (page !== desktop.page && !page.isClosed()) closing.push(close(page));
        });
        return channel;
      },
      async lose() {
        // Not until they are loaded: a window that lost its connection closes.
        await Promise.all([...inUse].map((page) => page.reload({ waitUntil: 'commit' })));
      },
      async close() {
        await Promise.all(closing);
      },
    };
  },
  { raw: false },
);
