import { CONTRACT_PATH, MIXER_PATH, PCM_PATH, SESSION_PATH } from '../../src/contract/index.ts';
import { CueforgeError } from '../../src/model/index.ts';
import type { Host } from './host.ts';
import { createLastingClient } from './lasting-client.ts';
import { createScreenLock } from './screen-lock.ts';
import { openSocketChannel } from './socket-channel.ts';
import { uploadFiles } from './upload-files.ts';

const socketUrl = (path: string): string => {
  const url = new URL(path, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  return url.href;
};

const mayNotify = (): boolean => 'Notification' in window && Notification.permission === 'granted';

/** A press on it brings the page to the front. */
const notify = (title: string, body: string): void => {
  const shown = new Notification(title, { body, tag: 'cueforge' });
  shown.onclick = () => {
    window.focus();
    shown.close();
  };
};

/** A browser on the machine where "cueforge studio" runs. */
export const createWebHost = (): Host => {
  const client = createLastingClient({
    async dial() {
      // Asked first: a WebSocket that is refused cannot be told from a studio that is gone.
      const session = await fetch(SESSION_PATH, { cache: 'no-store' }).catch(() => null);
      if (session?.status === 403) throw new CueforgeError('untrusted', await session.text());
      return openSocketChannel(socketUrl(CONTRACT_PATH));
    },
  });
  return {
    kind: 'web',
    client,
    onState: client.onState,
    connectNow: client.connectNow,
    mediaUrl: (path) => new URL(path, location.href).href,
    pathsOf: (files, options = {}) => uploadFiles(files, options),
    choose: async () => null,
    connectPcm: async () => ({ url: socketUrl(PCM_PATH) }),
    connectMixer: async () => ({ url: socketUrl(MIXER_PATH) }),
    // A browser keeps the computer awake itself while a page is heard.
    setPlaying: () => undefined,
    screenLock: createScreenLock(),
    onSeen(listener) {
      const tell = (): void => listener(!document.hidden);
      document.addEventListener('visibilitychange', tell);
      tell();
      return () => document.removeEventListener('visibilitychange', tell);
    },
    showFile: null,
    openReport: null,
    get notify() {
      return mayNotify() ? notify : null;
    },
    get askToNotify() {
      if (!('Notification' in window) || Notification.permission !== 'default') return null;
      return async () => (await Notification.requestPermission()) === 'granted';
    },
    onMenu: () => undefined,
  };
};
