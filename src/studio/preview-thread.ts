import { Worker } from 'node:worker_threads';
import { workerEntry } from '../media/index.ts';
import { CHANNELS, CueforgeError, type Frames, fromFailure, type MixPlan } from '../model/index.ts';
import type { SourceFiles } from '../render/index.ts';
import type { PcmStream } from './pcm-stream.ts';
import type { FromPreview, ToPreview } from './preview-protocol.ts';

/** Blocks mixed ahead of who listens, over what lies in the player's own buffer: 1.2 s. */
const AHEAD_BLOCKS = 12;

/** The thread that mixes previews, as the studio's own thread sees it. */
export interface PreviewThread {
  /** Starts the thread where it does not run, so that a mix that is asked for next begins at once. */
  warm(): void;
  /** The mix of a plan from a frame on. A thread that dies is replaced and the mix goes on where it was. */
  open(plan: MixPlan, sources: SourceFiles, from: Frames): PcmStream;
  /** The thread's own number while it runs, for tests that end it; null: it does not. */
  threadId(): number | null;
  terminate(): Promise<void>;
  close(): Promise<void>;
}

/** One mix that is listened to. */
interface Run {
  readonly open: (from: number) => ToPreview & { kind: 'open' };
  readonly blocks: Float32Array[];
  /** The frame after the last block that came. */
  at: number;
  /** Blocks that were granted and did not come yet. */
  granted: number;
  ended: boolean;
  failure: CueforgeError | null;
  /** Threads that died under it since its last block. */
  deaths: number;
  wake: (() => void) | null;
}

export const createPreviewThread = (log: (line: string) => void = () => undefined): PreviewThread => {
  const runs = new Map<number, Run>();
  let worker: Worker | null = null;
  let ids = 0;
  let closed = false;

  const wake = (run: Run): void => {
    run.wake?.();
    run.wake = null;
  };
  const begin = (to: Worker, run: Run): void => {
    run.granted = AHEAD_BLOCKS;
    to.postMessage(run.open(run.at));
  };

  const hear = (message: FromPreview): void => {
    const run = runs.get(message.run);
    if (run === undefined) return;
    if (message.kind === 'block') {
      run.blocks.push(message.samples);
      run.at += message.samples.length / CHANNELS;
      run.granted--;
      run.deaths = 0;
    } else if (message.kind === 'ended') run.ended = true;
    else run.failure = fromFailure(message.failure);
    wake(run);
  };

  const start = (): Worker => {
    const started = new Worker(workerEntry(import.meta.url, 'preview-worker'));
    started.unref();
    // The listeners belong to the worker and end with it.
    started.on('message', hear);
    let lastWords = '';
    started.on('error', (error) => {
      lastWords = error instanceof Error ? error.message : String(error);
    });
    started.on('exit', (exitCode) => {
      if (worker === started) worker = null;
      if (closed) return;
      log(`The preview's thread ended: ${lastWords || `exit code ${exitCode}`}`);
      const going = [...runs.values()].filter((run) => !run.ended && run.failure === null);
      for (const run of going) {
        run.deaths++;
        if (run.deaths > 1) {
          run.failure = new CueforgeError('worker-exited', 'The part that mixes what you hear has stopped twice', {
            exitCode,
          });
          wake(run);
        } else begin(theWorker(), run);
      }
    });
    return started;
  };
  const theWorker = (): Worker => {
    worker ??= start();
    return worker;
  };

  return {
    warm: () => void theWorker(),
    open(plan, sources, from) {
      const id = ++ids;
      const at = Math.min(from, plan.length);
      const run: Run = {
        open: (next) => ({ kind: 'open', run: id, plan, sources, from: next, blocks: AHEAD_BLOCKS }),
        ...{ blocks: [], at, granted: 0, ended: false, failure: null, deaths: 0, wake: null },
      };
      runs.set(id, run);
      begin(theWorker(), run);
      const grant = (): void => {
        const due = AHEAD_BLOCKS - run.granted - run.blocks.length;
        if (due <= 0 || run.ended || worker === null) return;
        run.granted += due;
        worker.postMessage({ kind: 'credit', run: id, blocks: due } satisfies ToPreview);
      };
      return {
        length: () => plan.length,
        async next(most) {
          while (run.blocks.length === 0) {
            if (run.failure !== null) throw run.failure;
            if (run.ended) return null;
            await new Promise<void>((resolve) => {
              run.wake = resolve;
            });
          }
          const [block] = run.blocks;
          if (block.length <= most * CHANNELS) {
            run.blocks.shift();
            grant();
            return block;
          }
          const piece = block.slice(0, most * CHANNELS);
          run.blocks[0] = block.slice(piece.length);
          return piece;
        },
        async close() {
          if (!runs.delete(id)) return;
          run.failure = new CueforgeError('cancelled', 'Nobody listens to this mix any more');
          wake(run);
          worker?.postMessage({ kind: 'close', run: id } satisfies ToPreview);
        },
      };
    },
    threadId: () => worker?.threadId ?? null,
    async terminate() {
      await worker?.terminate();
    },
    async close() {
      closed = true;
      for (const run of runs.values()) {
        run.failure = new CueforgeError('cancelled', 'The studio is closing');
        wake(run);
      }
      runs.clear();
      await worker?.terminate();
    },
  };
};
