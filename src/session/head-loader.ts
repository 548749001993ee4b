import type { Frames } from '../model/index.ts';
import { childOrder, type LayerFacts, nextKey, nextLoads, upcomingNeeds } from '../plan/index.ts';
import { comingCues } from './runner.ts';
import type { RunnerState, Show } from './runner-state.ts';
import type { SoundStore } from './sound-store.ts';

/** How long after a failed decode it is tried again. */
const RETRY = 48_000;
/** Heads of one layer that are tried ahead of its cue; at its cue it is tried once more. */
const TRIES = 3;

/** Opens the heads of the cues that come, as the plan says, and gives way where there is need of the room. */
export const createHeadLoader = (parts: {
  readonly store: SoundStore;
  readonly facts: (cue: number, layer: number) => LayerFacts;
  /** Names the head of a layer among those that are kept; null: it is not kept. */
  readonly keepAs: (cue: number, layer: number) => string | null;
  readonly open: (key: string, what: { cue: number; layer: number; state: 'head' }, room: Frames) => void;
  readonly close: (key: string) => void;
  readonly onDeferred: (cue: number, layer: number, reason: string) => void;
}) => {
  const { store, facts, keepAs, open, close, onDeferred } = parts;
  const deferred = new Set<string>();
  const failures = new Map<string, { count: number; again: number }>();
  return {
    /** What is needed and found no room is asked for again each time. Gives the keys that are needed, soonest first. */
    load(show: Show, state: RunnerState, now: Frames): string[] {
      const coming = comingCues(show, state);
      const { settings } = show.list;
      // A head that was slow to decode is there now: only the next time it is streamed.
      const known = (cue: number, layer: number): LayerFacts =>
        store.has(nextKey(cue, layer)) ? { ...facts(cue, layer), decodeTime: null } : facts(cue, layer);
      const needs = upcomingNeeds(show.steps, coming, now, known, settings, (step) =>
        childOrder(step, state.passes[step.index] ?? 0, show.seed),
      );
      const wanted = needs.filter(({ key }) => (failures.get(key)?.again ?? 0) <= now);
      // A kept head that is asked for becomes the head it is asked for as.
      const repeats = new Set(
        wanted.flatMap(({ key, cue, layer }) => (store.has(key) ? [] : [`kept/${keepAs(cue, layer)}`])),
      );
      const residents = store.residents().filter(({ key }) => !repeats.has(key));
      for (const each of nextLoads(wanted, residents, settings)) {
        if (each.kind === 'evict') {
          if (!store.dropKept(each.key)) close(each.key);
        } else if (each.kind === 'grow') store.grow(each.key, each.room);
        else if (each.kind === 'open') {
          const { key, cue, layer } = each.need;
          deferred.delete(key);
          open(key, { cue, layer, state: 'head' }, each.room);
        } else {
          const { key, cue, layer } = each.need;
          store.dropKept(`kept/${keepAs(cue, layer)}`);
          if (!deferred.has(key)) onDeferred(cue, layer, each.reason);
          deferred.add(key);
        }
      }
      return needs.map(({ key }) => key);
    },
    /** A head could not be read: it is tried again later. */
    failed(key: string, now: Frames): void {
      const count = (failures.get(key)?.count ?? 0) + 1;
      failures.set(key, { count, again: count < TRIES ? now + RETRY : Number.POSITIVE_INFINITY });
    },
    /** Its cue was fired. True: it had found no room. */
    claimed(key: string): boolean {
      failures.delete(key);
      return deferred.delete(key);
    },
    /** Another list: nothing was tried for it. */
    forget(): void {
      deferred.clear();
      failures.clear();
    },
  };
};
