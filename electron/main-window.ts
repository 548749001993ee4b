import { BrowserWindow, screen } from 'electron';
import { PAGE_ADDRESS } from './app-address.ts';
import { BRIDGE } from './bridge-names.ts';
import { fitToDisplays, LEAST, readWindowState, type WindowState, writeWindowState } from './window-state.ts';

/** A move or a resize comes in hundreds of steps; it is kept once it rests. Milliseconds. */
const REST = 400;

/** The ground of the dark theme (`renderer/ui/tokens.css`): no white flash before the first paint. */
const GROUND = '#0c0e12';

/** Opens the studio's window where it was left. Shown with its first paint. */
export const openMainWindow = (options: {
  readonly preload: string;
  readonly stateFile: string;
  readonly log: (line: string) => void;
}): BrowserWindow => {
  const main = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
  const areas = [main, ...others].map(({ workArea }) => workArea);
  const state = fitToDisplays(readWindowState(options.stateFile), areas);
  const window = new BrowserWindow({
    ...(state.x !== null && state.y !== null && { x: state.x, y: state.y }),
    width: state.width,
    height: state.height,
    minWidth: LEAST.width,
    minHeight: LEAST.height,
    show: false,
    title: 'Cueforge',
    backgroundColor: GROUND,
    webPreferences: {
      preload: options.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      // Sound is fed by the page: it goes on while the window is hidden.
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    },
  });
  if (state.maximized) window.maximize();
  keepState(window, options.stateFile, options.log);
  tellSeen(window);
  window.once('ready-to-show', () => window.show());
  void window.loadURL(PAGE_ADDRESS).catch((error: Error) => options.log(`The page did not load: ${error.message}`));
  return window;
};

/** Tells the page when it is hidden and when it is seen again: it is not slowed down, and cannot know by itself. */
const tellSeen = (window: BrowserWindow): void => {
  const { webContents } = window;
  const tell = (seen: boolean) => (): void => webContents.send(BRIDGE.seen, seen);
  for (const event of ['hide', 'minimize'] as const) window.on(event as 'hide', tell(false));
  for (const event of ['show', 'restore'] as const) window.on(event as 'show', tell(true));
};

const keepState = (window: BrowserWindow, file: string, log: (line: string) => void): void => {
  let last = Promise.resolve();
  let resting: NodeJS.Timeout | null = null;
  const keep = (): void => {
    if (resting) clearTimeout(resting);
    resting = null;
    const state = stateOf(window);
    // One after the other: each writes the same partial file.
    last = last.then(() => writeWindowState(file, state)).catch((error: Error) => log(error.message));
  };
  const soon = (): void => {
    if (resting) clearTimeout(resting);
    resting = setTimeout(keep, REST);
  };
  window.on('resize', soon);
  window.on('move', soon);
  window.on('maximize', soon);
  window.on('unmaximize', soon);
  window.on('close', keep);
};

const stateOf = (window: BrowserWindow): WindowState => ({
  ...window.getNormalBounds(),
  maximized: window.isMaximized(),
});
