import { type IAudioMetadata, parseFile } from 'music-metadata';
import { type Seconds, seconds } from '../model/index.ts';
import { checkReadable } from './decode.ts';

/** What a file says of itself, read without decoding it. Null where it says nothing. */
export interface MediaInfo {
  readonly durationSeconds: Seconds | null;
  readonly codec: string | null;
  readonly container: string | null;
  /** Hertz. */
  readonly sampleRate: number | null;
  readonly channels: number | null;
  /** Bits per second. */
  readonly bitrate: number | null;
  readonly title: string | null;
  readonly artist: string | null;
  readonly cover: { readonly mime: string; readonly data: Uint8Array } | null;
}

/**
 * Reads tags and format of a file. A file that is no media gives nulls: whether it can be heard is for `decode` to say.
 * One that is missing, unreadable or empty is a failure.
 */
export const probe = async (file: string): Promise<MediaInfo> => {
  await checkReadable(file);
  const found: Partial<IAudioMetadata> = await parseFile(file).catch(() => ({}));
  const { format, common } = found;
  const picture = common?.picture?.[0];
  const positive = (n: number | undefined): number | null =>
    n !== undefined && n > 0 && Number.isFinite(n) ? n : null;
  const duration = positive(format?.duration);
  return {
    durationSeconds: duration === null ? null : seconds(duration),
    codec: format?.codec ?? null,
    container: format?.container ?? null,
    sampleRate: positive(format?.sampleRate),
    channels: positive(format?.numberOfChannels),
    bitrate: positive(format?.bitrate),
    title: common?.title ?? null,
    artist: common?.artist ?? null,
    cover: picture ? { mime: picture.format, data: picture.data } : null,
  };
};
