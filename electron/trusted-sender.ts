import type { IpcMainEvent, IpcMainInvokeEvent, WebFrameMain } from 'electron';
import { isOurs } from './app-address.ts';

/** True where a message comes from the top frame of our own page. Looked at with every message, at the time it arrives. */
export const isTrusted = ({ senderFrame }: IpcMainEvent | IpcMainInvokeEvent): boolean => isOurPage(senderFrame);

/** True for the top frame of our own page. */
export const isOurPage = (frame: WebFrameMain | null): boolean =>
  frame !== null && frame.parent === null && isOurs(frame.url);
