import type { DesktopBridge } from '../../src/contract/index.ts';
import { createDesktopHost } from './desktop-host.ts';
import type { Host } from './host.ts';
import { createWebHost } from './web-host.ts';

export type { ConnectionState } from './connection-state.ts';
export type { Host, PathsOptions } from './host.ts';

/** The host this page runs in: the desktop where its preload left a bridge, else a browser. Called once. */
export const connectHost = (): Host => {
  const { cueforge } = window as { cueforge?: DesktopBridge };
  return cueforge ? createDesktopHost(cueforge) : createWebHost();
};
