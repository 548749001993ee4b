import {
  CueforgeError,
  decibels,
  type Frames,
  type FromMixer,
  frames,
  type HeardVoice,
  MIXER_RING,
  MIXER_VOICES,
  type MixerAct,
  type ToMixer,
} from '../../src/model/index.ts';
import { actCommand, type Command, command, openCommandWriter } from './command-ring.ts';
import { COMMANDS, createHighMark, LATE, type MixerMemory, SLOT, slotWord, WORD } from './mixer-memory.ts';
import type { DeviceNews } from './mixer-protocol.ts';
import { openVoiceRing, type VoiceRing } from './voice-ring.ts';

/** Milliseconds between two `heard`: while nothing is open, while anything is, unseen too, and for a while after acts. */
const IDLE_MS = 1_000;
const OPEN_MS = 200;
const UNSEEN_MS = 500;
const ACT_MS = 10;
/** And at most so soon because a voice that sounds has little left. */
const SHORT_MS = 20;
/** So often what the mixer does is read again, where it went on meanwhile. */
const LOOKS = 1_000;
/** The studio takes a frame that is older than this for one of now. Milliseconds. */
const AGO_MOST = 1_000;
/** How long after acts the studio is told at that pace. */
const AFTER_ACT_MS = 100;

/** A voice that the studio opened. */
interface Voice {
  readonly number: number;
  readonly from: number;
  /** The frame that is to be sent next. */
  sent: number;
  /** Null: all slots are taken. What is told of it waits here until one is free. */
  place: { readonly slot: number; readonly ring: VoiceRing } | null;
  acts: MixerAct[];
  /** It was told to sound, and not to pause or stop. */
  sounds: boolean;
  /** Sound that found no room yet: `skip` frames of the first are written. */
  samples: Float32Array[];
  skip: number;
  length: number | null;
}

/** What stands between the studio and the audio thread: hands on what is said, both ways. Lives on the feeder's thread. */
export interface MixerFeeder {
  /** A connection is open. It is told `ready` as soon as whatever sounded has gone. */
  connect(send: (message: FromMixer) => void): void;
  /** It is gone: what sounds fades out, and the mixer is as new. */
  disconnected(): void;
  /** Throws CueforgeError for what breaks the rules of `ToMixer`. */
  receive(message: ToMixer): void;
  device(news: DeviceNews): void;
  /** Whether anyone sees what is told of the mixer. */
  seen(seen: boolean): void;
  /** Hands on what waits, and tells what is due. Returns in how many milliseconds it is to be called again; null: no need. */
  tick(): number | null;
}

/** `clock`: milliseconds, monotonic. */
export const createMixerFeeder = (memory: MixerMemory, clock: () => number, onReady: () => void): MixerFeeder => {
  const { words, slots, late } = memory;
  const commands = openCommandWriter(memory);
  const mark = createHighMark();
  const rings = Array.from({ length: MIXER_VOICES }, (_, slot) => openVoiceRing(memory, slot));
  /** Of each slot: how many voices it had. It is free where the last was released. */
  const opened = new Int32Array(MIXER_VOICES);
  let send: ((message: FromMixer) => void) | null = null;
  let ready = false;
  /** Further than any that a feeder before, which may have died, has asked for. */
  let clears = Atomics.load(words, WORD.cleared) + COMMANDS;
  let voices = new Map<number, Voice>();
  let slotVoices: (number | null)[] = [];
  let count = { word: 0, frame: 0, missing: 0, underruns: 0 };
  let told = Number.NEGATIVE_INFINITY;
  let acted = Number.NEGATIVE_INFINITY;
  let news: DeviceNews | null = null;
  let isSeen = true;

  const clear = (): void => {
    ready = false;
    voices = new Map();
    slotVoices = new Array<number | null>(MIXER_VOICES).fill(null);
    commands.drop();
    commands.push([command('clear', 0, 0, ++clears)]);
  };
  /** Tells the studio once the mixer is as new. */
  const begin = (): void => {
    if (send === null || ready || Atomics.load(words, WORD.cleared) !== clears) return;
    ready = true;
    told = Number.NEGATIVE_INFINITY;
    for (const slot of opened.keys()) opened[slot] = Atomics.load(slots, slotWord(slot, SLOT.released));
    for (const slot of rings.keys()) mark.take(slots, slotWord(slot, SLOT.peak));
    mark.take(words, WORD.limited);
    Atomics.store(words, WORD.lateRead, Atomics.load(words, WORD.lateWritten));
    count = {
      word: 0,
      frame: 0,
      missing: Atomics.load(words, WORD.missing),
      underruns: Atomics.load(words, WORD.underruns),
    };
    send({ kind: 'ready', voices: MIXER_VOICES });
    if (news) send({ kind: 'device', ...news });
    onReady();
  };

  /** Gives a voice the lowest slot that is free, if any is. */
  const placeVoice = (voice: Voice): void => {
    const slot = slotVoices.findIndex(
      (taken, i) => taken === null && Atomics.load(slots, slotWord(i, SLOT.released)) === opened[i],
    );
    if (slot < 0) return;
    slotVoices[slot] = voice.number;
    opened[slot]++;
    const ring = rings[slot];
    ring.begin();
    voice.place = { slot, ring };
    const acts = voice.acts.map((act) => actCommand(act, slot));
    voice.acts = [];
    commands.push([command('open', slot, voice.from, opened[slot]), ...acts]);
    if (acts.length > 0) acted = clock();
    fill(voice);
  };
  /** Writes what waits of a voice, as far as there is room. */
  const fill = (voice: Voice): void => {
    if (voice.place === null) return;
    const { ring } = voice.place;
    while (voice.samples.length > 0) {
      const [first] = voice.samples;
      voice.skip += ring.write(first, voice.skip);
      if (voice.skip < first.length / 2) return;
      voice.samples.shift();
      voice.skip = 0;
    }
    if (voice.length !== null) ring.end(voice.length);
  };
  const act = (acts: readonly MixerAct[]): void => {
    const together: Command[] = [];
    for (const one of acts) {
      const voice = voices.get(one.voice);
      if (voice === undefined) continue; // Released already.
      if (one.kind === 'release') voices.delete(one.voice);
      if (one.kind === 'sound' || one.kind === 'resume') voice.sounds = true;
      if (one.kind === 'pause' || one.kind === 'stop') voice.sounds = false;
      if (voice.place === null) voice.acts.push(one);
      else {
        together.push(actCommand(one, voice.place.slot));
        if (one.kind === 'release') slotVoices[voice.place.slot] = null;
      }
    }
    if (together.length > 0) commands.push(together);
    acted = clock();
  };

  const tellLate = (to: (message: FromMixer) => void): void => {
    const written = Atomics.load(words, WORD.lateWritten);
    let read = words[WORD.lateRead];
    /** Voices by how late they are. */
    const groups = new Map<number, number[]>();
    for (; read !== written; read = (read + 1) | 0) {
      const voice = slotVoices[late[2 * (read & (LATE - 1))]];
      const by = late[2 * (read & (LATE - 1)) + 1];
      if (voice !== null) groups.set(by, [...(groups.get(by) ?? []), voice]);
    }
    Atomics.store(words, WORD.lateRead, read);
    for (const [by, numbers] of groups) to({ kind: 'late', voices: numbers, by: frames(by) });
  };
  const playedOf = ({ from, place }: Voice): Frames => frames(place === null ? from : from + place.ring.played());
  /**
   * The mixer's count, and what every voice had played then. A device takes many frames in one go: if it did between the
   * two, they are read again.
   */
  const look = (): { readonly word: number; readonly played: readonly Frames[] } => {
    for (let tries = 0; ; tries++) {
      const word = Atomics.load(words, WORD.frame);
      const played = [...voices.values()].map(playedOf);
      if (tries === LOOKS || Atomics.load(words, WORD.frame) === word) return { word, played };
    }
  };
  const heardOf = ({ number, place }: Voice, played: Frames): HeardVoice => {
    if (place === null) return { voice: number, played, granted: played, peak: 0 };
    const peak = mark.take(slots, slotWord(place.slot, SLOT.peak));
    return { voice: number, played, granted: frames(played + MIXER_RING), peak };
  };
  const since = (word: number, before: number): Frames => frames((Atomics.load(words, word) - before) >>> 0);
  const tell = (to: (message: FromMixer) => void): void => {
    told = clock();
    const latency = latencyOf(words);
    const { word, played } = look();
    // After the frame: one that looks older than it is is taken for less than the mixer has, never for more.
    const ago = ((Date.now() | 0) - Atomics.load(words, WORD.mixedAt)) | 0;
    count.frame += (word - count.word) >>> 0;
    count.word = word;
    to({
      kind: 'heard',
      frame: frames(count.frame),
      agoMs: ago < 0 || ago > AGO_MOST ? 0 : ago,
      voices: [...voices.values()].map((voice, place) => heardOf(voice, played[place])),
      missing: since(WORD.missing, count.missing),
      underruns: since(WORD.underruns, count.underruns),
      limited: decibels(mark.take(words, WORD.limited)),
      latencyMs: latency > 0 ? latency : null,
    });
  };
  /** What a voice has left that sounds, and is to be sent more; what has all of it lacks nothing. Milliseconds. */
  const leftOf = (voice: Voice): number =>
    voice.sounds && voice.length === null ? (voice.sent - playedOf(voice)) / 48 : Number.POSITIVE_INFINITY;
  const pace = (): number => {
    if (clock() - acted < AFTER_ACT_MS) return ACT_MS;
    if (voices.size === 0) return IDLE_MS;
    const left = Math.min(...[...voices.values()].map(leftOf));
    // The studio sends more once it hears that there is room: half of what is left is for that.
    return Math.max(SHORT_MS, Math.min(isSeen ? OPEN_MS : UNSEEN_MS, left / 2));
  };

  clear();
  return {
    connect(to) {
      send = to;
      begin();
    },
    disconnected() {
      if (send === null) return;
      send = null;
      clear();
    },
    receive(message) {
      if (!ready) return;
      if (message.kind === 'acts') return act(message.acts);
      if (message.kind === 'voice') {
        const { voice: number, from } = message;
        if (voices.has(number)) throw new CueforgeError('internal', `Voice ${number} of the mixer is open already`);
        const voice: Voice = {
          ...{ number, from, sent: from, place: null, acts: [], sounds: false, samples: [], skip: 0, length: null },
        };
        voices.set(number, voice);
        placeVoice(voice);
        return;
      }
      const voice = voices.get(message.voice);
      if (voice === undefined) return; // Released while this was on its way.
      if (message.kind === 'over') voice.length = message.length;
      else {
        if (message.frame !== voice.sent) {
          const where = { voice: voice.number, sent: message.frame, due: voice.sent };
          throw new CueforgeError('internal', 'Sound for the mixer does not follow what was sent before', where);
        }
        voice.sent += message.samples.length / 2;
        voice.samples.push(message.samples);
      }
      fill(voice);
    },
    device(next) {
      news = next;
      if (ready) send?.({ kind: 'device', ...next });
    },
    seen(seen) {
      isSeen = seen;
    },
    tick() {
      commands.flush();
      begin();
      const to = send;
      if (to === null || !ready) return commands.waits() || to !== null ? ACT_MS : null;
      tellLate(to);
      let waits = commands.waits();
      for (const voice of voices.values()) {
        if (voice.place === null) placeVoice(voice);
        else if (voice.samples.length > 0) fill(voice);
        if (voice.place === null || voice.samples.length > 0) waits = true;
      }
      const most = waits ? ACT_MS : Number.POSITIVE_INFINITY;
      const left = told + pace() - clock();
      if (left > 0.5) return Math.min(most, Math.ceil(left));
      tell(to);
      return Math.min(most, pace());
    },
  };
};

const latencyOf = (words: Int32Array): number =>
  new Float32Array(Int32Array.of(Atomics.load(words, WORD.latency)).buffer)[0];
