import { dirname, join, resolve } from 'node:path';
import type { MixerPort, SessionList, SessionView } from '../../contract/index.ts';
import { CueforgeError, type Frames, toFailure } from '../../model/index.ts';
import type { OpenSource } from '../../session/index.ts';
import type { EventHub } from '../event-hub.ts';
import type { PcmStream } from '../pcm-stream.ts';
import { createAlarms } from './alarms.ts';
import { asRunRows } from './as-run-file.ts';
import { openAudition } from './audition.ts';
import type { CuelistEditors } from './cuelist-editor.ts';
import { type JournalEntry, openJournal } from './journal.ts';
import type { KnownFiles } from './layer-facts.ts';
import { createRunHandlers, type RunHandlers } from './session-handlers.ts';
import { createSessionKeeper, resumeOffer, type SessionKeeper, snapshotOf } from './session-keeper.ts';
import { createSessionLog, plainLine } from './session-log.ts';
import { createSessionMixers } from './session-mixers.ts';
import { cutOffSounds, openAsRun, sweepAsRuns } from './session-runs.ts';
import { createSessionShow, type SessionShow } from './session-show.ts';
import { createSessionTeller, sessionView } from './session-teller.ts';

/** The studio's one live session: its list, its runner, its mixer's connection. */
export interface LiveSession {
  readonly handlers: RunHandlers;
  connectMixer(port: MixerPort): void;
  /** A cue of the open session as it sounds alone, from a frame on. Throws `no-session`. */
  openCue(cue: string, from: Frames): Promise<PcmStream>;
  /** What is seen from outside of the session is another: who watches it, what listens. */
  changed(): void;
  close(): Promise<void>;
}

export interface LiveSessionParts {
  /** Where the journal lies, and what sounded. Made if need be. */
  readonly folder: string;
  readonly editors: CuelistEditors;
  readonly files: KnownFiles;
  /** By absolute path. */
  readonly openSource: OpenSource;
  /** Makes the demo session and opens it; gives the job's id. */
  readonly openDemo: (open: (path: string) => Promise<void>) => string;
  /** Show mode begins or ends: other work waits meanwhile. */
  readonly hold: (armed: boolean) => void;
  readonly emit: EventHub['emit'];
  readonly remotes: () => SessionView['remotes'];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: (line: string) => void;
}

/** A stop without a fade is over so much later, and what was sent is on its way. Milliseconds. */
const STOP_WAIT = 60;

export const createLiveSession = (parts: LiveSessionParts): LiveSession => {
  const { editors, files, folder, emit, now } = parts;
  const clock = (): number => performance.now();
  const journal = openJournal(join(folder, 'journal.jsonl'), parts.log);
  const log = createSessionLog(now, (line) => emit('run.line', line));
  let alarms = createAlarms();
  let show: SessionShow | null = null;
  let held = false;
  let keeper: SessionKeeper = createSessionKeeper(journal, null, now);
  let timer: NodeJS.Timeout | null = null;
  let listTimer: NodeJS.Timeout | null = null;
  let closing: Promise<void> | null = null;

  const mixers = createSessionMixers({
    ...{ clock, log: parts.log },
    listener: {
      ready() {
        show?.attach();
        say('output', 'A mixer plays this show');
        happened();
      },
      heard(message, ms) {
        show?.heard(message, ms);
        happened(false);
      },
      gone() {
        show?.attach();
        say('output', 'The mixer is gone; the session stands until there is one', 'warning');
        happened();
      },
      changed: () => happened(),
    },
  });
  const say = (event: string, text: string, level: 'info' | 'warning' = 'info'): void => {
    if (show) log.add(plainLine(event, show.frame(), text, level));
  };

  const cutOff = (): SessionView['resume'] => resumeOffer(keeper.offer());
  const view = (of: SessionShow): SessionView =>
    sessionView(of, { mixers, alarms, now, resume: cutOff, remotes: parts.remotes });
  const teller = createSessionTeller(clock, (told) => emit('run.view', told));

  /** Something may be another now. `urgent`: whoever did it waits to see it. */
  const happened = (urgent = true): void => {
    if (show === null) return;
    const { armed } = show.state();
    if (armed !== held) {
      held = armed;
      parts.hold(held);
    }
    keeper.look(show, show.asRun()?.path ?? null);
    const of = show;
    teller.offer(() => view(of), urgent);
    plan();
  };
  const tick = (): void => {
    timer = null;
    show?.tick();
    happened(false);
  };
  const plan = (within = Number.POSITIVE_INFINITY): void => {
    if (show === null || closing !== null) return;
    const waits = [show.tickIn(), teller.dueIn()].filter((wait) => wait !== null);
    const wait = Math.min(within, ...waits);
    if (timer !== null) clearTimeout(timer);
    timer = wait === Number.POSITIVE_INFINITY ? null : setTimeout(tick, wait);
  };
  const wake = (): void => plan(0);

  const listChanged = (): void => {
    listTimer ??= setTimeout(tellList, LIST_EVERY);
  };
  const tellList = (): void => {
    if (listTimer !== null) clearTimeout(listTimer);
    listTimer = null;
    emit('run.list', { list: show?.list() ?? null });
    happened();
  };

  const closeShow = async (): Promise<void> => {
    if (show === null) return;
    const before = show;
    if (before.isTimeRunning() && before.state().runs.length > 0) {
      before.act({ kind: 'stop', run: null, fade: null });
      await new Promise((settle) => setTimeout(settle, STOP_WAIT));
    }
    show = null;
    keeper.ended();
    if (held) parts.hold(false);
    held = false;
    teller.forget();
    await before.close();
  };
  const openShow = async (path: string, list: string | undefined, entry: JournalEntry | null): Promise<SessionShow> => {
    const from = entry === null ? null : snapshotOf(entry);
    if (entry !== null && from === null)
      throw new CueforgeError('nothing-to-resume', 'Another version of Cueforge kept where that show was');
    const opened = await editors.open(path, list);
    try {
      await closeShow();
    } catch (error) {
      await opened.close();
      throw error;
    }
    alarms = createAlarms();
    try {
      show = createSessionShow({
        ...{ opened, files, mixers, log, clock, now, wake, listChanged, from },
        openSource: parts.openSource,
        seed: Math.floor(now()) % 2 ** 31,
        importing: () => !held,
      });
    } catch (error) {
      await opened.close();
      tellList();
      throw error;
    }
    emit('run.lists', {});
    tellList();
    return show;
  };

  /** Opening, closing and going on come one after the other. */
  let working: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = working.then(() => {
      if (closing !== null) throw new CueforgeError('cancelled', 'The studio is closing');
      return work();
    });
    working = turn.catch(() => undefined);
    return turn;
  };

  const recover = async (): Promise<void> => {
    const cutOff = await journal.read();
    await sweepAsRuns(folder, cutOff?.asRun ?? null);
    keeper = createSessionKeeper(journal, cutOff, now);
    // What was cut off is on the table again, so that one press goes on with it.
    if (cutOff !== null) await openShow(cutOff.path, undefined, null);
  };
  void inTurn(recover).catch((error) => parts.log(`The show that was cut off: ${toFailure(error).message}`));

  const theShow = (): SessionShow => {
    if (show === null) throw new CueforgeError('no-session', 'No cuelist is open');
    return show;
  };
  const refuseWhileArmed = (): void => {
    if (show?.state().armed) throw new CueforgeError('show-mode', 'Not in Show mode: disarm first');
  };
  const needOutput = (): void => {
    if (mixers.output().state === 'none')
      throw new CueforgeError('no-output', 'Nothing plays this show: open Run in a window, and let it sound');
  };
  /** `cutOff`: what it goes on with, heard up to there. */
  const arm = async (
    of: SessionShow,
    signal: AbortSignal,
    cutOff: { readonly asRun: string | null; readonly heard: Frames; readonly at: number } | null,
  ): Promise<void> => {
    const known = of.asRun();
    const goesOn = known !== null && of.state().runs.length > 0;
    const file = goesOn ? known : await openAsRun(folder, cutOff?.asRun ?? null, of.show().list.id, now(), parts.log);
    if (cutOff !== null) cutOffSounds(file, cutOff.heard, cutOff.at);
    const arming = of.arm(file, signal);
    happened();
    await arming;
    happened();
  };

  const handlers = createRunHandlers({
    ...{ editors, log, theShow, happened },
    current: () => show,
    idle: () => working,
    view: () => (show === null ? null : view(show)),
    resume: cutOff,
    openDemo: () => parts.openDemo(async (path) => void (await openList(path))),
    open: (path, list) => openList(path, list),
    close: () =>
      inTurn(async () => {
        refuseWhileArmed();
        await closeShow();
        tellList();
      }),
    lists: () => emit('run.lists', {}),
    async arm(signal) {
      const of = theShow();
      if (of.state().armed) return;
      needOutput();
      await of.lookAtFiles();
      if (show !== of || of.state().armed) return;
      await arm(of, signal, null);
    },
    goOn: (signal) =>
      inTurn(async () => {
        const entry = keeper.offer();
        if (entry === null) throw new CueforgeError('nothing-to-resume', 'No show was cut off');
        refuseWhileArmed();
        needOutput();
        const of = await openShow(entry.path, undefined, entry);
        keeper.taken();
        await arm(of, signal, { asRun: entry.asRun, heard: of.heardBefore(), at: entry.at });
      }),
    dropResume() {
      keeper.taken();
      happened();
    },
    rows: () => asRunRows(theShow().asRun()?.records() ?? []),
    now,
  });
  const openList = (path: string, list?: string): Promise<SessionList> =>
    inTurn(async () => {
      refuseWhileArmed();
      return (await openShow(path, list, null)).list();
    });

  const close = async (): Promise<void> => {
    await working;
    if (timer !== null) clearTimeout(timer);
    if (listTimer !== null) clearTimeout(listTimer);
    await closeShow();
    mixers.close();
    await journal.close();
  };
  return {
    handlers,
    connectMixer: mixers.connect,
    async openCue(cue, from) {
      const of = theShow();
      const step = of.show().steps.find((each) => each.cue.id === cue);
      if (step === undefined) throw new CueforgeError('bad-argument', 'There is no such cue in the list', { cue });
      const pathOf = (file: string): string => resolve(dirname(of.path), file);
      const openSource: OpenSource = (file, at) => parts.openSource(pathOf(file), at);
      return openAudition(step.cue, { openSource, fileOf: (file) => files.of(pathOf(file)) }, from);
    },
    changed: () => happened(false),
    close() {
      closing ??= close();
      return closing;
    },
  };
};

/** The list is sent at most so often while files become known. Milliseconds. */
const LIST_EVERY = 250;
