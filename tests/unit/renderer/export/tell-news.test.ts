// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { feedExports, useExports } from '../../../../renderer/export/export-store.ts';
import type { ConnectionState, Host } from '../../../../renderer/host/index.ts';
import { goTo } from '../../../../renderer/state/navigation.ts';
import { useStudio } from '../../../../renderer/state/studio.ts';
import { toasts } from '../../../../renderer/state/toasts.ts';
import type { ExportJob, ExportsChange } from '../../../../src/contract/index.ts';
import { job } from './export-samples.ts';

/** What reached screen readers, the corner and the system, in this order. */
const told: string[] = [];
let held = false;
let jobs: readonly ExportJob[] = [];
let change: (what: ExportsChange) => void = () => undefined;

/** The page as the studio feeds it; `to` is how the queue goes on. */
const feed = async (): Promise<(to: readonly ExportJob[]) => Promise<void>> => {
  let connect: (state: ConnectionState) => void = () => undefined;
  let listed = 0;
  const host = {
    notify: (title: string, body: string) => told.push(`system: ${title}: ${body}`),
    client: {
      async call(command: string) {
        if (command === 'exports.presets') return { presets: [] };
        listed += 1;
        return { jobs, held };
      },
      on: (_: string, listener: typeof change) => {
        change = listener;
      },
    },
    onState: (listener: typeof connect) => {
      connect = listener;
    },
  } as unknown as Host;
  useStudio.setState({ host });
  feedExports(host);
  connect('connected');
  await vi.waitFor(() => expect(useExports.getState().jobs).toEqual(jobs));
  return async (to) => {
    const before = listed;
    jobs = to;
    change({ progress: [], list: true, matrix: false });
    await vi.waitFor(() => expect([listed, useExports.getState().jobs]).toEqual([before + 1, to]));
  };
};

const inFront = (focused: boolean) => vi.spyOn(document, 'hasFocus').mockReturnValue(focused);
const full = (disk: ExportJob): ExportJob => ({ ...disk, failure: { code: 'disk-full', message: 'The disk is full' } });
let stop: () => void;

beforeEach(() => {
  told.length = 0;
  [held, jobs] = [false, []];
  useExports.setState(useExports.getInitialState(), true);
  useStudio.setState(useStudio.getInitialState(), true);
  vi.spyOn(toasts, 'add').mockImplementation(({ title }) => String(told.push(`corner: ${title}`)));
  stop = useExports.subscribe(({ said }, before) => {
    if (said !== before.said) told.push(`said: ${said.text}`);
  });
  goTo('export');
  inFront(true);
});
afterEach(() => {
  stop();
  vi.restoreAllMocks();
});

describe('what is told of the queue', () => {
  it('is said in the room itself: the end of a run, once, and nothing of how far it is', async () => {
    const to = await feed();
    await to([job('a', 'running'), job('b', 'queued')]);
    for (let percent = 1; percent < 100; percent++)
      change({
        progress: [{ id: 'a', fraction: percent / 100, rate: 200, remainingSeconds: 1 }],
        ...{ list: false, matrix: false },
      });
    expect(useExports.getState().jobs?.[0].fraction).toBe(0.99);
    await to([job('a', 'done'), job('b', 'running')]);
    expect(told).toEqual([]);
    await to([job('a', 'done'), job('b', 'done')]);
    await to([job('b', 'done')]);
    expect(told).toEqual(['said: The export is done: 2 files made']);
  });

  it('is told again in the same words when another run ends', async () => {
    const to = await feed();
    for (const id of ['a', 'b']) {
      await to([job(id, 'running')]);
      await to([job(id, 'done')]);
    }
    expect(told).toEqual(Array(2).fill('said: The export is done: 1 file made'));
    expect(useExports.getState().said.number).toBe(2);
  });

  it('is each failure with its reason, and the end with all of them', async () => {
    const to = await feed();
    await to([job('a', 'running'), job('b', 'queued'), job('c', 'queued')]);
    await to([full(job('a', 'failed')), job('b', 'running'), job('c', 'queued')]);
    expect(told).toEqual(['said: hill.json · a · MP3 was not exported: The disk is full']);
    await to([full(job('a', 'failed')), job('b', 'done'), full(job('c', 'failed'))]);
    expect(told.slice(1)).toEqual([
      'said: hill.json · c · MP3 was not exported: The disk is full. The export is over: 1 file made, 2 failed',
    ]);
  });

  it('is said of a run that failed as a whole once', async () => {
    const to = await feed();
    await to([job('a', 'running'), job('b', 'running')]);
    await to([full(job('a', 'failed')), full(job('b', 'failed'))]);
    expect(told).toEqual(['said: 2 files failed: The disk is full']);
  });

  it('stands in the corner in another room, where nothing is said here', async () => {
    const to = await feed();
    goTo('edit');
    await to([job('a', 'running')]);
    await to([job('a', 'done')]);
    expect(told).toEqual(['corner: The export is done']);
  });

  it('comes from the system too where the window is not in front, and not during a show', async () => {
    inFront(false);
    const to = await feed();
    await to([job('a', 'running'), job('b', 'queued')]);
    await to([full(job('a', 'failed')), job('b', 'running')]);
    await to([full(job('a', 'failed')), job('b', 'done')]);
    expect(told.filter((each) => each.startsWith('system'))).toEqual([
      'system: hill.json · a · MP3 was not exported: The disk is full',
      'system: The export is over: 1 file made, 1 failed',
    ]);
    told.length = 0;
    held = true;
    await to([job('c', 'running'), job('d', 'running')]);
    await to([full(job('c', 'failed')), job('d', 'done')]);
    expect(told).toEqual([
      'said: hill.json · c · MP3 was not exported: The disk is full. The export is over: 1 file made, 1 failed',
    ]);
  });
});
