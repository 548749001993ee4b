import { create } from 'zustand';
import type { CommandName, InputOf, SessionList, SessionLogLine, SessionView } from '../../src/contract/index.ts';
import {
  type Cuelist,
  type CuelistEdit,
  type Frames,
  frames,
  readCuelistDocument,
  toFailure,
} from '../../src/model/index.ts';
import { cuelistSteps, type Step } from '../../src/plan/index.ts';
import type { Host } from '../host/index.ts';
import { ask } from '../state/ask.ts';
import { tellAwake } from '../state/status.ts';
import { useStudio } from '../state/studio.ts';
import { tellFailure } from '../state/toasts.ts';
import { seeBeat } from './perform/beat.ts';

/** Lines of the log that are kept here. */
const MOST_LINES = 2_000;

/**
 * The studio's live session as this page sees it. The studio owns it: this is a copy that follows its events, and nothing
 * here changes it before the studio has. `selection` is this window's own.
 */
export interface RunState {
  /** `unknown`: not asked yet, or the connection is gone. */
  readonly stage: 'unknown' | 'none' | 'open';
  /** Why it is not known; null: it is, or nobody has answered yet. */
  readonly trouble: string | null;
  readonly list: SessionList | null;
  /** The list in the model's units. */
  readonly cuelist: Cuelist | null;
  /** Its cues by index, groups before what they hold: `list.cues` is in the same order. */
  readonly steps: readonly Step[];
  readonly view: SessionView | null;
  /** A show that was cut off, where no list is open; null: none, or the view tells of it. */
  readonly resume: SessionView['resume'];
  /** Oldest first. */
  readonly lines: readonly SessionLogLine[];
  /** Ids of the cues that are selected, and the one chosen last. */
  readonly selection: ReadonlySet<string>;
  readonly lead: string | null;
}

const NOTHING = {
  list: null,
  cuelist: null,
  steps: [],
  view: null,
  resume: null,
  lines: [],
  selection: new Set<string>(),
  lead: null,
};

export const useRun = create<RunState>()(() => ({ stage: 'unknown', trouble: null, ...NOTHING }));

const takeList = (list: SessionList | null): void => {
  if (list === null) {
    useRun.setState({ stage: 'none', trouble: null, ...NOTHING });
    return;
  }
  const { cuelist } = readCuelistDocument(list.document);
  const steps = cuelist === null ? [] : cuelistSteps(cuelist);
  const there = new Set(steps.map(({ cue }) => cue.id));
  useRun.setState(({ selection, lead }) => ({
    ...{ stage: 'open', trouble: null, list, cuelist, steps, resume: null },
    selection: new Set([...selection].filter((id) => there.has(id))),
    lead: lead !== null && there.has(lead) ? lead : null,
  }));
};

const readSession = async (): Promise<void> => {
  const { list, view, resume } = await ask('run.get', {});
  takeList(list);
  if (list === null) {
    useRun.setState({ resume });
    return;
  }
  const { lines } = await ask('run.log', { most: MOST_LINES });
  useRun.setState({ view, lines });
};

/** Asks the studio what is open. */
export const askForSession = (): void =>
  void readSession().catch((error: unknown) =>
    useRun.setState({ stage: 'unknown', trouble: toFailure(error).message }),
  );

/** Feeds `useRun` for as long as the page lives. Called once, after `feedStudio`. */
export const feedRun = (): void => {
  const { host } = useStudio.getState();
  if (host === null) return;
  host.client.on('run.list', ({ list }) => {
    takeList(list);
    // Without a list there is no view that would tell what was cut off.
    if (list === null) askForSession();
  });
  host.client.on('run.view', (view) => useRun.setState({ view }));
  host.client.on('run.line', (line) =>
    useRun.setState(({ lines }) => ({ lines: [...lines.slice(-MOST_LINES + 1), line] })),
  );
  host.onSeen(seeBeat);
  keepAwake(host);
  host.onState((connection) => {
    if (connection === 'connected') askForSession();
  });
};

/** While a show is armed the computer stays awake, as far as this host can see to it. */
const keepAwake = ({ screenLock }: Host): void => {
  if (screenLock === null) {
    tellAwake('system');
    return;
  }
  screenLock.onHeld((isHeld) => tellAwake(isHeld ? 'screen' : 'nothing'));
  useRun.subscribe(({ view }) => screenLock.hold(view?.armed ?? false));
};

/** Steers the session. A failure is told to the user; true when it was done. */
export const steer = async <Name extends Extract<CommandName, `run.${string}`>>(
  command: Name,
  input: InputOf<Name>,
): Promise<boolean> => {
  try {
    await ask(command, input);
    return true;
  } catch (error) {
    tellFailure('That could not be done', toFailure(error).message);
    return false;
  }
};

/**
 * Does edits as one step of undo; gives the ids of the cues that were touched, null where it failed (told to the user).
 * `merge`: calls in a row with the same words become one step.
 */
export const editList = async (
  edits: readonly CuelistEdit[],
  { merge = null, label = null }: { merge?: string | null; label?: string | null } = {},
): Promise<readonly string[] | null> => {
  try {
    return (await ask('run.apply', { edits: [...edits], merge, label })).touched;
  } catch (error) {
    tellFailure('That could not be done', toFailure(error).message);
    return null;
  }
};

/** The session's time now, going on between two events by this machine's clock. Frames. */
export const sessionNow = ({ clock }: Pick<SessionView, 'clock'>): Frames =>
  frames(clock.running ? clock.frame + Math.max(0, Math.round((Date.now() - clock.at) * 48)) : clock.frame);
