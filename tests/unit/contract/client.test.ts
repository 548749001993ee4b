import { describe, expect, it, vi } from 'vitest';
import { createLastingClient } from '../../../renderer/host/lasting-client.ts';
import {
  type ClientChannel,
  createClient,
  createInMemoryChannels,
  parseByteRange,
  serve,
} from '../../../src/contract/index.ts';
import { CueforgeError } from '../../../src/model/index.ts';
import { eventually, failureOf } from './conformance.ts';
import { createScriptedService } from './scripted-service.ts';

const connect = (): ClientChannel => {
  const { client, studio } = createInMemoryChannels();
  serve(studio, createScriptedService());
  return client;
};

describe('a client', () => {
  it('rejects an input that cannot be sent, owes nothing for it, and goes on', async () => {
    const client = createClient(connect());
    const failure = await failureOf(client.call('settings.set', { theme: (() => 'dark') as never }));
    expect(failure).toMatchObject({ code: 'bad-argument', details: { command: 'settings.set' } });
    expect(await client.call('settings.get', {})).toMatchObject({ theme: 'dark' });
  });
});

describe('a lasting client', () => {
  /** A studio that answers each attempt to connect as the plan says, then as its last entry. */
  const planned = (...plan: ('up' | 'down' | 'refuses')[]) => {
    const dials: number[] = [];
    const channels: ClientChannel[] = [];
    return {
      dials,
      channels,
      async dial(): Promise<ClientChannel> {
        const now = plan[Math.min(dials.length, plan.length - 1)];
        dials.push(performance.now());
        if (now === 'down') throw new CueforgeError('connection-lost', 'No connection to the studio could be made');
        if (now === 'refuses') throw new CueforgeError('untrusted', 'Open the address that was printed');
        channels.push(connect());
        return channels.at(-1)!;
      },
    };
  };

  it('lets calls wait for a connection that is being made, and rejects them between attempts', async () => {
    const studio = planned('up', 'down');
    const client = createLastingClient({ dial: studio.dial, firstWait: 60_000 });
    expect(await client.call('settings.get', {})).toMatchObject({ theme: 'dark' });
    studio.channels[0].close();
    await eventually(async () =>
      expect((await failureOf(client.call('settings.get', {})))?.message).toBe('There is no connection to the studio'),
    );
    expect(studio.dials).toHaveLength(1);
    client.close();
  });

  it('tries again after waits that double up to the longest, and at once when it is told to', async () => {
    vi.useFakeTimers();
    try {
      const studio = planned('down', 'down', 'down', 'down', 'down', 'up');
      const client = createLastingClient({ dial: studio.dial, firstWait: 20, longestWait: 80 });
      const states: string[] = [];
      client.onState((state) => states.push(state));
      await vi.advanceTimersByTimeAsync(0);
      for (const [n, wait] of [20, 40, 80, 80, 80].entries()) {
        await vi.advanceTimersByTimeAsync(wait - 1);
        expect(studio.dials).toHaveLength(n + 1);
        await vi.advanceTimersByTimeAsync(1);
        expect(studio.dials).toHaveLength(n + 2);
      }
      expect(states).toEqual(['connecting', 'lost', 'connected']);
      client.close();
    } finally {
      vi.useRealTimers();
    }

    const far = planned('down', 'up');
    const told = createLastingClient({ dial: far.dial, firstWait: 60_000 });
    const now: string[] = [];
    told.onState((state) => now.push(state));
    await eventually(() => expect(now).toEqual(['connecting', 'lost']));
    told.connectNow();
    await eventually(() => expect(now.at(-1)).toBe('connected'));
    told.connectNow();
    expect(far.dials).toHaveLength(2);
    told.close();
  });

  it('tells refusals apart from losses, and comes in once it is let in', async () => {
    const studio = planned('refuses', 'down', 'refuses', 'up');
    const client = createLastingClient({ dial: studio.dial, firstWait: 1, longestWait: 1 });
    const states: string[] = [];
    expect((await failureOf(client.call('settings.get', {})))?.code).toBe('untrusted');
    client.onState((state) => states.push(state));
    await eventually(() => expect(states.at(-1)).toBe('connected'));
    expect(states).toEqual(['refused', 'lost', 'refused', 'connected']);
    client.close();
  });

  it('stops when it is closed, also while it is connecting', async () => {
    let give: (channel: ClientChannel) => void = () => undefined;
    const channel = connect();
    const ended = new Promise<void>((resolve) => channel.onClose(resolve));
    const client = createLastingClient({ dial: () => new Promise((resolve) => (give = resolve)) });
    const waiting = failureOf(client.call('settings.get', {}));
    client.close();
    give(channel);
    await ended;
    expect((await waiting)?.code).toBe('connection-lost');

    const studio = planned('down');
    const other = createLastingClient({ dial: studio.dial, firstWait: 10 });
    await eventually(() => expect(studio.dials).toHaveLength(1));
    other.close();
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(studio.dials).toHaveLength(1);
  });
});

describe('a byte range', () => {
  it('lies inside the file, whatever is asked of whatever length', () => {
    for (const size of [0, 1, 2, 10]) {
      for (const first of ['', '0', '1', '9', '10']) {
        for (const last of ['', '0', '1', '9', '10']) {
          const range = parseByteRange(`bytes=${first}-${last}`, size);
          if (range.kind !== 'part') continue;
          expect(range.start).toBeGreaterThanOrEqual(0);
          expect(range.end).toBeGreaterThan(range.start);
          expect(range.end).toBeLessThanOrEqual(size);
        }
      }
    }
    expect(parseByteRange(null, 5)).toEqual({ kind: 'whole' });
    expect(parseByteRange('bytes=-3', 5)).toEqual({ kind: 'part', start: 2, end: 5 });
  });
});
