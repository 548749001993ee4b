import {
  CHANNELS,
  type Frames,
  frames,
  MIXER_RING,
  MIXER_VOICES,
  type MixerAct,
  type ToMixer,
} from '../model/index.ts';
import type { SoundStore } from './sound-store.ts';

/** Where a session's mixer is told what to do. */
export interface MixerSender {
  send(message: ToMixer): void;
}

interface Voice {
  readonly number: number;
  /** Sound was sent up to this frame of it. */
  sent: number;
  granted: number;
  /** Its end was told. */
  over: boolean;
}

/** A mixer that has nearly all it grants is sent no more before there is room for 1 s. */
const LEAST_SENT = 48_000;

/**
 * The voices of the mixer that sounds a session: one for each sound that is open, as far as there are any. Sound is sent as
 * soon as it is read, as far as the mixer grants; acts are gathered, and told as one message.
 */
export const createMixerVoices = (sounds: Pick<SoundStore, 'find' | 'read'>) => {
  let mixer: MixerSender | null = null;
  /** Frame of the session at the mixer's frame 0. */
  let base = 0;
  let next = 0;
  let acts: MixerAct[] = [];
  const voices = new Map<string, Voice>();

  const pump = (key: string): void => {
    const voice = voices.get(key);
    if (mixer === null || voice === undefined || voice.over) return;
    if (voice.granted - voice.sent < LEAST_SENT) return;
    while (voice.sent < voice.granted) {
      const samples = sounds.read(key, voice.sent, voice.granted - voice.sent);
      if (samples === null) break;
      mixer.send({ kind: 'pcm', voice: voice.number, frame: frames(voice.sent), samples });
      voice.sent += samples.length / CHANNELS;
    }
    const sound = sounds.find(key);
    if (sound === undefined || !sound.ended || voice.sent < sound.decoded) return;
    voice.over = true;
    mixer.send({ kind: 'over', voice: voice.number, length: frames(sound.decoded) });
  };

  /** What is needed no more goes before what takes its place. */
  const release = (to: MixerSender): void => {
    const released = acts.filter(({ kind }) => kind === 'release');
    if (released.length === 0) return;
    acts = acts.filter(({ kind }) => kind !== 'release');
    to.send({ kind: 'acts', acts: released });
  };

  return {
    /** Another mixer, at its frame 0, which is frame `at` of the session; null: there is none. It has no voices. */
    attach(given: MixerSender | null, at: Frames): void {
      mixer = given;
      base = at;
      acts = [];
      voices.clear();
    },
    isOpen: (key: string): boolean => voices.has(key),
    areAllTaken: (): boolean => voices.size >= MIXER_VOICES,
    /** A voice for a sound, which has what is read of it from what has sounded on. False: there is none. */
    open(key: string): boolean {
      const sound = sounds.find(key);
      if (mixer === null || sound === undefined || voices.has(key) || voices.size >= MIXER_VOICES) return false;
      const voice = { number: next, sent: sound.played, granted: sound.played + MIXER_RING, over: false };
      next += 1;
      voices.set(key, voice);
      release(mixer);
      mixer.send({ kind: 'voice', voice: voice.number, from: frames(sound.played) });
      pump(key);
      return true;
    },
    pump,
    rename(from: string, to: string): void {
      const voice = voices.get(from);
      if (voice === undefined) return;
      voices.delete(from);
      voices.set(to, voice);
    },
    /** Sounds are called otherwise from now on. */
    renameAll(renamed: ReadonlyMap<string, { readonly key: string }>): void {
      const all = [...voices];
      voices.clear();
      for (const [key, voice] of all) voices.set(renamed.get(key)?.key ?? key, voice);
    },
    /** The mixer needs it no more. */
    drop(key: string): void {
      const voice = voices.get(key);
      if (voice === undefined) return;
      voices.delete(key);
      acts.push({ kind: 'release', voice: voice.number });
    },
    /** What a sound's voice is to do; nothing where it has none. `make` gets its number, and frames of the session as the mixer's. */
    act(key: string, make: (voice: number, at: (frame: number) => Frames) => MixerAct): void {
      const voice = voices.get(key);
      if (voice !== undefined) acts.push(make(voice.number, (frame) => frames(frame - base)));
    },
    /** Tells what was gathered. */
    flush(): void {
      if (mixer !== null && acts.length > 0) mixer.send({ kind: 'acts', acts });
      acts = [];
    },
    keyOf(number: number): string | undefined {
      for (const [key, voice] of voices) if (voice.number === number) return key;
      return undefined;
    },
    numberOf: (key: string): number | null => voices.get(key)?.number ?? null,
    grant(key: string, upTo: number): void {
      const voice = voices.get(key);
      if (voice) voice.granted = Math.max(voice.granted, upTo);
    },
    /** Frame of the session at a frame of the mixer. */
    sessionFrame: (frame: number): Frames => frames(base + frame),
  };
};

export type MixerVoices = ReturnType<typeof createMixerVoices>;
