import type { LoadBytes } from './waveforms.ts';

/** Things fetched by their address and kept while there is room: what is drawn now comes first. */
export interface Shelf<Thing> {
  /** What is at hand; null: not yet. */
  peek(path: string): Thing | null;
  /**
   * Says what is looked at now, most wanted first: what is missing of it is fetched, and what was wanted before and is
   * not any more is not begun.
   */
  want(paths: Iterable<string>): void;
  /** Whether nothing is under way or waits: what is not at hand cannot be had. */
  isIdle(): boolean;
  /** Tries again what could not be had. */
  forgive(): void;
  /** Ends everything that is under way. */
  close(): void;
}

export interface ShelfOptions<Thing> {
  readonly load: LoadBytes;
  readonly parse: (bytes: ArrayBuffer) => Thing;
  readonly bytesOf: (thing: Thing) => number;
  /** Bytes to keep; the least recently seen goes first. */
  readonly room: number;
  /** How many are fetched at the same time. */
  readonly atOnce: number;
  /** Something has come, or could not be had. */
  readonly onArrival: () => void;
}

/** What failed so often is not asked for again. */
const TRIES = 3;

export const createShelf = <Thing>(options: ShelfOptions<Thing>): Shelf<Thing> => {
  const { load, parse, bytesOf, room, atOnce, onArrival } = options;
  const kept = new Map<string, Thing>();
  const running = new Map<string, AbortController>();
  const failures = new Map<string, number>();
  let waiting: string[] = [];
  let bytes = 0;
  let closed = false;

  const keep = (path: string, thing: Thing): void => {
    kept.set(path, thing);
    bytes += bytesOf(thing);
    for (const [oldest, old] of kept) {
      if (bytes <= room || oldest === path) break;
      kept.delete(oldest);
      bytes -= bytesOf(old);
    }
  };
  const fetchNext = (): void => {
    while (!closed && running.size < atOnce && waiting.length > 0) {
      const path = waiting.shift()!;
      if (kept.has(path) || running.has(path)) continue;
      void fetchOne(path);
    }
  };
  const fetchOne = async (path: string): Promise<void> => {
    const abort = new AbortController();
    running.set(path, abort);
    try {
      keep(path, parse(await load(path, abort.signal)));
    } catch {
      failures.set(path, (failures.get(path) ?? 0) + 1);
    } finally {
      running.delete(path);
      if (!closed) {
        fetchNext();
        onArrival();
      }
    }
  };

  return {
    peek(path) {
      const thing = kept.get(path);
      if (thing === undefined) return null;
      kept.delete(path);
      kept.set(path, thing);
      return thing;
    },
    want(paths) {
      waiting = [...paths].filter((path) => !kept.has(path) && !running.has(path) && (failures.get(path) ?? 0) < TRIES);
      fetchNext();
    },
    isIdle: () => running.size === 0 && waiting.length === 0,
    forgive: () => failures.clear(),
    close() {
      closed = true;
      waiting = [];
      for (const abort of running.values()) abort.abort();
    },
  };
};
