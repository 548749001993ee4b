import { dirname, resolve } from 'node:path';
import type { SessionList, SessionView } from '../../contract/index.ts';
import { type Frames, frames } from '../../model/index.ts';
import {
  createSession,
  createShow,
  type OpenSource,
  type Session,
  type SessionEvent,
  type SessionLine,
  type SessionSnapshot,
  type SessionSound,
} from '../../session/index.ts';
import { type AsRun, createAsRun, type StopCause } from './as-run.ts';
import type { AsRunFile } from './as-run-file.ts';
import type { OpenCuelist } from './cuelist-editor.ts';
import type { KnownFiles } from './layer-facts.ts';
import { createMixerClock } from './mixer-clock.ts';
import { sessionList } from './session-list.ts';
import type { SessionLog } from './session-log.ts';
import type { HeardFromMixer, SessionMixers } from './session-mixers.ts';
import { logLine } from './session-sentences.ts';
import { nextCue, type Seen } from './session-view.ts';
import { createShowFiles } from './show-files.ts';

/** What a hand does is told to the mixer so far ahead, that it is there in time. 6 ms. */
const LEAD = 288;
/** A tick comes so soon while sounds are waited for, while some sound, and while nothing goes on. Milliseconds. */
const SOON = 20;
const SOUNDING = 500;
/** And no sooner than that. */
const SOONEST = 5;
const STANDING = 250;
const IDLE = 1_000;
/** The levels that a mixer said hold so long: one that says nothing more is not heard, as far as is known. Milliseconds. */
const LEVELS_HOLD = 1_000;

export interface ShowParts {
  readonly opened: OpenCuelist;
  readonly files: Pick<KnownFiles, 'of' | 'look' | 'onChange'>;
  /** By absolute path. */
  readonly openSource: OpenSource;
  readonly mixers: Pick<SessionMixers, 'attach' | 'detach'>;
  readonly log: SessionLog;
  /** Milliseconds, monotonic; and since 1970. */
  readonly clock: () => number;
  readonly now: () => number;
  /** Decides the order of shuffled playlists. Integer. */
  readonly seed: number;
  /** Files that the library does not have may be brought into it. */
  readonly importing: () => boolean;
  /** A tick is due at once. */
  readonly wake: () => void;
  /** What is known of the list is another. */
  readonly listChanged: () => void;
  /** Where to go on; null: from the beginning. */
  readonly from: {
    readonly session: SessionSnapshot;
    readonly startedAt: Frames | null;
    readonly done: readonly string[];
  } | null;
}

/** A cuelist that is open as the session: the engine, its time, and what is kept of its run. */
export const createSessionShow = (parts: ShowParts) => {
  const { opened, files, mixers, clock } = parts;
  let shown = opened.now();
  const folder = dirname(shown.path);
  const pathOf = (file: string): string => resolve(folder, file);
  let show = createShow(shown.cuelist, parts.from?.session.seed ?? parts.seed);
  const time = createMixerClock(parts.from?.session.now ?? frames(0));
  let last = time.now(clock());
  /** Session frame of the mixer's frame 0. */
  let base: number = last;
  let startedAt = parts.from?.startedAt ?? null;
  const done = new Set(parts.from?.done);
  const cueOfRun = new Map<number, number>();
  let asRun: { readonly recorder: AsRun; readonly file: AsRunFile } | null = null;
  let go: { readonly fired: number; readonly pressed: Frames; readonly stamped: Frames } | null = null;
  let goToSoundMs: number | null = null;
  /** When a mixer was heard last. */
  let heardAt = Number.NEGATIVE_INFINITY;
  let ready: (() => void) | null = null;
  let closed = false;

  const hearLine = (line: SessionLine): void => {
    const state = engine?.state();
    const by = state?.runs.find(({ run }) => run === line.run)?.by ?? null;
    const before = by === null ? undefined : cueOfRun.get(by);
    parts.log.add(logLine(show, line, before === undefined ? null : show.steps[before].cue));
    if (line.event === 'cue.start' && line.cue !== null) done.add(show.steps[line.cue].cue.id);
    if (line.event === 'cue.broken' && line.run !== null && line.layer !== null)
      asRun?.recorder.broke(line.run, line.layer, line.reason ?? '');
  };
  // Lines may come while it is being made.
  let engine: Session | null = null;
  const session = createSession(
    show,
    {
      openSource: (file, from) => parts.openSource(pathOf(file), from),
      identify: (file) => files.of(pathOf(file)).identity,
      ...{ clock, onLine: hearLine, onNews: parts.wake },
    },
    parts.from?.session,
  );
  engine = session;

  const stamp = (lead = 0): Frames => {
    last = frames(Math.max(last, session.now(), time.now(clock()) + (session.running() ? lead : 0)));
    return last;
  };
  /** Its time, which stands where nothing goes on. */
  const frame = (): Frames => (session.running() ? stamp() : session.now());
  /** What has come of an event, for what is kept of the run. */
  const look = (cause: StopCause): void => {
    const state = session.state();
    for (const { run, cue } of state.runs) cueOfRun.set(run, cue);
    const now = session.running() ? last : session.now();
    asRun?.recorder.look({ show, state, now, at: parts.now(), cause, standing: !session.running() });
    if (ready !== null && isReady()) ready();
  };
  const send = (event: SessionEvent, lead = 0): void => {
    if (closed) return;
    session.send(event, stamp(lead));
    look(CAUSES[event.kind] ?? 'other');
  };
  /** As a hand does it: as soon as the mixer can hear of it. */
  const act = (event: SessionEvent): void => {
    const { fired } = session.state();
    const pressed = frame();
    send(event, LEAD);
    if (session.state().fired === fired || (event.kind !== 'go' && event.kind !== 'jump')) return;
    startedAt ??= pressed;
    go = { fired, pressed, stamped: last };
  };

  const sounds = (): SessionSound[] => {
    const holds = clock() - heardAt < LEVELS_HOLD;
    return holds ? session.sounds() : session.sounds().map((sound) => ({ ...sound, peak: 0 }));
  };
  const next = (): SessionView['next'] => nextCue({ show, state: session.state() }, session.prefetched);
  /** All sounds of the first cue are read, or nothing more of them comes. */
  const isReady = (): boolean => {
    const { ready, total } = next() ?? { ready: 0, total: 0 };
    return ready === total || session.opening() === 0;
  };

  const soundFiles = createShowFiles({
    ...{ files, pathOf, clock, send, show: () => show, state: session.state, importing: parts.importing },
  });

  /** The list was edited. While it is armed what plays stays as it is. */
  const revise = (): void => {
    const now = opened.now();
    if (now.revision === shown.revision || session.state().armed) return;
    shown = now;
    show = createShow(now.cuelist, show.seed);
    session.revise(show, stamp());
    soundFiles.tell(null);
    void soundFiles.look();
  };
  const stopListening = [
    files.onChange((paths) => {
      soundFiles.tell(new Set(paths));
      parts.listChanged();
    }),
    opened.onChange(() => {
      revise();
      parts.listChanged();
    }),
  ];

  const attach = (): void => {
    const mixer = mixers.attach();
    base = stamp();
    go = null; // What another mixer takes to go on is not what a GO takes.
    time.stop(clock());
    if (mixer !== null) time.start(last);
    session.attach(mixer, last);
    look('other');
  };
  /** How long it took from GO until its first frame was mixed, waits that were asked for apart, as the mixer counts. */
  const measureGo = (frame: Frames): void => {
    if (go === null) return;
    const { fired, pressed, stamped } = go;
    const { runs } = session.state();
    const begun = session.sounds().find(({ run, played }) => run >= fired && played > 0);
    const startAt = runs.find(({ run }) => run === begun?.run)?.startAt;
    if (begun === undefined || startAt === undefined) return;
    go = null;
    const late = base + frame - begun.played - startAt;
    goToSoundMs = Math.max(0, Math.round((stamped - pressed + late) / 4.8) / 10);
  };

  /** When something is due, else to look what is to be opened. */
  const soundingIn = (): number => {
    const due = session.dueAt();
    return due === null ? SOUNDING : Math.min(SOUNDING, Math.max(SOONEST, (due - frame()) / 48));
  };

  soundFiles.tell(null);
  attach();
  void soundFiles.look();

  return {
    show: () => show,
    path: shown.path,
    opened,
    state: session.state,
    seen: (): Seen => ({ show, state: session.state(), sounds: sounds() }),
    held: session.held,
    snapshot: session.snapshot,
    next,
    startedAt: (): Frames | null => startedAt,
    done: (): readonly string[] => [...done],
    goToSoundMs: (): number | null => goToSoundMs,
    asRun: (): AsRunFile | null => asRun?.file ?? null,
    /** Frame up to which a show was heard that it goes on with; 0: it begins. */
    heardBefore: (): Frames => parts.from?.session.heard ?? frames(0),
    isTimeRunning: session.running,
    frame,
    act,
    tick(): void {
      soundFiles.lookAgain();
      send({ kind: 'tick' });
    },
    /** How soon the next tick is due, in milliseconds; null: none is. */
    tickIn(): number | null {
      if (closed) return null;
      if (session.opening() > 0 || ready !== null || (time.isRunning() && !session.running())) return SOON;
      const { runs, armed } = session.state();
      if (runs.length === 0) return armed || time.isRunning() || soundFiles.isAnyBroken() ? IDLE : null;
      if (!time.isRunning()) return STANDING;
      return runs.some(({ phase, layers }) => phase === 'held' || layers.some((each) => each.phase === 'waiting'))
        ? SOON
        : soundingIn();
    },
    list: (): SessionList =>
      sessionList({ ...opened, now: () => shown }, show, (file) => files.of(pathOf(file)), soundFiles.known),
    /** Files of a cue that cannot be played, as they are written. */
    brokenSounds: soundFiles.broken,
    saveTrouble: (): string | null => opened.saved().saveTrouble,

    lookAtFiles: soundFiles.look,
    /** Armed, and what is kept of the run goes to `file`; resolves when the first cue's sounds are there. */
    async arm(file: AsRunFile, signal: AbortSignal): Promise<void> {
      if (parts.from === null && session.state().runs.length === 0) {
        startedAt = null;
        done.clear();
      }
      const records = file.records();
      const first = records.reduce((most, { sound }) => Math.max(most, sound + 1), 0);
      const before = new Map(parts.from?.session.sounds.map(({ run, layer, played }) => [`${run}/${layer}`, played]));
      if (asRun?.file !== file) asRun = { file, recorder: createAsRun(first, before, (record) => file.add(record)) };
      const whenReady = new Promise<void>((settle) => {
        ready = settle;
      });
      signal.addEventListener('abort', () => ready?.(), { once: true });
      opened.setLocked(true);
      act({ kind: 'arm' });
      await whenReady;
      ready = null;
    },
    isArming: (): boolean => ready !== null,
    disarm(): void {
      act({ kind: 'disarm' });
      ready?.();
      opened.setLocked(false);
      revise();
    },

    /** There is a mixer, or none any more. */
    attach,
    heard(message: HeardFromMixer, ms: number): void {
      if (closed) return;
      heardAt = ms;
      if (message.kind === 'heard') time.feed(message.frame, ms - message.agoMs);
      session.heard(message, stamp());
      if (message.kind === 'heard') measureGo(message.frame);
      look('other');
    },
    async close(): Promise<void> {
      if (closed) return;
      asRun?.recorder.close({ show, now: frame(), at: parts.now() });
      closed = true;
      ready?.();
      for (const stop of stopListening) stop();
      session.attach(null, last);
      mixers.detach();
      await session.close();
      await asRun?.file.settled();
      await opened.close();
    },
  };
};

export type SessionShow = ReturnType<typeof createSessionShow>;

/** What a stop is taken for that an event brings. */
const CAUSES: Partial<Record<SessionEvent['kind'], StopCause>> = { go: 'go', jump: 'go', stop: 'stop', panic: 'panic' };
