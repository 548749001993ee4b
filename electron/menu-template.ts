import type { MenuItemConstructorOptions } from 'electron';

/** What the menu can ask of the page: ids of its shortcuts, with an argument where one has it. */
export type SendAction = (action: string, argument?: string | null) => void;

/**
 * The menu as data. Its items send ids of the page's shortcuts, and show their keys without taking them: the page hears
 * every key itself and knows whether a field has the focus. Only what Chromium does itself has a role.
 */
export const menuTemplate = (options: {
  readonly platform: string;
  readonly name: string;
  readonly send: SendAction;
  /** True adds what serves development. */
  readonly developing: boolean;
  readonly showLog: () => void;
}): MenuItemConstructorOptions[] => {
  const { platform, send } = options;
  const isMac = platform === 'darwin';
  const item = (label: string, action: string, accelerator?: string): MenuItemConstructorOptions => ({
    id: action,
    label,
    ...(accelerator !== undefined && { accelerator, registerAccelerator: false }),
    click: () => send(action),
  });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const settings = item('Settings…', 'go.settings', 'CmdOrCtrl+,');

  const application: MenuItemConstructorOptions = {
    label: options.name,
    submenu: [
      { role: 'about' },
      line,
      settings,
      line,
      { role: 'services' },
      line,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      line,
      { role: 'quit' },
    ],
  };
  const recent: MenuItemConstructorOptions = {
    label: 'Open Recent',
    role: 'recentDocuments',
    submenu: [{ label: 'Clear Menu', role: 'clearRecentDocuments' }],
  };
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      item('Import Sounds…', 'file.import', 'CmdOrCtrl+I'),
      item('Import a Folder…', 'file.importFolder', 'CmdOrCtrl+Shift+I'),
      line,
      item('New Workout…', 'file.new', 'CmdOrCtrl+N'),
      item('Open Workout…', 'file.open', 'CmdOrCtrl+O'),
      ...(isMac ? [recent] : []),
      item('Open the Demo', 'file.openDemo'),
      line,
      item('Export', 'export.start', 'CmdOrCtrl+Enter'),
      ...(isMac ? [line, { role: 'close' } as const] : [line, settings, line, { role: 'quit' } as const]),
    ],
  };
  const edit: MenuItemConstructorOptions = {
    label: '&Edit',
    submenu: [
      item('Undo', 'edit.undo', 'CmdOrCtrl+Z'),
      item('Redo', 'edit.redo', 'CmdOrCtrl+Shift+Z'),
      line,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      item('Library', 'go.library', 'CmdOrCtrl+1'),
      item('Edit', 'go.edit', 'CmdOrCtrl+2'),
      item('Run', 'go.run', 'CmdOrCtrl+3'),
      item('Export', 'go.export', 'CmdOrCtrl+4'),
      item('Jobs', 'go.jobs', 'CmdOrCtrl+J'),
      line,
      item('Find Anything', 'palette.open', 'CmdOrCtrl+K'),
      line,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
      ...(options.developing ? [line, { role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
    ],
  };
  const playback: MenuItemConstructorOptions = {
    label: '&Playback',
    submenu: [
      // Space is not shown as a key here: macOS would take it from the fields.
      item('Play or Pause', 'play.toggle'),
      item('Stop', 'play.stop', 'CmdOrCtrl+.'),
      item('Back to the Start', 'play.start'),
      item('Loop', 'play.loop'),
    ],
  };
  const help: MenuItemConstructorOptions = {
    role: 'help',
    submenu: [item('Shortcuts', 'help.open'), { label: 'Show the Log', click: options.showLog }],
  };
  return [...(isMac ? [application] : []), file, edit, view, playback, { role: 'windowMenu' }, help];
};
