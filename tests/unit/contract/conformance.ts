import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLastingClient, type LastingClient } from '../../../renderer/host/lasting-client.ts';
import {
  type ClientChannel,
  createClient,
  type FromStudio,
  type StudioClient,
  type StudioService,
  type ToStudio,
} from '../../../src/contract/index.ts';
import { CueforgeError, type Failure, type FailureCode } from '../../../src/model/index.ts';
import { createScriptedService, SCRIPT } from './scripted-service.ts';

/** Something that carries the contract between clients and one scripted service. */
export interface Transport {
  /** A new connection, as the page makes it. */
  dial(): Promise<ClientChannel>;
  /** Breaks every connection from the studio's side; later ones work again. */
  lose(): Promise<void>;
  close(): Promise<void>;
}

export interface TransportTraits {
  /** False where a client can send known commands only, and cannot choose ids (Electron's preload). Default true. */
  readonly raw?: boolean;
  /** False where a connection lasts as long as its page, and the suite's client stands in that page. Default true. */
  readonly ends?: boolean;
}

/** Every code there is: one that is added and not listed here does not compile. */
const CODES: Record<FailureCode, true> = {
  ...{ 'bad-argument': true, 'file-missing': true, 'file-unreadable': true, 'folder-unwritable': true },
  ...{
    'disk-full': true,
    'workout-missing': true,
    'workout-invalid': true,
    'cuelist-missing': true,
    'cuelist-invalid': true,
    'media-empty': true,
  },
  ...{ 'media-not-audio': true, 'media-truncated': true, 'media-too-long': true, 'media-damaged': true },
  ...{ 'music-missing': true, 'take-missing': true, 'take-unreadable': true, 'speech-failed': true },
  ...{ 'ffmpeg-missing': true, 'ffmpeg-failed': true, 'check-failed': true, 'worker-exited': true },
  ...{ 'asset-missing': true, 'asset-differs': true, 'library-unreadable': true, 'library-in-use': true },
  ...{ 'nothing-to-undo': true, 'job-missing': true, untrusted: true, 'connection-lost': true },
  ...{ 'no-session': true, 'not-armed': true, 'no-output': true, 'show-mode': true, 'nothing-to-resume': true },
  ...{ 'release-invalid': true, 'file-changed': true, 'credentials-refused': true, 'bucket-missing': true },
  ...{ 'store-unreachable': true, 'store-failed': true, 'queue-unreachable': true },
  ...{ cancelled: true, internal: true },
};

/** The failure that a call is rejected with; null where it is not. */
export const failureOf = (call: Promise<unknown>): Promise<Failure | null> =>
  call.then(
    () => null,
    (error: unknown) => {
      expect(error).toBeInstanceOf(CueforgeError);
      return (error as CueforgeError).failure;
    },
  );

/** Looks again until `look` is satisfied; its last complaint after `patience` milliseconds. */
export const eventually = async (look: () => Promise<void> | void, patience = 5_000): Promise<void> => {
  const end = performance.now() + patience;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
};

/** What every host has to hold, whatever carries its messages. */
export const describeTransport = (
  name: string,
  open: (service: StudioService) => Promise<Transport>,
  { raw = true, ends = true }: TransportTraits = {},
): void => {
  let transport: Transport;
  let client: StudioClient;
  const lasting: LastingClient[] = [];
  const connect = async (): Promise<StudioClient> => createClient(await transport.dial());
  beforeEach(async () => {
    transport = await open(createScriptedService());
    client = await connect();
  });
  afterEach(async () => {
    for (const each of lasting.splice(0)) each.close();
    client.close();
    await transport.close();
  });
  const stateOf = async (path: string, asked = client): Promise<string | null> =>
    (await asked.call('jobs.list', {})).jobs.find(({ label }) => label === path)?.state ?? null;

  describe(`the contract over ${name}: calls`, () => {
    it('gives a handler the parsed input and its caller the output', async () => {
      expect(await client.call('library.search', { text: 'ride' })).toEqual({ total: 100, rows: [], milliseconds: 4 });
      const set = await client.call('settings.set', { targetLufs: -16, watchedFolders: ['/müsic', 'C:\\“two”'] });
      expect(set).toMatchObject({ targetLufs: -16, watchedFolders: ['/müsic', 'C:\\“two”'], ffmpegPath: null });
      expect(await client.call('settings.get', {})).toEqual(set);
    });

    it('answers each of many calls with its own, and none waits for the first, which does not end', async () => {
      const abort = new AbortController();
      const path = SCRIPT.hang('first');
      const slow = failureOf(client.call('workouts.forget', { path }, { signal: abort.signal }));
      const offsets = Array.from({ length: 50 }, (_, n) => n);
      const answers = await Promise.all(
        offsets.map(async (offset) => (await client.call('library.search', { offset })).milliseconds),
      );
      expect(answers).toEqual(offsets);
      expect(await stateOf(path)).toBe('running');
      abort.abort();
      expect(await slow).toMatchObject({ code: 'cancelled' });
    });

    it('carries as many paths as an import may name', async () => {
      const paths = Array.from({ length: 100_000 }, (_, n) => `/music/a folder of a usual length/${n} - Überall.flac`);
      expect(await client.call('library.import', { paths })).toEqual({ job: `100000 of ${paths.at(-1)}` });
    });
  });

  describe(`the contract over ${name}: failures`, () => {
    it.each(Object.keys(CODES) as FailureCode[])('carries %s as it is', async (code) => {
      const path = SCRIPT.fail(code);
      expect(await failureOf(client.call('workouts.forget', { path }))).toEqual({
        ...{ code, message: `This is ${code}: “√” in C:\\cues`, details: { path, at: [1, null] } },
      });
    });

    it('tells what nobody foresaw as internal, and goes on', async () => {
      const failure = await failureOf(client.call('workouts.forget', { path: SCRIPT.crash }));
      expect(failure).toEqual({ code: 'internal', message: 'nobody foresaw this' });
      expect(await client.call('settings.get', {})).toMatchObject({ theme: 'dark' });
    });

    it.each([
      ['library.search', { limit: 0 }, 'limit'],
      ['library.search', { sort: { by: 'length', descending: true } }, 'sort.by'],
      ['library.search', { text: 7 }, 'text'],
      ['library.search', null, 'input'],
      ['settings.set', { targetLufs: 'loud' }, 'targetLufs'],
      ['library.asset', { id: '../../etc/passwd' }, 'id'],
      ['library.import', { paths: ['/a', ''] }, 'paths.1'],
      ['workouts.forget', {}, 'path'],
    ] as const)('refuses %s with %j and names the field', async (command, input, field) => {
      const failure = await failureOf(client.call(command, input as never));
      expect(failure).toMatchObject({ code: 'bad-argument', details: { command } });
      expect(failure?.message).toContain(`${command} was given what it does not take: ${field}: `);
    });

    it.each(['library.burn', 'toString', '__proto__', ''])('refuses the unknown command "%s"', async (command) => {
      const failure = await failureOf(client.call(command as 'app.info', {}));
      expect(failure?.code).toBe('bad-argument');
    });
  });

  describe(`the contract over ${name}: cancelling`, () => {
    it('before: the studio never hears of it', async () => {
      const path = SCRIPT.hang('before');
      const failure = await failureOf(client.call('workouts.forget', { path }, { signal: AbortSignal.abort() }));
      expect(failure?.code).toBe('cancelled');
      expect(await stateOf(path)).toBeNull();
    });

    it('during: rejects once the studio has let go, and stops no other', async () => {
      const [path, other] = [SCRIPT.hang('during'), SCRIPT.hang('other')];
      const abort = new AbortController();
      const call = failureOf(client.call('workouts.forget', { path }, { signal: abort.signal }));
      const kept = failureOf(client.call('workouts.forget', { path: other }));
      await eventually(async () => expect(await stateOf(other)).toBe('running'));
      abort.abort();
      expect(await call).toMatchObject({ code: 'cancelled' });
      expect(await stateOf(path)).toBe('cancelled');
      expect(await stateOf(other)).toBe('running');
      client.close();
      expect((await kept)?.code).toBe('connection-lost');
    });

    it('during, too late to stop it: gives what it gave', async () => {
      const abort = new AbortController();
      const path = SCRIPT.finish(400);
      const call = client.call('workouts.forget', { path }, { signal: abort.signal });
      await eventually(async () => expect(await stateOf(path)).toBe('running'));
      abort.abort();
      expect(await call).toEqual({});
    });

    it('after: does nothing', async () => {
      const abort = new AbortController();
      expect(await client.call('workouts.forget', { path: SCRIPT.finish(0) }, { signal: abort.signal })).toEqual({});
      abort.abort();
      expect(await stateOf(SCRIPT.finish(0))).toBe('done');
    });
  });

  describe(`the contract over ${name}: events`, () => {
    it('reach every client in order, until it stops listening', async () => {
      const second = await connect();
      const heard: number[][] = [[], []];
      const stop = client.on('settings.changed', ({ targetLufs }) => heard[0].push(targetLufs));
      second.on('settings.changed', ({ targetLufs }) => heard[1].push(targetLufs));
      second.on('history.changed', () => heard[1].push(Number.NaN));
      for (const targetLufs of [-20, -19, -18]) await client.call('settings.set', { targetLufs });
      await eventually(() => expect(heard).toEqual([...[[-20, -19, -18]], [-20, -19, -18]]));
      stop();
      await client.call('settings.set', { targetLufs: -17 });
      await eventually(() => expect(heard).toEqual([...[[-20, -19, -18]], [-20, -19, -18, -17]]));
      second.close();
    });
  });

  describe.runIf(raw)(`the contract over ${name}: messages that are none`, () => {
    /** Sends what no client would, and gives what comes back and when it ended. */
    const rawEnd = async () => {
      const channel = await transport.dial();
      const answers: FromStudio[] = [];
      let closed = false;
      channel.onMessage((message) => answers.push(message));
      channel.onClose(() => {
        closed = true;
      });
      return { send: (message: unknown) => channel.send(message as ToStudio), answers, closed: () => closed, channel };
    };

    it.each([
      ['kind unknown', { kind: 'shout', id: 7 }],
      ['no command', { kind: 'call', id: 7, input: {} }],
      ['a command that is no text', { kind: 'call', id: 7, command: ['app.info'], input: {} }],
    ])('with an id, %s: are refused by that id, and the connection stays', async (_, message) => {
      const { send, answers, channel } = await rawEnd();
      send(message);
      send({ kind: 'call', id: 8, command: 'settings.get', input: {} });
      await eventually(() =>
        expect(answers).toMatchObject([
          { kind: 'failed', id: 7, failure: { code: 'bad-argument' } },
          { kind: 'done', id: 8 },
        ]),
      );
      channel.close();
    });

    it.each([null, 'hello', 7, [], {}, { kind: 'call', id: 'seven', command: 'app.info' }, { kind: 'call', id: 1.5 }])(
      'without an id, %j: end the connection, and no other',
      async (message) => {
        const { send, answers, closed } = await rawEnd();
        send(message);
        await eventually(() => expect(closed()).toBe(true));
        expect(answers).toEqual([]);
        expect(await client.call('settings.get', {})).toMatchObject({ theme: 'dark' });
      },
    );

    it('with an id that is in use: are refused, and the call that has it ends as it would have', async () => {
      const { send, answers, channel } = await rawEnd();
      send({ kind: 'call', id: 5, command: 'workouts.forget', input: { path: SCRIPT.finish(40) } });
      send({ kind: 'call', id: 5, command: 'workouts.forget', input: { path: SCRIPT.finish(41) } });
      await eventually(() =>
        expect(answers).toMatchObject([
          { kind: 'failed', id: 5, failure: { code: 'bad-argument' } },
          { kind: 'done', id: 5, output: {} },
        ]),
      );
      expect(await stateOf(SCRIPT.finish(41))).toBeNull();
      // Answered: the id is free.
      send({ kind: 'call', id: 5, command: 'settings.get', input: {} });
      await eventually(() => expect(answers).toHaveLength(3));
      expect(answers[2]).toMatchObject({ kind: 'done', id: 5 });
      channel.close();
    });

    it('that cancel what is not there: are passed over', async () => {
      const { send, answers, channel } = await rawEnd();
      send({ kind: 'cancel', id: 99 });
      send({ kind: 'call', id: 1, command: 'settings.get', input: {} });
      await eventually(() => expect(answers).toMatchObject([{ kind: 'done', id: 1 }]));
      channel.close();
    });
  });

  describe.runIf(ends)(`the contract over ${name}: a connection that ends`, () => {
    it('rejects what it owed, cancels it in the studio, and the next one works', async () => {
      const path = SCRIPT.hang('lost');
      const owed = failureOf(client.call('workouts.forget', { path }));
      await eventually(async () => expect(await stateOf(path)).toBe('running'));
      await transport.lose();
      expect((await owed)?.code).toBe('connection-lost');
      await client.closed;
      expect((await failureOf(client.call('settings.get', {})))?.code).toBe('connection-lost');
      client = await connect();
      await eventually(async () => expect(await stateOf(path)).toBe('cancelled'));
    });

    it('by its client: cancels what runs', async () => {
      const path = SCRIPT.hang('closed');
      const second = await connect();
      const owed = failureOf(second.call('workouts.forget', { path }));
      await eventually(async () => expect(await stateOf(path)).toBe('running'));
      second.close();
      expect((await owed)?.code).toBe('connection-lost');
      await second.closed;
      await eventually(async () => expect(await stateOf(path)).toBe('cancelled'));
    });

    it('is replaced by a lasting client, whose listeners go on', async () => {
      const states: string[] = [];
      const heard: number[] = [];
      const lasts = createLastingClient({ dial: () => transport.dial(), firstWait: 5, longestWait: 20 });
      lasting.push(lasts);
      lasts.onState((state) => states.push(state));
      lasts.on('settings.changed', ({ targetLufs }) => heard.push(targetLufs));
      await lasts.call('settings.set', { targetLufs: -20 });
      const owed = failureOf(lasts.call('workouts.forget', { path: SCRIPT.hang('lasting') }));
      await eventually(async () => expect(await stateOf(SCRIPT.hang('lasting'))).toBe('running'));
      await transport.lose();
      expect((await owed)?.code).toBe('connection-lost');
      await eventually(() => expect(states).toEqual(['connecting', 'connected', 'lost', 'connected']));
      await lasts.call('settings.set', { targetLufs: -19 });
      await eventually(() => expect(heard).toEqual([-20, -19]));
      lasts.close();
      await lasts.closed;
      expect((await failureOf(lasts.call('settings.get', {})))?.code).toBe('connection-lost');
    });
  });
};
