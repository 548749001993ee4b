import { type ClientChannel, createEnd, type FromStudio } from '../../src/contract/index.ts';
import { CueforgeError } from '../../src/model/index.ts';

/** Connects to the contract's WebSocket. Rejects with `connection-lost`; why, a browser is not told. */
export const openSocketChannel = (url: string): Promise<ClientChannel> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    const end = createEnd<FromStudio>();
    socket.addEventListener('message', ({ data }) => end.deliver(JSON.parse(String(data)) as FromStudio));
    socket.addEventListener('close', () => {
      end.close();
      reject(new CueforgeError('connection-lost', 'No connection to the studio could be made'));
    });
    socket.addEventListener('open', () =>
      resolve({
        ...end.face,
        send: (message) => socket.send(JSON.stringify(message)),
        close() {
          socket.close();
          // The closing handshake may take its time; what is owed is not waited for.
          end.close();
        },
      }),
    );
  });
