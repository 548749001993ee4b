import type { DesktopBridge } from '../../src/contract/index.ts';
import { bridgeChannel } from './bridge-channel.ts';
import type { Host } from './host.ts';
import { createLastingClient } from './lasting-client.ts';
import { createPortQueue } from './port-queue.ts';

/** A window of the desktop application. */
export const createDesktopHost = (bridge: DesktopBridge): Host => {
  const client = createLastingClient({ dial: async () => bridgeChannel(bridge) });
  const ports = createPortQueue(() => bridge.connectPcm());
  return {
    kind: 'desktop',
    client,
    onState: client.onState,
    connectNow: client.connectNow,
    mediaUrl: (path) => new URL(path, location.href).href,
    async pathsOf(files) {
      return files.map((file) => bridge.pathOf(file)).filter((path) => path !== '');
    },
    choose: (choice) => bridge.choose(choice),
    connectPcm: () => ports.next(),
    setPlaying: (playing) => bridge.setPlaying(playing),
    showFile: (path) => bridge.showFile(path),
    onMenu: (listener) => bridge.onMenu(listener),
  };
};
