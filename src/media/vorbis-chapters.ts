import type { Chapter } from './tags.ts';
import { toMilliseconds } from './tags.ts';

/** Chapters as Vorbis comments hold them (Opus, FLAC): CHAPTER001=00:00:00.000 and CHAPTER001NAME=title, from 001 up. */
export const vorbisChapters = (chapters: readonly Chapter[]): [name: string, value: string][] =>
  chapters.flatMap(({ title, start }, index): [string, string][] => {
    const key = `CHAPTER${digits(index + 1, 3)}`;
    return [
      [key, clock(toMilliseconds(start))],
      [`${key}NAME`, title],
    ];
  });

const digits = (value: number, width: number): string => String(Math.floor(value)).padStart(width, '0');

/** 00:00:00.000 */
const clock = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1000);
  return `${digits(seconds / 3600, 2)}:${digits((seconds / 60) % 60, 2)}:${digits(seconds % 60, 2)}.${digits(milliseconds % 1000, 3)}`;
};
