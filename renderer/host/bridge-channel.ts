import { type ClientChannel, createEnd, type DesktopBridge, type FromStudio } from '../../src/contract/index.ts';

/** The contract over the desktop's bridge. The connection lasts as long as the window: the main process outlives it. */
export const bridgeChannel = (bridge: Pick<DesktopBridge, 'call' | 'cancel' | 'onMessage'>): ClientChannel => {
  const end = createEnd<FromStudio>();
  bridge.onMessage((message) => end.deliver(message));
  return {
    ...end.face,
    send(message) {
      if (message.kind === 'call') bridge.call(message.id, message.command, message.input);
      else bridge.cancel(message.id);
    },
    close: () => end.close(),
  };
};
