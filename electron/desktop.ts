import { extname, join } from 'node:path';
import { app, type BrowserWindow, dialog, Menu, session, shell, type WebContents } from 'electron';
import { type StudioService, serve } from '../src/contract/index.ts';
import { toFailure } from '../src/model/index.ts';
import { listPageFiles } from '../src/studio/index.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { BRIDGE } from './bridge-names.ts';
import { WORKOUTS } from './choose-files.ts';
import { reloadAfterCrash } from './crashed-pages.ts';
import { lockDown } from './lock-down.ts';
import { openLogFile } from './log-file.ts';
import { openMainWindow } from './main-window.ts';
import { menuTemplate, type SendAction } from './menu-template.ts';
import { filesOf } from './opened-files.ts';
import { answerPage } from './page-requests.ts';
import { denyByDefault } from './permissions.ts';
import { createShowGuard } from './show-guard.ts';
import { offerSoundPorts } from './sound-ports.ts';
import { createStayAwake } from './stay-awake.ts';
import { acceptPages } from './studio-channels.ts';
import { keepUpToDate } from './system-updates.ts';
import type { Updates } from './updates.ts';

/** The studio, as the desktop needs it. */
export interface OpenService {
  readonly service: StudioService;
  close(): Promise<void>;
}

export interface DesktopOptions {
  /** The built page. */
  readonly pageFolder: string;
  /** The built preload. */
  readonly preload: string;
  readonly openService: (log: (line: string) => void) => Promise<OpenService>;
}

/** How long the studio may take to end its work when the user quits. Milliseconds. */
const PATIENCE = 8_000;

/**
 * Starts the desktop application: one process, one window, one studio. Called once, before Electron is ready; a second
 * instance hands its files to the first and ends.
 */
export const startDesktop = (options: DesktopOptions): void => {
  app.setName('Cueforge');
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return;
  }
  const { log, path: logPath } = openLogFile();
  registerAppScheme();
  // Chromium's own sandbox does not run as root, in a container: then the command line says so.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  lockDown(log);

  let window: BrowserWindow | null = null;
  /** Pages that have begun, and what those are to be told that have not. */
  const begun = new WeakSet<WebContents>();
  const untold: Parameters<SendAction>[] = [];
  const send: SendAction = (action, argument = null) => {
    if (window !== null && begun.has(window.webContents)) window.webContents.send(BRIDGE.menu, action, argument);
    else untold.push([action, argument]);
  };
  const openPath = (path: string): void => {
    const isWorkout = WORKOUTS.includes(extname(path).slice(1).toLowerCase());
    if (isWorkout) void app.whenReady().then(() => app.addRecentDocument(path));
    send(isWorkout ? 'file.open' : 'file.import', path);
  };

  const awake = createStayAwake();
  let updates: Updates | null = null;
  const show = createShowGuard((armed) => {
    awake.setShow(armed);
    updates?.setShow(armed);
  });
  const showWindow = (): void => {
    if (window === null) {
      window = openMainWindow({
        preload: options.preload,
        stateFile: join(app.getPath('userData'), 'window-state.json'),
        log,
      });
      const { webContents } = window;
      window.once('closed', () => {
        window = null;
      });
      show.guard(window);
      reloadAfterCrash(webContents, show.isArmed);
      return;
    }
    if (window.isMinimized()) window.restore();
    window.focus();
  };

  app.on('open-file', (event, path) => {
    event.preventDefault();
    openPath(path);
    if (app.isReady()) showWindow();
  });
  app.on('second-instance', (_event, argv, folder) => {
    for (const path of filesOf(argv, folder, app.isPackaged)) openPath(path);
    if (app.isReady()) showWindow();
  });
  app.on('activate', () => app.isReady() && showWindow());
  app.on('window-all-closed', () => process.platform !== 'darwin' && app.quit());

  const open = async (): Promise<void> => {
    const files = await listPageFiles(options.pageFolder);
    // The window does not wait for the library: what its page asks waits here.
    const opening = options.openService(log);
    const studio = opening.then(({ service }) => service);
    const withStudio = (ask: (service: StudioService) => void): void => void studio.then(ask, () => undefined);
    withStudio(show.watch);
    closeBeforeQuit(opening, log);
    denyByDefault(session.defaultSession);
    serveApp(session.defaultSession, { files, media: async (request) => (await studio).media(request), log });
    acceptPages({
      log,
      onConnect(channel, contents) {
        begun.add(contents);
        channel.onClose(() => {
          begun.delete(contents);
          awake.setPlaying(contents, false);
        });
        withStudio((service) => serve(channel, service));
        for (const [action, argument] of untold.splice(0)) send(action, argument);
      },
    });
    offerSoundPorts({
      connectPcm: (port) => withStudio((service) => service.connectPcm(port)),
      connectMixer: (port) => withStudio((service) => service.connectMixer(port)),
    });
    answerPage(awake);
    const showLog = (): void => shell.showItemInFolder(logPath);
    const developing = !app.isPackaged;
    const template = menuTemplate({ platform: process.platform, name: app.name, send, developing, showLog });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
    for (const path of filesOf(process.argv, process.cwd(), app.isPackaged)) openPath(path);
    showWindow();
    updates = keepUpToDate(awake.isBusy, log);
    await opening;
  };

  app
    .whenReady()
    .then(open)
    .catch(async (error: unknown) => {
      const { message } = toFailure(error);
      log(`The studio could not open: ${message}`);
      await dialog.showMessageBox({ type: 'error', message: 'Cueforge could not open its studio', detail: message });
      app.exit(1);
    });
};

/** Lets the studio end its work before the process does, but not for ever. */
const closeBeforeQuit = (opening: Promise<OpenService>, log: (line: string) => void): void => {
  app.once('will-quit', (event) => {
    event.preventDefault();
    const closed = opening.then((open) => open.close()).catch((error: Error) => log(`Closing: ${error.message}`));
    void Promise.race([closed, new Promise((resolve) => setTimeout(resolve, PATIENCE))]).then(() => app.exit(0));
  });
};
