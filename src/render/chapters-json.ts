import type { FileTags } from '../media/index.ts';

/** Times are seconds, to the millisecond. */
const rounded = (seconds: number): number => Number(seconds.toFixed(3));

/**
 * A file's chapters as Podcasting 2.0 has them (`application/json+chapters`, version 1.2.0), for players that read them
 * beside the file; in order. Null where there are none: an empty list would hide the chapters that the file itself has.
 */
export const chaptersJson = ({ title, artist, album, chapters }: FileTags): string | null => {
  if (chapters.length === 0) return null;
  const document = {
    version: '1.2.0',
    title,
    author: artist,
    podcastName: album,
    chapters: chapters.map((chapter) => ({
      startTime: rounded(chapter.start),
      endTime: rounded(chapter.end),
      title: chapter.title,
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
};
