import { openSocketChannel } from '../../../renderer/host/socket-channel.ts';
import { describeTransport } from '../../unit/contract/conformance.ts';
import { host } from '../server/hosted.ts';

describeTransport('a WebSocket', async (service) => {
  const hosted = await host(service);
  return {
    dial: () => openSocketChannel(`ws://127.0.0.1:${hosted.port}/contract?token=${hosted.token}`),
    lose: () => hosted.restart(),
    close: () => hosted.remove(),
  };
});
