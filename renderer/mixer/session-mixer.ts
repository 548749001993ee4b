import { type AudioOutput, DEFAULT_DEVICE, openAudioOutput } from '../sound/audio-output.ts';
import { type Meters, readMeters } from '../sound/levels.ts';
import { findSystemDevice, hasOutputDevice, listOutputDevices, onOutputDevices } from '../sound/output-devices.ts';
import { type MixerLink, type SessionMixerHost, startMixerFeeder } from './mixer-link.ts';
import { FLOAT, type MixerMemory, mixerMemory, WORD } from './mixer-memory.ts';
import workletUrl from './mixer-worklet.ts?worker&url';
import { MIXER_DELAY_MS } from './mixing.ts';

/**
 * `off`: not started; `waiting-for-touch`: the browser gives no sound before the page is touched; `open`: it sounds, to the
 * chosen device; `fallback`: it sounds, to the system's device in place of the chosen one; `lost`: there is no device.
 */
export type SessionMixerStage = 'off' | 'waiting-for-touch' | 'open' | 'fallback' | 'lost';

export interface SessionMixerEvents {
  /** The stage, the device or the connection is another. */
  changed(): void;
  /** What the user has to know. A sentence. */
  trouble(why: string): void;
  /** Another mixer sounds the session now. This one goes on with its device, and comes back only when it is started anew. */
  replaced(): void;
}

/** The page's mixer of live sessions: memory, feeder and device in one hand. */
export interface SessionMixer {
  /** Opens the device and connects to the studio; resolves once it sounds, waits for a touch, or has no device. */
  start(): Promise<void>;
  /** Fades out what sounds, lets the studio and the device go. */
  stop(): void;
  /** Sound goes there from now on, also in later starts. Where there is no such device, it goes to the system's. */
  setDevice(id: string): Promise<void>;
  state(): SessionMixerStage;
  /** Whether the studio knows of it. */
  connected(): boolean;
  /** The name of the device that it sounds to; empty: none. */
  device(): string;
  /** Behind the limiter. Cheap: read it in every animation frame. */
  meters(): Meters;
  /** Frames mixed so far, modulo 2^32. */
  frame(): number;
  /** Where the sound leaves it, for whoever measures behind it; null until the device is open. */
  output(): { readonly context: AudioContext; readonly node: AudioNode } | null;
  /** For tests: keeps what is given out in a `captureMemory` as well; null: no longer. */
  capture(memory: SharedArrayBuffer | null): void;
}

/** How often it is looked whether the device still takes sound. Milliseconds. */
const WATCH_MS = 1_000;
/** Looks in a row without a frame mixed after which the device is lost. */
const STILL_LOOKS = 2;
/** What a device that may sound at once takes to say so, at most. Milliseconds. */
const START_MS = 500;
/** Between two tries for a device where there is none. Milliseconds. */
const REOPEN_MS = 2_000;
/** Between two looks whether there is a device again, after there was one. Milliseconds. */
const LOOK_MS = 250;
/**
 * Where there was no device Chromium plays to nobody in place of the system's, and takes that for the system's for 5 s
 * after it was let go, whatever came meanwhile. Milliseconds.
 */
const STALE_MS = 6_000;
/** What a fade-out takes until it has left the device's buffers. Milliseconds. */
const FADING_MS = 100;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export const createSessionMixer = (host: SessionMixerHost, events: SessionMixerEvents): SessionMixer => {
  let wanted = false;
  let stage: SessionMixerStage = 'off';
  let chosen: string = DEFAULT_DEVICE;
  let name = '';
  let connected = false;
  let output: AudioOutput | null = null;
  let memory: MixerMemory | null = null;
  let link: MixerLink | null = null;
  let watching: ReturnType<typeof setInterval> | null = null;
  let seen = { frame: 0, still: 0 };
  let kept: SharedArrayBuffer | null = null;
  let stopFollowing: () => void = () => undefined;
  let recovering = false;
  /** There was a device when the output was opened; else Chromium takes the sound, and plays it to nobody. */
  let onDevice = false;
  /** The id of the device that it was pointed to. */
  let at: string = DEFAULT_DEVICE;
  /** Until then the system's device is asked for by its own id. Milliseconds of `performance.now`. */
  let staleUntil = Number.NEGATIVE_INFINITY;

  const setStage = (next: SessionMixerStage): void => {
    stage = next;
    if (next === 'open' || next === 'fallback' || next === 'lost') link?.device({ state: next, device: name });
    events.changed();
  };
  const nameOf = async (id: string): Promise<string> =>
    (await listOutputDevices()).find((device) => device.id === id)?.label ?? 'System default';
  const sounds = (): boolean => output?.context.state === 'running';

  const point = async (to: AudioOutput, id: string): Promise<void> => {
    const isStale = id === DEFAULT_DEVICE && performance.now() < staleUntil;
    const place = isStale ? await findSystemDevice() : id;
    await to.setDevice(place);
    at = place;
    name = await nameOf(place);
  };
  /** Points an output that was just opened, or sounds, to the chosen device; else to the system's. */
  const direct = async (to: AudioOutput): Promise<'open' | 'fallback'> => {
    try {
      await point(to, chosen);
      return 'open';
    } catch {
      await point(to, DEFAULT_DEVICE).catch(() => undefined);
      return 'fallback';
    }
  };
  let directed: 'open' | 'fallback' = 'open';

  /** Takes in what the device does now. */
  const follow = (): void => {
    if (!wanted || output === null || memory === null || !sounds()) return;
    stopTouch();
    link ??= startMixerFeeder(memory, host, {
      connected(is, why) {
        connected = is;
        if (why !== null) events.trouble(why);
        events.changed();
      },
      replaced: events.replaced,
    });
    if (stage !== directed) setStage(directed);
    tellLatency();
  };
  const touched = (): void => void output?.resume().catch(() => undefined);
  const stopTouch = (): void => {
    removeEventListener('pointerdown', touched);
    removeEventListener('keydown', touched);
  };

  const tellLatency = (): void => {
    const { baseLatency = 0, outputLatency } = output?.context ?? {};
    if (memory === null || !outputLatency) return;
    const figure = new Float32Array([(baseLatency + outputLatency) * 1_000 + MIXER_DELAY_MS]);
    Atomics.store(memory.words, WORD.latency, new Int32Array(figure.buffer)[0]);
  };
  const watch = (): void => {
    if (memory === null || stage === 'waiting-for-touch' || stage === 'lost') return;
    tellLatency();
    // Not every system says that one came or went.
    void lookAtDevices();
    const frame = Atomics.load(memory.words, WORD.frame);
    seen = frame === seen.frame ? { frame, still: seen.still + 1 } : { frame, still: 0 };
    if (seen.still === 0) return;
    touched(); // What the system has suspended may be had again for the asking.
    if (seen.still >= STILL_LOOKS) void recover('The sound device takes no more sound.');
  };
  /** Chromium plays on to nobody where no device is left, and does so when there is one again: what it opened is let go. */
  const lookForAny = async (): Promise<void> => {
    const looked = output;
    let has = await hasOutputDevice();
    if (has === false && onDevice) {
      // A sound service that begins anew has none for a moment.
      await wait(LOOK_MS);
      has = await hasOutputDevice();
    }
    if (looked === null || output !== looked || has === null || has === onDevice) return;
    staleUntil = performance.now() + STALE_MS;
    await recover(has ? 'There is a sound device now.' : 'No sound device is left.');
  };
  let looking = false;
  const lookAtDevices = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    try {
      await lookForAny();
      await lookForOurs();
    } finally {
      looking = false;
    }
  };
  const lookForOurs = async (): Promise<void> => {
    if (output === null || at === DEFAULT_DEVICE || (stage !== 'open' && stage !== 'fallback')) return;
    const gone = at;
    if ((await listOutputDevices()).some(({ id }) => id === gone)) return;
    // A mixer that breaks with its device is replaced; one that does not goes on where it is.
    if (output !== null && at === gone) await point(output, DEFAULT_DEVICE).catch(() => undefined);
    if (!wanted || output === null) return;
    if (chosen !== gone) return setStage(directed);
    directed = 'fallback';
    setStage('fallback');
    events.trouble('The session’s sound device has gone. Its sound goes to the system’s.');
  };

  const open = async (): Promise<void> => {
    const fresh = mixerMemory();
    onDevice = (await hasOutputDevice()) === true;
    const opened = await openAudioOutput(
      { workletUrl, processor: 'cueforge-mixer', options: { memory: fresh.buffer } },
      () => void recover('The session’s sound device has gone.'),
    );
    directed = await direct(opened);
    if (!wanted) return opened.close();
    memory = fresh;
    output = opened;
    seen = { frame: 0, still: 0 };
    if (kept) opened.node.port.postMessage(kept);
    opened.context.addEventListener('statechange', follow);
    stopFollowing = () => opened.context.removeEventListener('statechange', follow);
    await Promise.race([opened.resume().catch(() => undefined), wait(START_MS)]);
    if (output !== opened) return;
    watching ??= setInterval(watch, WATCH_MS);
    if (sounds()) return follow();
    addEventListener('pointerdown', touched);
    addEventListener('keydown', touched);
    setStage('waiting-for-touch');
  };
  /** Lets the output go, and the studio: what comes after it is another mixer. */
  const letGo = (): AudioOutput | null => {
    const before = output;
    stopTouch();
    stopFollowing();
    stopFollowing = () => undefined;
    link?.close();
    link = null;
    connected = false;
    output = null;
    memory = null;
    return before;
  };
  /** Another way to a device in place of one that broke. The studio gives the new mixer whatever sounded. */
  const recover = async (why: string): Promise<void> => {
    if (recovering || !wanted) return;
    recovering = true;
    const before = chosen;
    const needsDevice = onDevice;
    setStage('lost');
    events.trouble(`${why} Another way to a device is looked for.`);
    await letGo()
      ?.close()
      .catch(() => undefined);
    while (wanted && output === null) {
      if (needsDevice && (await hasOutputDevice()) === false) {
        staleUntil = performance.now() + STALE_MS;
        await wait(LOOK_MS);
        continue;
      }
      try {
        await open();
      } catch {
        await wait(REOPEN_MS);
      }
    }
    recovering = false;
    if (wanted && directed === 'fallback' && before === chosen) {
      events.trouble('The session’s sound goes to the system’s device now.');
    }
  };

  let stopDevices: () => void = () => undefined;
  return {
    async start() {
      if (wanted) return;
      if (globalThis.crossOriginIsolated === false) {
        setStage('lost');
        events.trouble(
          'This page is not isolated from others, so it cannot play sound. Open it from the studio itself.',
        );
        return;
      }
      wanted = true;
      stopDevices = onOutputDevices(() => void lookAtDevices());
      try {
        await open();
      } catch {
        void recover('No sound device could be opened.');
        return;
      }
      if (directed === 'fallback') {
        events.trouble('The session’s sound device is not there. Its sound goes to the system’s.');
      }
    },
    stop() {
      if (!wanted) return;
      wanted = false;
      stopDevices();
      if (watching !== null) clearInterval(watching);
      watching = null;
      const before = letGo();
      name = '';
      setStage('off');
      void wait(FADING_MS).then(() => before?.close().catch(() => undefined));
    },
    async setDevice(id) {
      chosen = id;
      if (output === null) return;
      const to = output;
      directed = await direct(to);
      if (to !== output || !sounds()) return;
      setStage(directed);
      if (directed === 'fallback') {
        events.trouble('That sound device could not be opened. The session’s sound goes to the system’s.');
      }
    },
    state: () => stage,
    connected: () => connected,
    device: () => name,
    meters: () => readMeters(memory?.floats, FLOAT),
    frame: () => (memory ? Atomics.load(memory.words, WORD.frame) >>> 0 : 0),
    output: () => output,
    capture(shared) {
      kept = shared;
      output?.node.port.postMessage(shared);
    },
  };
};
