import { create } from 'zustand';
import type { ExportJob, ListedPreset, MadeExport, MatrixWorkout } from '../../src/contract/index.ts';
import { toFailure } from '../../src/model/index.ts';
import type { Host } from '../host/index.ts';
import { ask } from '../state/ask.ts';
import { readKept, writeKept } from '../state/kept.ts';
import { chooseWorkout } from '../state/navigation.ts';
import { type Choice, looking, NOTHING } from './matrix/choosing.ts';
import { withProgress } from './queue/queue-order.ts';
import { followRun, type Run } from './run-ends.ts';
import { tellNews } from './tell-news.ts';

/** What the inspector tells of: what is chosen on the sheet, a job of the queue, a file of the history. */
export type Subject = 'cells' | 'job' | 'made';

export interface ExportState {
  /** Id of the preset that the sheet is of. */
  readonly preset: string;
  readonly presets: readonly ListedPreset[];
  /** Null until they came. */
  readonly workouts: readonly MatrixWorkout[] | null;
  /** Why they could not be read: a sentence. */
  readonly trouble: string | null;
  /** In their turn; null until they came. */
  readonly jobs: readonly ExportJob[] | null;
  /** A show is armed: nothing is begun. */
  readonly held: boolean;
  readonly run: Run | null;
  /** The last first; null until they came. */
  readonly history: readonly MadeExport[] | null;
  readonly choice: Choice;
  readonly subject: Subject;
  /** Ids of chosen jobs, and the one that keys act on. */
  readonly jobIds: ReadonlySet<string>;
  readonly job: string | null;
  /** The chosen file of the history. */
  readonly made: MadeExport | null;
  /** What screen readers were told last, and how much they were told before. */
  readonly said: { readonly text: string; readonly number: number };
}

/** The queue of exports and what is fresh or stale, as the studio has it; and what is chosen of it here. */
export const useExports = create<ExportState>()(() => ({
  preset: readKept('export.preset') ?? 'default',
  presets: [],
  workouts: null,
  trouble: null,
  jobs: null,
  held: false,
  run: null,
  history: null,
  choice: NOTHING,
  subject: 'cells',
  jobIds: new Set(),
  job: null,
  made: null,
  said: { text: '', number: 0 },
}));

/** Tells screen readers in this room. The same words twice are told twice. */
export const say = (text: string): void =>
  useExports.setState(({ said }) => ({ said: { text, number: said.number + 1 } }));

/** The sheet is asked for at most this often. Milliseconds. */
const REST = 250;

/** Rooms that look at the sheet: nobody else makes the studio work it out. */
let watchers = 0;
let isStale = true;
let asking = false;

const askForSheet = async (): Promise<void> => {
  if (asking || watchers === 0 || !isStale) return;
  asking = true;
  isStale = false;
  const { preset } = useExports.getState();
  try {
    const [{ workouts }, { files }] = await Promise.all([
      ask('exports.matrix', { preset }),
      ask('exports.history', { limit: 1000 }),
    ]);
    if (useExports.getState().preset === preset) useExports.setState({ workouts, history: files, trouble: null });
  } catch (error) {
    const { code, message } = toFailure(error);
    // A preset that is gone, or another studio's.
    if (code === 'bad-argument' && preset !== 'default') choosePreset('default');
    else useExports.setState({ trouble: message });
  }
  setTimeout(() => {
    asking = false;
    void askForSheet();
  }, REST);
};

/** Has the sheet read anew. */
export const refreshSheet = (): void => {
  isStale = true;
  void askForSheet();
};

/** Keeps the sheet true for as long as somebody looks at it. The returned function stops it. */
export const watchSheet = (): (() => void) => {
  watchers += 1;
  refreshSheet();
  return () => {
    watchers -= 1;
  };
};

export const choosePreset = (preset: string): void => {
  writeKept('export.preset', preset);
  useExports.setState({ preset });
  refreshSheet();
};

let listing = false;
let listAgain = false;

/** Lists the queue anew, and tells what is news of it. */
const askForList = async (): Promise<void> => {
  if (listing) {
    listAgain = true;
    return;
  }
  listing = true;
  try {
    do {
      listAgain = false;
      const { jobs, held } = await ask('exports.list', {});
      const { jobs: before, run } = useExports.getState();
      const news = before === null ? null : followRun(run, before, jobs);
      useExports.setState({ jobs, held, run: news?.run ?? null });
      if (news) tellNews(news, held, say);
    } while (listAgain);
  } catch {
    // The connection is lost, which the page says; the next one asks again.
  } finally {
    listing = false;
  }
};

export const refreshPresets = async (): Promise<void> => {
  const { presets } = await ask('exports.presets', {});
  useExports.setState({ presets });
};

/** Feeds `useExports` from a host for as long as the page lives. */
export const feedExports = (host: Host): void => {
  host.client.on('exports.changed', ({ progress, list, matrix }) => {
    const { jobs } = useExports.getState();
    if (progress.length > 0 && jobs !== null) useExports.setState({ jobs: withProgress(jobs, progress) });
    if (list) void askForList();
    if (matrix) refreshSheet();
  });
  host.onState((connection) => {
    if (connection !== 'connected') return;
    void askForList();
    void refreshPresets().catch(() => undefined);
    refreshSheet();
  });
};

export const chooseCells = (choice: Choice): void => {
  useExports.setState({ choice, subject: 'cells' });
  const [path, variant = null] = (choice.focus ?? '').split('\n');
  if (path) chooseWorkout(path, variant);
};

/** The focus goes elsewhere, what is chosen stays. */
export const lookAtCell = (key: string): void =>
  useExports.setState(({ choice }) => ({ choice: looking(choice, key) }));

/** Chooses jobs of the queue; `job` is the one that is looked at. */
export const chooseJobs = (jobIds: ReadonlySet<string>, job: string | null): void =>
  useExports.setState({ jobIds, job, subject: 'job' });

export const chooseMade = (made: MadeExport): void => useExports.setState({ made, subject: 'made' });
