import { create } from 'zustand';
import type { SoundRef } from '../../src/contract/index.ts';
import { type Frames, frames, toSeconds } from '../../src/model/index.ts';
import { DEFAULT_DEVICE } from '../sound/audio-output.ts';
import { type Meters, readMeters } from '../sound/levels.ts';
import { listOutputDevices, onOutputDevices } from '../sound/output-devices.ts';
import { tellAudioHealth } from '../state/status.ts';
import type { PlayerHost } from './feeder-link.ts';
import { type FromFeeder, LOOP_LEAST, type LoopRegion } from './feeder-protocol.ts';
import { createPlayerEngine, framesAt, type PlayerEngine } from './player-engine.ts';
import { FLOAT, WORD } from './player-memory.ts';
import type { LoopSeconds, PlayerState } from './player-state.ts';

let engine: PlayerEngine | null = null;
/** What the last jump was from: the cache, or a decode. */
let cached = false;
let notices = 0;
/** When revisions were asked for, by number; those that became one with a later one are counted from the later. */
let asked = { revision: 0, at: 0 };
let revisions = 0;

/** The transport. Before `startPlayer` it shows, and its actions do nothing. */
export const usePlayer = create<PlayerState>()((set, get) => {
  const wanted = (): boolean => ['playing', 'buffering'].includes(get().state);
  /** Jumps within, or to, a sound; `playing`: whether it is to sound from there. */
  const jump = (from: number, playing: boolean): void => {
    const { sound, loop } = get();
    if (engine === null || sound === null) return;
    set({ state: playing ? 'buffering' : 'paused', trouble: null, firstSound: null });
    engine.open(sound, framesAt(from), regionOf(loop));
    engine.setPlaying(playing);
  };

  return {
    state: 'idle',
    sound: null,
    asset: null,
    title: '',
    seconds: null,
    bufferedSeconds: 0,
    loop: null,
    volume: 1,
    balance: [1, 0],
    device: DEFAULT_DEVICE,
    devices: [{ id: DEFAULT_DEVICE, label: 'System default' }],
    trouble: null,
    notice: null,
    firstSound: null,
    lastRevision: null,

    play(wanted, { from = 0, title, seconds = null } = {}) {
      const sound: SoundRef = typeof wanted === 'string' ? { kind: 'asset', asset: wanted } : wanted;
      if (engine === null) return set({ ...named(sound), state: 'error', trouble: cannotPlay() });
      const before = get();
      const same = before.sound !== null && nameOf(sound) === nameOf(before.sound);
      set({
        ...named(sound),
        title: title ?? (same ? before.title : ''),
        seconds: seconds ?? (same ? before.seconds : null),
        loop: same ? before.loop : null,
        bufferedSeconds: 0,
      });
      jump(from, true);
    },
    toggle() {
      const { state } = get();
      if (wanted()) get().pause();
      else if (state === 'paused') {
        set({ state: ready() ? 'playing' : 'buffering' });
        engine?.setPlaying(true);
      } else if (state === 'completed') jump(get().loop?.start ?? 0, true);
      else if (state === 'error') jump(toSeconds(position()), true);
    },
    pause() {
      if (!wanted()) return;
      set({ state: 'paused' });
      engine?.setPlaying(false);
    },
    seek(seconds) {
      const { state, seconds: length } = get();
      if (state === 'idle') return;
      jump(Math.max(0, Math.min(seconds, length ?? Number.POSITIVE_INFINITY)), wanted());
    },
    skip(by) {
      get().seek(toSeconds(position()) + by);
    },
    revise(other, title = get().title) {
      const { sound, state } = get();
      const next = other ?? sound;
      if (engine === null || sound === null || next === null || state === 'idle') return;
      if (other !== undefined) set({ ...named(next), title });
      const at = Date.now();
      asked = { revision: engine.revise(next), at };
    },
    setLoop(loop) {
      const region = regionOf(loop);
      const kept = region && (region.end === null || region.end - region.start >= LOOP_LEAST) ? loop : null;
      set({ loop: kept });
      engine?.setLoop(regionOf(kept));
    },
    stop() {
      engine?.setPlaying(false);
      engine?.stop();
      set({
        state: 'idle',
        sound: null,
        asset: null,
        title: '',
        seconds: null,
        bufferedSeconds: 0,
        loop: null,
        trouble: null,
      });
    },
    setVolume(volume) {
      const kept = Math.max(0, Math.min(1, volume));
      set({ volume: kept });
      engine?.setVolume(kept);
    },
    setBalance(first, second) {
      set({ balance: [first, second] });
      engine?.setBalance(first, second);
    },
    async setDevice(id) {
      try {
        await engine?.setDevice(id);
        set({ device: id });
      } catch {
        await fallBack('That sound device could not be opened. Sound goes to the system’s.');
      }
    },
  };
});

/** The sound goes to the system's device, and the user is told why. */
const fallBack = async (why: string): Promise<void> => {
  usePlayer.setState({ device: DEFAULT_DEVICE, notice: { id: ++notices, text: why } });
  await engine?.setDevice(DEFAULT_DEVICE).catch(() => undefined);
};

const lookAtDevices = async (): Promise<void> => {
  const devices = await listOutputDevices();
  usePlayer.setState({ devices });
  const { device } = usePlayer.getState();
  if (devices.some(({ id }) => id === device)) return;
  await fallBack('The chosen sound device has gone. Sound goes to the system’s.');
};

const ready = (): boolean => {
  if (engine === null) return false;
  const { words } = engine.memory;
  const buffered = Atomics.load(words, WORD.ready) === Atomics.load(words, WORD.generation);
  return buffered && Atomics.load(words, WORD.readyAfter) === Atomics.load(words, WORD.underruns);
};

const onFeeder = (event: FromFeeder): void => {
  const { state } = usePlayer.getState();
  switch (event.kind) {
    case 'opened':
      cached = event.cached;
      if (event.length !== null) usePlayer.setState({ seconds: toSeconds(event.length) });
      break;
    case 'length':
      usePlayer.setState({ seconds: toSeconds(event.length) });
      break;
    case 'buffered':
      usePlayer.setState({ bufferedSeconds: event.frames / 48_000 });
      break;
    case 'buffering':
      if (state === 'playing') usePlayer.setState({ state: 'buffering' });
      sayHealth();
      break;
    case 'ready':
      if (state === 'buffering') usePlayer.setState({ state: 'playing' });
      sayHealth();
      listenForSound(event.generation);
      break;
    case 'revised':
      listenForSplice(event.splice, event.revision === asked.revision ? asked.at : null);
      break;
    case 'completed':
      usePlayer.setState({ state: 'completed', bufferedSeconds: 0 });
      engine?.setPlaying(false);
      break;
    case 'failed':
      fail(event.failure.message);
      break;
    case 'disconnected':
      break;
  }
};

const fail = (why: string): void => {
  usePlayer.setState({ state: 'error', trouble: why });
  engine?.setPlaying(false);
  tellAudioHealth({ state: 'error', text: why });
};

/** Waits for the first sound of a jump, for the figure that says how quick it was. */
const listenForSound = (generation: number): void => {
  if (engine === null || generation !== Atomics.load(engine.memory.words, WORD.generation)) return;
  const sound = engine.firstSound(generation);
  if (sound) usePlayer.setState({ firstSound: { ...sound, cached } });
  else if (usePlayer.getState().state === 'playing') setTimeout(() => listenForSound(generation), 20);
};

/** Waits until the audio thread has come to other sound, for the figure that says how soon an edit is heard. */
const listenForSplice = (splice: number, since: number | null): void => {
  const at = engine?.splicedAt(splice) ?? null;
  if (at === null) {
    if (usePlayer.getState().state === 'playing') setTimeout(() => listenForSplice(splice, since), 20);
    return;
  }
  revisions++;
  if (since === null) return;
  const { baseLatency = 0, outputLatency = 0 } = engine?.output()?.context ?? {};
  const deviceMilliseconds = Math.round((baseLatency + outputLatency) * 1000);
  usePlayer.setState({ lastRevision: { milliseconds: at - since, deviceMilliseconds, count: revisions } });
};

const sayHealth = (): void => {
  const runs = underruns();
  const text = `48 kHz · ${runs} ${runs === 1 ? 'under-run' : 'under-runs'}`;
  tellAudioHealth({ state: runs === 0 ? 'ok' : 'warn', text });
};

const cannotPlay = (): string =>
  globalThis.crossOriginIsolated === false
    ? 'This page is not isolated from others, so it cannot play sound. Open it from the studio itself.'
    : 'The player is not connected to the studio yet.';

/**
 * Connects the player to its host; once. The device is opened at the first touch of the page, as browsers want it.
 * `device`: the one the settings name. Default: the one that was set before.
 */
export const startPlayer = (host: PlayerHost, device: string = usePlayer.getState().device): void => {
  if (engine !== null || globalThis.crossOriginIsolated === false) return;
  const started = createPlayerEngine(host, {
    feeder: onFeeder,
    lost: fail,
    deviceTrouble: (why) => void fallBack(`${why} Sound goes to the system’s.`),
  });
  engine = started;
  started.setVolume(usePlayer.getState().volume);
  started.setBalance(...usePlayer.getState().balance);
  const warm = (): void => {
    removeEventListener('pointerdown', warm);
    removeEventListener('keydown', warm);
    started.warm();
  };
  addEventListener('pointerdown', warm);
  addEventListener('keydown', warm);
  onOutputDevices(() => void lookAtDevices());
  void (async () => {
    await started.setDevice(device);
    usePlayer.setState({ device });
    await lookAtDevices();
  })();
};

/** The frame that sounds now. Cheap: read it in every animation frame. */
export const position = (): Frames => engine?.position() ?? frames(0);

/** What sounds now, before the volume. Cheap: read it in every animation frame. */
export const meters = (): Meters => readMeters(engine?.memory.floats, FLOAT);

/** Times the sound ran out before its end, since the page was opened. */
export const underruns = (): number => (engine ? Atomics.load(engine.memory.words, WORD.underruns) : 0);

/** Where the sound leaves the player, for whoever measures behind it; null until the device is open. */
export const playerOutput = (): { readonly context: AudioContext; readonly node: AudioNode } | null =>
  engine?.output() ?? null;

/** What is open, as the state says it. */
const named = (sound: SoundRef) => ({ sound, asset: sound.kind === 'asset' ? sound.asset : null });
/** The same name: the same sound, perhaps as another variant of it. */
const nameOf = (sound: SoundRef): string => {
  if (sound.kind === 'asset') return sound.asset;
  if (sound.kind === 'cue') return `cue ${sound.cue}`;
  if (sound.kind === 'pair') return `${nameOf(sound.first)} and ${nameOf(sound.second)}`;
  if (sound.kind === 'made') return sound.path;
  if (sound.kind === 'music') return `music of ${sound.workout}`;
  return sound.kind === 'mix' ? sound.workout : sound.source;
};

const regionOf = (loop: LoopSeconds | null): LoopRegion | null =>
  loop && { start: framesAt(loop.start), end: loop.end === null ? null : framesAt(loop.end) };
