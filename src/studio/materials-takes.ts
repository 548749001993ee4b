import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { TakeMaterial } from '../contract/index.ts';
import {
  type Coach,
  CueforgeError,
  chosenTake,
  decibels,
  type Failure,
  frames,
  type RecordedTake,
  toFailure,
  type VoiceCue,
  type Workout,
} from '../model/index.ts';
import type { Take } from '../plan/index.ts';
import { findMedia } from './find-media.ts';
import type { ReadyTake, TakeCache } from './materials-cache.ts';

/** Takes made at once: speech, decoding and measuring overlap. */
const AT_ONCE = 4;
/** A text that is being typed is spoken when it has rested so long. Milliseconds. */
const TYPING = 150;

/** Makes the takes of one workout, and keeps them as the workout changes. */
export interface TakeDesk {
  /** The workout as it is now: what is said otherwise is made anew, what nobody says any more is left. */
  update(workout: Workout): void;
  /** Finds again what was made of recordings before: resolves when none of those is waiting any more. */
  recall(): Promise<void>;
  /** Tries again what failed. */
  retry(): void;
  /** Cues near this frame come first. */
  near(frame: number): void;
  materials(): TakeMaterial[];
  materialOf(place: string): TakeMaterial | null;
  /** By cue; `coach` an id, or null where the workout names none. */
  takesOf(coach: string | null): ReadonlyMap<string, Take>;
  ready(): Iterable<ReadyTake>;
  /** Takes that are made or wait for it. */
  waiting(): number;
  /** What is said in it, for the cache. */
  sayings(): Iterable<string>;
  close(): void;
}

export interface TakeDeskHost {
  readonly path: string;
  readonly cache: TakeCache;
  /** What a coach says for a cue: `prepareTake`. Throws failures that name the cue. */
  make(workout: Workout, cue: VoiceCue, coach: Coach | null, signal: AbortSignal): Promise<ReadyTake>;
  /** The take at a place is another now, or what is known of it. */
  changed(place: string): void;
}

/** One thing that may be said: what a coach says for a cue, or could say instead (`spare`). */
interface Slot {
  readonly place: string;
  readonly coach: string | null;
  /** The recording that is meant; null: none, the text or the cue's own file. */
  take: string | null;
  cue: VoiceCue;
  /** What is said and how; the same words, the same take. */
  saying: string;
  /** As the cache names it, once that is known: with what tells a recording's bytes. */
  named: string | null;
  spare: boolean;
  state: TakeMaterial['state'];
  /** The newest that could be made, perhaps of what was said before. */
  ready: ReadyTake | null;
  failure: Failure | null;
  abort: AbortController | null;
  resting: NodeJS.Timeout | null;
}

export const createTakeDesk = (host: TakeDeskHost): TakeDesk => {
  const { cache } = host;
  const slots = new Map<string, Slot>();
  const queue = new Set<Slot>();
  let workout: Workout | null = null;
  let running = 0;
  let playhead = 0;

  const coachOf = (id: string | null): Coach | null => workout?.coaches.find((coach) => coach.id === id) ?? null;

  /** Ahead of the playhead before what is behind it; what is only listened to last. */
  const urgency = ({ cue: { at }, spare }: Slot): number =>
    (at >= playhead ? at - playhead : 4 * (playhead - at)) + (spare ? 1e12 : 0);
  const pump = (): void => {
    while (running < AT_ONCE && queue.size > 0) {
      let first: Slot | null = null;
      for (const slot of queue) if (first === null || urgency(slot) < urgency(first)) first = slot;
      queue.delete(first!);
      running++;
      void make(first!).finally(() => {
        running--;
        pump();
      });
    }
  };

  const make = async (slot: Slot): Promise<void> => {
    const { saying, cue } = slot;
    const abort = new AbortController();
    slot.abort = abort;
    const now = (): boolean => slot.abort === abort && slots.get(slot.place) === slot && slot.saying === saying;
    try {
      const named = await withFile(host.path, saying, cue, slot.coach);
      if (slot.saying === saying) slot.named = named;
      let ready = cache.get(named);
      if (ready === null) {
        ready = await host.make(workout!, cue, coachOf(slot.coach), abort.signal);
        cache.put(named, ready);
      }
      if (!now()) return;
      Object.assign(slot, { ready, state: 'ready', failure: null, abort: null });
    } catch (error) {
      if (!now()) return;
      // What cannot be said as it is now is not said as it was before.
      Object.assign(slot, { ready: null, state: 'failed', failure: toFailure(error), abort: null });
    }
    host.changed(slot.place);
  };

  const drop = (slot: Slot): void => {
    slot.abort?.abort();
    slot.abort = null;
    if (slot.resting) clearTimeout(slot.resting);
    slot.resting = null;
    queue.delete(slot);
  };
  const begin = (slot: Slot, rest: number): void => {
    drop(slot);
    Object.assign(slot, { state: 'waiting', failure: null, named: null });
    const known = cache.get(slot.saying);
    if (known !== null) Object.assign(slot, { ready: known, state: 'ready' });
    else if (rest === 0) queue.add(slot);
    else {
      slot.resting = setTimeout(() => {
        slot.resting = null;
        queue.add(slot);
        pump();
      }, rest);
    }
  };

  /** Puts what is said at a place; says whether that is another than before. */
  const put = (wanted: Pick<Slot, 'place' | 'coach' | 'take' | 'cue' | 'saying' | 'spare'>): boolean => {
    const slot = slots.get(wanted.place);
    if (slot === undefined) {
      const fresh: Slot = {
        ...wanted,
        named: null,
        state: 'waiting',
        ready: null,
        failure: null,
        abort: null,
        resting: null,
      };
      slots.set(wanted.place, fresh);
      begin(fresh, 0);
      return true;
    }
    const { saying, take } = slot;
    Object.assign(slot, wanted);
    if (saying === wanted.saying) return take !== wanted.take;
    begin(slot, saying.startsWith('text') && wanted.saying.startsWith('text') ? TYPING : 0);
    return true;
  };

  const materialOf = (slot: Slot): TakeMaterial => ({
    ...{ cue: slot.cue.id, coach: slot.coach, take: slot.take, state: slot.state, trouble: slot.failure },
    source: slot.ready?.take.source ?? null,
    frames: slot.ready?.take.length ?? frames(0),
    gain: slot.ready?.take.gain ?? decibels(0),
    speech: [...(slot.ready?.take.speech ?? [])],
    ...(slot.cue.takes.length === 0 ? {} : { spare: sparesOf(slot) }),
  });
  const sparesOf = ({ cue, coach }: Slot): NonNullable<TakeMaterial['spare']> =>
    sparesFor(cue, coach, chosenTake(cue, coach))
      .flatMap(({ take }) => slots.get(placeOf(cue.id, coach, take ?? '')) ?? [])
      .map(({ take, state, failure, ready }) => ({
        ...{ take, state, trouble: failure },
        ...{ source: ready?.take.source ?? null, frames: ready?.take.length ?? frames(0) },
      }));
  const mains = (): Slot[] => [...slots.values()].filter(({ spare }) => !spare);

  return {
    update(next) {
      workout = next;
      const seen = new Set<string>();
      const lexicon = hashOf(JSON.stringify(next.lexicon));
      for (const coach of coachesOf(next)) {
        const id = coach?.id ?? null;
        for (const cue of next.cues) {
          const chosen = chosenTake(cue, id);
          const each = [
            { cue, take: chosen?.id ?? null, spare: false },
            ...sparesFor(cue, id, chosen).map((spare) => ({ ...spare, spare: true })),
          ];
          for (const { cue: said, take, spare } of each) {
            const place = placeOf(cue.id, id, spare ? (take ?? '') : null);
            seen.add(place);
            const saying = sayingOf(said, coach, lexicon);
            if (put({ place, coach: id, take, cue: said, saying, spare })) host.changed(placeOf(cue.id, id, null));
          }
        }
      }
      for (const [place, slot] of slots) {
        if (seen.has(place)) continue;
        drop(slot);
        slots.delete(place);
      }
      pump();
    },
    async recall() {
      const named = new Map<string, Promise<string | null>>();
      const look = async (slot: Slot): Promise<void> => {
        const { saying, cue, coach } = slot;
        const name = named.get(saying) ?? withFile(host.path, saying, cue, coach).catch(() => null);
        named.set(saying, name);
        const ready = cache.get((await name) ?? saying);
        if (ready === null || slot.state !== 'waiting' || slot.saying !== saying) return;
        drop(slot);
        Object.assign(slot, { ready, state: 'ready', failure: null, named: await name });
        host.changed(slot.place);
      };
      await Promise.all([...slots.values()].filter(({ state }) => state === 'waiting').map(look));
    },
    retry() {
      for (const slot of slots.values()) {
        if (slot.state !== 'failed') continue;
        begin(slot, 0);
        host.changed(slot.place);
      }
      pump();
    },
    near(frame) {
      playhead = frame;
    },
    materials: () => mains().map(materialOf),
    materialOf(place) {
      const slot = slots.get(place);
      if (slot === undefined) return null;
      return materialOf(slot.spare ? (slots.get(placeOf(slot.cue.id, slot.coach, null)) ?? slot) : slot);
    },
    takesOf(coach) {
      const id = coachOf(coach)?.id ?? workout?.coaches[0]?.id ?? null;
      return new Map(
        mains().flatMap((slot): [string, Take][] =>
          slot.coach === id && slot.ready ? [[slot.cue.id, slot.ready.take]] : [],
        ),
      );
    },
    *ready() {
      for (const { ready } of slots.values()) if (ready !== null) yield ready;
    },
    waiting: () => [...slots.values()].filter(({ state, spare }) => state === 'waiting' && !spare).length,
    *sayings() {
      for (const { named, saying } of slots.values()) yield named ?? saying;
    },
    close() {
      for (const slot of slots.values()) drop(slot);
      slots.clear();
    },
  };
};

/** The coaches that some variant speaks with; the first one also speaks the coaching stem. Null: the workout names none. */
const coachesOf = ({ coaches, variants }: Workout): (Coach | null)[] => [
  ...new Set(
    [null, ...variants.map(({ coach }) => coach)].map(
      (id) => coaches.find((coach) => coach.id === id) ?? coaches[0] ?? null,
    ),
  ),
];

/** `use`: the recording that could be used instead, '' for the text spoken; null: what is used. */
const placeOf = (cue: string, coach: string | null, use: string | null): string =>
  JSON.stringify(use === null ? [cue, coach] : [cue, coach, use]);

/** The cue with each recording that a coach could use instead of `chosen`, and without any. */
const sparesFor = (
  cue: VoiceCue,
  coach: string | null,
  chosen: RecordedTake | null,
): { cue: VoiceCue; take: string | null }[] => {
  if (cue.takes.length === 0) return [];
  const others = cue.takes.filter((take) => take !== chosen && (take.coach === null || take.coach === coach));
  return [
    ...others.map((take) => ({ take: take.id, cue: { ...cue, takes: [{ ...take, chosen: true }] } })),
    ...(chosen === null ? [] : [{ take: null, cue: { ...cue, takes: [] } }]),
  ];
};

/** Names what a coach says for a cue: everything that a take is made from, but the bytes of a recording. */
const sayingOf = (cue: VoiceCue, coach: Coach | null, lexicon: string): string => {
  const chosen = chosenTake(cue, coach?.id ?? null);
  const written = chosen?.file ?? cue.audio;
  return written === null
    ? `text ${JSON.stringify([cue.text, coach?.provider, coach?.voice, coach?.rate, lexicon, cue.speed])}`
    : `file ${JSON.stringify([written, chosen?.start, chosen?.end, chosen?.gain, cue.speed])}`;
};

/** The same with what tells a recording's bytes. */
const withFile = async (path: string, saying: string, cue: VoiceCue, coach: string | null): Promise<string> => {
  const written = chosenTake(cue, coach)?.file ?? cue.audio;
  if (written === null) return saying;
  const file = await findMedia(path, written);
  if (file === null) throw new CueforgeError('take-missing', `Cue ${cue.id}: ${written} is not fetched`);
  const found = await stat(file).catch(() => null);
  return `${saying} ${found?.size} ${found?.mtimeMs}`;
};

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
