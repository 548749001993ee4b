import { samplesPath, takePath } from '../../../src/contract/index.ts';
import { CHANNELS, CueforgeError } from '../../../src/model/index.ts';
import type { Host } from '../../host/index.ts';
import { waveformsOf } from '../../library/waveforms-of-host.ts';
import { createShelf, levelFor, parseWaveform, peakOf, pyramidOf, type WaveformData } from '../../waveform/index.ts';
import type { SceneTrack } from './scene-types.ts';
import { CHUNK, type Sounds } from './sounds.ts';

const TAKES_ROOM = 8 * 2 ** 20;
const SAMPLES_ROOM = 12 * 2 ** 20;
/** The level that tells a sound's peak: of 45 minutes it has 8,000 points. */
const COARSEST = 16_384;

/** The sounds of a timeline, fetched from the studio as they are looked at. */
export interface TimelineSounds extends Sounds {
  /** Call before painting: what is asked for until `settle` is all that is wanted. */
  begin(): void;
  /** Fetches what was asked for and is not at hand. True: it all is, or cannot be had. */
  settle(): boolean;
  close(): void;
}

/** `onArrival`: something that was asked for has come. */
export const createTimelineSounds = (host: Host, onArrival: () => void): TimelineSounds => {
  const load = async (path: string, signal: AbortSignal): Promise<ArrayBuffer> => {
    const answer = await fetch(host.mediaUrl(path), { signal });
    if (!answer.ok) throw new CueforgeError('asset-missing', `The studio has no sound there (${answer.status})`);
    return answer.arrayBuffer();
  };
  const waveforms = waveformsOf(host);
  const takes = createShelf<readonly WaveformData[]>({
    ...{ load, onArrival, room: TAKES_ROOM, atOnce: 6 },
    parse: (bytes) => pyramidOf(parseWaveform(bytes)),
    bytesOf: (levels) => levels.reduce((sum, { peaks }) => sum + peaks.byteLength, 0),
  });
  const samples = createShelf<Float32Array>({
    ...{ load, onArrival, room: SAMPLES_ROOM, atOnce: 4 },
    parse: (bytes) => new Float32Array(bytes),
    bytesOf: (piece) => piece.byteLength,
  });
  const wanted = { takes: new Set<string>(), samples: new Set<string>(), levels: new Map<string, [string, number]>() };
  const fetching = new Map<string, AbortController>();
  const failed = new Set<string>();
  const peaks = new Map<string, number>();

  // What could not be had while the studio was away is asked for again when it is back.
  const endState = host.onState((state) => {
    if (state !== 'connected') return;
    failed.clear();
    takes.forgive();
    samples.forgive();
    onArrival();
  });

  const fetchLevel = (key: string, asset: string, level: number): void => {
    if (fetching.has(key) || failed.has(key)) return;
    const abort = new AbortController();
    fetching.set(key, abort);
    waveforms
      .fetch(asset, level, abort.signal)
      .catch(() => {
        if (!abort.signal.aborted) failed.add(key);
      })
      .finally(() => {
        fetching.delete(key);
        if (!abort.signal.aborted) onArrival();
      });
  };
  const want = (asset: string, level: number): WaveformData | null => {
    const data = waveforms.peek(asset, level);
    if (data?.framesPerPoint !== level) wanted.levels.set(`${asset}/${level}`, [asset, level]);
    return data;
  };
  const takeLevels = (source: string): readonly WaveformData[] | null => {
    const path = takePath(source);
    const levels = takes.peek(path);
    if (!levels) wanted.takes.add(path);
    return levels;
  };
  const fromLevels = (levels: readonly WaveformData[] | null, framesPerColumn: number): WaveformData | null =>
    levels?.findLast(({ framesPerPoint }) => framesPerPoint <= framesPerColumn) ?? levels?.[0] ?? null;

  return {
    track({ asset, source }: Pick<SceneTrack, 'asset' | 'source'>, framesPerColumn) {
      if (asset !== null) return want(asset, levelFor(framesPerColumn));
      return source === null ? null : fromLevels(takeLevels(source), framesPerColumn);
    },
    peak({ asset, source }) {
      const key = asset ?? source;
      if (key === null) return null;
      const known = peaks.get(key);
      if (known !== undefined) return known;
      const data = asset === null ? takeLevels(key)?.at(-1) : want(asset, COARSEST);
      if (!data || (asset !== null && data.framesPerPoint !== COARSEST)) return null;
      const peak = peakOf(data);
      peaks.set(key, peak);
      return peak;
    },
    take: (source) => takeLevels(source)?.[0] ?? null,
    chunk(source, index, length) {
      const path = samplesPath(source, index * CHUNK, length);
      const piece = samples.peek(path);
      if (!piece) wanted.samples.add(path);
      return piece && piece.length >= CHANNELS ? piece : null;
    },
    begin() {
      wanted.takes.clear();
      wanted.samples.clear();
      wanted.levels.clear();
    },
    settle() {
      takes.want(wanted.takes);
      samples.want(wanted.samples);
      for (const [key, [asset, level]] of wanted.levels) fetchLevel(key, asset, level);
      return fetching.size === 0 && takes.isIdle() && samples.isIdle();
    },
    close() {
      endState();
      takes.close();
      samples.close();
      for (const abort of fetching.values()) abort.abort();
    },
  };
};
