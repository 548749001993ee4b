import { isAbsolute } from 'node:path';
import { app, BrowserWindow, ipcMain, shell } from 'electron';
import { CueforgeError } from '../src/model/index.ts';
import { BRIDGE } from './bridge-names.ts';
import { chooseFiles } from './choose-files.ts';
import type { StayAwake } from './stay-awake.ts';
import { isTrusted } from './trusted-sender.ts';

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
  ipcMain.on(BRIDGE.playing, (event, playing: unknown) => {
    if (isTrusted(event)) awake.setPlaying(event.sender, playing === true);
  });
};
