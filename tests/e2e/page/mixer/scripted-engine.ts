import type { WebSocket } from 'ws';
import { encodeMixerFrame, fromMixer } from '../../../../src/contract/index.ts';
import {
  CHANNELS,
  type FromMixer,
  frames,
  MIXER_RING,
  type MixerAct,
  type ToMixer,
} from '../../../../src/model/index.ts';

type Heard = Extract<FromMixer, { kind: 'heard' }>;

interface Sent {
  readonly samples: Float32Array;
  readonly from: number;
  sent: number;
}

/** The studio's end of a mixer's connection, as a test has it: sends what the script says, as far as it is granted. */
export interface ScriptedEngine {
  connect(socket: WebSocket): void;
  /** Everything that was heard of the mixer that is connected, oldest first. */
  readonly said: FromMixer[];
  /** Mixers that were ready so far. */
  mixers(): number;
  heard(): Heard;
  /** Frame of the mixer now, as `heard` says it: at most. */
  now(): number;
  say(message: ToMixer): void;
  acts(...acts: readonly MixerAct[]): void;
  /** A voice with sound from its frame `from` on; what is not granted yet follows. */
  voice(voice: number, samples: Float32Array, from?: number): void;
  /** Waits until what was heard is so. */
  until(is: () => boolean, what: string): Promise<void>;
  cut(): void;
}

export const createScriptedEngine = (): ScriptedEngine => {
  let socket: WebSocket | null = null;
  let mixers = 0;
  let clock = { frame: 0, ms: 0 };
  const said: FromMixer[] = [];
  const voices = new Map<number, Sent>();

  const pump = (number: number, granted: number): void => {
    const voice = voices.get(number);
    if (voice === undefined) return;
    const end = voice.from + voice.samples.length / CHANNELS;
    while (voice.sent < Math.min(granted, end)) {
      const to = Math.min(granted, end, voice.sent + 4_800);
      const samples = voice.samples.slice((voice.sent - voice.from) * CHANNELS, (to - voice.from) * CHANNELS);
      engine.say({ kind: 'pcm', voice: number, frame: frames(voice.sent), samples });
      voice.sent = to;
      if (to === end) engine.say({ kind: 'over', voice: number, length: frames(end) });
    }
  };
  const hear = (message: FromMixer): void => {
    if (message.kind === 'ready') {
      mixers++;
      said.length = 0;
      voices.clear();
    }
    said.push(message);
    if (message.kind !== 'heard') return;
    clock = { frame: message.frame, ms: performance.now() };
    for (const { voice, granted } of message.voices) pump(voice, granted);
  };

  const engine: ScriptedEngine = {
    connect(given) {
      socket = given;
      given.on('message', (data) => {
        if (given === socket) hear(fromMixer.parse(JSON.parse(String(data))));
      });
    },
    said,
    mixers: () => mixers,
    heard: () => said.findLast((message) => message.kind === 'heard')!,
    now: () => Math.round(clock.frame + (performance.now() - clock.ms) * 48),
    say: (message) => socket?.send(encodeMixerFrame(message)),
    acts: (...acts) => engine.say({ kind: 'acts', acts }),
    voice(voice, samples, from = 0) {
      voices.set(voice, { samples, from, sent: from });
      engine.say({ kind: 'voice', voice, from: frames(from) });
      pump(voice, from + MIXER_RING);
    },
    async until(is, what) {
      const end = performance.now() + 20_000;
      while (!is()) {
        if (performance.now() > end) throw new Error(`It never was so: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    cut: () => socket?.terminate(),
  };
  return engine;
};
