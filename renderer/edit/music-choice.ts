import { create } from 'zustand';
import type { AssetRow } from '../../src/contract/index.ts';
import { toFailure } from '../../src/model/index.ts';
import { ask, attempt } from '../state/ask.ts';
import { refreshWorkouts } from '../state/connection.ts';
import { chooseWorkout, goTo, showOver } from '../state/navigation.ts';
import { useStudio } from '../state/studio.ts';
import { tellFailure } from '../state/toasts.ts';
import { countText, fileName } from '../ui/figures.ts';
import { edit, select, useEditor } from './edit-store.ts';
import { trackIdOf } from './hand/dropped-sound.ts';

/** A piece of music that was chosen for a workout. */
export interface ChosenMusic {
  /** Path of the file: what the workout writes. */
  readonly path: string;
  readonly title: string;
  /** Seconds; null: a file that the library does not know yet. */
  readonly seconds: number | null;
}

export interface MusicChoice {
  /** `new`: for a new workout; `add`: more tracks for the open one. */
  readonly purpose: 'new' | 'add';
  readonly chosen: readonly ChosenMusic[];
}

/** What the window that asks for music holds. It is open while `over` of the navigation says so. */
export const useMusicChoice = create<MusicChoice>()(() => ({ purpose: 'new', chosen: [] }));

const ofAsset = ({ path, title, seconds }: Pick<AssetRow, 'path' | 'title' | 'seconds'>): ChosenMusic => ({
  path,
  title,
  seconds,
});

/** Opens the window that asks for music. */
export const askForMusic = (purpose: MusicChoice['purpose'], chosen: readonly ChosenMusic[] = []): void => {
  useMusicChoice.setState({ purpose, chosen });
  showOver('music');
};

/** A new workout with these sounds of the library, in this order. */
export const newWorkoutWith = async (assets: readonly string[]): Promise<void> => {
  const known = await Promise.all(assets.slice(0, 200).map((id) => ask('library.asset', { id }).catch(() => null)));
  askForMusic(
    'new',
    known.flatMap((asset) => (asset ? [ofAsset(asset)] : [])),
  );
};

/** Adds to what is chosen, at its end; what is there already is not added again. */
export const chooseMusic = (more: readonly ChosenMusic[]): void =>
  useMusicChoice.setState(({ chosen }) => {
    const there = new Set(chosen.map(({ path }) => path));
    return { chosen: [...chosen, ...more.filter(({ path }) => !there.has(path))] };
  });
export const chooseAsset = (asset: AssetRow): void => chooseMusic([ofAsset(asset)]);
export const unchooseMusic = (path: string): void =>
  useMusicChoice.setState(({ chosen }) => ({ chosen: chosen.filter((one) => one.path !== path) }));
/** Moves one by places, up (-1) or down (1). */
export const moveMusic = (path: string, by: -1 | 1): void =>
  useMusicChoice.setState(({ chosen }) => {
    const at = chosen.findIndex((one) => one.path === path);
    const to = at + by;
    if (at < 0 || to < 0 || to >= chosen.length) return {};
    const next = [...chosen];
    [next[at], next[to]] = [next[to]!, next[at]!];
    return { chosen: next };
  });

/** Files that were dropped or chosen in the page, as music. */
export const musicOfFiles = async (files: readonly File[]): Promise<ChosenMusic[]> => {
  try {
    const paths = (await useStudio.getState().host?.pathsOf(files)) ?? [];
    return paths.map(musicOfPath);
  } catch (error) {
    tellFailure('The files were not taken', toFailure(error).message);
    return [];
  }
};
export const musicOfPath = (path: string): ChosenMusic => ({
  path,
  title: fileName(path).replace(/\.[^.]+$/, ''),
  seconds: null,
});

/** Makes the workout file and opens it. */
export const createWorkout = async (title: string): Promise<boolean> => {
  const music = useMusicChoice.getState().chosen.map(({ path }) => path);
  const made = await attempt('The workout was not made', 'edit.create', { title, music });
  if (!made) return false;
  void refreshWorkouts();
  chooseWorkout(made.path);
  goTo('edit');
  return true;
};

/** Adds tracks behind the last one of the open workout, as one step. */
export const addTracks = async (music: readonly ChosenMusic[]): Promise<void> => {
  if (music.length === 0) return;
  const tracks = music.map(({ path }) => ({ id: trackIdOf(path), file: path }));
  const label = `Add ${countText(music.length, 'track')}`;
  const touched = await edit([{ op: 'tracks.add', tracks, index: null }], { label });
  const added = useEditor.getState().workout?.tracks.find(({ id }) => touched?.includes(id));
  if (added) select({ track: added.id });
};

/** Asks where the file of a track is now. */
export const locateTrack = async (track: string): Promise<void> => {
  const file = (await chooseSoundFiles(false))[0];
  if (file !== undefined)
    await edit([{ op: 'tracks.change', id: track, change: { file } }], { label: 'Locate a track' });
};

/** Asks for sound files: with the system's dialog, or where the host has none with the browser's, which sends them. */
export const chooseSoundFiles = async (many = true): Promise<string[]> => {
  const host = useStudio.getState().host;
  const chosen = (await host?.choose('sounds')) ?? null;
  if (chosen !== null) return [...chosen];
  const files = await new Promise<File[]>((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = many;
    input.accept = 'audio/*,video/*,.mp3,.wav,.flac,.m4a,.ogg,.opus,.aif,.aiff';
    input.addEventListener('change', () => resolve([...(input.files ?? [])]), { once: true });
    input.addEventListener('cancel', () => resolve([]), { once: true });
    input.click();
  });
  return (await musicOfFiles(files)).map(({ path }) => path);
};
