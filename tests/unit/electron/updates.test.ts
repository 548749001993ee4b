import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createUpdates, type Updater, type Updates } from '../../../electron/updates.ts';

const HOURS = 3_600_000;

describe('updates', () => {
  let armed = false;
  let updates: Updates;
  /** What was done, in turn. */
  let done: string[];
  let ready: (version: { version: string }) => void;
  let answer: (restart: boolean) => void;
  let found: Promise<unknown>;
  const fetching = { cancellationToken: { cancel: () => done.push('given up') } };
  const updater = {
    on: (_event: string, listener: typeof ready) => {
      ready = listener;
    },
    checkForUpdates: () => {
      done.push('looked');
      return found;
    },
    quitAndInstall: () => done.push('installed'),
  } as unknown as Updater;
  const arm = (on: boolean): void => {
    armed = on;
    updates.setShow(on);
  };
  const pass = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);

  beforeEach(() => {
    vi.useFakeTimers();
    [done, armed, found] = [[], false, Promise.resolve(null)];
    updates = createUpdates({
      ...{ updater, isBusy: () => armed, log: (line) => done.push(line) },
      ask: (version) => {
        done.push(`asked for ${version}`);
        return new Promise((resolve) => {
          answer = resolve;
        });
      },
    });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('are looked for at the start and every six hours, but not while a show is armed', async () => {
    await pass(6 * HOURS);
    expect(done.splice(0)).toEqual(['looked', 'looked']);
    arm(true);
    await pass(24 * HOURS);
    expect(done).toEqual([]);
    arm(false);
    await pass(6 * HOURS);
    expect(done).toEqual(['looked']);
  });

  it('are neither fetched nor installed by themselves while a show is armed', () => {
    const alone = () => [updater.autoDownload, updater.autoInstallOnAppQuit];
    expect(alone()).toEqual([true, true]);
    arm(true);
    expect(alone()).toEqual([false, false]);
    arm(false);
    expect(alone()).toEqual([true, true]);
  });

  it('are given up where a show is armed while they are fetched, or while they are looked for', async () => {
    found = Promise.resolve(fetching);
    await pass(6 * HOURS);
    done.length = 0;
    arm(true);
    expect(done.splice(0)).toEqual(['given up']);
    arm(false);
    let tell: (found: unknown) => void = () => undefined;
    found = new Promise((resolve) => {
      tell = resolve;
    });
    await pass(6 * HOURS);
    arm(true);
    expect(done.splice(0)).toEqual(['looked']);
    tell(fetching);
    await pass(0);
    expect(done).toEqual(['given up']);
  });

  it('are asked about once the show is over, and not installed where another was armed meanwhile', async () => {
    done.length = 0;
    arm(true);
    ready({ version: '2.0.0' });
    await pass(3 * HOURS);
    expect(done).toEqual([]);
    arm(false);
    await pass(5_000);
    expect(done.splice(0)).toEqual(['asked for 2.0.0']);
    arm(true);
    answer(true);
    await pass(1_000);
    expect(done).toEqual([]);
  });

  it('are installed when that is asked for and nothing is armed', async () => {
    done.length = 0;
    ready({ version: '2.0.0' });
    await pass(0);
    answer(true);
    await pass(0);
    expect(done).toEqual(['asked for 2.0.0', 'installed']);
  });
});
