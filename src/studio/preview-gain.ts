import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { makeFolder } from '../media/index.ts';
import { type Decibels, decibels, toFailure } from '../model/index.ts';
import { type BedMeasure, forecastLoudness, measureBed, type RenderPool } from '../render/index.ts';
import { ENGINE_VERSION } from './engine-version.ts';
import type { PreviewSounds } from './materials.ts';
import { gainKey, type PreviewBasis } from './preview-plan.ts';
import { expectedGain, musicPlan, workoutGains } from './workout-gains.ts';

/**
 * The workout's one gain, as an export finds it on the music alone: by what it depends on, so that nothing that is said
 * ever has it found anew.
 */
export interface PreviewGains {
  /** The gain as it is known now. Until it is, the one of this workout before, or what is to be expected. */
  now(path: string, basis: PreviewBasis, sounds: PreviewSounds): Decibels;
  /** Resolves when the gain is the export's; at once where there is no music. */
  settled(path: string, basis: PreviewBasis, sounds: PreviewSounds): Promise<void>;
  /** What an export measures of the music before its gain; null where there is none. Kept for the next time. */
  bed(basis: PreviewBasis, sounds: PreviewSounds, signal: AbortSignal): Promise<BedMeasure | null>;
  close(): Promise<void>;
}

/** Measured beds that are kept in memory: each is some 300 KB for 45 minutes. */
const MOST_BEDS = 8;
/** Gains that are kept in memory: a few workouts with all their targets, and the edits of an evening. */
const MOST = 500;

/** `found`: a gain that was expected only is known now. */
export const createPreviewGains = (options: {
  readonly cacheDir: string;
  readonly pool: RenderPool;
  found(path: string): void;
  log(line: string): void;
}): PreviewGains => {
  const { cacheDir, pool, found, log } = options;
  const known = new Map<string, Decibels>();
  const beds = new Map<string, BedMeasure>();
  /** What is being found, by workout and target: where the music changes again meanwhile, only the last counts. */
  const finding = new Map<
    string,
    { readonly key: string; readonly abort: AbortController; readonly end: Promise<void> }
  >();
  /** The gain that was used last, by workout and target. */
  const last = new Map<string, Decibels>();
  let closed = false;

  const placeOf = (path: string, { target }: PreviewBasis): string => `${target} ${path}`;
  const fileOf = (key: string): string => {
    const name = createHash('sha256').update(`${ENGINE_VERSION} ${key}`).digest('hex').slice(0, 32);
    return join(cacheDir, 'materials', `gain-${name}.json`);
  };
  const bedOf: PreviewGains['bed'] = async ({ workout, tracks, length }, { measures, sources }, signal) => {
    const nothing = { gain: decibels(0), limiter: { ceiling: decibels(0) } };
    const plan = musicPlan(workout, { tracks, length, ...nothing });
    if (plan === null) return null;
    const key = JSON.stringify([plan.beds, plan.length]);
    const bed = beds.get(key) ?? (await measureBed(plan, measures, sources, pool, signal));
    beds.delete(key); // The one used last comes last.
    beds.set(key, bed);
    if (beds.size > MOST_BEDS) beds.delete(beds.keys().next().value!);
    return bed;
  };
  const compute = async (basis: PreviewBasis, sounds: PreviewSounds, signal: AbortSignal): Promise<Decibels> => {
    const { workout, wanted, request, target, tracks, length } = basis;
    const { sources } = sounds;
    const bed = await bedOf(basis, sounds, signal);
    const gains = await workoutGains(workout, [wanted], request, { tracks, length }, (tried) =>
      forecastLoudness(tried, bed, sources, pool, signal),
    );
    return gains.get(target)!;
  };
  const find = async (key: string, basis: PreviewBasis, sounds: PreviewSounds, signal: AbortSignal): Promise<void> => {
    const kept = await readFile(fileOf(key), 'utf8').then(JSON.parse, () => null);
    const gain = typeof kept?.gain === 'number' ? decibels(kept.gain) : await compute(basis, sounds, signal);
    known.set(key, gain);
    if (known.size > MOST) known.delete(known.keys().next().value!);
    if (kept !== null) return;
    await makeFolder(join(cacheDir, 'materials'));
    await writeFileAtomic(fileOf(key), JSON.stringify({ gain }));
  };
  const begin = (path: string, key: string, basis: PreviewBasis, sounds: PreviewSounds): Promise<void> => {
    const place = placeOf(path, basis);
    const running = finding.get(place);
    if (closed) return Promise.resolve();
    if (running?.key === key) return running.end;
    running?.abort.abort();
    const abort = new AbortController();
    const end = find(key, basis, sounds, abort.signal)
      .then(() => {
        if (!abort.signal.aborted) found(path);
      })
      .catch((error) => {
        if (!abort.signal.aborted) log(`The gain of ${path} is not known: ${toFailure(error).message}`);
      })
      .finally(() => {
        if (finding.get(place)?.abort === abort) finding.delete(place);
      });
    finding.set(place, { key, abort, end });
    return end;
  };

  return {
    now(path, basis, sounds) {
      const place = placeOf(path, basis);
      const key = gainKey(basis);
      if (key === null) return expectedGain(basis.target);
      const gain = known.get(key);
      if (gain === undefined) {
        void begin(path, key, basis, sounds);
        return last.get(place) ?? expectedGain(basis.target);
      }
      last.set(place, gain);
      return gain;
    },
    async settled(path, basis, sounds) {
      const key = gainKey(basis);
      if (key !== null && !known.has(key)) await begin(path, key, basis, sounds);
    },
    bed: bedOf,
    async close() {
      closed = true;
      for (const { abort } of finding.values()) abort.abort();
      await Promise.all([...finding.values()].map(({ end }) => end));
    },
  };
};
