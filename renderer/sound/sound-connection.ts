/** A connection that carries sound, as a page hands it to a worker: a port, or the address of a WebSocket. */
export type SoundLink = { readonly port: InstanceType<typeof MessagePort> } | { readonly url: string };

/** What is done with it. */
export interface ConnectionEnds<In, Out> {
  /** A WebSocket's messages; a port's are what they are. */
  decode(data: string | ArrayBuffer): In;
  /** It is open; `send` is good until it is gone. */
  opened(send: (message: Out) => void): void;
  receive(message: In): void;
  /** It broke, or the studio let it go. Not called once it was let go here. */
  gone(): void;
}

/** Worker. Opens a connection; the returned function lets it go. */
export const openSoundConnection = <In, Out>(link: SoundLink, ends: ConnectionEnds<In, Out>): (() => void) => {
  if ('port' in link) {
    const { port } = link;
    port.onmessage = (event: MessageEvent<In>) => ends.receive(event.data);
    port.addEventListener('close', ends.gone);
    ends.opened((message) => port.postMessage(message));
    return () => {
      port.removeEventListener('close', ends.gone);
      port.onmessage = null;
      port.close();
    };
  }
  const socket = new WebSocket(link.url);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => ends.opened((message) => socket.send(JSON.stringify(message)));
  socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => ends.receive(ends.decode(event.data));
  socket.onclose = ends.gone;
  return () => {
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  };
};
