import type { TaggedContainer } from './tag-carrier.ts';
import type { Chapter, FileTags } from './tags.ts';
import { TRACK_ID, toMilliseconds } from './tags.ts';
import { vorbisChapters } from './vorbis-chapters.ts';

/**
 * The tags, without the cover, as a file for ffmpeg's `-f ffmetadata` input. M4A takes chapters as sections, Opus and
 * FLAC as Vorbis comments, WAV none: its LIST INFO holds texts only. The build that npm carries cuts lines at 1 023 bytes;
 * `tagCarrier` has no such limit and takes the cover along.
 */
export const ffmetadata = (tags: FileTags, container: TaggedContainer): string => {
  const vorbis = container === 'opus' || container === 'flac';
  const fields: [name: string, value: string][] = [
    ['title', tags.title],
    ['artist', tags.artist],
    ['album', tags.album],
    ['comment', tags.comment],
    ...(vorbis ? [[TRACK_ID, tags.trackId ?? ''] satisfies [string, string], ...vorbisChapters(tags.chapters)] : []),
  ];
  const lines = fields.flatMap(([name, value]) => (value === '' ? [] : [`${name}=${escaped(value)}`]));
  const sections = container === 'm4a' ? tags.chapters.flatMap(chapterSection) : [];
  return `${[';FFMETADATA1', ...lines, ...sections].join('\n')}\n`;
};

/** A backslash before what means something to ffmpeg. A last one would escape the end of the line in ffmpeg 5: a space follows it. */
const escaped = (value: string): string =>
  value
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\0', '')
    .replaceAll(/[=;#\\\n]/g, '\\$&')
    .replace(/\\$/, '\\ ');

const chapterSection = ({ title, start, end }: Chapter): string[] => [
  '[CHAPTER]',
  'TIMEBASE=1/1000',
  `START=${toMilliseconds(start)}`,
  `END=${toMilliseconds(end)}`,
  `title=${escaped(title)}`,
];
