import {
  DEFAULT_SETTINGS,
  type Handlers,
  type Job,
  type MediaFile,
  type MixerPort,
  type PcmPort,
  type StudioEvent,
  type StudioService,
} from '../../../src/contract/index.ts';
import { CueforgeError, type FailureCode } from '../../../src/model/index.ts';

/** What the paths of `workouts.forget` make the scripted service do. Over a contract, so that any host can be asked. */
export const SCRIPT = {
  /** Throws a failure of that code, with details. */
  fail: (code: FailureCode) => `fail:${code}`,
  /** Throws what nobody foresaw. */
  crash: 'crash',
  /** Runs until it is cancelled, and then needs 30 ms to let go. */
  hang: (name: string) => `hang:${name}`,
  /** Answers after so many milliseconds, whether it is cancelled or not. */
  finish: (ms: number) => `finish:${ms}`,
} as const;

export interface ScriptedParts {
  readonly media?: StudioService['media'];
  readonly connectPcm?: (port: PcmPort) => void;
  readonly connectMixer?: (port: MixerPort) => void;
}

/**
 * A studio in memory for the contract's own tests. `settings.set` changes and tells settings; `workouts.forget` does what
 * SCRIPT says; `jobs.list` tells every call of it as a job: what it was asked, and whether it runs, ended or was cancelled.
 */
export const createScriptedService = (parts: ScriptedParts = {}): StudioService => {
  const listeners = new Set<(event: StudioEvent) => void>();
  const jobs: Job[] = [];
  let current = DEFAULT_SETTINGS;
  const emit = (event: StudioEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const unasked = async (): Promise<never> => {
    throw new CueforgeError('internal', 'No test of the contract asks for this');
  };

  const perform = async (path: string, signal: AbortSignal): Promise<void> => {
    const [what, argument] = path.split(':');
    if (what === 'fail') {
      throw new CueforgeError(argument as FailureCode, `This is ${argument}: “√” in C:\\cues`, { path, at: [1, null] });
    }
    if (what === 'crash') throw new TypeError('nobody foresaw this');
    if (what === 'finish') await delay(Number(argument));
    if (what === 'hang') {
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve());
      });
      await delay(30);
      signal.throwIfAborted();
    }
  };

  const handlers: Handlers = {
    'app.info': unasked,
    'app.doctor': unasked,
    'settings.get': async () => current,
    async 'settings.set'(change) {
      current = { ...current, ...change };
      emit({ event: 'settings.changed', payload: current });
      return current;
    },
    'library.import': async ({ paths }) => ({ job: `${paths.length} of ${paths.at(-1)}` }),
    'library.search': async ({ text, limit, offset }) => ({
      total: limit,
      rows: [],
      milliseconds: text.length + offset,
    }),
    'library.asset': unasked,
    'library.summary': unasked,
    'library.edit': unasked,
    'library.remove': unasked,
    'library.relink': unasked,
    'library.relinkFolder': unasked,
    'history.get': unasked,
    'history.undo': unasked,
    'history.redo': unasked,
    'workouts.list': unasked,
    'workouts.open': unasked,
    'workouts.music': unasked,
    'workouts.openDemo': unasked,
    'edit.open': unasked,
    'edit.create': unasked,
    'edit.apply': unasked,
    'edit.undo': unasked,
    'edit.redo': unasked,
    'edit.history': unasked,
    'edit.material': unasked,
    'edit.check': unasked,
    'edit.suggestSegments': unasked,
    'edit.addTake': unasked,
    'edit.recast': unasked,
    'edit.exportAs': unasked,
    async 'workouts.forget'({ path }, signal) {
      const job: Job = {
        ...{
          id: String(jobs.length),
          kind: 'export',
          label: path,
          state: 'running',
          detail: '',
          fraction: 0,
          rate: null,
        },
        ...{ remainingSeconds: null, failure: null, problems: [], startedAt: 0, endedAt: null },
      };
      jobs.push(job);
      const end = (state: Job['state']): void => {
        jobs[jobs.findIndex(({ id }) => id === job.id)] = { ...job, state };
      };
      try {
        await perform(path, signal);
        end('done');
        return {};
      } catch (error) {
        end(signal.aborted ? 'cancelled' : 'failed');
        throw error;
      }
    },
    'run.lists': unasked,
    'run.open': unasked,
    'run.create': unasked,
    'run.openDemo': unasked,
    'run.forget': unasked,
    'run.close': unasked,
    'run.get': unasked,
    'run.apply': unasked,
    'run.undo': unasked,
    'run.redo': unasked,
    'run.arm': unasked,
    'run.disarm': unasked,
    'run.go': unasked,
    'run.back': unasked,
    'run.jump': unasked,
    'run.pause': unasked,
    'run.resume': unasked,
    'run.devamp': unasked,
    'run.stop': unasked,
    'run.fade': unasked,
    'run.panic': unasked,
    'run.goOn': unasked,
    'run.dropResume': unasked,
    'run.log': unasked,
    'run.exportAsRun': unasked,
    'export.start': unasked,
    'exports.matrix': unasked,
    'exports.enqueue': unasked,
    'exports.list': unasked,
    'exports.pause': unasked,
    'exports.resume': unasked,
    'exports.cancel': unasked,
    'exports.retry': unasked,
    'exports.move': unasked,
    'exports.setPriority': unasked,
    'exports.clear': unasked,
    'exports.history': unasked,
    'exports.outline': unasked,
    'exports.report': unasked,
    'exports.kept': unasked,
    'exports.presets': unasked,
    'exports.savePreset': unasked,
    'exports.removePreset': unasked,
    'exports.importPreset': unasked,
    'exports.sharePreset': unasked,
    'publish.plan': unasked,
    'publish.start': unasked,
    'publish.setSecret': unasked,
    'jobs.list': async () => ({ jobs: [...jobs] }),
    'jobs.cancel': unasked,
    'jobs.clear': unasked,
  };

  return {
    handlers,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    media: parts.media ?? ((): Promise<MediaFile> => unasked()),
    connectPcm: parts.connectPcm ?? (() => undefined),
    connectMixer: parts.connectMixer ?? ((port) => port.close()),
  };
};

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
