import { WAVEFORM_LEVELS, waveformPath } from '../../src/contract/index.ts';
import { CueforgeError } from '../../src/model/index.ts';
import { parseWaveform, type WaveformData } from './waveform-data.ts';

/** Waveforms of the library's sounds, kept while there is room. An asset names its bytes, so none ever goes stale. */
export interface Waveforms {
  /** What is at hand for this level: itself, else the nearest coarser, else the nearest finer one; null: nothing yet. */
  peek(asset: string, framesPerPoint: number): WaveformData | null;
  /**
   * Fetches a level once, however many ask. Rejects with `cancelled` when `signal` aborts; the request itself ends with
   * the last of those who waited for it. A failure is not kept: the next one asks again.
   */
  fetch(asset: string, framesPerPoint: number, signal: AbortSignal): Promise<WaveformData>;
}

/** Gets the bytes at a media path. */
export type LoadBytes = (path: string, signal: AbortSignal) => Promise<ArrayBuffer>;

interface Request {
  readonly data: Promise<WaveformData>;
  readonly abort: AbortController;
  waiting: number;
}

const DEFAULT_ROOM = 32 * 2 ** 20;

/** `room`: bytes of outlines to keep, 32 MiB unless said; the least recently used goes first. */
export const createWaveforms = (load: LoadBytes, room = DEFAULT_ROOM): Waveforms => {
  const kept = new Map<string, WaveformData>();
  const requests = new Map<string, Request>();
  let bytes = 0;

  const look = (key: string): WaveformData | null => {
    const data = kept.get(key);
    if (!data) return null;
    kept.delete(key);
    kept.set(key, data);
    return data;
  };
  const keep = (key: string, data: WaveformData): void => {
    kept.set(key, data);
    bytes += data.peaks.byteLength;
    for (const [oldest, old] of kept) {
      if (bytes <= room || oldest === key) break;
      kept.delete(oldest);
      bytes -= old.peaks.byteLength;
    }
  };
  const start = (key: string, asset: string, framesPerPoint: number): Request => {
    const abort = new AbortController();
    const data = load(waveformPath(asset, framesPerPoint), abort.signal).then((loaded) => {
      const parsed = parseWaveform(loaded);
      keep(key, parsed);
      return parsed;
    });
    const request = { data, abort, waiting: 0 };
    requests.set(key, request);
    const gone = (): void => {
      if (requests.get(key) === request) requests.delete(key);
    };
    data.then(gone, gone);
    return request;
  };

  return {
    peek(asset, framesPerPoint) {
      const coarser = WAVEFORM_LEVELS.filter((level) => level >= framesPerPoint);
      const finer = WAVEFORM_LEVELS.filter((level) => level < framesPerPoint).reverse();
      for (const level of [...coarser, ...finer]) {
        const data = look(keyOf(asset, level));
        if (data) return data;
      }
      return null;
    },
    fetch(asset, framesPerPoint, signal) {
      const key = keyOf(asset, framesPerPoint);
      const at = look(key);
      if (at) return Promise.resolve(at);
      if (signal.aborted) return Promise.reject(cancelled());
      const request = requests.get(key) ?? start(key, asset, framesPerPoint);
      request.waiting++;
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          reject(cancelled());
          if (--request.waiting > 0) return;
          if (requests.get(key) === request) requests.delete(key);
          request.abort.abort();
        };
        signal.addEventListener('abort', leave, { once: true });
        request.data.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
      });
    },
  };
};

const keyOf = (asset: string, framesPerPoint: number): string => `${asset}/${framesPerPoint}`;
const cancelled = (): CueforgeError => new CueforgeError('cancelled', 'The waveform is not looked at any more');
