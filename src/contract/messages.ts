import type { Failure } from '../model/index.ts';
import type { CommandName } from './command-names.ts';
import type { StudioEvent } from './events.ts';

/** From a client to the studio. `id` is the client's own, unique while the call runs. */
export type ToStudio =
  | { readonly kind: 'call'; readonly id: number; readonly command: CommandName; readonly input: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

/** From the studio to a client. Every call is answered once. */
export type FromStudio =
  | { readonly kind: 'done'; readonly id: number; readonly output: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: Failure }
  | ({ readonly kind: 'event' } & StudioEvent);

/**
 * One end of a connection, whatever carries it: memory, Electron's IPC, a WebSocket. Messages arrive in order, whole,
 * or the channel closes.
 */
export interface Channel<Out, In> {
  send(message: Out): void;
  /** At most one listener; messages before it is set are kept. */
  onMessage(listener: (message: In) => void): void;
  /** Called once, also when it is closed already. */
  onClose(listener: () => void): void;
  close(): void;
}
export type ClientChannel = Channel<ToStudio, FromStudio>;
export type StudioChannel = Channel<FromStudio, unknown>;
