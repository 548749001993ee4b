import { integratedLoudness } from '../audio/index.ts';
import { type MediaInfo, type PcmAsset, type PcmCache, probe } from '../media/index.ts';
import { type Frames, layoutLength, type Problem, toFailure, type Workout } from '../model/index.ts';
import { BED_LUFS, layOutSources, type StagedSource, stagingGain } from '../plan/index.ts';
import type { SoundMeasure, SourceFiles } from '../render/index.ts';
import type { ExportRequest } from './export-types.ts';
import { type FoundTrack, findTracks } from './find-media.ts';

/** The music of an export, decoded. */
export interface OpenMusic {
  /** By track id; a track that is not here has none. */
  readonly tracks: ReadonlyMap<string, StagedSource>;
  /** By key of the source. */
  readonly measured: ReadonlyMap<string, SoundMeasure>;
  readonly sources: SourceFiles;
  /** Where the last track ends; null where there is no music, or not all of it. */
  readonly length: Frames | null;
  /** Why there is none, or not all: a sentence. Empty where it is all here. */
  readonly missing: string;
  /** What the files say of themselves, in the order they sound. */
  readonly infos: readonly MediaInfo[];
  readonly warnings: readonly Problem[];
}

/** A decoded track, brought to the bed level by its own loudness. */
export const stageTrack = (asset: PcmAsset): StagedSource => ({
  source: asset.key,
  length: asset.frames,
  gain: stagingGain(integratedLoudness(asset.energies), BED_LUFS),
});

/**
 * Decodes every track of a workout, each file once. Music that is there and cannot be read throws; so does a workout's
 * only track where its file is missing. Of several, those that are missing are named in `missing`. `onStart` hears how
 * many frames there may be, `onDecoded` how many are done.
 */
export const openMusic = async (
  workout: Workout,
  request: ExportRequest,
  pcm: PcmCache,
  signal: AbortSignal,
  { onStart, onDecoded }: { onStart(frames: number): void; onDecoded(frames: number): void },
): Promise<OpenMusic> => {
  const nothing = { tracks: new Map(), measured: new Map(), sources: {}, length: null, infos: [], warnings: [] };
  const found = await findTracks(workout, request);
  const gone: string[] = [];
  const probed = new Map<string, MediaInfo>();
  for (const each of found) {
    const info = await infoOf(each, found.length === 1);
    if (info === null) gone.push(goneSentence(each, request));
    else probed.set(each.file!, info);
  }
  if (found.length === 0) {
    return { ...nothing, missing: 'The workout names no music: give it music_url, or pass --music FILE' };
  }
  if (gone.length > 0) return { ...nothing, missing: gone.join('. ') };

  const seconds = [...probed.values()].reduce((sum, { durationSeconds }) => sum + (durationSeconds ?? 0), 0);
  onStart(seconds * 48_000);
  const decoded = new Map<string, number>();
  const open = async (file: string): Promise<[string, PcmAsset]> => {
    const onProgress = ({ frames }: { frames: number }): void => {
      decoded.set(file, frames);
      onDecoded([...decoded.values()].reduce((sum, each) => sum + each, 0));
    };
    return [file, await pcm.open(file, { signal, onProgress })];
  };
  const opening = [...probed.keys()].map(open);
  await Promise.allSettled(opening); // one that fails leaves none of the others running
  const assets = new Map(await Promise.all(opening));

  const opened = found.map(({ track, file }) => ({ track, asset: assets.get(file!)! }));
  const tracks = new Map(opened.map(({ track, asset }) => [track.id, stageTrack(asset)]));
  const single = request.music !== undefined || (found.length === 1 && found[0].track.id === 'music');
  return {
    tracks,
    measured: new Map(opened.map(({ asset }) => [asset.key, asset])),
    sources: Object.fromEntries(opened.map(({ asset: { key, path, frames } }) => [key, { path, frames }])),
    length: layoutLength(layOutSources(workout, tracks)),
    missing: '',
    infos: found.flatMap(({ file }) => probed.get(file!) ?? []),
    warnings: opened.flatMap(({ asset }, i) =>
      asset.warnings.map((message): Problem => {
        return { severity: 'warning', path: single ? 'music_url' : `tracks[${i}].file`, message };
      }),
    ),
  };
};

/** What a track's file says of itself; null where it is not there. The only track's missing file is a failure. */
const infoOf = async ({ file }: FoundTrack, only: boolean): Promise<MediaInfo | null> => {
  if (file === null) return null;
  try {
    return await probe(file);
  } catch (error) {
    if (!only && toFailure(error).code === 'file-missing') return null;
    throw error;
  }
};

const goneSentence = ({ track, file }: FoundTrack, request: ExportRequest): string => {
  const what = request.music !== undefined || track.id === 'music' ? 'The music' : `Track ${track.id}`;
  const written = request.music ?? track.file;
  if (file !== null) return `${what} is at ${written}, where there is no file`;
  return `${what} is at ${written}, which is not fetched: put the file beside the workout, or pass --music FILE`;
};
