import type { Material } from '../../../src/contract/index.ts';
import {
  type Frames,
  frames,
  toFrames,
  type VoiceCue,
  type Workout,
  type WorkoutDocument,
} from '../../../src/model/index.ts';
import type { Selection, Snap } from '../edit-store.ts';
import { type MusicGrid, musicGridOf, workoutLength } from '../music-grid.ts';

/** What the hand's commands look at: the workout as this window has it, and what is chosen in it. A value. */
export interface HandView {
  readonly document: WorkoutDocument;
  readonly workout: Workout;
  readonly music: MusicGrid;
  readonly selection: Selection;
  readonly snap: Snap;
  /** The frame that sounds now, or would sound if play were pressed. */
  readonly playhead: Frames;
  /** Lengths of the heard coach's takes by cue; a cue whose take is not ready is not in it. */
  readonly takeLengths: ReadonlyMap<string, Frames>;
}

/** How long a cue is reckoned with before its take is there: two seconds. */
const UNKNOWN_TAKE = frames(96_000);

/** `variant`: the one that is heard; its coach's takes say how long cues are. */
export const handView = (
  {
    document,
    workout,
    material,
    variant,
  }: { material: Material | null; variant: string } & Pick<HandView, 'document' | 'workout'>,
  rest: Pick<HandView, 'selection' | 'snap' | 'playhead'>,
): HandView => {
  const heard = workout.variants.find(({ id }) => id === variant) ?? workout.variants[0];
  const coach = heard?.coach ?? workout.coaches[0]?.id ?? null;
  const ready = (material?.takes ?? []).filter(({ state }) => state === 'ready');
  // Any coach's take is a better guess than none, the heard coach's is the best.
  const lengths = new Map(ready.map((take) => [take.cue, take.frames]));
  for (const take of ready) if (take.coach === coach) lengths.set(take.cue, take.frames);
  return { document, workout, music: musicGridOf(workout, material), ...rest, takeLengths: lengths };
};

export const cueLength = (view: HandView, cue: string): Frames => view.takeLengths.get(cue) ?? UNKNOWN_TAKE;
export const cueEnd = (view: HandView, cue: VoiceCue): Frames => frames(cue.at + cueLength(view, cue.id));

/** Where the workout ends, its last cue said. */
export const workoutEnd = (view: HandView): Frames => {
  const { workout, music } = view;
  return frames(Math.max(workoutLength(workout, music), ...workout.cues.map((cue) => cueEnd(view, cue))));
};

/** The selected cues in the order they sound. */
export const chosenCues = ({ workout, selection }: HandView): VoiceCue[] =>
  inTime(workout.cues.filter(({ id }) => selection.cues.has(id)));

/** Sorted by time; of things at the same time the first in the file comes first. */
export const inTime = <Thing extends { readonly at: Frames }>(things: readonly Thing[]): Thing[] =>
  [...things].sort((a, b) => a.at - b.at);

/** Start and end of a segment in frames. */
export const segmentSpan = ({ start, duration }: Pick<Workout['segments'][number], 'start' | 'duration'>) => ({
  start: toFrames(start),
  end: toFrames((start + duration) as typeof start),
});
