import { CueforgeError } from '../../model/index.ts';
import type { PlannedFile, ReleasePlan } from './plan-release.ts';
import type { ReleaseStore, StagedFile } from './release-store.ts';
import { createTransfer, type TransferProgress } from './transfer.ts';

export interface PublishOptions {
  readonly signal: AbortSignal;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  readonly onProgress: (progress: TransferProgress) => void;
  /** Removes what the manifest that was there names and the new one does not. */
  readonly removeOld: boolean;
}

export interface Published {
  readonly sent: readonly string[];
  readonly same: readonly string[];
  readonly removed: readonly string[];
}

/** Files on their way at once; what a store does at once with each is its own. */
const AT_ONCE = 3;
/** Files that take their names at once: the moment in which old and new stand side by side is to be short. */
const NAMED_AT_ONCE = 8;

/**
 * Does what a plan says. Everything is brought there before anything that is there changes: then the files take their
 * names, the manifest last, and only then old files go. What fails before that leaves the release that was there whole;
 * publishing again goes on where it stopped.
 */
export const publishRelease = async (
  { files, old, bytes }: ReleasePlan,
  store: ReleaseStore,
  { signal, clock, onProgress, removeOld }: PublishOptions,
): Promise<Published> => {
  const toSend = files.filter(({ action }) => action !== 'same');
  const manifest = files.at(-1)!;
  const transfer = createTransfer(bytes, toSend.length, clock);
  const send = async ({ file, action }: PlannedFile, within: AbortSignal): Promise<StagedFile> => {
    const staged = await store.stage(file, {
      // Nothing comes after the manifest: it may take its name as it arrives.
      ...{ replaces: action === 'replace' && file !== manifest.file, signal: within },
      onBytes(count, how) {
        transfer.sent(count, how);
        onProgress(transfer.progress());
      },
    });
    transfer.fileDone();
    onProgress(transfer.progress());
    return staged;
  };
  onProgress(transfer.progress());
  const staged: StagedFile[] = [];
  try {
    await allOrFirstFailure(
      toSend.filter((planned) => planned !== manifest),
      AT_ONCE,
      signal,
      async (planned, within) => {
        staged.push(await send(planned, within));
      },
    );
    throwIfCancelled(signal);
    await allOrFirstFailure([...staged], NAMED_AT_ONCE, signal, async (ready) => {
      await ready.commit(signal); // those on the way are ended, also where another fails
      staged.splice(staged.indexOf(ready), 1);
    });
    if (manifest.action !== 'same') {
      throwIfCancelled(signal);
      const last = await send(manifest, signal);
      staged.push(last);
      await last.commit(signal);
      staged.pop();
    }
  } finally {
    await Promise.all(staged.map((left) => left.discard()));
  }
  const removed = removeOld ? old : [];
  for (const name of removed) {
    throwIfCancelled(signal);
    await store.remove(name, signal);
  }
  return {
    sent: toSend.map(({ file }) => file.name),
    same: files.filter(({ action }) => action === 'same').map(({ file }) => file.name),
    removed,
  };
};

/** Some at once, in order; the first failure stops the others and is thrown once they have ended. */
const allOrFirstFailure = async <T>(
  items: readonly T[],
  atOnce: number,
  signal: AbortSignal,
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> => {
  const stop = new AbortController();
  const cancel = (): void => stop.abort();
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  const waiting = [...items];
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && !stop.signal.aborted; next = waiting.shift()) {
      try {
        await work(next, stop.signal);
      } catch (error) {
        failures.push(error);
        stop.abort();
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, worker));
  } finally {
    signal.removeEventListener('abort', cancel);
  }
  throwIfCancelled(signal);
  if (failures.length > 0) throw failures[0];
};

const throwIfCancelled = (signal: AbortSignal): void => {
  if (signal.aborted) throw new CueforgeError('cancelled', 'Publishing was cancelled; what was sent is gone on with');
};
