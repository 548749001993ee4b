import * as z from 'zod';
import type { CueDocument, VoiceCue } from '../../../src/model/index.ts';
import type { Clip } from '../../shortcuts/clipboard.ts';
import { copyOf } from './cue-commands.ts';
import { asFrame, toMs } from './edit-times.ts';
import { labelled, type Step, step, told } from './hand-step.ts';
import type { HandView } from './hand-view.ts';
import { stepFrom } from './musical-steps.ts';
import { placeText } from './place-text.ts';

/** The clipboard's own form of cues; their words stand beside it as plain lines, for every other program. */
export const CUES_TYPE = 'application/x-cueforge-cues+json';

/** The most that is taken from a clipboard at once. */
const MOST = 10_000;
const LONGEST_LINE = 5000;

// The studio checks every cue again; here only what is needed to place them.
const clip = z.object({
  cueforge: z.literal('cues'),
  cues: z
    .array(z.looseObject({ time_ms: z.number().min(0) }))
    .min(1)
    .max(MOST),
});

/** Cues for the clipboard, in the order they sound. */
export const clipCues = (view: HandView, cues: readonly VoiceCue[]): Clip => ({
  json: JSON.stringify({ cueforge: 'cues', cues: cues.map((cue) => copyOf(view, cue, cue.at)) }),
  text: cues.map(({ text }) => text.replaceAll(/\s+/g, ' ').trim()).join('\n'),
});

/**
 * Cues out of a clipboard, the first of them at a frame: with the distances they were copied with (the studio lets go of anchors to what is not in this workout), or, of plain lines
 * of text, a phrase of the music apart. Null: nothing to paste is in it.
 */
export const pasteCues = (view: HandView, clipped: { json: string; text: string }, at: number): Step | null => {
  const start = asFrame(at);
  const cues = fromJson(clipped.json, start) ?? fromLines(view, clipped.text, start);
  if (cues.length === 0) return null;
  return step(`${told(cues.length, 'pasted')} at ${placeText(view, start)}`, [{ op: 'cues.add', cues }], {
    label: labelled('Paste', cues.length),
    chooses: 'touched',
  });
};

const fromJson = (json: string, start: number): CueDocument[] | null => {
  const parsed = clip.safeParse(parse(json));
  if (!parsed.success) return null;
  const first = Math.min(...parsed.data.cues.map(({ time_ms }) => time_ms));
  return parsed.data.cues.map(({ id: _id, ...cue }) => ({
    ...cue,
    time_ms: toMs(Math.round(start + (cue.time_ms - first) * 48)),
  })) as CueDocument[];
};

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
};

const fromLines = (view: HandView, text: string, start: number): CueDocument[] => {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim().slice(0, LONGEST_LINE))
    .filter((line) => line !== '')
    .slice(0, MOST);
  let at = start;
  return lines.map((line, index) => {
    if (index > 0) at = Math.round(stepFrom(view, at, 'phrase', 1));
    return { time_ms: toMs(at), text: line };
  });
};
