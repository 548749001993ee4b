import type { Seconds } from '../model/index.ts';

/** What a file says about itself, whatever its format. An empty text is not written. */
export interface FileTags {
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly comment: string;
  /** A key for programs that find the file again. MP3, Opus and FLAC keep it; M4A and WAV have no place for it. */
  readonly trackId?: string;
  /** In order, not overlapping. WAV has no chapters. */
  readonly chapters: readonly Chapter[];
  /** Null: none. WAV has no cover. */
  readonly cover: Cover | null;
}

/** A named stretch of the file: [start, end). Formats round it to milliseconds. */
export interface Chapter {
  readonly title: string;
  readonly start: Seconds;
  readonly end: Seconds;
}

export interface Cover {
  /** `image/jpeg` or `image/png`. */
  readonly mime: string;
  readonly data: Uint8Array;
}

/** Name of the field that keeps `trackId`. */
export const TRACK_ID = 'TRACKID';

/** Whole milliseconds, as file formats say times. */
export const toMilliseconds = (time: Seconds): number => Math.round(time * 1000);
