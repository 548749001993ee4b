import type { Settings } from '../contract/index.ts';
import type { Frames, MixPlan } from '../model/index.ts';
import { type RenderPool, roomFor, type SourceFiles } from '../render/index.ts';
import type { EditedWorkout, WorkoutEditors } from './editor-ports.ts';
import type { OpenMaterials, PreviewSounds } from './materials.ts';
import type { PcmStream } from './pcm-stream.ts';
import { exportableVariants } from './plan-export.ts';
import { createPreviewGains } from './preview-gain.ts';
import { basisOf, planPreview } from './preview-plan.ts';
import { createPreviewThread, type PreviewThread } from './preview-thread.ts';
import { createVariantGains } from './preview-variant-gain.ts';
import { untouched } from './source-music.ts';

/** What an open workout sounds like now: the mix that an export would make of it. */
export interface Preview {
  /** The mix of a variant from a frame on, as the workout is when this is called. Throws as `WorkoutEditors.get`. */
  open(workout: string, variant: string, from: Frames): Promise<PcmStream>;
  /** A workout's music as its files have it, where the workout has it sound. */
  openMusic(workout: string, from: Frames): Promise<PcmStream>;
  /** What `open` mixes. */
  plan(workout: EditedWorkout, variant: string): { readonly plan: MixPlan; readonly sources: SourceFiles };
  /** Has everything ready that a mix needs to begin at once: the thread, and in a while the gains of all variants. */
  prepare(workout: EditedWorkout): void;
  /** Resolves when the gain of a variant is the export's, and no longer an expected one. */
  settled(workout: EditedWorkout, variant: string): Promise<void>;
  readonly thread: PreviewThread;
  close(): Promise<void>;
}

export interface PreviewHost {
  readonly cacheDir: string;
  readonly editors: Pick<WorkoutEditors, 'get'>;
  readonly materials: Pick<OpenMaterials, 'of' | 'near'>;
  readonly pool: RenderPool;
  settings(): Settings;
  /** A workout sounds otherwise now, without an edit: its gain was found. */
  changed(path: string): void;
  log(line: string): void;
}

/** `pool` is closed with the preview. */
export const createPreview = (host: PreviewHost): Preview => {
  const { editors, materials, pool, settings, log } = host;
  const gains = createPreviewGains({ cacheDir: host.cacheDir, pool, found: host.changed, log });
  const thread = createPreviewThread(log);

  /** A variant at the workout's gain, as it is known now. */
  const planned = (workout: EditedWorkout, variant: string) => {
    const sounds = materials.of(workout);
    const basis = basisOf(workout, variant, sounds, settings());
    return { basis, sounds, ...planPreview(basis, sounds, gains.now(workout.path, basis, sounds)) };
  };
  const own = createVariantGains({
    ...{ cacheDir: host.cacheDir, pool, log },
    found: ({ path }) => host.changed(path),
    async look({ path, variant }, signal) {
      const workout = await editors.get(path);
      const { basis, sounds } = planned(workout, variant);
      if (isWaiting(sounds)) return null;
      await gains.settled(path, basis, sounds);
      const bed = await gains.bed(basis, sounds, signal);
      return { ...planPreview(basis, sounds, gains.now(path, basis, sounds)), bed };
    },
  });

  const plan: Preview['plan'] = (workout, variant) => {
    const { levelled, sources } = planned(workout, variant);
    const gain = own.now({ path: workout.path, variant }, levelled);
    return { plan: { ...roomFor(levelled.plan, levelled.encoding), gain }, sources };
  };

  return {
    async open(path, variant, from) {
      const workout = await editors.get(path);
      materials.near(workout.path, from);
      const { plan: mix, sources } = plan(workout, variant);
      return thread.open(mix, sources, from);
    },
    async openMusic(path, from) {
      const { levelled, sources } = planned(await editors.get(path), 'music');
      return thread.open(untouched(levelled.plan), sources, from);
    },
    plan,
    prepare(workout) {
      thread.warm();
      const sounds = materials.of(workout);
      if (sounds.material.tracks.some(({ state }) => state === 'waiting')) return;
      for (const { variant } of exportableVariants(workout.workout)) plan(workout, variant.id);
    },
    async settled(workout, variant) {
      const { basis, sounds } = planned(workout, variant);
      await gains.settled(workout.path, basis, sounds);
      await own.settled({ path: workout.path, variant }, planned(workout, variant).levelled);
    },
    thread,
    async close() {
      await Promise.all([gains.close(), own.close(), thread.close()]);
      await pool.close();
    },
  };
};

/** Whether something is on its way that will be heard. */
const isWaiting = ({ material: { tracks, takes } }: PreviewSounds): boolean =>
  tracks.some(({ state }) => state === 'waiting') || takes.some(({ state }) => state === 'waiting');
