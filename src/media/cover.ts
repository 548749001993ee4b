import { parseFile } from 'music-metadata';
import { checkReadable } from './decode.ts';

/** A picture inside a sound file. */
export interface CoverImage {
  /** MIME type, by its bytes: `image/jpeg`, `image/png`, `image/gif` or `image/webp`. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/**
 * The front cover of a sound file, else its first picture; null where it has none. What a tag claims a picture to be is
 * not believed, since it is served to a page: bytes that begin like no picture are none.
 * Throws `file-missing`, `file-unreadable`, `media-empty`.
 */
export const readCover = async (file: string): Promise<CoverImage | null> => {
  await checkReadable(file);
  const pictures = (await parseFile(file).catch(() => null))?.common.picture ?? [];
  const front = pictures.filter(({ type }) => /front/i.test(type ?? ''));
  for (const { data } of [...front, ...pictures]) {
    const type = imageType(data);
    if (type !== null) return { type, bytes: data };
  }
  return null;
};

/** The MIME type of a picture's bytes; null for anything a page would not draw as one. */
export const imageType = (bytes: Uint8Array): string | null => {
  const begins = (text: string, at = 0): boolean => [...text].every((c, i) => bytes[at + i] === c.charCodeAt(0));
  if (begins('\xff\xd8\xff')) return 'image/jpeg';
  if (begins('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (begins('GIF8')) return 'image/gif';
  if (begins('RIFF') && begins('WEBP', 8)) return 'image/webp';
  return null;
};
