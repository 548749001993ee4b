import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import { CHOICES, COMMAND_NAMES, type DesktopBridge, type FromStudio } from '../src/contract/index.ts';
import { BRIDGE } from './bridge-names.ts';

// Sandboxed, and the only code that sees both sides: it passes known names with plain data, and judges nothing.

/** The page's window, of which the preload needs no more. */
declare const window: {
  readonly location: { readonly origin: string };
  postMessage(message: unknown, targetOrigin: string, ports: readonly unknown[]): void;
};

type Listener<Args extends unknown[]> = (...args: Args) => void;

/** What arrives before the page listens is kept for it; of several listeners the last counts. */
const keepFor = <Args extends unknown[]>(channel: string): ((listener: Listener<Args>) => void) => {
  const waiting: Args[] = [];
  let heard: Listener<Args> | null = null;
  ipcRenderer.on(channel, (_event: IpcRendererEvent, ...args: unknown[]) => {
    if (heard) heard(...(args as Args));
    else waiting.push(args as Args);
  });
  return (listener) => {
    heard = listener;
    for (const args of waiting.splice(0)) listener(...args);
  };
};

const known = <Name extends string>(names: readonly Name[], name: unknown): Name => {
  const found = names.find((one) => one === name);
  if (found === undefined) throw new TypeError(`Cueforge's bridge knows no "${String(name)}"`);
  return found;
};

const onMessage = keepFor<[FromStudio]>(BRIDGE.fromStudio);
const onMenu = keepFor<[string, string | null]>(BRIDGE.menu);
const onSeen = keepFor<[boolean]>(BRIDGE.seen);

/** Electron before 32 has no `webUtils`, and puts the path on the File. */
const pathOf = (file: unknown): string => {
  const path = webUtils ? webUtils.getPathForFile(file as File) : (file as { path?: unknown }).path;
  return typeof path === 'string' ? path : '';
};

const bridge: DesktopBridge = {
  platform: process.platform,
  call: (id, command, input) =>
    ipcRenderer.send(BRIDGE.toStudio, { kind: 'call', id: Number(id), command: known(COMMAND_NAMES, command), input }),
  cancel: (id) => ipcRenderer.send(BRIDGE.toStudio, { kind: 'cancel', id: Number(id) }),
  onMessage: (listener) => onMessage(listener),
  pathOf,
  choose: (choice) => ipcRenderer.invoke(BRIDGE.choose, known(CHOICES, choice)),
  connectPcm: () => ipcRenderer.send(BRIDGE.pcm),
  connectMixer: () => ipcRenderer.send(BRIDGE.mixer),
  onMenu: (listener) => onMenu(listener),
  onSeen: (listener) => onSeen(listener),
  showFile: (path) => ipcRenderer.send(BRIDGE.showFile, String(path)),
  openReport: (path) => ipcRenderer.send(BRIDGE.openReport, String(path)),
  notify: (title, body) => ipcRenderer.send(BRIDGE.notify, String(title), String(body)),
  setPlaying: (playing) => ipcRenderer.send(BRIDGE.playing, playing === true),
};

// A port cannot cross the context bridge: it is posted to the page, to no other origin.
for (const name of [BRIDGE.pcm, BRIDGE.mixer]) {
  ipcRenderer.on(name, ({ ports }) => window.postMessage(name, window.location.origin, [...ports]));
}

contextBridge.exposeInMainWorld('cueforge', bridge);
ipcRenderer.send(BRIDGE.begin);
