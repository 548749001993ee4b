import { Worker } from 'node:worker_threads';
import { type SoundFile, workerEntry } from '../media/index.ts';
import { CueforgeError, type Frames, fromFailure } from '../model/index.ts';
import type { OpenSource, SoundSource } from './layer-stream.ts';
import type { FromSources, SourceSetUp, ToSources } from './source-protocol.ts';

/** The threads that decode for a session. */
export interface SourcePool {
  /**
   * Opens a file as a cuelist writes it. Nothing is read before the first question, and then only what is asked for. Fails
   * with `worker-exited` where its thread died, `ffmpeg-failed` where ffmpeg was ended; it can then be opened again.
   */
  readonly open: OpenSource;
  /** Starts the threads, which the first sound does else, and has to wait for. Resolves when they all run. */
  warm(): Promise<void>;
  /** Numbers of the threads that run, for tests that end one. */
  threadIds(): number[];
  /** Ends one as a crash would; for tests. */
  terminate(threadId: number): Promise<void>;
  /** Closes every stream, ends every ffmpeg and every thread. */
  close(): Promise<void>;
}

export interface SourcePoolOptions extends SourceSetUp {
  /** Threads at most, >= 1. Default 2. */
  readonly threads?: number;
  /** Where a file is that a cuelist names. */
  readonly resolve: (file: string) => string;
  /** The decoded sound of a file in the cache, by its absolute path; null: it is not there. */
  readonly cached: (path: string) => Promise<SoundFile | null>;
}

/** How long `close` waits for the threads to let go. Milliseconds. */
const CLOSE_GRACE = 2_000;

interface Thread {
  readonly worker: Worker;
  readonly streams: Map<number, Stream>;
  readonly ended: Promise<void>;
  /** It runs, or never will. */
  readonly ready: Promise<void>;
  sayReady(): void;
}

/** A source as this thread sees it. */
interface Stream {
  readonly file: string;
  /** Whoever waits for a piece; each settles once. */
  owed: { resolve(piece: Float32Array | null): void; reject(error: unknown): void } | null;
  /** Why nothing more comes. */
  failure: CueforgeError | null;
  ended: boolean;
  /** Nothing of it is left in its thread. */
  sayClosed(): void;
  readonly closed: Promise<void>;
}

/**
 * Decodes for live sessions in a few threads; this one only hands the blocks on. A stream belongs to the thread that has the
 * fewest. A thread that dies fails its streams and is replaced when the next is opened.
 */
export const createSourcePool = (options: SourcePoolOptions): SourcePool => {
  const { ffmpeg, threads: most = 2, resolve, cached } = options;
  const threads = new Set<Thread>();
  let lastId = 0;
  let closing: Promise<void> | null = null;

  const tell = (thread: Thread, message: ToSources): void => thread.worker.postMessage(message);

  const hear = (thread: Thread, message: FromSources): void => {
    if (message.kind === 'ready') {
      thread.sayReady();
      return;
    }
    const stream = thread.streams.get(message.stream);
    if (stream === undefined) return;
    if (message.kind === 'closed') {
      forget(thread, message.stream);
      return;
    }
    const { owed } = stream;
    stream.owed = null;
    if (message.kind === 'block') owed?.resolve(message.samples);
    else if (message.kind === 'ended') {
      stream.ended = true;
      owed?.resolve(null);
    } else fail(stream, fromFailure(message.failure), owed);
  };
  const fail = (stream: Stream, failure: CueforgeError, owed = stream.owed): void => {
    stream.failure ??= failure;
    stream.owed = null;
    owed?.reject(stream.failure);
  };
  const forget = (thread: Thread, id: number): void => {
    thread.streams.get(id)?.sayClosed();
    thread.streams.delete(id);
    // Without streams it does not keep the process alive.
    if (thread.streams.size === 0) thread.worker.unref();
  };

  const startThread = (): Thread => {
    const setUp: SourceSetUp = { ffmpeg: { path: ffmpeg.path, hasSoxr: ffmpeg.hasSoxr } };
    const worker = new Worker(workerEntry(import.meta.url, 'source-worker'), { workerData: setUp });
    worker.unref();
    let sayEnded = (): void => undefined;
    const ended = new Promise<void>((settle) => {
      sayEnded = settle;
    });
    let sayReady = (): void => undefined;
    const ready = new Promise<void>((settle) => {
      sayReady = settle;
    });
    const thread: Thread = { worker, streams: new Map(), ended, ready, sayReady };
    let lastWords = '';
    // The listeners belong to the worker and end with it.
    worker.on('message', (message: FromSources) => hear(thread, message));
    worker.on('error', (error) => {
      lastWords = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', (exitCode) => {
      threads.delete(thread);
      for (const [id, stream] of [...thread.streams]) {
        fail(stream, workerExited(stream.file, exitCode, lastWords));
        forget(thread, id);
      }
      sayReady();
      sayEnded();
    });
    threads.add(thread);
    return thread;
  };
  /** All of them at once: the next sound must not wait for a thread to start. */
  const startAll = (): void => {
    while (closing === null && threads.size < most) startThread();
  };
  /** The one with the fewest streams. */
  const freest = (): Thread => {
    startAll();
    return [...threads].reduce((best, each) => (each.streams.size < best.streams.size ? each : best));
  };

  const open = (file: string, from: Frames): SoundSource => {
    const path = resolve(file);
    const id = ++lastId;
    let sayClosed = (): void => undefined;
    const closed = new Promise<void>((settle) => {
      sayClosed = settle;
    });
    const stream: Stream = { ...{ file: path, owed: null, failure: null, ended: false }, closed, sayClosed };
    let thread: Thread | null = null;
    let beginning: Promise<void> | null = null;

    const begin = async (): Promise<void> => {
      const found = await cached(path).catch(() => null);
      if (stream.failure !== null || closing !== null) return;
      thread = freest();
      thread.streams.set(id, stream);
      thread.worker.ref();
      tell(thread, { kind: 'open', stream: id, file: path, cached: found, from });
    };
    return {
      async next(frames) {
        beginning ??= begin();
        await beginning;
        if (closing !== null) throw stream.failure ?? cancelled();
        if (stream.failure !== null) throw stream.failure;
        if (stream.ended) return null;
        return new Promise((resolve, reject) => {
          stream.owed = { resolve, reject };
          tell(thread!, { kind: 'ask', stream: id, most: frames });
        });
      },
      async close() {
        fail(stream, cancelled());
        await beginning;
        if (!thread?.streams.has(id)) return;
        tell(thread, { kind: 'close', stream: id });
        await closed;
      },
    };
  };

  const end = async (): Promise<void> => {
    const all = [...threads];
    const letGo: Promise<void>[] = [];
    for (const thread of all) {
      for (const [id, stream] of thread.streams) {
        fail(stream, cancelled());
        tell(thread, { kind: 'close', stream: id });
        letGo.push(stream.closed);
      }
    }
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((settle) => {
      timer = setTimeout(settle, CLOSE_GRACE);
    });
    await Promise.race([Promise.all(letGo), grace]);
    clearTimeout(timer);
    for (const { worker } of all) void worker.terminate();
    await Promise.all(all.map(({ ended }) => ended));
  };

  return {
    open,
    async warm() {
      startAll();
      const all = [...threads];
      // A thread that is waited for keeps the process alive.
      for (const { worker } of all) worker.ref();
      await Promise.all(all.map(({ ready }) => ready));
      for (const { worker, streams } of all) if (streams.size === 0) worker.unref();
    },
    threadIds: () => [...threads].map(({ worker }) => worker.threadId),
    async terminate(threadId) {
      for (const { worker } of threads) if (worker.threadId === threadId) await worker.terminate();
    },
    close() {
      closing ??= end();
      return closing;
    },
  };
};

const cancelled = (): CueforgeError => new CueforgeError('cancelled', 'The sound is not wanted any more');

const workerExited = (path: string, exitCode: number, lastWords: string): CueforgeError =>
  new CueforgeError(
    'worker-exited',
    `The thread that decoded "${path}" ended${lastWords === '' ? ` (exit code ${exitCode})` : `: ${lastWords}`}`,
    { path, exitCode },
  );
