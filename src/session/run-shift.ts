import { frames } from '../model/index.ts';
import type { DraftRun, RunDraft } from './run-draft.ts';

/** Everything a run has before it comes so much later. What was told ahead of its time is told again. */
export const shiftRun = (draft: RunDraft, run: DraftRun, later: number): void => {
  const shift = <Time extends number | null>(time: Time): Time => (time === null ? null : frames(time + later)) as Time;
  run.startAt = shift(run.startAt);
  run.endAt = shift(run.endAt);
  for (const layer of run.layers) {
    layer.at = shift(layer.at);
    layer.until = shift(layer.until);
    if (run.phase === 'pre-wait' && layer.phase === 'sounding') draft.tellSound(run, layer);
  }
  draft.callOff(run);
};

/**
 * Layers of a run sound later than they were to (`by` < 0: earlier, by what a pause came late). Where all that sounds of it
 * is late, so is the run and what follows it; else only these layers are.
 */
export const late = (draft: RunDraft, run: DraftRun, layers: readonly number[], by: number): void => {
  const sounding = run.layers.filter(({ phase }) => phase === 'sounding');
  const isLate = ({ layer }: { layer: number }): boolean => layers.includes(layer);
  if (sounding.every(isLate)) {
    for (const each of draft.withFollowers(run)) shiftRun(draft, each, by);
    return;
  }
  for (const layer of sounding.filter(isLate)) {
    layer.at = layer.at === null ? null : frames(layer.at + by);
    layer.until = layer.until === null ? null : frames(layer.until + by);
  }
  if (run.pausedAt === null && run.stopAt === null) draft.refreshEnd(run);
};

/** Time stood for all from `since` to `at`: a mixer went and another one came. What was fading out is over. */
export const stood = (draft: RunDraft, since: number, at: number): void => {
  for (const run of draft.runs) {
    if (!draft.isLive(run)) continue;
    const later = (run.pausedAt ?? at) - since;
    if (run.stopAt !== null) draft.finish(run, at, 'stopped');
    else if (later > 0) shiftRun(draft, run, later);
  }
};
