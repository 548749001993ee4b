import { type Frames, type FromMixer, frames, type Layer } from '../model/index.ts';
import { type LayerFacts, nextKey, type Resident, UNKNOWN_FACTS } from '../plan/index.ts';
import { carryOver, cueMap, cueMark, type SessionSnapshot } from './carry-over.ts';
import { createDecodeTimes } from './decode-times.ts';
import { createDecoderNews } from './decoder-news.ts';
import { createHeadLoader } from './head-loader.ts';
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
import type { Say, SessionPorts, SessionSound } from './session-ports.ts';
import { restoreSound, restoreState, soundsLeft, takeSnapshot } from './session-snapshot.ts';
import { createSoundOpener } from './sound-opener.ts';
import { createSoundStore, type HeldSound } from './sound-store.ts';

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
  const say: Say = (event, what) =>
    ports.onLine({
      ...{ event, at: what.at ?? now, cue: what.cue ?? null, run: what.run ?? null },
      ...{ layer: what.layer ?? null, reason: what.reason ?? null, held: store.held() },
    });

  const store = createSoundStore({
    settings,
    clock: ports.clock,
    onRead: (key) => voices.pump(key),
    onReady: (sound, took) => tellLater(() => news.ready(sound, took)),
    onFailed: (sound, { message }) => tellLater(() => news.failed(sound, message)),
  });
  const voices = createMixerVoices(store);
  const playing = createPlayingSounds({ store, voices, runOf });

  const opener = createSoundOpener({
    ...{ ports, store, voices, playing, settings, layerAt, facts, say, tellLater, send: (event) => send(event) },
    time: () => ({ now, running }),
  });
  const { closeHead, openLate, openVoice, sayStreamed } = opener;
  const loader = createHeadLoader({
    ...{ store, facts, keepAs: opener.keepAs, open: opener.open, close: closeHead },
    onDeferred: (cue, layer, reason) => say('prefetch.deferred', { cue, layer, reason }),
  });

  const decodeTimes = createDecodeTimes({
    ...{ show: () => show, identify: (file) => ports.identify?.(file) ?? null, facts, send: (event) => send(event) },
  });
  const news = createDecoderNews({
    ...{ store, playing, say, send: (event) => send(event), layerAt, decodeTimes },
    prefetched: (cue) => prefetched(cue),
    onHeadFailed: (key) => {
      closeHead(key);
      loader.failed(key, now);
    },
  });

  /** How many sounds of a cue are read ahead, of how many that are. */
  const prefetched = (cue: number): { readonly ready: number; readonly total: number } => ({
    ready: layersOf(cue).filter((_, layer) => store.find(nextKey(cue, layer))?.ready).length,
    total: layersOf(cue).length,
  });

  const send = (event: SessionEvent): void => {
    const made = reduce(show, state, event, now, ports.clock());
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

  if (from !== undefined) {
    now = from.now;
    heardTo = from.heard;
    const { state: restored, map, gone } = restoreState(from, show);
    state = restored;
    for (const { cue } of gone) {
      const reason = `“${map.name(cue)}” cannot be gone on with: it is not in the list any more, or its sound is another one`;
      say('cue.dropped', { reason });
    }
    for (const mark of soundsLeft(from, map, gone)) {
      const { gain, fadeOut } = layerAt(mark.cue, mark.layer);
      const run = runOf(mark.run);
      const place = restoreSound(mark, playing, { gain, fadeOut: run?.crossOut ?? fadeOut, now });
      openLate(place, false, mark.file);
      const passes = run?.layers[mark.layer].passes ?? null;
      if (passes !== null) store.setPasses(place.key, passes);
    }
  }

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
    sounds: (): SessionSound[] => playing.sounds(now),
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
    snapshot: (): SessionSnapshot => takeSnapshot({ show, state, now, heardTo, playing, store, facts }),
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
      opener.renumber(map);
      const later = state.playhead === null ? [] : marks.slice(state.playhead).map(({ index }) => map.cue(index));
      state = { ...carried, playhead: later.find((cue) => cue !== null) ?? null };
      show = next;
      decodeTimes.tellAll();
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
