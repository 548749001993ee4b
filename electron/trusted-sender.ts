import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { isOurs } from './app-address.ts';

/** True where a message comes from the top frame of our own page. Looked at with every message, at the time it arrives. */
export const isTrusted = ({ senderFrame }: IpcMainEvent | IpcMainInvokeEvent): boolean =>
  senderFrame !== null && senderFrame.parent === null && isOurs(senderFrame.url);
