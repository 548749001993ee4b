import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { Client, Server } from 'node-osc';
import { afterEach, expect, it } from 'vitest';
import type { SessionList, SessionView, StudioEvent } from '../../../../src/contract/index.ts';
import { createOscRemote, type OscParts } from '../../../../src/studio/run/osc.ts';
import { eventually } from '../../../unit/contract/conformance.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A port that nobody has. */
const freePort = async (): Promise<number> => {
  const socket: Socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
};

const open = () => {
  const calls: [string, unknown][] = [];
  const log: string[] = [];
  let emit: (event: StudioEvent) => void = () => undefined;
  let port: number | null = null;
  const handlers = new Proxy({} as OscParts['handlers'], {
    get: (_target, name) => async (input: unknown) => {
      calls.push([String(name), input]);
      return {};
    },
  });
  const remote = createOscRemote({
    handlers,
    subscribe(listener) {
      emit = listener;
      return () => undefined;
    },
    log: (line) => log.push(line),
    listening(given) {
      port = given;
    },
  });
  closing.push(remote.close);
  return { remote, calls, log, emit: (event: StudioEvent) => emit(event), port: () => port };
};

const list = {
  document: {
    id: 'l',
    name: 'L',
    cues: [
      { id: 'doors', number: '1', name: 'Doors' },
      { id: 'walk', number: '2', name: 'Walk-out' },
    ],
  },
} as unknown as SessionList;
const view = (armed: boolean, next: string | null): SessionView =>
  ({
    armed,
    next: next && { cue: next, index: 0, ready: 0, total: 0 },
    runs: [{ run: 3, cue: 'doors' }],
  }) as unknown as SessionView;

it('steers the session by datagrams, bundles too, and says what it does not know', async () => {
  const { remote, calls, log, emit, port } = open();
  remote.set({ oscPort: await freePort(), oscNetwork: false, oscTargets: [] });
  await eventually(() => expect(port()).not.toBeNull());
  emit({ event: 'run.list', payload: { list } });
  emit({ event: 'run.view', payload: view(true, 'walk') });
  const client = new Client('127.0.0.1', port()!);
  closing.push(() => void client.close());
  await client.send(['/go']);
  await client.send(['/cue/1/stop', 2]);
  await client.send(['/nonsense']);
  await eventually(() => {
    expect(calls).toEqual([
      ['run.go', {}],
      ['run.stop', { run: 3, seconds: 2 }],
    ]);
    expect(log).toEqual(['OSC /nonsense: There is no /nonsense']);
  });
  // A button that is let go does nothing; and cues are those of the list as it is now.
  await client.send(['/go', 0]);
  const edited = { document: { ...list.document, cues: [{ id: 'walk', number: '7', name: 'Walk-out' }] } };
  emit({ event: 'run.list', payload: { list: edited as SessionList } });
  await client.send(['/cue/7/start', 1]);
  await eventually(() => expect(calls.slice(2)).toEqual([['run.jump', { cue: 'walk', fire: true }]]));
  // What is no OSC is told, and hurts nobody.
  const socket = createSocket('udp4');
  closing.push(() => socket.close());
  socket.send(Buffer.from([1, 2, 3]), port()!, '127.0.0.1');
  await client.send(['/panic']);
  await eventually(() => expect(calls.at(-1)).toEqual(['run.panic', {}]));
  await eventually(() => expect(log.at(-1)).toMatch(/^OSC: can't decode/));
});

it('tells its targets what happens', async () => {
  const { remote, emit } = open();
  const heard: unknown[] = [];
  const desk = new Server(0, '127.0.0.1');
  closing.push(() => void desk.close());
  await once(desk, 'listening');
  desk.on('message', (message: unknown) => heard.push(message));
  remote.set({ oscPort: null, oscNetwork: false, oscTargets: [`127.0.0.1:${desk.port}`, 'nowhere'] });
  emit({ event: 'run.list', payload: { list } });
  emit({ event: 'run.view', payload: view(true, 'walk') });
  emit({
    event: 'run.line',
    payload: { number: 0, frame: 0, at: 0, event: 'cue.start', cue: 'doors', layer: null, text: '', level: 'info' },
  } as unknown as StudioEvent);
  await eventually(() =>
    expect(heard).toEqual([
      ['/cueforge/armed', 1],
      ['/cueforge/next', '2', 'Walk-out'],
      ['/cueforge/cue/started', '1', 'Doors'],
    ]),
  );
});

it('listens where it is told to, and no longer where it was', async () => {
  const { remote, calls, port } = open();
  const [first, second] = [await freePort(), await freePort()];
  remote.set({ oscPort: first, oscNetwork: false, oscTargets: [] });
  await eventually(() => expect(port()).toBe(first));
  remote.set({ oscPort: second, oscNetwork: false, oscTargets: [] });
  await eventually(() => expect(port()).toBe(second));
  const [old, now] = [new Client('127.0.0.1', first), new Client('127.0.0.1', second)];
  closing.push(
    () => void old.close(),
    () => void now.close(),
  );
  await old.send(['/go']);
  await now.send(['/panic']);
  await eventually(() => expect(calls).toEqual([['run.panic', {}]]));
  remote.set({ oscPort: null, oscNetwork: false, oscTargets: [] });
  expect(port()).toBeNull();
});
