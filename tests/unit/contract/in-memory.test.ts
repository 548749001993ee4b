import { createInMemoryChannels, type StudioChannel, serve } from '../../../src/contract/index.ts';
import { describeTransport } from './conformance.ts';

describeTransport('memory', async (service) => {
  const open: StudioChannel[] = [];
  const lose = async (): Promise<void> => {
    for (const channel of open.splice(0)) channel.close();
  };
  return {
    async dial() {
      const { client, studio } = createInMemoryChannels();
      serve(studio, service);
      open.push(studio);
      return client;
    },
    lose,
    close: lose,
  };
});
