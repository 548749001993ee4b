import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Library } from '../library/index.ts';
import { findEntry, holdPcm, type PcmAsset, type PcmCache } from '../media/index.ts';
import { type BeatGrid, CueforgeError, seconds } from '../model/index.ts';
import type { StagedSource } from '../plan/index.ts';
import type { SoundMeasure } from '../render/index.ts';
import { findMedia } from './find-media.ts';
import { stageTrack } from './open-music.ts';

/** What is known of a music file; each part as soon as it is. */
export interface TrackFacts {
  /** The file on this machine. */
  readonly file: string;
  /** The library's sound; null: the library does not have it. */
  readonly asset: string | null;
  /** Its decoded sound; null: not decoded yet. */
  readonly sound: TrackSound | null;
  /** The grid that was measured; null: none, or not yet. */
  readonly grid: BeatGrid | null;
}

export interface TrackSound {
  readonly staged: StagedSource;
  readonly path: string;
  readonly measure: SoundMeasure;
}

/** Finds and measures music files, each once. */
export interface TrackShelf {
  /**
   * Everything about the music that a workout names: taken into the library and measured where it was not. `onPart`
   * hears what is known before all is. Throws `music-missing`, `file-missing`, and what decoding throws.
   */
  measure(
    workout: string,
    written: string,
    signal: AbortSignal,
    onPart: (part: TrackFacts) => void,
  ): Promise<TrackFacts>;
  /** Lets the decoded sounds be pruned. */
  close(): void;
}

export interface TrackShelfHost {
  readonly cacheDir: string;
  readonly library: Pick<Library, 'allPaths' | 'row' | 'asset'>;
  pcm(): Pick<PcmCache, 'open'>;
  /** Takes a file into the library and analyses it; resolves when that has ended, however. */
  importTrack(file: string, signal: AbortSignal): Promise<void>;
}

export const createTrackShelf = ({ cacheDir, library, pcm, importTrack }: TrackShelfHost): TrackShelf => {
  const holds = new Map<string, () => void>();

  /** The library's sound of a file, where it was analysed. */
  const assetOf = (file: string): string | null => {
    const place = library.allPaths().find(({ path, missing }) => path === file && !missing);
    return place !== undefined && library.row(place.id).analysis === 'done' ? place.id : null;
  };
  const gridOf = (asset: string | null): BeatGrid | null => {
    if (asset === null) return null;
    const { bpm, firstBeat } = library.asset(asset);
    return bpm === null || firstBeat === null ? null : { bpm, firstBeat: seconds(firstBeat), beatsPerBar: 4 };
  };
  const soundOf = (asset: PcmAsset): TrackSound => {
    if (!holds.has(asset.key)) holds.set(asset.key, holdPcm(asset.key));
    return { staged: stageTrack(asset), path: asset.path, measure: asset };
  };

  return {
    async measure(workout, written, signal, onPart) {
      const found = await findMedia(workout, written);
      if (found === null) {
        const text = `The music is at ${written}, which is not fetched: put the file beside the workout`;
        throw new CueforgeError('music-missing', text);
      }
      const file = resolve(found);
      await access(file).catch(() => {
        throw new CueforgeError('file-missing', `The music "${written}" is not there`, { path: file });
      });
      let asset = assetOf(file);
      onPart({ file, asset, sound: null, grid: gridOf(asset) });
      if (asset === null) {
        await importTrack(file, signal);
        signal.throwIfAborted();
        asset = assetOf(file);
        onPart({ file, asset, sound: null, grid: gridOf(asset) });
      }
      const decoded =
        (asset === null ? null : await findEntry(cacheDir, asset, file)) ?? (await pcm().open(file, { signal }));
      return { file, asset, sound: soundOf(decoded), grid: gridOf(asset) };
    },
    close() {
      for (const letGo of holds.values()) letGo();
      holds.clear();
    },
  };
};
