import { type IpcMainEvent, ipcMain, type WebContents } from 'electron';
import { createEnd, type FromStudio, type StudioChannel } from '../src/contract/index.ts';
import type { Failure } from '../src/model/index.ts';
import { BRIDGE } from './bridge-names.ts';
import { isTrusted } from './trusted-sender.ts';

const UNTRUSTED: Failure = { code: 'untrusted', message: 'The studio answers its own page only' };

type Connection = { readonly channel: StudioChannel; readonly deliver: (message: unknown) => void };

/**
 * Gives a connection for every page that begins: the contract over IPC. A page that is loaded anew, gone or crashed
 * closes its connection, which cancels what it had asked for. Strangers are answered `untrusted`.
 */
export const acceptPages = (options: {
  readonly onConnect: (channel: StudioChannel, contents: WebContents) => void;
  readonly log: (line: string) => void;
}): void => {
  const connections = new Map<WebContents, Connection>();

  const begin = (contents: WebContents): void => {
    connections.get(contents)?.channel.close();
    const connection = connect(contents, () => connections.delete(contents));
    connections.set(contents, connection);
    options.onConnect(connection.channel, contents);
  };
  const refuse = ({ senderFrame }: IpcMainEvent, message: unknown): void => {
    options.log(`A message from ${senderFrame?.url.slice(0, 200) ?? 'a page that is gone'} was refused`);
    const id = (message as { id?: unknown } | undefined)?.id;
    const reply: FromStudio = { kind: 'failed', id: typeof id === 'number' ? id : 0, failure: UNTRUSTED };
    senderFrame?.send(BRIDGE.fromStudio, reply);
  };

  ipcMain.on(BRIDGE.begin, (event) => {
    if (isTrusted(event)) begin(event.sender);
  });
  ipcMain.on(BRIDGE.toStudio, (event, message: unknown) => {
    if (isTrusted(event)) connections.get(event.sender)?.deliver(message);
    else refuse(event, message);
  });
};

const connect = (contents: WebContents, onEnd: () => void): Connection => {
  const end = createEnd<unknown>();
  let open = true;
  const close = (): void => {
    if (!open) return;
    open = false;
    contents.off('destroyed', close);
    contents.off('render-process-gone', close);
    onEnd();
    end.close();
  };
  contents.once('destroyed', close);
  contents.once('render-process-gone', close);
  const send = (message: FromStudio): void => {
    if (open) contents.send(BRIDGE.fromStudio, message);
  };
  return { channel: { ...end.face, send, close }, deliver: end.deliver };
};
