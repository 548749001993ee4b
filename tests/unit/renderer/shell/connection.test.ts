// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionState, Host } from '../../../../renderer/host/index.ts';
import { feedStudio } from '../../../../renderer/state/connection.ts';
import { goTo } from '../../../../renderer/state/navigation.ts';
import { useStudio } from '../../../../renderer/state/studio.ts';
import { toasts } from '../../../../renderer/state/toasts.ts';
import { DEFAULT_SETTINGS, type Job } from '../../../../src/contract/index.ts';

const job = (state: Job['state'], more: Partial<Job> = {}): Job => ({
  ...{ id: 'j1', kind: 'import', label: 'Import of 2 files', state, detail: '2 of 2 files', fraction: 1, rate: null },
  ...{ remainingSeconds: null, failure: null, problems: [], startedAt: 1, endedAt: null },
  ...more,
});

/** A host whose studio answers from a table, and whose connection and events the test moves by hand. */
const scriptedHost = () => {
  const listeners = new Map<string, (payload: never) => void>();
  const asked: string[] = [];
  let tell: (state: ConnectionState) => void = () => undefined;
  const answers: Record<string, unknown> = {
    'app.info': { version: '1', host: 'web', platform: 'linux', libraryPath: '/l', cachePath: '/c', freeBytes: null },
    'settings.get': DEFAULT_SETTINGS,
    'jobs.list': { jobs: [job('done', { id: 'old', startedAt: 0 })] },
    'history.get': { undo: 'Rename', redo: null },
    'workouts.list': { workouts: [] },
  };
  const host = {
    kind: 'web',
    client: {
      call: async (command: string) => {
        asked.push(command);
        return answers[command];
      },
      on: (event: string, listener: (payload: never) => void) => listeners.set(event, listener),
    },
    onState: (listener: typeof tell) => {
      tell = listener;
    },
  } as unknown as Host;
  return {
    host,
    asked,
    tell: (state: ConnectionState) => tell(state),
    emit: (event: string, payload: unknown) => listeners.get(event)?.(payload as never),
  };
};

const told: string[] = [];
beforeEach(() => {
  told.length = 0;
  vi.spyOn(toasts, 'add').mockImplementation(({ type, title }) => String(told.push(`${type}: ${title}`)));
  useStudio.setState(useStudio.getInitialState(), true);
  goTo('library');
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('feeding what the page knows', () => {
  it('asks for everything at each new connection, since it is not told what it missed', async () => {
    const { host, asked, tell } = scriptedHost();
    feedStudio(host);
    expect(asked).toEqual([]);
    tell('connected');
    await vi.waitFor(() => expect(useStudio.getState().workouts).toEqual([]));
    await vi.waitFor(() => expect(useStudio.getState().history.undo).toBe('Rename'));
    expect(useStudio.getState()).toMatchObject({ connection: 'connected', libraryRevision: 1 });
    tell('lost');
    expect(useStudio.getState().connection).toBe('lost');
    const before = asked.length;
    tell('connected');
    expect(asked.length).toBe(before * 2);
    await vi.waitFor(() => expect(useStudio.getState().libraryRevision).toBe(2));
  });

  it('keeps one entry for a job, newest first, and tells of its end once', async () => {
    const { host, tell, emit } = scriptedHost();
    feedStudio(host);
    tell('connected');
    await vi.waitFor(() => expect(useStudio.getState().jobs).toHaveLength(1));
    goTo('export');
    emit('jobs.changed', job('running', { fraction: 0.5 }));
    expect(useStudio.getState().jobs.map(({ id }) => id)).toEqual(['j1', 'old']);
    expect(told).toEqual([]);
    emit('jobs.changed', job('done'));
    emit('jobs.changed', job('done'));
    expect(useStudio.getState().jobs.map(({ id, state }) => `${id} ${state}`)).toEqual(['j1 done', 'old done']);
    expect(told).toEqual(['done: Import of 2 files: done']);
  });

  it('tells of a failure in any room, of a success only elsewhere, of a cancel never', () => {
    const { host, emit } = scriptedHost();
    feedStudio(host);
    emit('jobs.changed', job('done', { id: 'a' }));
    emit('jobs.changed', job('cancelled', { id: 'b' }));
    expect(told).toEqual([]);
    emit('jobs.changed', job('failed', { id: 'c', failure: { code: 'disk-full', message: 'No room.' } }));
    emit('jobs.changed', job('done', { id: 'd', problems: ['notes.txt is no sound'] }));
    expect(told).toEqual(['failed: Import of 2 files: failed', 'failed: Import of 2 files: done, with problems']);
  });

  it('tells of the end of a publication with the system too, where the window is not in front', () => {
    const { host, emit } = scriptedHost();
    const notified: string[] = [];
    feedStudio({ ...host, notify: (title, body) => notified.push(`${title}: ${body}`) });
    const inFront = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    const publication = (id: string, state: Job['state'], more: Partial<Job> = {}): void =>
      emit(
        'jobs.changed',
        job(state, { id, kind: 'publish', label: 'Publishing to nas', detail: '3 files sent', ...more }),
      );
    publication('a', 'running');
    publication('a', 'done');
    publication('b', 'failed', { failure: { code: 'store-failed', message: 'It said no.' } });
    publication('c', 'cancelled');
    publication('d', 'done', { problems: ['One file is gone', 'Another is'] });
    emit('jobs.changed', job('done', { id: 'e' }));
    inFront.mockReturnValue(true);
    publication('f', 'done');
    expect(notified).toEqual([
      'Publishing to nas: done: 3 files sent',
      'Publishing to nas: failed: It said no.',
      'Publishing to nas: done, with problems: One file is gone (and 1 more)',
    ]);
  });
});
