import type { SoundRef } from '../../src/contract/index.ts';
import { type Frames, frames, toFrames, type toSeconds } from '../../src/model/index.ts';
import { type AudioOutput, DEFAULT_DEVICE, openAudioOutput } from '../sound/audio-output.ts';
import { type FeederLink, type PlayerHost, startFeeder } from './feeder-link.ts';
import type { FromFeeder, LoopRegion } from './feeder-protocol.ts';
import { DOUBLE, FLOAT, type PlayerMemory, playerMemory, WORD } from './player-memory.ts';
import workletUrl from './player-worklet.ts?worker&url';
import { placeOf } from './ring.ts';

/** A device is let go when nothing sounded for so long. */
const IDLE_MS = 5_000;

/** What the engine tells the transport. Events of a jump that another has followed are left out. */
export interface EngineEvents {
  readonly feeder: (event: FromFeeder) => void;
  readonly lost: (why: string) => void;
  /** The device is gone, or could not be opened. */
  readonly deviceTrouble: (why: string) => void;
}

/** The player's threads in one hand: memory, feeder, output. Lives as long as the page. */
export interface PlayerEngine {
  readonly memory: PlayerMemory;
  /** Jumps to a place of a sound; what sounds fades out. */
  open(sound: SoundRef, from: Frames, loop: LoopRegion | null): void;
  /** Other sound for the same place. Returns its number. */
  revise(sound: SoundRef): number;
  setLoop(loop: LoopRegion | null): void;
  stop(): void;
  setPlaying(playing: boolean): void;
  setVolume(volume: number): void;
  /** Linear gains of the two sounds of a pair. */
  setBalance(first: number, second: number): void;
  setDevice(id: string): Promise<void>;
  /** Opens the device ahead of time: at the first touch of the page. */
  warm(): void;
  /** The frame that sounds now, or that was jumped to and sounds next. */
  position(): Frames;
  /** Milliseconds from the last jump to its first frame that is no silence; null: not heard yet. */
  firstSound(generation: number): { milliseconds: number; deviceMilliseconds: number } | null;
  /** When the audio thread read the first sample behind a splice, milliseconds since 1970; null: it has not yet. */
  splicedAt(splice: number): number | null;
  /** Null until the device is open. */
  output(): AudioOutput | null;
}

export const createPlayerEngine = (host: PlayerHost, events: EngineEvents): PlayerEngine => {
  const memory = playerMemory();
  const { words, floats, doubles } = memory;
  let ticket = 0;
  let revision = 0;
  let device: string = DEFAULT_DEVICE;
  let output: AudioOutput | null = null;
  let opening: Promise<AudioOutput> | null = null;
  let idle: ReturnType<typeof setTimeout> | null = null;
  let jump = { from: frames(0), after: -1, at: 0 };

  const link: FeederLink = startFeeder(
    memory,
    host,
    (event) => {
      if (!('ticket' in event) || event.ticket === ticket) events.feeder(event);
    },
    events.lost,
  );

  const openOutput = (): Promise<AudioOutput> => {
    opening ??= (async () => {
      const opened = await openAudioOutput(
        { workletUrl, processor: 'cueforge-player', options: { memory: memory.buffer } },
        () => void recover(),
      );
      if (device !== DEFAULT_DEVICE) {
        await opened.setDevice(device).catch(() => events.deviceTrouble('The chosen sound device is not there.'));
      }
      output = opened;
      return opened;
    })();
    opening.catch(() => {
      opening = null;
    });
    return opening;
  };
  const run = async (): Promise<void> => {
    if (idle !== null) clearTimeout(idle);
    idle = null;
    try {
      await (await openOutput()).resume();
    } catch (error) {
      events.lost(`No sound device could be opened: ${error instanceof Error ? error.message : error}`);
    }
  };
  /** Another way to the system's device in place of one that broke; sound goes on where it was. */
  const recover = async (): Promise<void> => {
    const broken = output;
    if (broken === null) return;
    output = null;
    opening = null;
    device = DEFAULT_DEVICE;
    events.deviceTrouble('The sound device has gone.');
    await broken.close().catch(() => undefined); // First: the ring has one reader.
    if (Atomics.load(words, WORD.playing) === 1) await run();
  };
  const rest = (): void => {
    if (idle !== null) clearTimeout(idle);
    idle = setTimeout(() => void output?.suspend().catch(() => undefined), IDLE_MS);
  };

  return {
    memory,
    open(sound, from, loop) {
      jump = { from, after: Atomics.load(words, WORD.generation), at: Date.now() };
      link.send({ kind: 'open', ticket: ++ticket, sound, from, loop });
    },
    revise(sound) {
      link.send({ kind: 'revise', revision: ++revision, sound });
      return revision;
    },
    setLoop: (loop) => link.send({ kind: 'loop', loop }),
    stop() {
      ticket++;
      jump = { from: frames(0), after: Atomics.load(words, WORD.generation), at: Date.now() };
      link.send({ kind: 'stop' });
    },
    setPlaying(playing) {
      Atomics.store(words, WORD.playing, playing ? 1 : 0);
      if (playing) void run();
      else rest();
      host.setPlaying(playing);
      link.send({ kind: 'wake' });
    },
    setVolume(volume) {
      floats[FLOAT.volume] = volume;
    },
    setBalance(first, second) {
      floats[FLOAT.firstGain] = first;
      floats[FLOAT.secondGain] = second;
      Atomics.add(words, WORD.balance, 1);
    },
    async setDevice(id) {
      device = id;
      await output?.setDevice(id);
    },
    warm: () => void openOutput().catch(() => undefined),
    position() {
      const generation = Atomics.load(words, WORD.generation);
      if (generation === jump.after) return jump.from; // The feeder does not know of it yet,
      return placeOf(memory); // and the audio thread may not yet.
    },
    firstSound(generation) {
      if (Atomics.load(words, WORD.sounded) !== generation) return null;
      const { baseLatency = 0, outputLatency = 0 } = output?.context ?? {};
      return {
        milliseconds: doubles[DOUBLE.soundedAt] - jump.at,
        deviceMilliseconds: Math.round((baseLatency + outputLatency) * 1000),
      };
    },
    splicedAt: (splice) => (doubles[DOUBLE.splicedKnown] >= splice ? doubles[DOUBLE.splicedAt] : null),
    output: () => output,
  };
};

/** Seconds of the transport as whole frames, never negative. */
export const framesAt = (seconds: number): Frames => toFrames(Math.max(0, seconds) as ReturnType<typeof toSeconds>);
