import { type Frames, frames, type Layer } from '../model/index.ts';
import {
  childOrder,
  type LayerFacts,
  nextKey,
  nextLoads,
  type Resident,
  streamReason,
  UNKNOWN_FACTS,
  upcomingNeeds,
} from '../plan/index.ts';
import { type OpenSource, openLayer } from './layer-stream.ts';
import { comingCues, reduce } from './runner.ts';
import {
  initialState,
  type RunnerState,
  type SessionCommand,
  type SessionEvent,
  type SessionNote,
  type Show,
} from './runner-state.ts';
import { createSoundStore, type HeldSound } from './sound-store.ts';

/** Why a cue's sound was not read ahead of it. */
export type StreamReason = 'prefetch pending' | 'buffer limit' | 'slow decode' | 'large file';

/** A line of the log: what happened, to which cue, and what was held then. */
export interface SessionLine {
  readonly at: Frames;
  readonly event:
    | SessionNote['event']
    | 'prefetch.ready'
    | 'prefetch.deferred'
    | 'prefetch.failed'
    | 'stream.start'
    | 'perf'
    | 'underrun';
  readonly cue: number | null;
  readonly run: number | null;
  readonly layer: number | null;
  readonly reason: string | null;
  readonly held: HeldSound;
}

/** What a session needs of the world. */
export interface SessionPorts {
  /** `file`: as the cuelist writes it. */
  readonly openSource: OpenSource;
  /** Milliseconds, monotonic: how long decoding takes. Not the time of the session. */
  readonly clock: () => number;
  readonly onLine: (line: SessionLine) => void;
  /** What the mixer is to do. */
  readonly onCommand?: (command: SessionCommand) => void;
  /** Samples of a layer as they are played, `from` frames after its beginning. */
  readonly onPlayed?: (run: number, layer: number, from: number, samples: readonly Float32Array[]) => void;
}

/** A decode or a start of a stream over this is told. Milliseconds. */
const SLOW_START = 40;
/** How long after a failed decode it is tried again. */
const RETRY = 48_000 as Frames;
/** Heads of one layer that are tried ahead of its cue; at its cue it is tried once more. */
const TRIES = 3;

interface Playing {
  readonly run: number;
  readonly cue: number;
  readonly layer: number;
  /** Null: it waits for room. */
  opened: boolean;
  at: number | null;
  until: number | null;
  pausedAt: number | null;
  said: boolean;
}

/**
 * A session: the runner, and the sounds that it needs, opened ahead of their cues as far as the budget goes. Time is given
 * with every call and never goes back; what the decoders say is heard at the next call.
 */
export const createSession = (show: Show, ports: SessionPorts) => {
  const { steps, list } = show;
  const { settings } = list;
  let state: RunnerState = initialState(show);
  let now = frames(0);
  let inbox: (() => void)[] = [];
  let armed = false;
  const playing = new Map<string, Playing>();
  const deferred = new Set<string>();
  const failures = new Map<string, { count: number; again: number }>();

  const layerAt = (cue: number, layer: number): Layer => {
    const { action } = steps[cue].cue;
    if (action.kind !== 'sound') throw new RangeError('Only a cue with sound has layers');
    return action.layers[layer];
  };
  const facts = (cue: number, layer: number): LayerFacts => state.facts[`${cue}/${layer}`] ?? UNKNOWN_FACTS;
  const runKey = (run: number, layer: number): string => `${run}/${layer}`;
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
    onReady: ({ key, cue, layer, state: phase }, took) => {
      inbox.push(() => {
        const place = playing.get(key);
        const decodeTime = frames(Math.round(took * 48));
        if (phase === 'head' || place === undefined) {
          send({ kind: 'facts', cue, layer, facts: { decodeTime } });
          const { ready, total } = prefetched(cue);
          say('prefetch.ready', { cue, layer, reason: `Prefetched ${ready}/${total} audio tracks for cue` });
        }
        if (took > SLOW_START)
          say('perf', {
            cue,
            layer,
            reason: `${phase === 'head' ? 'decode' : 'stream start'} took ${Math.round(took)} ms`,
          });
        if (place) send({ kind: 'ready', run: place.run, layer });
      });
    },
    onFailed: ({ key, cue, layer }, { message }) => {
      inbox.push(() => {
        store.close(key);
        const place = playing.get(key);
        if (place) {
          playing.delete(key);
          send({ kind: 'broken', run: place.run, layer, reason: message });
          return;
        }
        const count = (failures.get(key)?.count ?? 0) + 1;
        failures.set(key, { count, again: count < TRIES ? now + RETRY : Number.POSITIVE_INFINITY });
        say('prefetch.failed', { cue, layer, reason: message });
      });
    },
  });
  const streamOf = (cue: number, layer: number) =>
    openLayer(layerAt(cue, layer), ports.openSource, (file) => {
      if (facts(cue, layer).frames !== file)
        inbox.push(() => send({ kind: 'facts', cue, layer, facts: { frames: file } }));
    });

  /** How many sounds of a cue are read ahead, of how many that are. */
  const prefetched = (cue: number): { readonly ready: number; readonly total: number } => {
    const { action } = steps[cue].cue;
    if (action.kind !== 'sound') return { ready: 0, total: 0 };
    const ready = action.layers.filter((_, layer) => store.find(nextKey(cue, layer))?.ready).length;
    return { ready, total: action.layers.length };
  };

  const send = (event: SessionEvent): void => {
    const made = reduce(show, state, event, now);
    state = made.state;
    for (const command of made.commands) perform(command);
  };

  const perform = (command: SessionCommand): void => {
    ports.onCommand?.(command);
    if (command.kind === 'note') say(command.event, command);
    else if (command.kind === 'claim') claim(command.run, command.cue, command.layer);
    else if (command.kind === 'release') release(command.run);
    else if (command.kind === 'stream') sayStreamed(runKey(command.run, command.layer), 'prefetch pending');
    else tell(command);
  };

  /** What the mixer is told says how far the sounds have played. */
  const tell = (command: Exclude<SessionCommand, { kind: 'note' | 'claim' | 'release' | 'stream' }>): void => {
    for (const [key, place] of playing) {
      if (place.run !== command.run) continue;
      if (command.kind === 'stop') {
        // What is paused stays silent: nothing more of it is played.
        const end = place.pausedAt ?? command.at + command.fade.length;
        place.until = Math.min(place.until ?? Number.POSITIVE_INFINITY, end);
        place.pausedAt = null;
      } else if (command.kind === 'pause') place.pausedAt ??= command.at;
      else if (command.kind === 'resume') {
        const later = place.pausedAt === null ? 0 : command.at - place.pausedAt;
        place.pausedAt = null;
        if (place.at !== null) place.at += later;
        if (place.until !== null) place.until += later;
      } else if ('layer' in command && command.layer === place.layer) {
        if (command.kind === 'sound') place.at = command.at;
        else {
          place.until = command.at;
          if (command.passes !== null) store.setPasses(key, command.passes);
        }
      }
    }
  };

  /** A cue was fired: its head, if there is one, is its sound now; else it is opened late. */
  const claim = (run: number, cue: number, layer: number): void => {
    const key = runKey(run, layer);
    const ahead = nextKey(cue, layer);
    playing.set(key, { run, cue, layer, opened: false, at: null, until: null, pausedAt: null, said: false });
    failures.delete(ahead);
    const sound = store.claim(ahead, key);
    if (sound) playing.get(key)!.opened = true;
    // A claim during the reducer's commands: its answer comes after them.
    if (sound?.ready) inbox.push(() => send({ kind: 'ready', run, layer }));
    if (sound) deferred.delete(ahead);
    else openLate(key, deferred.delete(ahead));
  };
  /** Once for each sound, with the first reason there was. */
  const sayStreamed = (key: string, reason: StreamReason): void => {
    const place = playing.get(key);
    if (place === undefined || place.said) return;
    place.said = true;
    say('stream.start', { cue: place.cue, run: place.run, layer: place.layer, reason });
  };
  /** One code path with prefetching: the same stream, opened at its cue. */
  const openLate = (key: string, wasDeferred: boolean): void => {
    const place = playing.get(key)!;
    const { cue, layer } = place;
    const { role } = layerAt(cue, layer);
    const why: StreamReason | null = streamReason(facts(cue, layer), settings) ?? (wasDeferred ? 'buffer limit' : null);
    let room = store.roomToStart(role);
    // Sound that is needed now goes before sound that is needed later.
    for (const each of store.residents()) {
      if (room !== null) break;
      if (each.state !== 'head') continue;
      store.close(each.key);
      room = store.roomToStart(role);
    }
    const reason = room === null ? 'buffer limit' : why;
    if (reason !== null) sayStreamed(key, reason);
    if (room === null) return;
    place.opened = true;
    store.open(key, { cue, layer, role, state: 'playing' }, room, streamOf(cue, layer));
  };

  const release = (run: number): void => {
    for (const [key, place] of playing) {
      if (place.run !== run) continue;
      playing.delete(key);
      store.close(key);
    }
  };

  /** What has sounded by now leaves the rings. */
  const play = (): void => {
    for (const [key, place] of playing) {
      if (!place.opened) openLate(key, true);
      if (place.at === null) continue;
      const upTo = Math.min(place.pausedAt ?? now, place.until ?? Number.POSITIVE_INFINITY);
      const played = upTo - place.at;
      if (played <= 0) continue;
      const { from, samples, missing } = store.play(key, played);
      if (samples.length > 0) ports.onPlayed?.(place.run, place.layer, from, samples);
      if (missing > 0)
        say('underrun', {
          cue: place.cue,
          run: place.run,
          layer: place.layer,
          reason: `${missing} frames were not there in time`,
        });
      const failure = store.isOver(key) ? store.find(key)?.failure : null;
      if (failure) {
        playing.delete(key);
        store.close(key);
        send({ kind: 'broken', run: place.run, layer: place.layer, reason: failure.message });
      } else if (place.until !== null && now >= place.until && place.pausedAt === null) store.close(key);
    }
  };

  /** Opens and evicts, as the plan says. */
  const load = (): void => {
    const coming = comingCues(show, state);
    // A head that was slow to decode is there now: only the next time it is streamed.
    const known = (cue: number, layer: number): LayerFacts =>
      store.has(nextKey(cue, layer)) ? { ...facts(cue, layer), decodeTime: null } : facts(cue, layer);
    const needs = upcomingNeeds(steps, coming, now, known, settings, (step) =>
      childOrder(step, state.passes[step.index] ?? 0, show.seed),
    );
    const wanted = needs.filter(({ key }) => (failures.get(key)?.again ?? 0) <= now);
    for (const each of nextLoads(wanted, store.residents(), settings)) {
      if (each.kind === 'evict') store.close(each.key);
      else if (each.kind === 'open') {
        const { key, cue, layer, role } = each.need;
        deferred.delete(key);
        store.open(key, { cue, layer, role, state: 'head' }, each.room, streamOf(cue, layer));
      } else if (!deferred.has(each.need.key)) {
        deferred.add(each.need.key);
        say('prefetch.deferred', { cue: each.need.cue, layer: each.need.layer, reason: each.reason });
      }
    }
  };

  const hear = (): void => {
    for (let said = inbox; said.length > 0; said = inbox) {
      inbox = [];
      for (const each of said) each();
    }
  };

  return {
    state: (): RunnerState => state,
    held: (): HeldSound => store.held(),
    /** What holds room: the budget's gauges. */
    residents: (): Resident[] => store.residents(),
    prefetched,
    /** Something happens now. */
    send(event: SessionEvent, at: Frames): void {
      now = frames(Math.max(now, at));
      if (event.kind === 'arm') armed = true;
      // What sounded until now comes first: whatever is heard next may let it go.
      play();
      hear();
      send(event);
      hear();
      if (armed) load();
    },
    /** Sounds whose head is still being read: while there are any, a simulated clock goes no faster than the real one. */
    opening: (): number => store.opening(),
    settled: (): Promise<void> => store.settled(),
    heard: (): boolean => inbox.length > 0,
    close: (): Promise<void> => store.closeAll(),
  };
};

export type Session = ReturnType<typeof createSession>;
