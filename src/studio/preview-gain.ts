import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { makeFolder } from '../media/index.ts';
import { type Decibels, decibels, toFailure } from '../model/index.ts';
import { forecastLoudness, measureBed, type RenderPool } from '../render/index.ts';
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
  close(): Promise<void>;
}

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
  const finding = new Map<string, Promise<void>>();
  /** The gain that was used last, by workout and target. */
  const last = new Map<string, Decibels>();
  const abort = new AbortController();

  const fileOf = (key: string): string => {
    const name = createHash('sha256').update(`${ENGINE_VERSION} ${key}`).digest('hex').slice(0, 32);
    return join(cacheDir, 'materials', `gain-${name}.json`);
  };
  const compute = async (basis: PreviewBasis, sounds: PreviewSounds): Promise<Decibels> => {
    const { workout, wanted, request, target, tracks, length } = basis;
    const plan = musicPlan(workout, {
      ...{ tracks, length, gain: decibels(0) },
      limiter: { ceiling: decibels(0) },
    })!;
    const { sources, measures } = sounds;
    const { signal } = abort;
    const bed = await measureBed(plan, measures, sources, pool, signal);
    const gains = await workoutGains(workout, [wanted], request, { tracks, length }, (tried) =>
      forecastLoudness(tried, bed, sources, pool, signal),
    );
    return gains.get(target)!;
  };
  const find = async (key: string, basis: PreviewBasis, sounds: PreviewSounds): Promise<void> => {
    const kept = await readFile(fileOf(key), 'utf8').then(JSON.parse, () => null);
    const gain = typeof kept?.gain === 'number' ? decibels(kept.gain) : await compute(basis, sounds);
    known.set(key, gain);
    if (known.size > MOST) known.delete(known.keys().next().value!);
    if (kept !== null) return;
    await makeFolder(join(cacheDir, 'materials'));
    await writeFileAtomic(fileOf(key), JSON.stringify({ gain }));
  };
  const begin = (path: string, key: string, basis: PreviewBasis, sounds: PreviewSounds): Promise<void> => {
    const running = finding.get(key);
    if (running) return running;
    const search = find(key, basis, sounds)
      .then(() => found(path))
      .catch((error) => {
        if (!abort.signal.aborted) log(`The gain of ${path} is not known: ${toFailure(error).message}`);
      })
      .finally(() => finding.delete(key));
    finding.set(key, search);
    return search;
  };

  return {
    now(path, basis, sounds) {
      const place = `${basis.target} ${path}`;
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
    async close() {
      abort.abort();
      await Promise.all(finding.values());
    },
  };
};
