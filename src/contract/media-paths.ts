/**
 * Files that both hosts serve beside the page, at the same relative addresses (`app://studio/media/…`, `http://…/media/…`):
 * originals with Range, covers, and waveforms.
 */
export const originalPath = (asset: string): string => `/media/original/${asset}`;
export const coverPath = (asset: string): string => `/media/cover/${asset}`;
/** The waveform as BBC audiowaveform .dat version 2 (8 bit): levels of 256, 1024, 4096 or 16384 frames per point. */
export const waveformPath = (asset: string, framesPerPoint: number): string =>
  `/media/waveform/${asset}/${framesPerPoint}`;
/** The waveform of decoded sound by its key, a take's above all: 256 frames per point, as one level of the above. */
export const takePath = (source: string): string => `/media/take/${source}`;
/** Samples of decoded sound by its key: `count` frames of interleaved stereo float32 from `start` on, at most 480,000. */
export const samplesPath = (source: string, start: number, count: number): string =>
  `/media/samples/${source}/${start}/${count}`;
export const SAMPLES_MOST = 480_000;
/** Where a page drops files drops files (POST, body: the bytes, `?name=`); answers `{ path }` for `library.import`. */
export const UPLOAD_PATH = '/media/upload';
export const WAVEFORM_LEVELS = [256, 1024, 4096, 16_384] as const;

/** What a media address asks for; null: nothing there is. */
export type MediaRequest =
  | { readonly kind: 'original' | 'cover'; readonly asset: string }
  | { readonly kind: 'waveform'; readonly asset: string; readonly framesPerPoint: number }
  | { readonly kind: 'take'; readonly source: string }
  | { readonly kind: 'samples'; readonly source: string; readonly start: number; readonly count: number };

export const parseMediaPath = (pathname: string): MediaRequest | null => {
  const file = /^\/media\/(original|cover)\/([0-9a-f]{32})$/.exec(pathname);
  if (file) return { kind: file[1] as 'original' | 'cover', asset: file[2] };
  const take = /^\/media\/take\/([0-9a-f]{64})$/.exec(pathname);
  if (take) return { kind: 'take', source: take[1] };
  const samples = /^\/media\/samples\/([0-9a-f]{64})\/(\d{1,10})\/(\d{1,6})$/.exec(pathname);
  if (samples) {
    const [start, count] = [Number(samples[2]), Number(samples[3])];
    return count > 0 && count <= SAMPLES_MOST ? { kind: 'samples', source: samples[1], start, count } : null;
  }
  const waveform = /^\/media\/waveform\/([0-9a-f]{32})\/(\d{3,5})$/.exec(pathname);
  if (!waveform || !(WAVEFORM_LEVELS as readonly number[]).includes(Number(waveform[2]))) return null;
  return { kind: 'waveform', asset: waveform[1], framesPerPoint: Number(waveform[2]) };
};
