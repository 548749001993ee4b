import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAfterCrash, type LaunchedDesktop, launchDesktop, makeHome } from '../../support/electron/launch-desktop.ts';
import { buildTestApp } from './build-app.ts';

// The desktop host while a show is armed, around a studio that arms one when it is told to.

let home: Awaited<ReturnType<typeof makeHome>>;
let desktop: LaunchedDesktop;
/** Its process: once it has quit, playwright knows of none. */
let running: ChildProcess | null = null;

interface Stage {
  readonly smallStudio: { arm(armed: boolean): void };
  /** Questions that were asked. */
  asked: { message: string; buttons: readonly string[] }[];
  /** What the user answers to the next. */
  answer: number;
}
const arm = (armed: boolean): Promise<void> =>
  desktop.app.evaluate((_electron, is) => (globalThis as unknown as Stage).smallStudio.arm(is), armed);
const asked = (): Promise<Stage['asked']> =>
  desktop.app.evaluate(() => (globalThis as unknown as Stage).asked.map(({ ...question }) => question));
const answerWith = (button: number): Promise<unknown> =>
  desktop.app.evaluate((_electron, answer) => Object.assign(globalThis, { answer, asked: [] }), button);
const closeWindow = (): Promise<void> =>
  desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].close());
const windows = (): Promise<number> =>
  desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

beforeAll(async () => {
  const folder = await buildTestApp();
  home = await makeHome();
  desktop = await launchDesktop(folder, home.path);
  running = desktop.app.process();
  // The system's own dialog cannot be clicked from here: it answers at once.
  await desktop.app.evaluate(({ dialog }) => {
    const stage = globalThis as unknown as Stage;
    Object.assign(stage, { asked: [], answer: 0 });
    dialog.showMessageBox = async (...args: unknown[]) => {
      stage.asked.push(args.at(-1) as Stage['asked'][number]);
      return { response: stage.answer, checkboxChecked: false };
    };
  });
});
afterAll(async () => {
  // Where the last test came through it has quit.
  if (running?.exitCode === null && running.signalCode === null) await desktop.app.close();
  await home?.remove();
});

describe('while a show is armed', () => {
  const blocked = (): Promise<number> =>
    desktop.app.evaluate(
      ({ powerSaveBlocker }) => [0, 1, 2, 3, 4, 5, 6, 7].filter((id) => powerSaveBlocker.isStarted(id)).length,
    );

  it('the computer stays awake and its screen on, and no longer', async () => {
    expect(await blocked()).toBe(0);
    await arm(true);
    expect(await blocked()).toBe(2);
    await arm(true);
    expect(await blocked()).toBe(2);
    await arm(false);
    expect(await blocked()).toBe(0);
  });

  it('its page is not slowed while it is hidden', async () => {
    const throttled = await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0].webContents.getBackgroundThrottling(),
    );
    expect(throttled).toBe(false);
  });

  it('closing the window and quitting ask first, once', async () => {
    await arm(true);
    await answerWith(0);
    await closeWindow();
    await desktop.app.evaluate(({ app }) => app.quit());
    await expect.poll(asked).toHaveLength(2);
    const [question] = await asked();
    expect(question).toMatchObject({ message: 'A show is armed', buttons: ['Keep the show', 'Close all the same'] });
    expect(await windows()).toBe(1);
    expect(desktop.app.process().exitCode).toBeNull();
  });

  it('a page that dies is loaded again, however soon it dies again', async () => {
    for (let crash = 0; crash < 3; crash++) {
      const answer = await askAfterCrash(desktop.app, `probe.call('app.info', {})`);
      expect(answer).toMatchObject({ kind: 'done' });
    }
  });

  it('a user who means it leaves', async () => {
    await desktop.app.evaluate(({ dialog }) => {
      dialog.showMessageBox = async () => ({ response: 1, checkboxChecked: false });
    });
    const ended = once(desktop.app.process(), 'exit');
    await closeWindow();
    const [code] = await ended;
    expect(code).toBe(0);
  });
});
