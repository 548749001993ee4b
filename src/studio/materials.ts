import type { Material, MaterialChange, TrackMaterial } from '../contract/index.ts';
import type { PcmCache } from '../media/index.ts';
import {
  decibels,
  type Failure,
  frames,
  type MusicFacts,
  type MusicTrack,
  toFailure,
  type VoiceCue,
  type Workout,
} from '../model/index.ts';
import type { Take } from '../plan/index.ts';
import type { SoundMeasure, SourceFiles } from '../render/index.ts';
import type { Takes } from '../speech/index.ts';
import type { EditedWorkout, WorkoutMaterials, WorkoutSounds } from './editor-ports.ts';
import { findMedia } from './find-media.ts';
import { prepareTake, stageTake } from './gather-takes.ts';
import { createTakeCache, type ReadyTake, type TakeCache } from './materials-cache.ts';
import { createTakeDesk, type TakeDesk } from './materials-takes.ts';
import { createTrackShelf, type TrackFacts, type TrackShelfHost } from './materials-tracks.ts';

/** What a workout sounds with, and its coaching track where that is its voice. */
export interface PreviewSounds extends WorkoutSounds {
  readonly coachingTrack: Take | null;
}

/** The materials, as the studio uses them beside the editors. */
export interface OpenMaterials extends WorkoutMaterials {
  of(workout: EditedWorkout): PreviewSounds;
  /** The same, once what was made before is found again, and what failed is tried anew: when a window opens it. */
  open(workout: EditedWorkout): Promise<PreviewSounds>;
  /** Cues near this frame are spoken first. */
  near(path: string, frame: number): void;
  /** Ends what is made, and keeps what was. */
  close(): Promise<void>;
}

export interface MaterialsHost extends TrackShelfHost {
  /** Who speaks and who decodes; threads and processes start when they are first needed. */
  makers(): Promise<{ readonly takes: Takes; readonly pcm: PcmCache }>;
  /** What decoded samples depend on beside the file: the resampler. */
  readonly decoder: string;
  changed(change: MaterialChange): void;
  log(line: string): void;
}

/** Changes are told at most so often. Milliseconds. */
const TELL_EVERY = 100;
/** What was made is kept so long after the last change. Milliseconds. */
const SAVE_AFTER = 1_000;

/** Music as a file names it: found and measured, or on its way. */
interface Music {
  facts: TrackFacts | null;
  failure: Failure | null;
  waiting: boolean;
}

/** Everything about the sounds of one workout. */
interface Desk {
  readonly path: string;
  readonly cache: TakeCache;
  readonly takes: TakeDesk;
  /** By file as written. */
  readonly music: Map<string, Music>;
  readonly abort: AbortController;
  readonly loaded: Promise<void>;
  /** A ready-made coaching track, by the file that it was made from. */
  coaching: { readonly written: string; take: ReadyTake | null; waiting: boolean } | null;
  workout: Workout | null;
  sounds: PreviewSounds | null;
  /** Places of takes that changed and were not told of yet. */
  readonly untold: Set<string>;
  tracksUntold: boolean;
  telling: NodeJS.Timeout | null;
  toldAt: number;
  saving: NodeJS.Timeout | null;
  /** Told when something was made. */
  readonly watchers: Set<() => void>;
}

/** Makes what open workouts sound with, and tells of it as it comes. */
export const createWorkoutMaterials = (host: MaterialsHost): OpenMaterials => {
  const desks = new Map<string, Desk>();
  const shelf = createTrackShelf(host);

  const make = async (
    path: string,
    workout: Workout,
    cue: VoiceCue,
    coach: Workout['coaches'][number] | null,
    signal: AbortSignal,
  ): Promise<ReadyTake> => {
    const makers = await host.makers();
    const { asset, take } = await prepareTake(path, workout, cue, coach, { ...makers, signal });
    return { take, path: asset.path, measure: { energies: asset.energies, peaks: asset.peaks } };
  };

  const openDesk = (path: string): Desk => {
    const cache = createTakeCache(host.cacheDir, path, host.decoder);
    const desk: Desk = {
      ...{ path, cache, music: new Map(), abort: new AbortController(), loaded: cache.load() },
      takes: createTakeDesk({
        ...{ path, cache },
        make: (workout, cue, coach, signal) => make(path, workout, cue, coach, signal),
        changed: (place) => note(desk, place),
      }),
      ...{ coaching: null, workout: null, sounds: null, untold: new Set(), tracksUntold: false },
      ...{ telling: null, toldAt: 0, saving: null, watchers: new Set() },
    };
    desks.set(path, desk);
    return desk;
  };

  /** Something is known now that was not: the next `of` sees it, and whoever listens is told soon. */
  const note = (desk: Desk, place: string | null): void => {
    desk.sounds = null;
    for (const watch of [...desk.watchers]) watch();
    if (desk.abort.signal.aborted) return; // what ends now was cancelled with the studio
    if (place === null) desk.tracksUntold = true;
    else desk.untold.add(place);
    desk.telling ??= setTimeout(() => tell(desk), Math.max(0, desk.toldAt + TELL_EVERY - performance.now()));
    desk.saving ??= setTimeout(() => void save(desk), SAVE_AFTER).unref();
  };
  const tell = (desk: Desk): void => {
    desk.telling = null;
    desk.toldAt = performance.now();
    const takes = [...desk.untold].flatMap((place) => desk.takes.materialOf(place) ?? []);
    const tracks = desk.tracksUntold ? tracksOf(desk) : null;
    desk.untold.clear();
    desk.tracksUntold = false;
    if (takes.length > 0 || tracks !== null) host.changed({ path: desk.path, tracks, takes });
  };
  const save = async (desk: Desk): Promise<void> => {
    if (desk.saving) clearTimeout(desk.saving);
    desk.saving = null;
    await desk.cache
      .save(desk.takes.sayings())
      .catch((error) => host.log(`Takes of ${desk.path} are not kept: ${toFailure(error).message}`));
  };

  const measure = (desk: Desk, written: string): Music => {
    const known = desk.music.get(written);
    if (known !== undefined && (known.waiting || known.failure === null)) return known;
    const music: Music = { facts: null, failure: null, waiting: true };
    desk.music.set(written, music);
    const part = (facts: TrackFacts): void => {
      music.facts = facts;
      note(desk, null);
    };
    shelf
      .measure(desk.path, written, desk.abort.signal, part)
      .then(
        (facts) => Object.assign(music, { facts, waiting: false }),
        (error) => Object.assign(music, { failure: toFailure(error), waiting: false }),
      )
      .finally(() => note(desk, null));
    return music;
  };
  const speakTrack = (desk: Desk, written: string): void => {
    if (desk.coaching?.written === written) return;
    const coaching: NonNullable<Desk['coaching']> = { written, take: null, waiting: true };
    desk.coaching = coaching;
    const open = async (): Promise<ReadyTake> => {
      const { pcm } = await host.makers();
      const asset = await pcm.open((await findMedia(desk.path, written)) ?? written, { signal: desk.abort.signal });
      return { take: await stageTake(asset), path: asset.path, measure: asset };
    };
    open()
      .then((take) => Object.assign(coaching, { take }))
      .catch((error) => host.log(`The coaching track of ${desk.path}: ${toFailure(error).message}`))
      .finally(() => {
        coaching.waiting = false;
        note(desk, null);
      });
  };

  const tracksOf = ({ workout, music }: Desk): TrackMaterial[] =>
    (workout?.tracks ?? []).map((track) => trackMaterial(track, music.get(track.file)));

  /** Begins what is missing. */
  const follow = (desk: Desk, workout: Workout): void => {
    if (desk.workout === workout) return;
    const before = desk.workout;
    desk.workout = workout;
    for (const { file } of workout.tracks) if (!desk.music.has(file)) measure(desk, file);
    if (!workout.hasCues && workout.coachingTrack !== null) speakTrack(desk, workout.coachingTrack);
    if (before !== null && namesOf(before) !== namesOf(workout)) note(desk, null);
    desk.takes.update(workout);
    desk.sounds = null;
  };

  const soundsOf = (desk: Desk): PreviewSounds => {
    const workout = desk.workout!;
    const facts: MusicFacts = new Map(
      [...desk.music].flatMap(([written, { facts: its }]) =>
        its?.sound ? [[written, { length: its.sound.staged.length, grid: its.grid }] as const] : [],
      ),
    );
    const { coaching, takes } = desk;
    const material: Material = { path: desk.path, tracks: tracksOf(desk), takes: takes.materials() };
    let files: { sources: SourceFiles; measures: ReadonlyMap<string, SoundMeasure> } | null = null;
    /** Gathered when somebody asks: most only look. */
    const gathered = () => {
      files ??= gather([
        ...workout.tracks.flatMap(({ file }) => desk.music.get(file)?.facts?.sound ?? []).map(readySound),
        ...takes.ready(),
        ...(coaching?.take ? [coaching.take] : []),
      ]);
      return files;
    };
    const spoken = new Map<string | null, ReadonlyMap<string, Take>>();
    return {
      material,
      facts,
      takesOf(coach) {
        const known = spoken.get(coach) ?? takes.takesOf(coach);
        spoken.set(coach, known);
        return known;
      },
      get measures() {
        return gathered().measures;
      },
      get sources() {
        return gathered().sources;
      },
      coachingTrack: workout.hasCues ? null : (coaching?.take?.take ?? null),
    };
  };

  const of = ({ path, workout }: EditedWorkout): PreviewSounds => {
    const desk = desks.get(path) ?? openDesk(path);
    follow(desk, workout);
    desk.sounds ??= soundsOf(desk);
    return desk.sounds;
  };
  const waiting = (desk: Desk): boolean =>
    desk.takes.waiting() > 0 || [...desk.music.values()].some((music) => music.waiting) || !!desk.coaching?.waiting;
  /** Resolves when `is` holds, looking whenever something was made. */
  const until = (desk: Desk, is: () => boolean, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const end = (): void => {
        desk.watchers.delete(look);
        signal.removeEventListener('abort', stop);
      };
      const look = (): void => {
        if (!is()) return;
        end();
        resolve();
      };
      const stop = (): void => {
        end();
        reject(signal.reason);
      };
      desk.watchers.add(look);
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      else look();
    });

  return {
    of,
    async open(workout) {
      const desk = desks.get(workout.path) ?? openDesk(workout.path);
      await desk.loaded;
      for (const [written, { failure }] of [...desk.music]) if (failure !== null) measure(desk, written);
      desk.takes.retry();
      of(workout);
      await desk.takes.recall();
      return of(workout);
    },
    async settled(workout, signal) {
      of(workout);
      const desk = desks.get(workout.path)!;
      await until(desk, () => !waiting(desk), signal);
      desk.sounds ??= soundsOf(desk); // of the workout as it is by now: it may have been edited meanwhile
      return desk.sounds;
    },
    async measureMusic(workout, written, signal) {
      const desk = desks.get(workout.path) ?? openDesk(workout.path);
      measure(desk, written);
      await until(desk, () => !desk.music.get(written)?.waiting, signal);
      const sound = desk.music.get(written)?.facts?.sound;
      const grid = desk.music.get(written)?.facts?.grid ?? null;
      return sound ? new Map([[written, { length: sound.staged.length, grid }]]) : new Map();
    },
    near: (path, frame) => desks.get(path)?.takes.near(frame),
    async close() {
      for (const desk of desks.values()) {
        desk.abort.abort();
        if (desk.telling) clearTimeout(desk.telling);
        if (desk.workout !== null) await save(desk);
        desk.takes.close();
        desk.cache.close();
      }
      desks.clear();
      shelf.close();
    },
  };
};

/** Names the music of a workout: what the tracks of a material depend on. */
const namesOf = ({ tracks }: Workout): string => JSON.stringify(tracks.map(({ id, file }) => [id, file]));

const readySound = ({ staged, path, measure }: NonNullable<TrackFacts['sound']>) => ({ take: staged, path, measure });

const gather = (
  sounds: Iterable<{
    readonly take: Pick<Take, 'source' | 'length'>;
    readonly path: string;
    readonly measure: SoundMeasure;
  }>,
): { sources: SourceFiles; measures: ReadonlyMap<string, SoundMeasure> } => {
  const sources: Record<string, SourceFiles[string]> = {};
  const measures = new Map<string, SoundMeasure>();
  for (const { take, path, measure } of sounds) {
    sources[take.source] = { path, frames: take.length };
    if (!measures.has(take.source)) measures.set(take.source, measure);
  }
  return { sources, measures };
};

const trackMaterial = ({ id }: MusicTrack, music: Music | undefined): TrackMaterial => ({
  id,
  file: music?.facts?.file ?? null,
  asset: music?.facts?.asset ?? null,
  state: music?.failure ? 'failed' : music?.facts?.sound && !music.waiting ? 'ready' : 'waiting',
  trouble: music?.failure ?? null,
  frames: music?.facts?.sound?.staged.length ?? frames(0),
  source: music?.facts?.sound?.staged.source ?? null,
  gain: music?.facts?.sound?.staged.gain ?? decibels(0),
  grid: music?.facts?.grid ?? null,
});
