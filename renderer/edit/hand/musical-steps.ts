import { beatOfFrame, frameOfBeat } from '../../../src/model/index.ts';
import { gridAt } from '../music-grid.ts';
import type { HandView } from './hand-view.ts';

/** How far one nudge goes. `fine`: 10 ms, less than a coach can place by ear. */
export type NudgeUnit = 'fine' | 'tenth' | 'beat' | 'bar' | 'phrase';

/** Bars of a phrase, as music to move to is built. */
const BARS_OF_PHRASE = 8;
/** Beats per minute where no music says any. */
const NO_TEMPO = { bpm: 120, beatsPerBar: 4 };

export const beatsOf = (unit: 'beat' | 'bar' | 'phrase', beatsPerBar: number): number =>
  unit === 'beat' ? 1 : unit === 'bar' ? beatsPerBar : beatsPerBar * BARS_OF_PHRASE;

/** The frame `count` units from a frame on: beats are those of the track that is heard there. A fraction of a frame. */
export const stepFrom = (view: HandView, frame: number, unit: NudgeUnit, count: number): number => {
  if (unit === 'fine') return frame + count * 480;
  if (unit === 'tenth') return frame + count * 4800;
  const here = gridAt(view.music, frame);
  if (!here) return frame + (count * beatsOf(unit, NO_TEMPO.beatsPerBar) * 60 * 48_000) / NO_TEMPO.bpm;
  const { span, grid } = here;
  return frameOfBeat(span, grid, beatOfFrame(span, grid, frame) + count * beatsOf(unit, grid.beatsPerBar));
};

/** The least whole number of units, at least one, that is no shorter than `length`, as a distance in frames. */
export const wholeUnits = (view: HandView, from: number, length: number, unit: 'bar' | 'phrase'): number => {
  const one = stepFrom(view, from, unit, 1) - from;
  return Math.round(Math.max(1, Math.ceil(length / one - 0.01)) * one);
};
