import type { FromPcmSource, SoundRef, ToPcmSource } from '../../src/contract/index.ts';
import { CHANNELS, type Failure, type Frames, frames } from '../../src/model/index.ts';
import { type FromFeeder, LOOP_LEAST, type LoopRegion } from './feeder-protocol.ts';
import { type PlayerMemory, WORD } from './player-memory.ts';
import { openRingWriter, placeOf } from './ring.ts';

/** Frames that are kept ahead of the ear: 4 s. The ring holds more, so that a jump needs no room of what it leaves. */
export const AHEAD_FRAMES = 192_000;
/** Credit is granted in pieces of at least 100 ms. */
const GRANT_LEAST = 4_800;
/**
 * Frames that must be there before sound starts: from the cache, from a decode that just began, after it ran out. More
 * than a device takes at once when it starts, 85 ms and up; it comes in a few milliseconds all the same.
 */
const PREBUFFER = { cached: 14_400, cold: 24_000, starved: 48_000 };
/**
 * How far ahead of the reader other sound for the same place may begin: 25 ms. Nothing breaks where the audio thread takes
 * more meanwhile, a device may take 85 ms at once: then the new sound is entered further on.
 */
const GUARD = 1_200;
/** Length of the fade from the old sound to the new: 8 ms. */
const CROSSFADE = 384;
/**
 * Frames of the new sound that must be there before the reader is sent to it: a second. What lay ahead of the old is lost
 * with it, and an edit follows the other where much goes on; it comes in a few milliseconds all the same.
 */
const REVISED_LEAST = 48_000;
/** Steps between two words about how much is buffered: a quarter of a second's worth. */
const TELL_STEP = 12_000;

/** Fills the ring. One thread, the feeder's; driven by messages and by `tick`, so that it reads no clock. */
export interface Feeder {
  /** Everything that is sent to the studio goes through `send` from now on; goes on with what is open. */
  connect(send: (message: ToPcmSource) => void): void;
  /** From the studio. */
  receive(message: FromPcmSource): void;
  /** The connection is gone. */
  disconnected(): void;
  open(ticket: number, sound: SoundRef, from: Frames, loop: LoopRegion | null): void;
  /**
   * Other sound for where we are. What plays goes over to it in one short fade, without losing its place; what is paused
   * has it from its place on. Calls that come while one is on its way become one.
   */
  revise(revision: number, sound: SoundRef): void;
  setLoop(loop: LoopRegion | null): void;
  stop(): void;
  /** Looks after the ring: every 20 ms while this returns true. */
  tick(): boolean;
}

interface Sound {
  readonly ticket: number;
  source: SoundRef;
  loop: LoopRegion | null;
  /** The frame of the source that is written next. */
  next: Frames;
  /** A seam that found no place yet. */
  seamDue: boolean;
  /** Where the source ends; null: not known. */
  length: Frames | null;
  stage: 'buffering' | 'ready' | 'over';
  prebuffer: number;
  /** What to say when all that came before it was heard. */
  failure: Failure | null;
  /** Nothing more is asked for in this generation. */
  ended: boolean;
  told: number;
}

export const createFeeder = (memory: PlayerMemory, tell: (event: FromFeeder) => void): Feeder => {
  const { words } = memory;
  const ring = openRingWriter(memory);
  let send: ((message: ToPcmSource) => void) | null = null;
  let sound: Sound | null = null;
  let epoch = 0;
  /** Frames granted in this epoch that did not come yet. */
  let granted = 0;
  /** The revision that is on its way into the ring, and the one that follows it. */
  let revising: number | null = null;
  let queued: { readonly revision: number; readonly source: SoundRef } | null = null;

  const room = (): number => Math.min(ring.space(), AHEAD_FRAMES - ring.filled());
  const grant = (now: Sound): void => {
    if (send === null || now.ended || now.seamDue) return;
    const most = room() - granted;
    if (most < GRANT_LEAST) return;
    granted += most;
    send({ kind: 'credit', epoch, frames: most });
  };
  /** Asks the studio for the sound from `next` on. */
  const ask = (now: Sound): void => {
    epoch++;
    granted = 0;
    send?.({ kind: 'open', epoch, sound: now.source, from: now.next });
    grant(now);
  };
  /** Sound goes on seamlessly with the loop's first frame. */
  const loopBack = (now: Sound, loop: LoopRegion): void => {
    now.next = loop.start;
    now.seamDue = !ring.seam(loop.start);
    if (!now.seamDue) ask(now);
  };
  const end = (now: Sound): void => {
    now.ended = true;
    ring.end();
  };
  const begin = (next: Sound): void => {
    sound = next;
    revising = null;
    ring.begin(next.next, isPair(next.source));
    tell({ kind: 'buffering', ticket: next.ticket });
    ask(next);
  };
  const restart = (now: Sound, from: Frames): void =>
    begin({ ...now, next: from, seamDue: false, stage: 'buffering', ended: false, failure: null, told: -1 });

  /** The loop that what is written next lies before the end of; behind it, sound plays on to its own end. */
  const inLoop = (now: Sound): LoopRegion | null =>
    now.loop && now.next < (now.loop.end ?? Number.POSITIVE_INFINITY) ? now.loop : null;

  const take = (now: Sound, frame: Frames, samples: Float32Array): void => {
    const paired = isPair(now.source);
    const count = samples.length / (paired ? 2 * CHANNELS : CHANNELS);
    granted -= count;
    const loop = inLoop(now);
    const wanted = Math.min(count, (loop?.end ?? Number.POSITIVE_INFINITY) - now.next);
    const second = paired ? samples.subarray(count * CHANNELS) : undefined;
    if (frame !== now.next || ring.write(samples, 0, wanted, second) !== wanted) {
      const text = 'The studio sent sound that was not asked for';
      fail(now, { code: 'internal', message: text, details: { frame, next: now.next, count } });
      return;
    }
    now.next = frames(now.next + wanted);
    if (loop && now.next === loop.end) loopBack(now, loop);
  };

  const fail = (now: Sound, failure: Failure): void => {
    // What it was to replace is no longer what was asked for: it fades out.
    if (ring.revision() === 'writing') ring.begin(placeOf(memory));
    revising = null;
    now.failure = failure;
    send?.({ kind: 'close', epoch });
    epoch++; // Whatever else comes of it is stale.
    end(now);
  };

  /** Begins the revision that waits, where nothing is in its way. */
  const beginRevision = (now: Sound): void => {
    if (queued === null || now.stage !== 'ready') return;
    const { revision, source } = queued;
    queued = null;
    // Two sounds do not fade into one: that begins anew.
    const alike = isPair(source) === isPair(now.source);
    now.source = source;
    const from = alike && Atomics.load(words, WORD.playing) === 1 ? ring.revise(GUARD) : null;
    if (from === null) restart(now, placeOf(memory));
    else {
      revising = revision;
      Object.assign(now, { next: from, seamDue: false, ended: false, failure: null });
      ask(now);
    }
  };
  /** Sends the reader to the new sound as soon as enough of it is there. */
  const lookAtRevision = (now: Sound): void => {
    const stage = ring.revision();
    if (stage === 'none') {
      revising = null;
      beginRevision(now);
    } else if (queued !== null && Atomics.load(words, WORD.playing) === 0) {
      now.source = queued.source;
      queued = null;
      restart(now, placeOf(memory));
    } else if (stage === 'writing' && revising !== null && (now.ended || ring.revised(GUARD) >= REVISED_LEAST)) {
      if (ring.splice(GUARD, CROSSFADE)) {
        tell({ kind: 'revised', ticket: now.ticket, revision: revising, splice: ring.splices() });
      } else if (now.ended || ring.ahead() < GUARD + CROSSFADE) restart(now, placeOf(memory)); // One of both ends here.
    }
  };

  const look = (now: Sound): void => {
    if (now.seamDue && ring.seam(now.next)) {
      now.seamDue = false;
      ask(now);
    }
    grant(now);
    const ahead = ring.ahead();
    const starved = words[WORD.readyAfter] !== Atomics.load(words, WORD.underruns);
    if (now.stage === 'ready' && starved) {
      if (ring.revision() === 'writing') {
        restart(now, placeOf(memory));
        return;
      }
      now.stage = 'buffering';
      now.prebuffer = PREBUFFER.starved;
      tell({ kind: 'buffering', ticket: now.ticket });
    }
    if (now.stage === 'buffering' && (now.ended || ahead >= now.prebuffer)) {
      now.stage = 'ready';
      const generation = ring.generation();
      Atomics.store(words, WORD.readyAfter, Atomics.load(words, WORD.underruns));
      Atomics.store(words, WORD.ready, generation);
      if (now.failure === null || ahead > 0) tell({ kind: 'ready', ticket: now.ticket, generation });
    }
    const heardAll = Atomics.load(words, WORD.completed) === ring.generation();
    // A failure before the first frame is told at once; nothing will be heard of this generation.
    if (heardAll || (now.ended && now.failure !== null && ahead === 0)) {
      now.stage = 'over';
      send?.({ kind: 'close', epoch });
      if (now.failure) tell({ kind: 'failed', ticket: now.ticket, failure: now.failure });
      else tell({ kind: 'completed', ticket: now.ticket });
    }
    if (Math.abs(ahead - now.told) >= TELL_STEP || (ahead === 0 && now.told !== 0)) {
      now.told = ahead;
      tell({ kind: 'buffered', ticket: now.ticket, frames: ahead });
    }
    lookAtRevision(now);
  };

  return {
    connect(to) {
      send = to;
      if (sound && !sound.ended && !sound.seamDue) ask(sound);
    },
    disconnected() {
      send = null;
      epoch++;
      granted = 0;
    },
    receive(message) {
      const now = sound;
      if (now === null || message.epoch !== epoch || now.ended) return;
      if (message.kind === 'pcm') take(now, message.frame, message.samples);
      else if (message.kind === 'failed') fail(now, message.failure);
      else if (message.kind === 'opened') {
        now.length = message.length ?? now.length;
        if (now.stage === 'buffering' && now.prebuffer !== PREBUFFER.starved) {
          now.prebuffer = message.cached ? PREBUFFER.cached : PREBUFFER.cold;
        }
        tell({ kind: 'opened', ticket: now.ticket, length: now.length, cached: message.cached });
      } else {
        now.length = message.length;
        tell({ kind: 'length', ticket: now.ticket, length: message.length });
        const loop = inLoop(now);
        if (loop && message.length - loop.start >= LOOP_LEAST) loopBack(now, loop);
        else end(now);
      }
      if (now === sound) look(now);
    },
    open(ticket, source, from, loop) {
      queued = null;
      begin({
        ...{ ticket, source, loop, next: from, seamDue: false, length: null, stage: 'buffering' },
        ...{ prebuffer: PREBUFFER.cold, failure: null, ended: false, told: -1 },
      });
    },
    revise(revision, source) {
      const now = sound;
      if (now === null || now.stage === 'over') return;
      queued = { revision, source };
      look(now);
    },
    setLoop(loop) {
      const now = sound;
      if (now === null || now.stage === 'over') return;
      now.loop = loop;
      // What is in the ring may have gone back already, or over an end that is new: then it is written anew from here.
      const at = placeOf(memory);
      const applies = loop !== null && at < (loop.end ?? Number.POSITIVE_INFINITY);
      const passed = loop?.end != null ? now.next > loop.end : now.ended && now.failure === null;
      if (ring.seamed() || (applies && passed)) restart(now, at);
      else if (applies && now.next === loop.end && !now.ended) loopBack(now, loop);
    },
    stop() {
      if (sound === null) return;
      sound = null;
      queued = null;
      revising = null;
      send?.({ kind: 'close', epoch });
      epoch++;
      ring.begin(frames(0)); // The audio thread fades out and drops the rest.
    },
    tick() {
      if (sound !== null && sound.stage !== 'over') look(sound);
      const now = sound;
      if (now === null || now.stage === 'over') return false;
      const filling = send !== null && !now.ended && room() >= GRANT_LEAST;
      return filling || now.stage === 'buffering' || Atomics.load(words, WORD.playing) === 1;
    },
  };
};

const isPair = ({ kind }: SoundRef): boolean => kind === 'pair';
