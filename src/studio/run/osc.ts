import { Client, Server } from 'node-osc';
import type { Handlers, SessionList, SessionView, StudioEvent } from '../../contract/index.ts';
import { readCuelistDocument, type SessionCue, toFailure } from '../../model/index.ts';
import { cuelistSteps, topSteps } from '../../plan/index.ts';
import { type OscAction, type OscScene, oscActions } from './osc-addresses.ts';

export interface OscSettings {
  /** UDP port to listen on; null: it does not listen. */
  readonly oscPort: number | null;
  /** True: any machine of the network may send; false: this one only. */
  readonly oscNetwork: boolean;
  /** Where to send to: `host:port`. */
  readonly oscTargets: readonly string[];
}

export interface OscParts {
  readonly handlers: Pick<Handlers, Extract<keyof Handlers, `run.${string}`>>;
  subscribe(listener: (event: StudioEvent) => void): () => void;
  log(line: string): void;
  /** The port it listens on now; null: it does not. */
  listening(port: number | null): void;
}

export interface OscRemote {
  set(settings: OscSettings): void;
  close(): void;
}

/** Messages of one datagram that are looked at: more is no controller. */
const MOST_IN_BUNDLE = 100;

/**
 * The session by Open Sound Control 1.0 over UDP: messages in steer it (`osc-addresses.ts`), and what happens is told to
 * the targets:
 *
 *     /cueforge/armed 0|1
 *     /cueforge/next number name                      what GO fires; twice empty: nothing
 *     /cueforge/cue/started number name               and /ended, /broken, /paused, /resumed
 *     /cueforge/panic
 */
export const createOscRemote = ({ handlers, subscribe, log, listening }: OscParts): OscRemote => {
  let server: Server | null = null;
  let served = '';
  let clients: { readonly target: string; readonly client: Client }[] = [];
  let list: SessionList | null = null;
  /** What is needed of it, read when it is asked for first. */
  let known: KnownCues | null = null;
  let view: SessionView | null = null;
  let told = { armed: false, next: '' };

  const cuesNow = (): KnownCues => {
    known ??= cuesOf(list);
    return known;
  };
  const scene = (): OscScene => ({
    ...cuesNow(),
    next: view?.next?.cue ?? null,
    runs: view?.runs ?? [],
  });
  const perform = async ({ command, input }: OscAction): Promise<void> => {
    const handler = handlers[command] as (input: unknown, signal: AbortSignal) => Promise<unknown>;
    await handler(input, new AbortController().signal);
  };
  const take = (message: readonly unknown[]): void => {
    const [address, ...values] = message;
    if (typeof address !== 'string') return;
    const actions = oscActions(address, values, scene());
    if (typeof actions === 'string') {
      log(`OSC ${address}: ${actions}`);
      return;
    }
    for (const action of actions)
      void perform(action).catch((error) => log(`OSC ${address}: ${toFailure(error).message}`));
  };
  const takeBundle = ({ elements }: { readonly elements: readonly unknown[] }): void => {
    for (const element of elements.slice(0, MOST_IN_BUNDLE)) {
      if (Array.isArray(element)) take(element);
    }
  };

  const listen = ({ oscPort, oscNetwork }: OscSettings): void => {
    const wanted = oscPort === null ? '' : `${oscNetwork ? '0.0.0.0' : '127.0.0.1'}:${oscPort}`;
    if (wanted === served) return;
    served = wanted;
    void server?.close();
    server = null;
    listening(null);
    if (oscPort === null) return;
    const [host] = wanted.split(':');
    const opened = new Server(oscPort, host, () => listening(opened.port));
    opened.on('message', (message: unknown[]) => take(message));
    opened.on('bundle', (bundle: { elements: unknown[] }) => takeBundle(bundle));
    opened.on('error', (error: Error) => log(`OSC: ${error.message}`));
    server = opened;
  };
  const aim = ({ oscTargets }: OscSettings): void => {
    if (clients.map(({ target }) => target).join() === oscTargets.join()) return;
    for (const { client } of clients) void client.close();
    clients = oscTargets.flatMap((target) => {
      const at = target.lastIndexOf(':');
      const port = Number(target.slice(at + 1));
      if (at < 1 || !Number.isInteger(port) || port < 1 || port > 65_535) {
        log(`OSC: ${target} is no target; host:port is expected`);
        return [];
      }
      const client = new Client(target.slice(0, at), port);
      client.on('error', (error: Error) => log(`OSC to ${target}: ${error.message}`));
      return [{ target, client }];
    });
  };
  const tell = (address: string, ...values: (string | number)[]): void => {
    for (const { target, client } of clients)
      client.send([address, ...values], (error: Error | null) => {
        if (error) log(`OSC to ${target}: ${error.message}`);
      });
  };
  const named = (id: string | null): [string, string] => {
    const cue = cuesNow().cues.find((each) => each.id === id);
    return cue === undefined ? ['', ''] : [cue.number, cue.name];
  };
  const tellView = (now: SessionView): void => {
    view = now;
    if (clients.length === 0) return;
    const { armed } = now;
    const next = now.next?.cue ?? '';
    if (armed !== told.armed) tell('/cueforge/armed', armed ? 1 : 0);
    if (next !== told.next) tell('/cueforge/next', ...named(next));
    told = { armed, next };
  };

  const stop = subscribe((event) => {
    if (event.event === 'run.list') {
      list = event.payload.list;
      known = null;
    } else if (event.event === 'run.view') tellView(event.payload);
    else if (event.event === 'run.line' && clients.length > 0) {
      const word = TOLD[event.payload.event];
      if (word === 'panic') tell('/cueforge/panic');
      else if (word !== undefined) tell(`/cueforge/cue/${word}`, ...named(event.payload.cue));
    }
  });

  return {
    set(settings) {
      listen(settings);
      aim(settings);
    },
    close() {
      stop();
      void server?.close();
      for (const { client } of clients) void client.close();
    },
  };
};

interface KnownCues {
  readonly cues: readonly SessionCue[];
  readonly tops: readonly string[];
}
const cuesOf = (list: SessionList | null): KnownCues => {
  const { cuelist } = list === null ? { cuelist: null } : readCuelistDocument(list.document);
  const steps = cuelist === null ? [] : cuelistSteps(cuelist);
  return { cues: steps.map(({ cue }) => cue), tops: topSteps(steps).map(({ cue }) => cue.id) };
};

/** Lines of the session's log that are told, and in which word. */
const TOLD: Readonly<Record<string, string>> = {
  'cue.start': 'started',
  'cue.end': 'ended',
  'cue.broken': 'broken',
  'cue.paused': 'paused',
  'cue.resumed': 'resumed',
  panic: 'panic',
};
