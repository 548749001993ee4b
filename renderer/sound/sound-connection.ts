/** A connection that carries sound, as a page hands it to a worker: a port, or the address of a WebSocket. */
export type SoundLink = { readonly port: InstanceType<typeof MessagePort> } | { readonly url: string };

/** What is done with it. */
export interface ConnectionEnds<In, Out> {
  /** A WebSocket's messages; a port's are what they are. */
  decode(data: string | ArrayBuffer): In;
  /** It is open; `send` is good until it is gone. */
  opened(send: (message: Out) => void): void;
  receive(message: In): void;
  /** It broke, or the studio let it go (`released`, as far as that can be told). Not called once it was let go here. */
  gone(released: boolean): void;
}

/** What a WebSocket is closed with by a studio that lets it go. */
const RELEASED = 1008;

/** Worker. Opens a connection; the returned function lets it go. */
export const openSoundConnection = <In, Out>(link: SoundLink, ends: ConnectionEnds<In, Out>): (() => void) => {
  if ('port' in link) {
    const { port } = link;
    const gone = (): void => ends.gone(false);
    port.onmessage = (event: MessageEvent<In>) => ends.receive(event.data);
    port.addEventListener('close', gone);
    ends.opened((message) => port.postMessage(message));
    return () => {
      port.removeEventListener('close', gone);
      port.onmessage = null;
      port.close();
    };
  }
  const socket = new WebSocket(link.url);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => ends.opened((message) => socket.send(JSON.stringify(message)));
  socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => ends.receive(ends.decode(event.data));
  socket.onclose = ({ code }) => ends.gone(code === RELEASED);
  return () => {
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  };
};
