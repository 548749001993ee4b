import * as z from 'zod';
import type { SessionCueDocument } from '../../../src/model/index.ts';
import type { Clip } from '../../shortcuts/clipboard.ts';
import { fileName } from '../../ui/figures.ts';

/** The clipboard's own form of a session's cues; their names stand beside it as plain lines, for every other program. */
export const CUES_TYPE = 'application/x-cueforge-session-cues+json';

/** The most that is taken from a clipboard at once. */
const MOST = 10_000;

// The studio checks every cue again; here only what tells cues from anything else.
const clip = z.object({
  cueforge: z.literal('session-cues'),
  /** Path of the list they were copied from. */
  from: z.string(),
  cues: z.array(z.looseObject({})).min(1).max(MOST),
});

/** Cues for the clipboard, in their order. Files are written as the list at `from` writes them. */
export const clipCues = (cues: readonly SessionCueDocument[], from: string): Clip => ({
  json: JSON.stringify({ cueforge: 'session-cues', from, cues }),
  text: cues.map(({ number, name, id }) => [number, name ?? id].filter(Boolean).join(' · ')).join('\n'),
});

/**
 * Cues out of a clipboard, for the list at `to`; their ids are given anew where they are taken. Lines of text become memos.
 * Null: there are none.
 */
export const cuesOfClip = ({ json, text }: Clip, to: string): SessionCueDocument[] | null => {
  const parsed = clip.safeParse(parse(json) ?? parse(text));
  if (parsed.success) {
    const { from, cues } = parsed.data;
    return from === to ? (cues as SessionCueDocument[]) : cues.map((cue) => moved(cue as SessionCueDocument, from));
  }
  if (parse(text) !== null) return null;
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim().slice(0, 500))
    .filter((line) => line !== '')
    .slice(0, MOST);
  return lines.length === 0 ? null : lines.map((name) => ({ kind: 'memo', name }));
};

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
};

/** Files are written relative to the list: those of another list keep their folder. */
const moved = (cue: SessionCueDocument, from: string): SessionCueDocument => ({
  ...cue,
  ...(cue.layers ? { layers: cue.layers.map((layer) => ({ ...layer, file: absolute(layer.file, from) })) } : {}),
  ...(cue.cues ? { cues: cue.cues.map((inner) => moved(inner, from)) } : {}),
});

const absolute = (file: string, from: string): string =>
  /^([a-z]:)?[\\/]/i.test(file) ? file : from.replace(/[^\\/]*$/, '') + file;

/** A cue that plays a file. */
export const soundCue = (
  file: string,
  role: 'voice' | 'background' | 'generic',
  name?: string,
): SessionCueDocument => ({
  name: name ?? fileName(file).replace(/\.[^.]+$/, ''),
  layers: [{ role, file }],
});
