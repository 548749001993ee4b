import { z } from 'zod';
import { CueforgeError, type Failure, toFailure } from '../model/index.ts';
import { COMMAND_NAMES, type CommandName } from './command-names.ts';
import { commands, type OutputOf, type ParsedInputOf } from './commands.ts';
import type { StudioEvent } from './events.ts';
import type { MediaRequest } from './media-paths.ts';
import type { FromStudio, StudioChannel } from './messages.ts';
import type { MixerPort } from './mixer.ts';
import type { PcmPort } from './pcm.ts';

/** What answers the contract: a handler per command; a missing one does not compile. */
export type Handlers = {
  readonly [Name in CommandName]: (input: ParsedInputOf<Name>, signal: AbortSignal) => Promise<OutputOf<Name>>;
};

/** Something that answers the contract and tells events: the studio, as its hosts see it. */
export interface StudioService {
  readonly handlers: Handlers;
  /** Listens to every event; the returned function stops it. */
  subscribe(listener: (event: StudioEvent) => void): () => void;
  /** What a media address stands for. Throws `asset-missing`, `file-missing`. */
  media(request: MediaRequest): Promise<MediaFile>;
  /** Serves sound over a connection (`pcm.ts`) until it closes. */
  connectPcm(port: PcmPort): void;
  /** Has a client's mixer sound the session (`mixer.ts`) until the connection closes. The newest is the one that sounds. */
  connectMixer(port: MixerPort): void;
}

/** `type`: MIME. A file on disk is served with Range, bytes as they are. */
export type MediaFile =
  | { readonly type: string; readonly path: string }
  | { readonly type: string; readonly bytes: Uint8Array };

const message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), id: z.number().int(), command: z.enum(COMMAND_NAMES), input: z.unknown() }),
  z.object({ kind: z.literal('cancel'), id: z.number().int() }),
]);

/**
 * Answers one connection until it closes; then every running call of it is cancelled. Nothing that arrives is trusted:
 * a message that is none is answered with `bad-argument` where it has an id, else the channel is closed.
 */
export const serve = (channel: StudioChannel, service: StudioService): void => {
  const running = new Map<number, AbortController>();
  let open = true;
  const send = (reply: FromStudio): void => {
    if (open) channel.send(reply);
  };
  /** What cannot be sent is lost with its connection. */
  const sendOrClose = (reply: FromStudio): void => {
    try {
      send(reply);
    } catch {
      channel.close();
    }
  };

  const answer = async (id: number, command: CommandName, input: unknown): Promise<void> => {
    const abort = new AbortController();
    running.set(id, abort);
    try {
      const parsed = parseInput(command, input);
      const handler = service.handlers[command] as (input: unknown, signal: AbortSignal) => Promise<unknown>;
      send({ kind: 'done', id, output: await handler(parsed, abort.signal) });
    } catch (error) {
      sendOrClose({ kind: 'failed', id, failure: abort.signal.aborted ? CANCELLED : toFailure(error) });
    } finally {
      running.delete(id);
    }
  };

  channel.onMessage((received) => {
    const parsed = message.safeParse(received);
    if (!parsed.success) return refuse(received);
    if (parsed.data.kind === 'cancel') return running.get(parsed.data.id)?.abort();
    if (running.has(parsed.data.id)) return refuse(received);
    void answer(parsed.data.id, parsed.data.command, parsed.data.input);
  });
  const refuse = (received: unknown): void => {
    const id = z.object({ id: z.number().int() }).safeParse(received);
    if (!id.success) {
      channel.close();
      return;
    }
    const failure: Failure = { code: 'bad-argument', message: 'The studio knows no such command, or its id is in use' };
    send({ kind: 'failed', id: id.data.id, failure });
  };

  const stop = service.subscribe((event) => send({ kind: 'event', ...event }));
  channel.onClose(() => {
    open = false;
    stop();
    for (const abort of running.values()) abort.abort();
  });
};

const CANCELLED: Failure = { code: 'cancelled', message: 'The call was cancelled' };

const parseInput = (command: CommandName, input: unknown): unknown => {
  const parsed = commands[command].input.safeParse(input);
  if (parsed.success) return parsed.data;
  const said = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`);
  throw new CueforgeError('bad-argument', `${command} was given what it does not take: ${said.join('; ')}`, {
    command,
  });
};
