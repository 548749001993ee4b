import { bridgeChannel } from '../../../renderer/host/bridge-channel.ts';
import { COMMAND_NAMES, createInMemoryChannels, type DesktopBridge, serve } from '../../../src/contract/index.ts';
import { describeTransport } from './conformance.ts';

// The page's half of the desktop; the preload's and the main process's half stands in `tests/e2e/desktop`.
describeTransport(
  "the desktop's bridge",
  async (service) => ({
    async dial() {
      const { client, studio } = createInMemoryChannels();
      serve(studio, service);
      const bridge: Pick<DesktopBridge, 'call' | 'cancel' | 'onMessage'> = {
        call(id, command, input) {
          if (!COMMAND_NAMES.includes(command)) throw new TypeError(`The bridge knows no "${command}"`);
          client.send({ kind: 'call', id, command, input });
        },
        cancel: (id) => client.send({ kind: 'cancel', id }),
        onMessage: (listener) => client.onMessage(listener),
      };
      return bridgeChannel(bridge);
    },
    lose: async () => undefined,
    close: async () => undefined,
  }),
  { raw: false, ends: false },
);
