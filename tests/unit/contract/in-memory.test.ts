import { expect, it } from 'vitest';
import { createInMemoryChannels, type StudioChannel, serve } from '../../../src/contract/index.ts';
import { describeTransport, eventually } from './conformance.ts';
import { createScriptedService } from './scripted-service.ts';

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

it('a connection that takes no answer is closed, and hurts nobody', async () => {
  const { client, studio } = createInMemoryChannels();
  let closed = false;
  studio.onClose(() => {
    closed = true;
  });
  const send = (): never => {
    throw new Error('its window is gone');
  };
  serve({ ...studio, send }, createScriptedService());
  client.send({ kind: 'call', id: 1, command: 'settings.get', input: {} });
  await eventually(async () => expect(closed).toBe(true));
});
