import type { Handlers, SessionList, SessionView } from '../../contract/index.ts';
import {
  CueforgeError,
  type Decibels,
  decibels,
  type Fade,
  type FadeCurve,
  seconds,
  toFrames,
} from '../../model/index.ts';
import type { AsRunRow } from './as-run-file.ts';
import type { CuelistEditors, OpenCuelist } from './cuelist-editor.ts';
import type { SessionLog } from './session-log.ts';
import { exportAsRun } from './session-runs.ts';
import type { SessionShow } from './session-show.ts';

export type RunHandlers = Pick<Handlers, Extract<keyof Handlers, `run.${string}`>>;

/** What answers the commands of Run. */
export interface RunParts {
  readonly editors: CuelistEditors;
  readonly log: SessionLog;
  current(): SessionShow | null;
  /** Throws `no-session`. */
  theShow(): SessionShow;
  view(): SessionView | null;
  /** A show that was cut off; null: none. */
  resume(): SessionView['resume'];
  /** Resolves when nothing is being opened or closed. */
  idle(): Promise<unknown>;
  /** Something was done. */
  happened(): void;
  open(path: string, list?: string): Promise<SessionList>;
  openDemo(): string;
  close(): Promise<void>;
  /** The lists that are known are others. */
  lists(): void;
  arm(signal: AbortSignal): Promise<void>;
  goOn(signal: AbortSignal): Promise<void>;
  dropResume(): void;
  rows(): AsRunRow[];
  /** Milliseconds since 1970. */
  now(): number;
}

/** At and under this a gain is silence. Decibels. */
const SILENT = -200;

const fadeOf = (length: number, curve: FadeCurve): Fade => ({ length: toFrames(seconds(length)), curve });
const gainOf = (db: number): Decibels => decibels(db <= SILENT ? Number.NEGATIVE_INFINITY : db);

export const createRunHandlers = (parts: RunParts): RunHandlers => {
  const { editors, theShow, happened } = parts;

  /** Does something with the open session; those who watch see it at once. */
  const steer =
    <Input>(act: (show: SessionShow, input: Input) => void) =>
    async (input: Input): Promise<Record<string, never>> => {
      act(theShow(), input);
      happened();
      return {};
    };
  const armed = (show: SessionShow): SessionShow => {
    if (!show.state().armed) throw new CueforgeError('not-armed', 'Not in Show mode: arm first');
    return show;
  };
  const edit = <Result>(change: (cuelist: OpenCuelist) => Result): Result => {
    const show = theShow();
    if (show.state().armed) throw new CueforgeError('show-mode', 'The list is locked in Show mode');
    const result = change(show.opened);
    happened();
    return result;
  };
  const indexOf = (show: SessionShow, cue: string): number => {
    const step = show.show().steps.find((each) => each.cue.id === cue);
    if (step === undefined) throw new CueforgeError('bad-argument', 'There is no such cue in the list', { cue });
    return step.index;
  };

  return {
    'run.lists': async () => ({ lists: await editors.lists() }),
    'run.open': ({ path, list }) => parts.open(path, list),
    async 'run.create'({ name }) {
      const made = await editors.create(name);
      parts.lists();
      return { path: made.path };
    },
    'run.openDemo': async () => ({ job: parts.openDemo() }),
    async 'run.forget'({ path }) {
      editors.forget(path);
      parts.lists();
      return {};
    },
    async 'run.close'() {
      theShow();
      await parts.close();
      return {};
    },
    async 'run.get'() {
      await parts.idle();
      return { list: parts.current()?.list() ?? null, view: parts.view(), resume: parts.resume() };
    },

    async 'run.apply'({ edits, merge, label }) {
      return edit((cuelist) => {
        const { touched } = cuelist.apply(edits, { merge, label });
        return { revision: cuelist.now().revision, touched: [...touched] };
      });
    },
    async 'run.undo'() {
      edit((cuelist) => cuelist.undo());
      return {};
    },
    async 'run.redo'() {
      edit((cuelist) => cuelist.redo());
      return {};
    },

    async 'run.arm'(_, signal) {
      await parts.arm(signal);
      return {};
    },
    'run.disarm': steer((show) => show.disarm()),
    'run.go': steer((show) => armed(show).act({ kind: 'go' })),
    'run.back': steer((show) => show.act({ kind: 'back' })),
    'run.jump': steer((show, { cue, fire }: { cue: string; fire: boolean }) => {
      const index = indexOf(show, cue);
      (fire ? armed(show) : show).act({ kind: 'jump', cue: index, fire });
    }),
    'run.pause': steer((show, { run }: { run: number | null }) => show.act({ kind: 'pause', run })),
    'run.resume': steer((show, { run }: { run: number | null }) => show.act({ kind: 'resume', run })),
    'run.devamp': steer((show, { run }: { run: number | null }) => show.act({ kind: 'devamp', run })),
    'run.stop': steer((show, stop: { run: number | null; seconds: number }) => {
      const fade = stop.seconds === 0 ? null : fadeOf(stop.seconds, 'equal-power');
      show.act({ kind: 'stop', run: stop.run, fade });
    }),
    'run.fade': steer((show, fade: { run: number | null; to: number; seconds: number }) =>
      show.act({ kind: 'fade', run: fade.run, to: gainOf(fade.to), fade: fadeOf(fade.seconds, 'raised-cosine-db') }),
    ),
    'run.panic': steer((show) => show.act({ kind: 'panic' })),
    async 'run.goOn'(_, signal) {
      await parts.goOn(signal);
      return {};
    },
    async 'run.dropResume'() {
      parts.dropResume();
      return {};
    },

    'run.log': async ({ most }) => ({ lines: parts.log.newest(most) }),
    async 'run.exportAsRun'({ form, to }) {
      const show = theShow();
      const { name } = show.show().list;
      return { path: await exportAsRun({ path: show.path, name }, parts.rows(), { form, to, now: parts.now() }) };
    },
  };
};
