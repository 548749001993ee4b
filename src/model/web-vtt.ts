import type { Seconds } from './units.ts';

/** A stretch of speech and its words. Sounds on [start, end). */
export interface CaptionCue {
  readonly id: string;
  readonly start: Seconds;
  readonly end: Seconds;
  readonly text: string;
}

/** Captions as a WebVTT file, in order of start. Every cue shows for 1 ms at least, as the format demands. */
export const toWebVtt = (cues: readonly CaptionCue[]): string => {
  const sorted = [...cues].sort((a, b) => a.start - b.start);
  const blocks = sorted.map(({ id, start, end, text }) => {
    const from = toMilliseconds(start);
    const to = Math.max(toMilliseconds(end), from + 1);
    return `${idLine(id)}${timestamp(from)} --> ${timestamp(to)}\n${payload(text)}\n`;
  });
  return ['WEBVTT\n', ...blocks].join('\n');
};

const toMilliseconds = (s: Seconds): number => Math.max(0, Math.round(s * 1000));

const timestamp = (ms: number): string => {
  const two = (n: number): string => String(n).padStart(2, '0');
  const s = Math.floor(ms / 1000);
  return `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}.${String(ms % 1000).padStart(3, '0')}`;
};

/** One line without `>`: an arrow would make it a timing line. */
const idLine = (id: string): string => {
  const line = id.replace(/[\0\r\n>]+/g, ' ').trim();
  return line === '' ? '' : `${line}\n`;
};

/** Lines are kept; empty ones, which would end the cue, are not. Escaping `>` also disarms arrows. */
const payload = (text: string): string =>
  text
    .replaceAll('\0', '\uFFFD')
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
    .join('\n')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
