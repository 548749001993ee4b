import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { makeFolder } from '../media/index.ts';
import { type Decibels, decibels, toFailure } from '../model/index.ts';
import {
  type BedMeasure,
  type ChosenGain,
  chooseGain,
  forecastLoudness,
  type Levelled,
  mayDiffer,
  type RenderPool,
} from '../render/index.ts';
import { ENGINE_VERSION } from './engine-version.ts';
import type { PlannedPreview } from './preview-plan.ts';

/** A variant of an open workout. */
export interface VariantPlace {
  readonly path: string;
  readonly variant: string;
}

/**
 * The gains of variants that an export gives one of their own, or finds need none: by what they depend on, looked for
 * behind the edits. Until it is known, a variant sounds as far from its workout's gain as it did last.
 */
export interface VariantGains {
  /** The gain of a variant as it is known now. One that is not known is looked for once the edits rest. */
  now(place: VariantPlace, levelled: Levelled): Decibels;
  /** Resolves when the gain of this plan is the export's, or is no longer looked for. */
  settled(place: VariantPlace, levelled: Levelled): Promise<void>;
  close(): Promise<void>;
}

export interface VariantGainsHost {
  readonly cacheDir: string;
  readonly pool: RenderPool;
  /** A variant as it is when its turn has come; null: something of it is still on its way. */
  look(
    place: VariantPlace,
    signal: AbortSignal,
  ): Promise<(PlannedPreview & { readonly bed: BedMeasure | null }) | null>;
  /** A variant sounds otherwise now, without an edit. */
  found(place: VariantPlace): void;
  log(line: string): void;
  /** How long edits rest before a gain is looked for. Milliseconds. Default 1000. */
  readonly rest?: number;
}

const REST = 1_000;
/** Gains that differ by less are one, reckoned in another order. Decibels. */
const SAME = 1e-9;
/** Gains that are kept of each variant: where Undo leads back to, a gain is known. */
const MOST = 32;

/** What is known of one variant. */
interface Desk {
  readonly place: VariantPlace;
  /** By the key of what they depend on; the newest comes last. */
  readonly known: Map<string, ChosenGain>;
  readonly loaded: Promise<void>;
  /** How far it sounded from its workout's gain last. Decibels; 0: it had none of its own. */
  offset: number;
  search: Search | null;
}

/** One gain that is looked for. */
interface Search {
  readonly key: string;
  readonly abort: AbortController;
  readonly end: Promise<void>;
  readonly done: () => void;
  resting: NodeJS.Timeout | null;
}

export const createVariantGains = (host: VariantGainsHost): VariantGains => {
  const { cacheDir, pool, look, found, log, rest = REST } = host;
  const desks = new Map<string, Desk>();
  /** Those whose rest is over; the one that was asked for last is looked for first, one at a time. */
  const due: Desk[] = [];
  let working: Promise<void> | null = null;
  let closed = false;

  const load = async (desk: Desk): Promise<void> => {
    const kept = await readFile(fileOf(cacheDir, desk.place), 'utf8').then(JSON.parse, () => null);
    if (kept?.maker !== ENGINE_VERSION) return;
    for (const [key, { gain, ownGain }] of kept.gains as [string, ChosenGain][]) {
      desk.known.set(key, { gain: decibels(gain), ownGain });
    }
  };
  const save = async ({ place, known }: Desk): Promise<void> => {
    await makeFolder(join(cacheDir, 'materials'));
    await writeFileAtomic(fileOf(cacheDir, place), JSON.stringify({ maker: ENGINE_VERSION, gains: [...known] }));
  };
  const deskOf = (place: VariantPlace): Desk => {
    const name = nameOf(place);
    const known = desks.get(name);
    if (known !== undefined) return known;
    let loaded = (): void => undefined;
    const promise = new Promise<void>((resolve) => {
      loaded = resolve;
    });
    const desk: Desk = { place, known: new Map(), loaded: promise, offset: 0, search: null };
    desks.set(name, desk);
    load(desk)
      .catch(() => undefined) // What cannot be read is found anew.
      .finally(loaded);
    return desk;
  };

  /** Takes a gain as the one that sounds. True: another one sounded. */
  const take = (desk: Desk, { plan }: Levelled, { gain, ownGain }: ChosenGain): boolean => {
    const before = decibels(plan.gain + desk.offset);
    desk.offset = ownGain ? gain - plan.gain : 0;
    return Math.abs(before - gain) > SAME;
  };
  const stop = (desk: Desk): void => {
    const { search } = desk;
    if (search === null) return;
    desk.search = null;
    if (search.resting) clearTimeout(search.resting);
    const at = due.indexOf(desk);
    if (at >= 0) due.splice(at, 1);
    search.abort.abort();
    search.done();
  };
  const restThen = (desk: Desk, search: Search): void => {
    search.resting = setTimeout(() => {
      search.resting = null;
      due.push(desk);
      working ??= work().finally(() => {
        working = null;
      });
    }, rest).unref();
  };
  const arm = (desk: Desk, key: string): Promise<void> => {
    if (desk.search?.key === key) {
      const at = due.indexOf(desk);
      if (at >= 0) due.push(...due.splice(at, 1));
      return desk.search.end;
    }
    stop(desk);
    if (closed) return Promise.resolve();
    let done = (): void => undefined;
    const end = new Promise<void>((resolve) => {
      done = resolve;
    });
    const search: Search = { key, abort: new AbortController(), end, done, resting: null };
    desk.search = search;
    restThen(desk, search);
    return end;
  };

  /** Looks for the gain of a variant as it is now: later than it was asked for, and nearer to what is heard. */
  const seek = async (desk: Desk, search: Search): Promise<void> => {
    const { signal } = search.abort;
    await desk.loaded;
    const looked = await look(desk.place, signal);
    if (signal.aborted) return;
    if (looked === null) {
      restThen(desk, search);
      return;
    }
    const { levelled, sources, bed } = looked;
    const key = keyOf(levelled);
    const known = desk.known.get(key);
    const gain =
      known ?? (await chooseGain(levelled, (plan) => forecastLoudness(plan, bed, sources, pool, signal), false));
    if (signal.aborted) return;
    desk.known.delete(key);
    desk.known.set(key, gain);
    if (desk.known.size > MOST) desk.known.delete(desk.known.keys().next().value!);
    const other = take(desk, levelled, gain);
    desk.search = null;
    search.done();
    if (other) found(desk.place);
    if (known === undefined) await save(desk);
  };
  const work = async (): Promise<void> => {
    for (let desk = due.pop(); desk !== undefined && !closed; desk = due.pop()) {
      const { search } = desk;
      if (search === null) continue;
      await seek(desk, search).catch((error) => {
        if (search.abort.signal.aborted) return;
        log(`The gain of ${desk.place.variant} in ${desk.place.path} is not known: ${toFailure(error).message}`);
        if (desk.search === search) stop(desk);
      });
    }
  };

  return {
    now(place, levelled) {
      if (!mayDiffer(levelled)) return levelled.plan.gain;
      const desk = deskOf(place);
      const key = keyOf(levelled);
      const gain = desk.known.get(key);
      if (gain === undefined) {
        void arm(desk, key);
        return decibels(levelled.plan.gain + desk.offset);
      }
      stop(desk);
      take(desk, levelled, gain);
      return gain.gain;
    },
    async settled(place, levelled) {
      if (!mayDiffer(levelled)) return;
      const desk = deskOf(place);
      await desk.loaded;
      const key = keyOf(levelled);
      if (!desk.known.has(key)) await arm(desk, key);
    },
    async close() {
      closed = true;
      for (const desk of desks.values()) stop(desk);
      await working;
      await Promise.all([...desks.values()].map(({ loaded }) => loaded));
    },
  };
};

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** Names everything that a variant's gain depends on. */
const keyOf = ({ plan, target, encoding }: Levelled): string => hash(JSON.stringify([plan, target, encoding]));

const nameOf = ({ path, variant }: VariantPlace): string => JSON.stringify([path, variant]);
const fileOf = (cacheDir: string, place: VariantPlace): string =>
  join(cacheDir, 'materials', `variant-${hash(nameOf(place))}.json`);
