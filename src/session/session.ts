import { type Frames, type FromMixer, frames, type Layer, MIXER_VOICES } from '../model/index.ts';
import { type LayerFacts, nextKey, type Resident, streamReason, UNKNOWN_FACTS } from '../plan/index.ts';
import { carryOver, cueMap, cueMark, layerMark, type SessionSnapshot } from './carry-over.ts';
import { createHeadLoader } from './head-loader.ts';
import { openLayer } from './layer-stream.ts';
import { createMixerVoices, type MixerSender } from './mixer-voices.ts';
import { createPlayingSounds, type LateLayers } from './playing-sounds.ts';
import { nextDue, reduce } from './runner.ts';
import {
  type CueRun,
  initialState,
  type RunnerState,
  type SessionCommand,
  type SessionEvent,
  type Show,
} from './runner-state.ts';
import type { SessionLine, SessionPorts, SessionSound, StreamReason } from './session-ports.ts';
import type { Playing } from './sound-acts.ts';
import { createSoundStore, type HeldSound } from './sound-store.ts';

/** A decode or a start of a stream over this is told. Milliseconds. */
const SLOW_START = 40;
/** While nothing happens, what is to be opened is asked for so often. 10 ms. */
const LOAD_EVERY = 480;
/** A new mixer begins so long after it came, that all its voices begin together. 20 ms. */
const BEGIN_AHEAD = 960;
/** A new mixer waits at most so long for what is to sound. 2 s. */
const BEGIN_LATEST = 96_000;

/**
 * A session: the runner, the sounds that it needs, opened ahead of their cues as far as the budget goes, and the mixer that
 * sounds them. Time is given with every call and never goes back; it stands while there is no mixer. What the decoders say
 * is heard at the next call. What has sounded is what the mixer says. `from`: goes on where another session stood.
 */
export const createSession = (first: Show, ports: SessionPorts, from?: SessionSnapshot) => {
  let show = first;
  let state: RunnerState = initialState(show);
  let now = frames(0);
  /** Session frame up to which a mixer was heard. */
  let heardTo = frames(0);
  /** Time goes on: there is a mixer, and what it is to go on with is there. */
  let running = false;
  /** A mixer that came and waits until what it is to go on with is there; null: none does. */
  let waiting: { readonly since: Frames } | null = null;
  let missing = 0;
  let inbox: (() => void)[] = [];
  let warm = false;
  let loadedAt = Number.NEGATIVE_INFINITY;

  const settings = () => show.list.settings;
  const layersOf = (cue: number): readonly Layer[] => {
    const { action } = show.steps[cue].cue;
    return action.kind === 'sound' ? action.layers : [];
  };
  const layerAt = (cue: number, layer: number): Layer => layersOf(cue)[layer];
  const facts = (cue: number, layer: number): LayerFacts => state.facts[`${cue}/${layer}`] ?? UNKNOWN_FACTS;
  const runKey = (run: number, layer: number): string => `${run}/${layer}`;
  const runOf = (run: number): CueRun | undefined => state.runs.find((each) => each.run === run);
  const tellLater = (news: () => void): void => {
    inbox.push(news);
    ports.onNews?.();
  };
  const say = (
    event: SessionLine['event'],
    what: { cue?: number | null; run?: number | null; layer?: number | null; reason?: string | null; at?: Frames },
  ): void =>
    ports.onLine({
      ...{ event, at: what.at ?? now, cue: what.cue ?? null, run: what.run ?? null },
      ...{ layer: what.layer ?? null, reason: what.reason ?? null, held: store.held() },
    });

  const store = createSoundStore({
    settings,
    clock: ports.clock,
    onRead: (key) => voices.pump(key),
    onReady: (sound, took) =>
      tellLater(() => {
        const { key, cue, layer, state: phase, repeated } = sound;
        const place = playing.get(key);
        if (place === undefined && store.find(key) !== sound) return;
        if (place === undefined) {
          const decodeTime = frames(Math.round(took * 48));
          if (!repeated) send({ kind: 'facts', cue, layer, facts: { decodeTime } });
          const { ready, total } = prefetched(cue);
          say('prefetch.ready', { cue, layer, reason: `Prefetched ${ready}/${total} audio tracks for cue` });
        }
        const what = phase === 'head' ? 'decode' : 'stream start';
        if (took > SLOW_START) say('perf', { cue, layer, reason: `${what} took ${Math.round(took)} ms` });
        if (place) send({ kind: 'ready', run: place.run, layer });
      }),
    onFailed: ({ key, cue, layer }, { message }) =>
      tellLater(() => {
        const place = playing.get(key);
        if (place) {
          playing.forget(place);
          send({ kind: 'broken', run: place.run, layer, reason: message });
          return;
        }
        if (!store.has(key)) return;
        closeHead(key);
        loader.failed(key, now);
        say('prefetch.failed', { cue, layer, reason: message });
      }),
  });
  const voices = createMixerVoices(store);
  const playing = createPlayingSounds({ store, voices, runOf });

  /** Names the head of a layer among those that are kept; null: it is not kept. */
  const keepAs = (cue: number, layer: number): string | null => {
    const known = ports.identify?.(layerAt(cue, layer).file) ?? null;
    return known === null ? null : `${known} ${layerMark(layerAt(cue, layer))}`;
  };
  /** One code path: a head, a stream at its cue, and a sound that goes on from a frame. */
  const open = (
    key: string,
    what: { cue: number; layer: number; state: 'head' | 'playing' },
    room: Frames,
    played = 0,
    length: Frames | null = null,
  ): void => {
    const { cue, layer } = what;
    const kept = keepAs(cue, layer);
    const head = kept === null || played > 0 ? undefined : store.takeKept(kept, room);
    const known = length ?? facts(cue, layer).frames;
    const file = layerAt(cue, layer);
    const stream = openLayer(
      file,
      ports.openSource,
      (length) => {
        if (facts(sound.cue, layer).frames === length) return;
        tellLater(() => send({ kind: 'facts', cue: sound.cue, layer, facts: { frames: length } }));
      },
      { from: played + (head?.length ?? 0), file: known },
    );
    const sound = store.open(key, { ...what, role: file.role }, room, stream, { from: played, head, keepAs: kept });
  };
  const closeHead = (key: string): void => {
    voices.drop(key);
    store.close(key);
  };

  const loader = createHeadLoader({
    ...{ store, facts, keepAs, open, close: closeHead },
    onDeferred: (cue, layer, reason) => say('prefetch.deferred', { cue, layer, reason }),
  });

  /** How many sounds of a cue are read ahead, of how many that are. */
  const prefetched = (cue: number): { readonly ready: number; readonly total: number } => ({
    ready: layersOf(cue).filter((_, layer) => store.find(nextKey(cue, layer))?.ready).length,
    total: layersOf(cue).length,
  });

  const send = (event: SessionEvent): void => {
    const made = reduce(show, state, event, now);
    state = made.state;
    for (const command of made.commands) perform(command);
  };
  const perform = (command: SessionCommand): void => {
    ports.onCommand?.(command);
    if (command.kind === 'note') say(command.event, command);
    else if (command.kind === 'claim') claim(command.run, command.cue, command.layer);
    else if (command.kind === 'release') release(command.run, command.at);
    else if (command.kind === 'fade-off') playing.callOff(command.by);
    else if (command.kind === 'stream') sayStreamed(runKey(command.run, command.layer), 'prefetch pending');
    else {
      if (command.kind === 'stop') stopped.add(command.run);
      playing.tell(command, now);
    }
  };
  const stopped = new Set<number>();
  const release = (run: number, at: Frames): void => {
    const cut = stopped.delete(run);
    for (const { key, cue, layer, leaving, opened } of playing.all()) {
      if (cut || leaving !== null || key !== runKey(run, layer) || (opened && store.find(key)?.ready !== false))
        continue;
      say('cue.broken', { cue, run, layer, at, reason: 'Its sound was not there before its time was up' });
    }
    playing.leave(run, at, cut);
  };

  /** A cue was fired: its head, if there is one, is its sound now; else it is opened late. */
  const claim = (run: number, cue: number, layer: number): void => {
    const key = runKey(run, layer);
    const ahead = nextKey(cue, layer);
    const place = playing.add({ key, run, cue, layer, gain: layerAt(cue, layer).gain });
    const sound = store.claim(ahead, key);
    const wasDeferred = loader.claimed(ahead);
    if (sound === undefined) openLate(place, wasDeferred);
    else {
      place.opened = true;
      voices.rename(ahead, key);
      openVoice(key);
      // A claim during the reducer's commands: its answer comes after them.
      if (sound.ready) inbox.push(() => send({ kind: 'ready', run, layer }));
    }
  };
  /** Once for each sound, with the first reason there was. */
  const sayStreamed = (key: string, reason: StreamReason): void => {
    const place = playing.get(key);
    if (place === undefined || place.streamed) return;
    place.streamed = true;
    say('stream.start', { cue: place.cue, run: place.run, layer: place.layer, reason });
  };
  const openLate = (place: Playing, wasDeferred: boolean, length: Frames | null = null): void => {
    const { key, cue, layer } = place;
    const { role } = layerAt(cue, layer);
    const why: StreamReason | null =
      streamReason(facts(cue, layer), settings()) ?? (wasDeferred ? 'buffer limit' : null);
    let room = store.roomToStart(role);
    // Sound that is needed now goes before sound that is needed later.
    for (const each of store.residents()) {
      if (room !== null) break;
      if (each.state !== 'head') continue;
      closeHead(each.key);
      room = store.roomToStart(role);
    }
    const reason = room === null ? 'buffer limit' : why;
    if (reason !== null) sayStreamed(key, reason);
    if (room === null) return;
    place.opened = true;
    open(key, { cue, layer, state: 'playing' }, room, place.played, length);
    openVoice(key);
  };

  /** Once for each sound. */
  const sayVoiceless = (place: Playing): void => {
    if (place.voiceless) return;
    place.voiceless = true;
    const { cue, run, layer } = place;
    const reason = `All ${MIXER_VOICES} voices of the mixer are taken: it is silent until one is free`;
    say('voices.taken', { cue, run, layer, reason });
  };
  /** What sounds goes before what is to come. */
  const openVoice = (key: string): void => {
    if (voices.isOpen(key)) return;
    if (voices.areAllTaken()) {
      const head = store.residents().findLast((each) => each.state === 'head' && voices.isOpen(each.key));
      if (head !== undefined) voices.drop(head.key);
    }
    const place = playing.get(key);
    if (!voices.open(key)) {
      if (place !== undefined && store.has(key) && voices.areAllTaken()) sayVoiceless(place);
      return;
    }
    if (place !== undefined && running) playing.begin(place, now);
  };

  const load = (): void => {
    loadedAt = now;
    const needed = loader.load(show, state, now);
    for (const { key } of playing.all()) openVoice(key);
    for (const key of needed) if (!voices.areAllTaken()) openVoice(key);
  };

  const hear = (): void => {
    for (let said = inbox; said.length > 0; said = inbox) {
      inbox = [];
      for (const each of said) each();
    }
  };
  const breakOff = (): void => {
    for (const place of playing.all()) {
      if (!place.opened && place.leaving === null) openLate(place, true);
      const failure = store.isOver(place.key) ? store.find(place.key)?.failure : null;
      if (!failure || place.leaving !== null) continue;
      playing.forget(place);
      send({ kind: 'broken', run: place.run, layer: place.layer, reason: failure.message });
    }
  };
  const shift = (found: readonly LateLayers[]): void => {
    for (const { run, layers, by } of found) {
      const cue = runOf(run)?.cue;
      if (cue === undefined) continue;
      say('late', { cue, run, layer: layers[0], reason: `${Math.round(by / 48)} ms` });
      send({ kind: 'late', run, layers, by });
    }
  };

  /** The mixer goes on with everything that sounds. */
  const begin = (at: Frames): void => {
    waiting = null;
    running = true;
    now = frames(Math.max(now, at));
    send({ kind: 'stood', since: heardTo });
    playing.stood(now - heardTo, now);
    heardTo = now;
    for (const place of playing.all()) playing.begin(place, now);
  };
  const isReadyToBegin = (at: Frames): boolean =>
    waiting !== null &&
    (at >= waiting.since + BEGIN_LATEST ||
      playing.all().every(({ key }) => store.find(key)?.ready !== false || store.find(key)?.failure !== null));

  /** Everything that one call does besides: what was heard, what is due, what is to be opened; then the mixer is told. */
  const turn = (at: Frames, event: SessionEvent | null): void => {
    if (running) now = frames(Math.max(now, at));
    const isNews = inbox.length > 0 || (event !== null && event.kind !== 'tick') || now - loadedAt >= LOAD_EVERY;
    hear();
    if (isReadyToBegin(at)) begin(frames(playing.all().length > 0 ? at + BEGIN_AHEAD : at));
    if (event !== null) send(event);
    hear();
    breakOff();
    if (warm && (isNews || inbox.length > 0)) load();
    voices.flush();
  };

  const restore = (snapshot: SessionSnapshot): void => {
    now = snapshot.now;
    heardTo = snapshot.heard;
    const map = cueMap(snapshot.cues, show);
    const { state: carried, gone } = carryOver(snapshot.state, map, show);
    const runs = carried.runs.map((run) => ({
      ...run,
      layers: run.layers.map((layer) => ({ ...layer, ready: false })),
    }));
    const { playhead } = snapshot.state;
    state = { ...carried, runs, playhead: playhead === null ? null : map.cue(playhead) };
    for (const { cue } of gone) {
      const reason = `“${map.name(cue)}” cannot be gone on with: it is not in the list any more, or its sound is another one`;
      say('cue.dropped', { reason });
    }
    const left = new Set(gone.map(({ run }) => run));
    for (const { run, cue, layer, played, file, leaving, after, fadedTo, streamed } of snapshot.sounds) {
      const here = map.cue(cue);
      if (left.has(run) || here === null || !map.layer(cue, layer)) continue;
      const { gain } = layerAt(here, layer);
      const place = playing.add({ key: runKey(run, layer), run, cue: here, layer, gain, played, streamed });
      const { curve } = layerAt(here, layer).fadeOut;
      const none = { length: frames(0), curve };
      if (after !== null) place.end = { after, fadeOut: runOf(run)?.crossOut ?? layerAt(here, layer).fadeOut };
      if (fadedTo !== 0) place.fade = { from: fadedTo, to: fadedTo, at: 0, fade: none };
      if (leaving) place.leaving = { at: now, cut: false };
      openLate(place, false, file);
      const passes = runOf(run)?.layers[layer].passes ?? null;
      if (passes !== null) store.setPasses(place.key, passes);
    }
  };
  if (from !== undefined) restore(from);

  return {
    state: (): RunnerState => state,
    show: (): Show => show,
    /** Its time: it stands while there is no mixer. */
    now: (): Frames => now,
    /** When something happens by itself next; null: nothing, as far as is known. */
    dueAt: (): Frames | null => nextDue(show, state),
    /** Time goes on. */
    running: (): boolean => running,
    held: (): HeldSound => store.held(),
    /** What holds room: the budget's gauges. */
    residents: (): Resident[] => store.residents(),
    prefetched,
    /** What sounds, or is to. */
    sounds: (): SessionSound[] =>
      playing.all().flatMap((place) => {
        const { run, layer, played, playedAt, peak, streamed, key, leaving } = place;
        if (leaving !== null) return [];
        const voice = voices.numberOf(key);
        const granted = frames(voices.grantedOf(key));
        return [
          {
            ...{ run, layer, voice, played: frames(played), playedAt, fadedTo: playing.fadedTo(place, now) },
            ...{ peak, streamed, granted },
          },
        ];
      }),
    /** Something happens now. Facts that come before anything else open nothing yet. */
    send(event: SessionEvent, at: Frames): void {
      if (event.kind !== 'facts') warm = true;
      turn(at, event);
    },
    /**
     * Another mixer, whose frame 0 is frame `at` of the session, has what there is of all sounds, and goes on with them
     * when it is there; null: the mixer is gone, and time stands until one comes.
     */
    attach(mixer: MixerSender | null, at: Frames): void {
      turn(at, null);
      running = false;
      waiting = null;
      missing = 0;
      playing.detach();
      const base = frames(Math.max(now, at));
      voices.attach(mixer, base);
      if (mixer === null) return;
      waiting = { since: base };
      loadedAt = Number.NEGATIVE_INFINITY;
      for (const { key } of playing.all()) openVoice(key);
      turn(base, null);
    },
    /** What the mixer says. `at`: the session's time, as far as is known. */
    heard(message: Extract<FromMixer, { kind: 'heard' | 'late' }>, at: Frames): void {
      if (message.kind === 'late') shift(playing.hearLate(message));
      else {
        const frame = voices.sessionFrame(message.frame);
        const later = playing.hear(message, frame);
        if (running) {
          heardTo = frames(Math.max(heardTo, frame));
          shift(later);
        }
        if (message.missing > missing) {
          const [{ run, layers } = { run: -1, layers: [null] }] = later;
          const reason = `${message.missing - missing} frames were not there in time`;
          say('underrun', { cue: runOf(run)?.cue, run: run < 0 ? null : run, layer: layers[0], reason });
        }
        missing = message.missing;
      }
      turn(at, { kind: 'tick' });
    },
    /** As it stands, to go on with. */
    snapshot(): SessionSnapshot {
      const cues = new Set(state.runs.flatMap(({ cue, order }) => [cue, ...order]));
      if (state.playhead !== null) cues.add(state.playhead);
      for (const group of Object.keys(state.passes)) cues.add(Number(group));
      const all = playing.all().filter(({ leaving, key }) => !leaving?.cut && (leaving === null || store.has(key)));
      for (const { cue } of all) cues.add(cue);
      return {
        ...{ version: 1, seed: show.seed, heard: heardTo, now, state: { ...state, facts: {} } },
        cues: [...cues].map((cue) => cueMark(show.steps[cue])),
        sounds: all
          .filter((place) => place.end === null || place.played < place.end.after)
          .map((place) => ({
            ...{ run: place.run, cue: place.cue, layer: place.layer, played: frames(place.played) },
            file: facts(place.cue, place.layer).frames,
            ...{ leaving: place.leaving !== null, after: place.end === null ? null : frames(place.end.after) },
            ...{ fadedTo: playing.fadedTo(place, now), streamed: place.streamed },
          })),
      };
    },
    /** Another list, or this one after an edit: what sounds goes on where its cue is there with the same sound. */
    revise(next: Show, at: Frames): void {
      turn(at, null);
      const marks = show.steps.map(cueMark);
      const map = cueMap(marks, next);
      const { state: carried, gone } = carryOver(state, map, next);
      for (const { run, cue, phase } of gone) {
        playing.callOff(run);
        playing.cutOff(run, now);
        say(phase === 'running' ? 'cue.end' : 'cue.dropped', { cue, run, reason: 'its cue was changed' });
      }
      const renamed = new Map<string, { key: string; cue: number }>();
      for (const { key, cue, layer, state: phase } of store.all()) {
        const here = map.cue(cue);
        if (phase === 'playing') renamed.set(key, { key, cue: here ?? cue });
        else if (here === null || !map.layer(cue, layer)) closeHead(key);
        else renamed.set(key, { key: nextKey(here, layer), cue: here });
      }
      store.rename(renamed);
      voices.renameAll(renamed);
      for (const place of playing.all()) place.cue = map.cue(place.cue) ?? place.cue;
      const later = state.playhead === null ? [] : marks.slice(state.playhead).map(({ index }) => map.cue(index));
      state = { ...carried, playhead: later.find((cue) => cue !== null) ?? null };
      show = next;
      loader.forget();
      loadedAt = Number.NEGATIVE_INFINITY;
      turn(at, { kind: 'tick' });
    },
    /** Sounds whose head is still being read: while there are any, a simulated clock goes no faster than the real one. */
    opening: (): number => store.opening(),
    settled: (): Promise<void> => store.settled(),
    /** A decoder said something that the next call acts on. */
    heardSomething: (): boolean => inbox.length > 0,
    close: (): Promise<void> => store.closeAll(),
  };
};

export type Session = ReturnType<typeof createSession>;
