import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openSocketChannel } from '../../../renderer/host/socket-channel.ts';
import {
  createClient,
  decodeMixerFrame,
  decodePcmFrame,
  type FromPcmSource,
  type MixerPort,
} from '../../../src/contract/index.ts';
import { decibels, frames, type MixerReplaced, type ToMixer } from '../../../src/model/index.ts';
import { eventually, failureOf } from '../../unit/contract/conformance.ts';
import { createScriptedService, SCRIPT } from '../../unit/contract/scripted-service.ts';
import { type Hosted, host } from './hosted.ts';
import { createSource, framesIn, sampleAt } from './pcm-material.ts';

let studio: Hosted;
let source: ReturnType<typeof createSource>;
let mixers: MixerPort[];
beforeEach(async () => {
  source = createSource();
  mixers = [];
  const service = createScriptedService({ connectPcm: source.connect, connectMixer: (port) => mixers.push(port) });
  studio = await host(service, { pingMs: 40 });
});
afterEach(() => studio.remove());

const addressOf = (path: string): string => `ws://127.0.0.1:${studio.port}${path}?token=${studio.token}`;
const openSocket = async (path: string, autoPong = true): Promise<WebSocket> => {
  const socket = new WebSocket(addressOf(path), { autoPong });
  socket.binaryType = 'arraybuffer';
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return socket;
};
const closeCode = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.once('close', resolve));

describe('sound over a WebSocket', () => {
  const listen = async () => {
    const socket = await openSocket('/pcm');
    const heard: FromPcmSource[] = [];
    socket.on('message', (data, binary) => {
      heard.push(decodePcmFrame(binary ? (data as ArrayBuffer) : Buffer.from(data as ArrayBuffer).toString()));
    });
    return { heard, send: (message: unknown) => socket.send(JSON.stringify(message)), socket };
  };

  it('arrives bit by bit as it was sent, with its epoch and frame', async () => {
    const { heard, send, socket } = await listen();
    send({ kind: 'open', epoch: 4_000_000_000, sound: { kind: 'asset', asset: 'a' }, from: 17_321 });
    send({ kind: 'credit', epoch: 4_000_000_000, frames: 48_000 });
    await eventually(() => expect(heard.at(-1)?.kind).toBe('ended'));
    expect(heard[0]).toEqual({ kind: 'opened', epoch: 4_000_000_000, length: 20_000, cached: true });
    const blocks = heard.slice(1, -1);
    expect(blocks.map((m) => m.kind === 'pcm' && [m.epoch, m.frame])).toEqual([
      ...[17_321, 18_321, 19_321].map((frame) => [4_000_000_000, frame]),
    ]);
    const samples = blocks.flatMap((m) => (m.kind === 'pcm' ? [...m.samples] : []));
    expect(samples).toEqual(Array.from({ length: (20_000 - 17_321) * 2 }, (_, n) => sampleAt(17_321 * 2 + n)));
    socket.close();
  });

  it('comes no further than credit goes, and goes on when more is granted', async () => {
    const { heard, send, socket } = await listen();
    send({ kind: 'open', epoch: 1, sound: { kind: 'asset', asset: 'a' }, from: 0 });
    let granted = 0;
    for (const frames of [1, 2_500, 4_800]) {
      send({ kind: 'credit', epoch: 1, frames });
      granted += frames;
      await eventually(() => expect(framesIn(heard, 1)).toBe(granted));
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(framesIn(heard, 1)).toBe(granted);
    }
    send({ kind: 'open', epoch: 2, sound: { kind: 'asset', asset: 'a' }, from: 0 });
    send({ kind: 'credit', epoch: 1, frames: 9_999 });
    send({ kind: 'credit', epoch: 2, frames: 10 });
    await eventually(() => expect(framesIn(heard, 2)).toBe(10));
    expect(framesIn(heard, 1)).toBe(granted);
    socket.close();
    await eventually(() => expect(source.ended()).toBe(1));
  });

  it.each([
    ['text that is no JSON', 'open sesame', 1007],
    ['bytes', Buffer.of(1, 2, 3), 1003],
    ['more than a few words', `"${'x'.repeat(5_000)}"`, 1009],
  ])('ends where %s comes in', async (_, message, code) => {
    const { send, socket } = await listen();
    send({ kind: 'open', epoch: 1, sound: { kind: 'asset', asset: 'a' }, from: 0 });
    socket.send(message);
    expect(await closeCode(socket)).toBe(code);
    await eventually(() => expect(source.ended()).toBe(1));
    expect(source.received).toHaveLength(1);
  });
});

describe('a mixer over a WebSocket', () => {
  const connectMixer = async () => {
    const socket = await openSocket('/mixer');
    const told: (ToMixer | MixerReplaced)[] = [];
    socket.on('message', (data, binary) => {
      told.push(decodeMixerFrame(binary ? (data as ArrayBuffer) : Buffer.from(data as ArrayBuffer).toString()));
    });
    await eventually(() => expect(mixers).toHaveLength(1));
    return { socket, told, port: mixers[0] };
  };

  it('is told acts and samples as they were sent, in order, and says what it heard', async () => {
    const { socket, told, port } = await connectMixer();
    const samples = Float32Array.from({ length: 200 }, (_, n) => sampleAt(n));
    const fade = { length: frames(480), curve: 'raised-cosine-db' } as const;
    const sent: ToMixer[] = [
      { kind: 'voice', voice: 4_000_000_000, from: frames(17_321) },
      { kind: 'pcm', voice: 4_000_000_000, frame: frames(17_321), samples: samples.subarray(20, 120) },
      {
        kind: 'acts',
        acts: [{ kind: 'fade', voice: 4_000_000_000, at: frames(5), to: decibels(Number.NEGATIVE_INFINITY), fade }],
      },
      { kind: 'over', voice: 4_000_000_000, length: frames(17_421) },
    ];
    for (const message of sent) port.send(message);
    await eventually(() => expect(told).toHaveLength(4));
    expect(told).toEqual(sent.map((m) => (m.kind === 'pcm' ? { ...m, samples: m.samples.slice() } : m)));

    const heard: unknown[] = [];
    port.onMessage((message) => heard.push(message));
    const voices = Array.from({ length: 1000 }, (_, voice) => ({ voice, played: 1e9, granted: 1e9, peak: 1 / 3 }));
    const said = { kind: 'heard', frame: 1, agoMs: 0, voices, missing: 0, underruns: 0, limited: 0, latencyMs: null };
    socket.send(JSON.stringify(said));
    await eventually(() => expect(heard).toEqual([said]));
    socket.close();
  });

  it('ends where either end closes it, and where it says what is no JSON', async () => {
    const first = await connectMixer();
    let ended = 0;
    first.port.onClose(() => ended++);
    first.socket.send('ready?');
    expect(await closeCode(first.socket)).toBe(1007);
    await eventually(() => expect(ended).toBe(1));
    mixers = [];
    const second = await connectMixer();
    second.port.close();
    expect(await closeCode(second.socket)).toBe(1008);
  });
});

describe('a connection to the studio', () => {
  it('ends where it says what is no message', async () => {
    for (const [message, code] of [...([['{"kind":', 1007]] as const), [Buffer.of(1), 1003], ['{}', 1008]] as const) {
      const socket = await openSocket('/contract');
      socket.send(message);
      expect(await closeCode(socket)).toBe(code);
    }
  });

  it('stays while it answers pings, and ends where it does not', async () => {
    const [alive, silent] = [await openSocket('/pcm'), await openSocket('/pcm', false)];
    expect(await closeCode(silent)).toBe(1006);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(alive.readyState).toBe(WebSocket.OPEN);
    expect(source.ended()).toBe(1);
    alive.close();
  });

  it('is ended by closing the studio, which cancels its calls and does not wait for idle connections', async () => {
    const client = createClient(await openSocketChannel(addressOf('/contract')));
    const idle = connect(studio.port, '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));
    const owed = failureOf(client.call('workouts.forget', { path: SCRIPT.hang('x') }));
    await client.call('settings.get', {});
    await studio.close();
    expect((await owed)?.code).toBe('connection-lost');
    idle.destroy();
    const refused = failureOf(openSocketChannel(addressOf('/contract')));
    expect((await refused)?.code).toBe('connection-lost');
  });
});
