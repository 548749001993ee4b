import type { Frames, Layer } from '../model/index.ts';
import { childOrder, type Step } from '../plan/index.ts';
import type { CueRun, RunnerState, Show } from './runner-state.ts';

/** What a cue is known by in another list, or in the same one after an edit. */
export interface CueMark {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  /** What of its layers decides which samples sound. */
  readonly layers: readonly string[];
}

/** Layers of one mark have the same samples, frame by frame. */
export const layerMark = ({ file, trimStart, trimEnd, loop }: Layer): string =>
  JSON.stringify([file, trimStart, trimEnd, loop]);
const fileOf = (mark: string): string => JSON.parse(mark)[0];

export const cueMark = ({ index, cue: { id, name, action } }: Step): CueMark => ({
  ...{ index, id, name },
  layers: action.kind === 'sound' ? action.layers.map(layerMark) : [],
});

/** A sound that a mixer was to play, as far as it has played it: enough to go on with it. */
export interface SoundMark {
  readonly run: number;
  readonly cue: number;
  readonly layer: number;
  /** Frames of it that have sounded. */
  readonly played: Frames;
  /** Frames of its file, to find its place in a loop; null: not known. */
  readonly file: Frames | null;
  /** Its cue is over, and its last frames were still to sound. */
  readonly leaving: boolean;
  /** Where it ends, in frames of it; null: it runs out. */
  readonly after: Frames | null;
  /** Decibels over its own gain. */
  readonly fadedTo: number;
  readonly streamed: boolean;
}

/** A session as it stands, to go on with after a crash. Plain JSON; cues are known again by their ids. */
export interface SessionSnapshot {
  readonly version: 1;
  /** Decides the order of shuffled playlists. */
  readonly seed: number;
  /** Frame of the session up to which it was heard. */
  readonly heard: Frames;
  /** Its time, a little later. */
  readonly now: Frames;
  /** What is known of files is not in it: they may have changed. */
  readonly state: RunnerState;
  readonly cues: readonly CueMark[];
  readonly sounds: readonly SoundMark[];
}

/** The same cues in another list: by index there; null: gone, or its sound is another one. */
export const cueMap = (marks: readonly CueMark[], { steps }: Show) => {
  const byId = new Map(steps.map((step) => [step.cue.id, step]));
  const placed = new Map(marks.map((mark) => [mark.index, { mark, step: byId.get(mark.id) }]));
  const cue = (index: number): number | null => placed.get(index)?.step?.index ?? null;
  const layer = (index: number, place: number): boolean => {
    const found = placed.get(index);
    return found?.step !== undefined && found.mark.layers[place] === cueMark(found.step).layers[place];
  };
  return {
    cue,
    layer,
    /** The same file, whatever is played of it. */
    file: (index: number, place: number): boolean => {
      const found = placed.get(index);
      const [before, after] = [found?.mark.layers[place], found?.step && cueMark(found.step).layers[place]];
      return before !== undefined && after !== undefined && fileOf(before) === fileOf(after);
    },
    name: (index: number): string => placed.get(index)?.mark.name ?? '',
  };
};
export type CueMap = ReturnType<typeof cueMap>;

/**
 * A state of another list, or of this one before it was edited. Runs go on whose cues are there with the same sound, and
 * whose groups are; `gone`: the others. What comes next keeps its place, or is what came after it.
 */
export const carryOver = (
  before: RunnerState,
  map: CueMap,
  show: Show,
): { readonly state: RunnerState; readonly gone: readonly CueRun[] } => {
  const { steps } = show;
  const stays = (run: CueRun): boolean => {
    const index = map.cue(run.cue);
    if (index === null) return false;
    const { action } = steps[index].cue;
    const layers = action.kind === 'sound' ? action.layers.length : 0;
    return layers === run.layers.length && run.layers.every(({ layer }) => map.layer(run.cue, layer));
  };
  const lost = new Set(before.runs.filter((run) => !stays(run)).map(({ run }) => run));
  // A group goes with what it holds, and the other way round.
  for (let size = -1; size !== lost.size; ) {
    size = lost.size;
    for (const { run, parent, phase } of before.runs)
      if (parent !== null && lost.has(parent)) lost.add(run);
      else if (parent !== null && lost.has(run) && phase !== 'done') lost.add(parent);
  }
  const moved = before.runs.filter(({ run }) => !lost.has(run)).map((run) => move(run, before, map, show));
  const parents = new Map(moved.map((run) => [run.run, run]));
  const runs = moved.map((run) => {
    const order = run.parent === null ? undefined : parents.get(run.parent)?.order;
    return order === undefined ? run : { ...run, place: Math.max(0, order.indexOf(run.cue)) };
  });
  const facts: Record<string, RunnerState['facts'][string]> = {};
  for (const [key, known] of Object.entries(before.facts)) {
    const [cue, layer] = key.split('/').map(Number);
    if (map.file(cue, layer)) facts[`${map.cue(cue)}/${layer}`] = known;
  }
  const passes: Record<number, number> = {};
  for (const [group, count] of Object.entries(before.passes)) {
    const index = map.cue(Number(group));
    if (index !== null) passes[index] = count;
  }
  return {
    state: { ...before, runs, facts, passes, playhead: null },
    gone: before.runs.filter(({ run }) => lost.has(run)),
  };
};

/** A shuffled order goes on as it was drawn; what was added comes last. */
const move = (run: CueRun, { passes }: RunnerState, map: CueMap, { steps, seed }: Show): CueRun => {
  const step = steps[map.cue(run.cue)!];
  const shuffled = step.cue.action.kind === 'group' && step.cue.action.shuffle;
  const drawn = run.order.map(map.cue).filter((cue): cue is number => cue !== null && step.children.includes(cue));
  const added = childOrder(step, passes[run.cue] ?? 0, seed).filter((cue) => !drawn.includes(cue));
  return { ...run, cue: step.index, order: shuffled ? [...drawn, ...added] : step.children };
};
