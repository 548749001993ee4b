import { app, shell, type WebContents } from 'electron';
import { isSafeLink, isThePage } from './app-address.ts';

/** Holds every window there will be to its page: no other address, no new window, no guest. */
export const lockDown = (log: (line: string) => void): void => {
  app.on('web-contents-created', (_event, contents) => holdToPage(contents, log));
};

const holdToPage = (contents: WebContents, log: (line: string) => void): void => {
  contents.setWindowOpenHandler(({ url }) => {
    if (isSafeLink(url)) void shell.openExternal(url);
    else log(`A new window was refused: ${url.slice(0, 200)}`);
    return { action: 'deny' };
  });
  const refuse = (event: { preventDefault(): void; readonly url: string }): void => {
    if (isThePage(event.url)) return;
    event.preventDefault();
    log(`Leaving the page was refused: ${event.url.slice(0, 200)}`);
  };
  contents.on('will-navigate', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-attach-webview', (event) => event.preventDefault());
};
