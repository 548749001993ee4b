import { extname, isAbsolute } from 'node:path';
import { app, BrowserWindow, ipcMain, Notification, shell } from 'electron';
import { CueforgeError } from '../src/model/index.ts';
import { BRIDGE } from './bridge-names.ts';
import { chooseFiles } from './choose-files.ts';
import type { StayAwake } from './stay-awake.ts';
import { isTrusted } from './trusted-sender.ts';

/** Characters of a notification's title or text: systems show fewer. */
const LONGEST = 300;

/** What our page asks of the desktop itself: dialogs, a file shown in its folder, a computer that stays awake. */
export const answerPage = (awake: StayAwake): void => {
  ipcMain.handle(BRIDGE.choose, async (event, choice: unknown) => {
    const window = BrowserWindow.fromWebContents(event.sender);
    if (!isTrusted(event) || window === null) throw new CueforgeError('untrusted', 'Only our own page may ask');
    const paths = await chooseFiles(window, choice);
    if (choice === 'workout') for (const path of paths) app.addRecentDocument(path);
    return paths;
  });
  ipcMain.on(BRIDGE.showFile, (event, path: unknown) => {
    if (isTrusted(event) && typeof path === 'string' && isAbsolute(path)) shell.showItemInFolder(path);
  });
  ipcMain.on(BRIDGE.openReport, (event, path: unknown) => {
    // A page that opens anywhere, and nothing that runs.
    if (!isTrusted(event) || typeof path !== 'string' || !isAbsolute(path) || extname(path) !== '.html') return;
    void shell.openPath(path);
  });
  ipcMain.on(BRIDGE.notify, (event, title: unknown, body: unknown) => {
    if (!isTrusted(event) || typeof title !== 'string' || typeof body !== 'string') return;
    const window = BrowserWindow.fromWebContents(event.sender);
    if (window === null || !Notification.isSupported()) return;
    const shown = new Notification({ title: title.slice(0, LONGEST), body: body.slice(0, LONGEST) });
    shown.on('click', () => {
      if (window.isDestroyed()) return;
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    });
    shown.show();
  });
  ipcMain.on(BRIDGE.playing, (event, playing: unknown) => {
    if (isTrusted(event)) awake.setPlaying(event.sender, playing === true);
  });
};
