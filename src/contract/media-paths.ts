/**
 * Files that both hosts serve beside the page, at the same relative addresses (`app://studio/media/…`, `http://…/media/…`):
 * originals with Range, covers, and waveforms.
 */
export const originalPath = (asset: string): string => `/media/original/${asset}`;
export const coverPath = (asset: string): string => `/media/cover/${asset}`;
/** The waveform as BBC audiowaveform .dat version 2 (8 bit): levels of 256, 1024, 4096 or 16384 frames per point. */
export const waveformPath = (asset: string, framesPerPoint: number): string =>
  `/media/waveform/${asset}/${framesPerPoint}`;
/** Where a browser drops files (POST, body: the bytes, `?name=`); answers `{ path }` for `library.import`. */
export const UPLOAD_PATH = '/media/upload';
export const WAVEFORM_LEVELS = [256, 1024, 4096, 16_384] as const;

/** What a media address asks for; null: nothing there is. */
export type MediaRequest =
  | { readonly kind: 'original' | 'cover'; readonly asset: string }
  | { readonly kind: 'waveform'; readonly asset: string; readonly framesPerPoint: number };

export const parseMediaPath = (pathname: string): MediaRequest | null => {
  const file = /^\/media\/(original|cover)\/([0-9a-f]{32})$/.exec(pathname);
  if (file) return { kind: file[1] as 'original' | 'cover', asset: file[2] };
  const waveform = /^\/media\/waveform\/([0-9a-f]{32})\/(\d{3,5})$/.exec(pathname);
  if (!waveform || !(WAVEFORM_LEVELS as readonly number[]).includes(Number(waveform[2]))) return null;
  return { kind: 'waveform', asset: waveform[1], framesPerPoint: Number(waveform[2]) };
};
