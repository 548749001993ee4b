import { WebSocket } from 'ws';

export interface DevtoolsPage {
  readonly url: string;
  /** The value of an expression in the page; a promise's once it is settled. Throws what it throws. */
  evaluate<Value>(expression: string): Promise<Value>;
  close(): void;
}

/** The one page of an application that was started with `--remote-debugging-port`. `address`: what it then said. */
export const openDevtoolsPage = async (address: string): Promise<DevtoolsPage> => {
  const list = `http://${new URL(address).host}/json/list`;
  let target: { url: string; webSocketDebuggerUrl: string } | undefined;
  for (let attempt = 0; attempt < 200 && !target; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const targets = (await (await fetch(list)).json()) as { type: string; url: string; webSocketDebuggerUrl: string }[];
    target = targets.find(({ type, url }) => type === 'page' && url !== '' && url !== 'about:blank');
  }
  if (!target) throw new Error('The application shows no page');
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  let id = 0;
  return {
    url: target.url,
    close: () => socket.close(),
    evaluate: (expression) =>
      new Promise((resolve, reject) => {
        const own = ++id;
        const hear = (data: Buffer): void => {
          const said = JSON.parse(String(data));
          if (said.id !== own) return;
          socket.off('message', hear);
          const { result, exceptionDetails } = said.result ?? {};
          if (exceptionDetails ?? said.error) reject(new Error(JSON.stringify(exceptionDetails ?? said.error)));
          else resolve(result.value);
        };
        socket.on('message', hear);
        const params = { expression, awaitPromise: true, returnByValue: true };
        socket.send(JSON.stringify({ id: own, method: 'Runtime.evaluate', params }));
      }),
  };
};
