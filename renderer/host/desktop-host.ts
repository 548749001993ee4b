import type { DesktopBridge } from '../../src/contract/index.ts';
import { bridgeChannel } from './bridge-channel.ts';
import type { Host } from './host.ts';
import { createLastingClient } from './lasting-client.ts';
import { createPortQueue } from './port-queue.ts';
import { uploadFiles } from './upload-files.ts';

/** A window of the desktop application. */
export const createDesktopHost = (bridge: DesktopBridge): Host => {
  const client = createLastingClient({ dial: async () => bridgeChannel(bridge) });
  const sound = createPortQueue('cueforge:pcm', () => bridge.connectPcm());
  const mixers = createPortQueue('cueforge:mixer', () => bridge.connectMixer());
  const watchers = new Set<(seen: boolean) => void>();
  let isSeen = true;
  bridge.onSeen((seen) => {
    isSeen = seen;
    for (const tell of watchers) tell(seen);
  });
  return {
    kind: 'desktop',
    client,
    onState: client.onState,
    connectNow: client.connectNow,
    mediaUrl: (path) => new URL(path, location.href).href,
    async pathsOf(files, options = {}) {
      const paths = files.map((file) => bridge.pathOf(file));
      // What was made in the page has no path, and is sent as a browser sends it; a folder has one, and nothing to send.
      const made = files.filter((file, i) => paths[i] === '' && file.type.startsWith('audio/'));
      const sent = made.length > 0 ? await uploadFiles(made, options, true) : [];
      return [...paths.filter((path) => path !== ''), ...sent];
    },
    choose: (choice) => bridge.choose(choice),
    connectPcm: () => sound.next(),
    connectMixer: () => mixers.next(),
    setPlaying: (playing) => bridge.setPlaying(playing),
    screenLock: null,
    onSeen(listener) {
      watchers.add(listener);
      listener(isSeen);
      return () => watchers.delete(listener);
    },
    showFile: (path) => bridge.showFile(path),
    openReport: (path) => bridge.openReport(path),
    notify: (title, body) => bridge.notify(title, body),
    askToNotify: null,
    onMenu: (listener) => bridge.onMenu(listener),
  };
};
