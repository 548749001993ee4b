import { basename, extname } from 'node:path';
import { type IAudioMetadata, parseFile } from 'music-metadata';
import { imageType } from './cover.ts';

/** What a file says of itself. Texts are empty, numbers null where it says nothing. */
export interface AssetTags {
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  /** As a person says it: `MP3 320`, `FLAC`, `WAV 24`, `OGG 160`. */
  readonly format: string;
  /** Hertz, of the file itself. */
  readonly sampleRate: number | null;
  readonly channels: number | null;
  readonly bitrateKbps: number | null;
  readonly hasCover: boolean;
}

/** Reads them. `bytes` and `seconds` of the whole file give the bitrate of one that does not state it. */
export const readAssetTags = async (file: string, bytes: number, seconds: number): Promise<AssetTags> => {
  // What music-metadata cannot read may still be sound that ffmpeg can.
  const found: Partial<IAudioMetadata> = await parseFile(file).catch(() => ({}));
  const { common, format } = found;
  const positive = (n: number | undefined): number | null =>
    n !== undefined && n > 0 && Number.isFinite(n) ? n : null;
  const bitrate = positive(format?.bitrate) ?? positive((bytes * 8) / seconds);
  const bitrateKbps = bitrate === null ? null : Math.round(bitrate / 1000);
  return {
    title: oneLine(common?.title),
    artist: oneLine(common?.artist),
    album: oneLine(common?.album),
    format: sayFormat(format ?? {}, bitrateKbps, file),
    sampleRate: positive(format?.sampleRate),
    channels: positive(format?.numberOfChannels),
    bitrateKbps,
    hasCover: (common?.picture ?? []).some(({ data }) => imageType(data) !== null),
  };
};

/** The title of a file that states none: its name. */
export const titleOf = (file: string): string => basename(file, extname(file));

/** Longest text that is taken from a tag. Characters. */
const LONGEST = 500;

/** A tag as one line: it is shown in lists. */
const oneLine = (text: string | undefined): string =>
  (text ?? '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST);

/** Codecs by what their name begins with, as music-metadata says it, and as a person does. */
const CODECS: readonly (readonly [codec: RegExp, said: string])[] = [
  [/layer 3$/i, 'MP3'],
  [/layer 2$/i, 'MP2'],
  [/^flac/i, 'FLAC'],
  [/^vorbis/i, 'OGG'],
  [/^opus/i, 'OPUS'],
  [/^alac/i, 'ALAC'],
  [/aac/i, 'AAC'],
  [/^windows media/i, 'WMA'],
];
/** Containers of plain samples: said with their bits. */
const PLAIN: readonly (readonly [container: RegExp, said: string])[] = [
  [/^wave/i, 'WAV'],
  [/^aif/i, 'AIFF'],
];

const sayFormat = (format: IAudioMetadata['format'] | object, kbps: number | null, file: string): string => {
  const { codec = '', container = '', bitsPerSample, lossless } = format as Partial<IAudioMetadata['format']>;
  const coded = CODECS.find(([named]) => named.test(codec))?.[1];
  if (coded) return lossless || kbps === null ? coded : `${coded} ${kbps}`;
  const plain = PLAIN.find(([named]) => named.test(container))?.[1];
  if (plain) return bitsPerSample ? `${plain} ${bitsPerSample}` : plain;
  const extension = extname(file).slice(1, 9).toUpperCase();
  return extension === '' ? 'unknown' : extension;
};
